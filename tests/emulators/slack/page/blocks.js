// Block Kit as DOM: texts, blocks and elements. What a customer does is handed to `act(action, element)`.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (typeof value === "boolean") made[name] = value;
    else if (value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((each) => each !== null && each !== undefined && each !== ""));
  return made;
}

const EMOJI = {
  smile: "🙂", slightly_smiling_face: "🙂", neutral_face: "😐", slightly_frowning_face: "🙁", rage: "😡", angry: "😠",
  grinning: "😀", star: "⭐", tada: "🎉", wave: "👋", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎",
  heart: "❤️", white_check_mark: "✅", x: "❌", warning: "⚠️", eyes: "👀", pray: "🙏", disappointed: "😞",
};
export const emoji = (name) => EMOJI[name] ?? `:${name}:`;
const unescape = (words) => words.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const withEmoji = (words) => unescape(words.replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI[name] ?? all));

const MARKS = [
  [/```([\s\S]+?)```/, (found) => el("pre", {}, unescape(found[1]))],
  [/`([^`\n]+)`/, (found) => el("code", {}, unescape(found[1]))],
  [/<([@#!])([^>|]+)(?:\|([^>]*))?>/, (found, names) => el("span", { class: "mention" }, mention(found, names))],
  [/<([a-z][a-z0-9+.-]*:[^>|]+)(?:\|([^>]*))?>/, (found) => link(found)],
  [/(?<![\w*])\*([^*\n]+)\*(?!\w)/, (found, names) => el("strong", {}, ...mrkdwn(found[1], names))],
  [/(?<!\w)_([^_\n]+)_(?!\w)/, (found, names) => el("em", {}, ...mrkdwn(found[1], names))],
  [/(?<!\w)~([^~\n]+)~(?!\w)/, (found, names) => el("s", {}, ...mrkdwn(found[1], names))],
  [/^(?:&gt;|>) ?(.*)$/m, (found, names) => el("blockquote", {}, ...mrkdwn(found[1], names))],
];

function link(found) {
  const safe = /^(https?|mailto|tel):/.test(found[1]) ? unescape(found[1]) : "#";
  return el("a", { href: safe, rel: "noreferrer", target: "_blank" }, unescape(found[2] ?? found[1]));
}

function mention(found, names) {
  const sign = found[1] === "!" ? "@" : found[1];
  return `${sign}${found[3] || names[found[2]] || found[2].split("^")[0]}`;
}

export function mrkdwn(words, names = {}) {
  let first = null;
  for (const [pattern, make] of MARKS) {
    const found = pattern.exec(words);
    if (found && (!first || found.index < first.found.index)) first = { found, make };
  }
  if (!first) return words ? [withEmoji(words)] : [];
  const { found, make } = first;
  const rest = words.slice(found.index + found[0].length);
  return [...mrkdwn(words.slice(0, found.index), names), make(found, names), ...mrkdwn(rest, names)];
}

export function textOf(object, names) {
  if (!object) return "";
  const marked = object.type === "mrkdwn";
  return el("div", { class: "text" }, ...(marked ? mrkdwn(object.text, names) : [withEmoji(object.text)]));
}
const plain = (object) => withEmoji(object?.text ?? "");

export function blocks(list, context) {
  return el("div", { class: "blocks" }, ...(list ?? []).map((each) => block(each, context)));
}

function block(given, context) {
  const draw = BLOCKS[given.type];
  return draw ? draw(given, context) : el("div", { class: "unknown" }, `${given.type} (not drawn here)`);
}

const BLOCKS = {
  section: (given, context) => {
    const fields = (given.fields ?? []).map((each) => textOf(each, context.names));
    const words = el("div", {}, textOf(given.text, context.names), fields.length ? el("div", { class: "fields" }, ...fields) : "");
    return el("div", { class: "block-section" }, words, given.accessory ? element(given.accessory, given, context) : "");
  },
  header: (given) => el("h3", { class: "block-header", style: "margin:0" }, plain(given.text)),
  divider: () => el("hr", { class: "block-divider" }),
  context: (given, context) =>
    el("div", { class: "block-context" }, ...given.elements.map((each) => each.type === "image"
      ? el("img", { src: each.image_url, alt: each.alt_text, class: "small", width: 20, height: 20 })
      : textOf(each, context.names))),
  image: (given, context) =>
    el("div", { class: "block-image" }, given.title ? el("p", { class: "quiet" }, plain(given.title)) : "",
      el("img", { src: given.image_url ?? context.file(given.slack_file), alt: given.alt_text, loading: "lazy" })),
  actions: (given, context) => el("div", { class: "row" }, ...given.elements.map((each) => element(each, given, context))),
  context_actions: (given, context) => el("div", { class: "row" }, ...given.elements.map((each) => element(each, given, context))),
  input: (given, context) => {
    const id = `in-${given.block_id}`;
    const error = context.errors?.[given.block_id];
    const grouped = ["radio_buttons", "checkboxes"].includes(given.element.type);
    const label = `${plain(given.label)}${given.optional ? " (optional)" : ""}`;
    const control = element(given.element, given, { ...context, id, label, isInput: true });
    return el("div", { class: "block-input", "data-block": given.block_id },
      grouped ? "" : el("label", { for: id }, label), control,
      given.hint ? el("p", { class: "quiet" }, plain(given.hint)) : "",
      error ? el("p", { class: "error", role: "alert" }, error) : "");
  },
  markdown: (given, context) => el("div", { class: "text" }, ...mrkdwn(given.text.replaceAll("**", "*"), context.names)),
  rich_text: (given, context) => el("div", { class: "text" }, ...given.elements.flatMap((each) => rich(each, context))),
  table: (given, context) => table(given.rows, context, given.column_settings),
  data_table: (given, context) =>
    el("figure", { class: "chart" }, el("figcaption", {}, given.caption ?? ""), table(given.rows, context)),
  data_visualization: (given) => chart(given),
};

function rich(part, context) {
  const inner = (part.elements ?? []).flatMap((each) => rich(each, context));
  if (part.type === "text") return [part.style?.bold ? el("strong", {}, part.text) : part.text];
  if (part.type === "link") return [link([null, part.url, part.text])];
  if (part.type === "emoji") return [emoji(part.name)];
  if (part.type === "user") return [el("span", { class: "mention" }, `@${context.names[part.user_id] ?? part.user_id}`)];
  if (part.type === "rich_text_list") return [el("ul", {}, ...part.elements.map((each) => el("li", {}, "• ", ...rich(each, context))))];
  if (part.type === "rich_text_quote") return [el("blockquote", {}, ...inner)];
  if (part.type === "rich_text_preformatted") return [el("pre", {}, ...inner)];
  return inner;
}

function table(rows, context, settings = []) {
  const cell = (tag) => (each, column) => el(tag, { class: settings[column]?.align === "right" ? "right" : "" }, each.text ?? (each.value !== undefined ? String(each.value) : ""),
    ...(each.elements ?? []).flatMap((part) => rich(part, context)));
  const [head, ...body] = rows;
  return el("table", { class: "block-table" },
    el("thead", {}, el("tr", {}, ...head.map(cell("th")))),
    el("tbody", {}, ...body.map((row) => el("tr", {}, ...row.map(cell("td"))))));
}

const COLOURS = ["#3b82c4", "#e8912d", "#2f9e6e", "#c4314b", "#7a5ad6", "#00a3a3", "#a35f00", "#6b7280", "#d14f9c", "#4c8c2b", "#8a6d3b", "#2b6cb0"];
const svg = (tag, attributes, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

function chart(given) {
  const { chart: what } = given;
  const drawn = what.type === "pie" ? pie(what.segments) : axes(what);
  const words = what.type === "pie"
    ? what.segments.map((each) => `${each.label}: ${each.value}`)
    : what.series.map((each) => `${each.name}: ${each.data.map((point) => `${point.label} ${point.value}`).join(", ")}`);
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", `${what.type} chart. ${words.join(". ")}`);
  const names = what.type === "pie" ? what.segments.map((each) => each.label) : what.series.map((each) => each.name);
  const legend = names.map((each, index) => el("span", {}, el("span", { style: `color:${COLOURS[index]}`, "aria-hidden": "true" }, "■ "), each));
  return el("figure", { class: "chart" }, el("figcaption", {}, given.title), drawn, el("p", { class: "row quiet" }, ...legend));
}

function pie(segments) {
  const total = segments.reduce((sum, each) => sum + each.value, 0);
  const made = svg("svg", { viewBox: "0 0 420 160" });
  let from = -Math.PI / 2;
  segments.forEach((each, index) => {
    const to = from + (each.value / total) * 2 * Math.PI;
    const at = (angle) => `${210 + 70 * Math.cos(angle)} ${80 + 70 * Math.sin(angle)}`;
    const path = segments.length === 1 ? "M 140 80 a 70 70 0 1 0 140 0 a 70 70 0 1 0 -140 0"
      : `M 210 80 L ${at(from)} A 70 70 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)} Z`;
    made.append(svg("path", { d: path, fill: COLOURS[index], stroke: "var(--paper)", "stroke-width": 2 }));
    from = to;
  });
  return made;
}

function axes(what) {
  const values = what.series.flatMap((each) => each.data.map((point) => point.value));
  const top = Math.max(...values, 0), bottom = Math.min(...values, 0);
  const height = (value) => 130 - ((value - bottom) / (top - bottom || 1)) * 115;
  const labels = what.axis_config.categories;
  const step = 380 / labels.length;
  const made = svg("svg", { viewBox: "0 0 420 160" }, svg("line", { x1: 30, x2: 415, y1: height(0), y2: height(0), stroke: "var(--line)" }));
  labels.forEach((each, index) => made.append(svg("text", { x: 32 + step * (index + 0.5), y: 150, "text-anchor": "middle" }, each)));
  what.series.forEach((series, turn) => {
    const points = series.data.map((each, index) => [32 + step * (index + 0.5), height(each.value)]);
    if (what.type === "bar") {
      const width = (step * 0.7) / what.series.length;
      points.forEach(([x, y]) => made.append(svg("rect", { x: x - step * 0.35 + width * turn, width: width - 2, y: Math.min(y, height(0)), height: Math.abs(y - height(0)) || 1, rx: 2, fill: COLOURS[turn] })));
      return;
    }
    const line = points.map((each) => each.join(",")).join(" ");
    if (what.type === "area") made.append(svg("polygon", { points: `${points[0][0]},${height(0)} ${line} ${points.at(-1)[0]},${height(0)}`, fill: COLOURS[turn], opacity: 0.3 }));
    made.append(svg("polyline", { points: line, fill: "none", stroke: COLOURS[turn], "stroke-width": 2.5 }));
    points.forEach(([x, y]) => made.append(svg("circle", { cx: x, cy: y, r: 3.5, fill: COLOURS[turn] })));
  });
  made.append(svg("text", { x: 2, y: 20 }, String(top)), svg("text", { x: 2, y: 132 }, String(bottom)));
  return made;
}

function element(given, holder, context) {
  const draw = ELEMENTS[given.type] ?? (given.type.includes("select") ? ELEMENTS.static_select : null);
  if (!draw) return el("span", { class: "unknown" }, `${given.type} (not drawn here)`);
  const send = (more) => context.act({ type: given.type, action_id: given.action_id, block_id: holder.block_id, ...more }, given);
  const changed = (made) => {
    if (!context.isInput) made.addEventListener("change", () => send(valueOf(made)));
    return made;
  };
  return draw(given, { ...context, send, changed, label: context.label ?? plain(given.placeholder) ?? given.type });
}

const options = (given) => given.options ?? (given.option_groups ?? []).flatMap((each) => each.options);
const marked = (given, more = {}) => ({ "data-type": given.type, "data-action": given.action_id, ...more });

function choices(given, context, kind) {
  const chosen = [given.initial_option, ...(given.initial_options ?? [])].map((each) => each?.value);
  const name = `${context.id ?? ""}${given.action_id}`;
  const boxes = options(given).map((each) => el("label", { class: "choice" },
    el("input", { type: kind, name, value: each.value, checked: chosen.includes(each.value) }), plain(each.text)));
  const made = el("fieldset", marked(given, { id: context.id }), el("legend", { class: context.isInput ? "" : "hidden" }, context.label || "Choices"), ...boxes);
  made.choices = options(given);
  return context.changed(made);
}

function field(given, context, kind) {
  const shared = marked(given, { id: context.id, placeholder: plain(given.placeholder), "aria-label": context.id ? null : context.label || given.type });
  const made = given.multiline ? el("textarea", { ...shared, rows: 4 }) : el("input", { ...shared, type: kind, step: given.is_decimal_allowed ? "any" : null });
  made.value = given.initial_value ?? given.initial_date ?? given.initial_time ?? "";
  return context.changed(made);
}

function picker(given, context, list) {
  const several = given.type.startsWith("multi_");
  const made = el("select", marked(given, { id: context.id, multiple: several, "aria-label": context.id ? null : context.label || "Choose" }));
  if (!several) made.append(el("option", { value: "" }, plain(given.placeholder) || "Choose…"));
  const chosen = [given.initial_option, ...(given.initial_options ?? [])].map((each) => each?.value);
  made.append(...list.map((each) => el("option", { value: each.value, selected: chosen.includes(each.value) }, plain(each.text))));
  made.choices = list;
  return context.changed(made);
}

const people = (context) => Object.entries(context.people ?? {}).map(([value, text]) => ({ value, text: { text } }));

const ELEMENTS = {
  button: (given, context) => el("button", {
    type: "button", class: given.style ?? "", "aria-label": given.accessibility_label,
    onclick: () => {
      if (given.confirm && !window.confirm(`${plain(given.confirm.title)}\n\n${plain(given.confirm.text)}`)) return;
      if (given.url) window.open(given.url, "_blank", "noreferrer");
      context.send({ value: given.value });
    },
  }, plain(given.text)),
  feedback_buttons: (given, context) => el("span", { class: "row" }, ...[given.positive_button, given.negative_button].map((each) =>
    el("button", { type: "button", "aria-label": each.accessibility_label, onclick: () => context.send({ value: each.value }) }, plain(each.text)))),
  icon_button: (given, context) => el("button", { type: "button", onclick: () => context.send({ value: given.value }) }, plain(given.text)),
  image: (given) => el("img", { src: given.image_url, alt: given.alt_text, width: 88, height: 88 }),
  overflow: (given, context) => picker({ ...given, placeholder: { text: "⋯" } }, { ...context, label: "More" }, given.options),
  static_select: (given, context) => picker(given, context, options(given)),
  users_select: (given, context) => picker(given, context, people(context)),
  external_select: (given, context) => {
    const made = picker(given, context, []);
    const ask = el("input", { type: "search", placeholder: "Type to search", "aria-label": `Search ${context.label}` });
    ask.addEventListener("input", async () => {
      made.choices = await context.suggest(given, ask.value);
      made.replaceChildren(el("option", { value: "" }, "Choose…"), ...made.choices.map((each) => el("option", { value: each.value }, plain(each.text))));
    });
    return el("span", { class: "row" }, ask, made);
  },
  radio_buttons: (given, context) => choices(given, context, "radio"),
  checkboxes: (given, context) => choices(given, context, "checkbox"),
  plain_text_input: (given, context) => field(given, context, "text"),
  email_text_input: (given, context) => field(given, context, "email"),
  url_text_input: (given, context) => field(given, context, "url"),
  number_input: (given, context) => field(given, context, "number"),
  datepicker: (given, context) => field(given, context, "date"),
  timepicker: (given, context) => field(given, context, "time"),
};

// What Slack sends for the state of an element.
export function valueOf(made) {
  const type = made.dataset.type;
  if (type === "users_select") return { selected_user: made.value || null };
  if (type === "datepicker") return { selected_date: made.value || null };
  if (type === "timepicker") return { selected_time: made.value || null };
  if (type === "checkboxes" || type.startsWith("multi_")) {
    const picked = [...made.querySelectorAll("input:checked, option:checked")].map((each) => each.value);
    return { selected_options: made.choices.filter((each) => picked.includes(each.value)) };
  }
  if (type === "radio_buttons" || made.choices) {
    const picked = type === "radio_buttons" ? made.querySelector("input:checked")?.value : made.value;
    return { selected_option: made.choices.find((each) => each.value === picked) ?? null };
  }
  return { value: made.value || null };
}

export function enteredIn(root) {
  const values = {};
  for (const holder of root.querySelectorAll("[data-block]")) {
    const made = holder.querySelector("[data-action]");
    if (made) values[holder.dataset.block] = { [made.dataset.action]: { type: made.dataset.type, ...valueOf(made) } };
  }
  return values;
}
