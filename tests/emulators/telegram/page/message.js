// Draws one message as an app would: text with entities, files, keyboards.
const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "blockquote", expandable_blockquote: "blockquote" };
const LINKS = new Set(["url", "text_link", "email", "mention", "hashtag", "bot_command", "text_mention"]);

function wrap(entity, inner) {
  if (entity.type === "spoiler") {
    const hidden = Object.assign(document.createElement("span"), { className: "spoiler", tabIndex: 0 });
    hidden.append(inner);
    return hidden;
  }
  const link = LINKS.has(entity.type);
  const element = document.createElement(link ? "a" : TAGS[entity.type] ?? "span");
  if (link && /^https?:/.test(entity.url ?? inner.textContent)) {
    Object.assign(element, { href: entity.url ?? inner.textContent, target: "_blank", rel: "noreferrer" });
  }
  if (entity.type === "expandable_blockquote") {
    element.className = "folded";
    element.onclick = () => element.classList.toggle("folded");
  }
  element.append(inner);
  return element;
}

// Entities nest and count UTF-16 units, as strings of JavaScript do.
function formatted(text, entities, from = 0, to = text.length) {
  const fragment = document.createDocumentFragment();
  const inside = entities.filter((each) => each.offset >= from && each.offset + each.length <= to);
  let at = from;
  while (inside.length) {
    const first = inside.shift();
    if (first.offset < at) continue;
    const end = first.offset + first.length;
    const nested = inside.filter((each) => each.offset >= first.offset && each.offset + each.length <= end);
    fragment.append(text.slice(at, first.offset), wrap(first, formatted(text, nested, first.offset, end)));
    at = end;
  }
  fragment.append(text.slice(at, to));
  return fragment;
}

function attached(message) {
  const sizes = message.photo ?? [];
  if (sizes.length && message.sender === "bot") {
    const { file_id, width, height } = sizes.at(-1);
    const photo = Object.assign(new Image(width, height), { src: `/shown/${encodeURIComponent(file_id)}`, alt: "Photo", className: "photo" });
    return [photo];
  }
  const words = message.photo ? "🖼 Photo" : message.voice ? "🎤 Voice message" : message.document ? `📄 ${message.document.file_name}` : "";
  return words ? [Object.assign(document.createElement("span"), { className: "attached", textContent: words })] : [];
}

function time(message) {
  const written = new Date(message.date * 1000).toISOString().slice(11, 16);
  return Object.assign(document.createElement("span"), { className: "about", textContent: `${message.edited ? "edited " : ""}${written}` });
}

function keys(rows, press, className, id) {
  const block = Object.assign(document.createElement("div"), { className });
  rows.forEach((row, y) => {
    const line = document.createElement("div");
    row.forEach((button, x) => {
      const key = Object.assign(document.createElement("button"), { type: "button", textContent: button.text ?? button, className: button.style ?? "" });
      key.dataset.key = `${id}/${y}/${x}`;
      key.onclick = () => press(button);
      line.append(key);
    });
    block.append(line);
  });
  return block;
}

export function renderMessage(message, { tap, react }) {
  const item = Object.assign(document.createElement("li"), { className: `message${message.sender === "bot" ? "" : " mine"}` });
  const bubble = Object.assign(document.createElement("div"), { className: "bubble" });
  const text = message.text ?? message.caption ?? "";
  bubble.append(...attached(message), formatted(text, message.entities ?? message.caption_entities ?? []), time(message));
  item.append(bubble);
  const rows = message.markup?.inline_keyboard;
  if (rows) item.append(keys(rows, (button) => tap(message, button), "keys", message.message_id));
  if (message.sender === "bot") {
    const like = Object.assign(document.createElement("button"), { type: "button", className: "react", textContent: message.reactions.join(" ") || "👍 react" });
    like.onclick = () => react(message);
    item.append(like);
  }
  return item;
}

export function renderKeyboardBelow(place, messages, say) {
  const last = messages.filter((each) => each.markup && !each.markup.inline_keyboard).at(-1)?.markup;
  place.hidden = !last?.keyboard;
  place.replaceChildren(...(last?.keyboard ? keys(last.keyboard, (button) => say(button.text ?? button), "", "below").childNodes : []));
}
