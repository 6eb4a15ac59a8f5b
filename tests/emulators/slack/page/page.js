// The page for playing the customer: it shows /control/state and acts through the control verbs.
import { blocks, el, emoji, enteredIn, mrkdwn } from "/blocks.js";

const $ = (id) => document.getElementById(id);
const REACTIONS = ["+1", "heart", "tada", "disappointed"];
let state = null, seen = 0, shownView = "";
const mine = { user: "", place: "dm" };

async function ask(verb, given) {
  const answer = await fetch(`/control/${verb}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given ?? {}) });
  const said = await answer.json();
  if (!answer.ok) notice(said.error);
  return said;
}

function notice(words) {
  $("notice").textContent = words ?? "";
}

async function act(verb, given, hint) {
  notice("");
  const told = await ask(verb, given);
  if (told.ok === false) notice(hint ?? `The app did not take it (${told.outcome}); a real customer would see an error.`);
  if (told.problem) notice(`The app answered with ${told.problem}.`);
  await refresh();
  return told;
}

const user = () => state.users.find((each) => each.id === mine.user);
const team = () => state.teams.find((each) => each.id === user().team_id) ?? state.teams[0];
const names = () => Object.fromEntries([...state.users.map((each) => [each.id, each.profile.display_name]), ...state.channels.map((each) => [each.id, each.name ?? ""])]);
const dm = () => state.channels.find((each) => each.is_im && each.user === mine.user && each.team === team().id);
const openChannel = () => (mine.place === "dm" ? dm() : state.channels.find((each) => each.id === mine.place));

async function refresh() {
  state = await ask("state");
  const faults = (await ask("violations")).violations;
  const { open } = await ask("sockets");
  if (!user()) mine.user = (state.users.find((each) => !each.is_bot) ?? {}).id;
  if (!user()) return notice("There is nobody to play: add a user with /control/user.");
  drawSide(open);
  drawFaults(faults);
  drawPlace();
  drawModal();
}

function drawSide(open) {
  $("team-name").textContent = team().name;
  const people = state.users.filter((each) => !each.is_bot);
  $("who").replaceChildren(...people.map((each) => el("option", { value: each.id, selected: each.id === mine.user }, each.real_name || each.name)));
  const place = (id, sign, words) => el("li", {}, el("button", {
    type: "button", "aria-current": mine.place === id ? "page" : null,
    onclick: () => go(id),
  }, el("span", { class: "sign", "aria-hidden": "true" }, sign), words));
  $("app-places").replaceChildren(place("home", "⌂", "App Home"), place("dm", "✉", state.app.name));
  const channels = state.channels.filter((each) => !each.is_im && each.members.includes(mine.user));
  $("channels").replaceChildren(...channels.map((each) => place(each.id, each.is_private ? "🔒" : "#", each.name + (each.is_archived ? " (archived)" : ""))));
  const connected = open > 0 || state.app.mode === "http";
  $("link-dot").classList.toggle("on", connected);
  $("link").textContent = state.app.mode === "http" ? "events over HTTP" : `${open || "no"} socket${open === 1 ? "" : "s"} open`;
  $("clock").textContent = new Date(state.now_ms).toLocaleString([], { dateStyle: "medium", timeStyle: "medium" });
}

async function go(id) {
  mine.place = id;
  if (id === "home") await act("open-home", { user: mine.user });
  else await refresh();
  $("messages").scrollTop = $("messages").scrollHeight;
}

function drawFaults(faults) {
  $("faults").textContent = faults.length ? `${faults.length} fault${faults.length > 1 ? "s" : ""} of the app` : "No faults";
  $("faults").disabled = !faults.length;
  const rows = faults.map((each) => el("li", {}, el("b", {}, each.code), ` at ${each.where}: ${each.what}. `,
    el("a", { href: each.source.split(";")[0], target: "_blank", rel: "noreferrer" }, "source")));
  $("faults-list").replaceChildren(el("ul", {}, ...rows));
}

function context(place, view) {
  const where = view ? { view_id: view.id } : { channel: place.channel, message_ts: place.ts };
  return {
    names: names(), errors: view?.errors, people: Object.fromEntries(state.users.filter((each) => !each.is_bot).map((each) => [each.id, each.real_name])),
    file: (given) => given?.url ?? `/files/${given?.id}/file`,
    act: (action) => act("interact", { user: mine.user, ...where, action }),
    suggest: async (given, value) => (await ask("suggest", { user: mine.user, ...where, action_id: given.action_id, value })).options ?? [],
  };
}

function drawPlace() {
  const isHome = mine.place === "home";
  $("messages").hidden = isHome;
  $("composer").hidden = isHome;
  $("home").hidden = !isHome;
  const channel = openChannel();
  $("place-name").textContent = isHome ? `${state.app.name}: Home` : mine.place === "dm" ? state.app.name : `# ${channel?.name ?? ""}`;
  if (isHome) return drawHome();
  const said = channel ? state.messages.filter((each) => each.channel === channel.id && (!each.ephemeral_to || each.ephemeral_to === mine.user)) : [];
  const drawn = JSON.stringify([said, mine.user]);
  if ($("messages").dataset.drawn === drawn) return;
  const list = $("messages"), atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  list.dataset.drawn = drawn;
  $("list").replaceChildren(...(said.length ? inThreads(said).map(drawMessage) : [el("li", { class: "empty" }, "Nothing here yet. Write something to the app.")]));
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function inThreads(said) {
  const roots = said.filter((each) => !each.thread_ts || each.thread_ts === each.ts || !said.some((other) => other.ts === each.thread_ts));
  return roots.flatMap((root) => [root, ...said.filter((each) => each.thread_ts === root.ts && each.ts !== root.ts)]);
}

function drawMessage(message) {
  const author = state.users.find((each) => each.id === message.user);
  const name = author?.real_name || author?.name || message.user;
  const time = new Date(Number(message.ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const body = message.blocks?.length
    ? blocks(message.blocks, context(message))
    : el("div", { class: "text" }, ...mrkdwn(message.text, names()));
  const attached = (message.attachments ?? []).map((each) => each.blocks ? blocks(each.blocks, context(message)) : el("blockquote", { class: "text" }, each.text ?? each.fallback ?? ""));
  const files = (message.files ?? []).map((each) => each.mimetype.startsWith("image/")
    ? el("div", { class: "block-image" }, el("img", { src: each.url_private, alt: each.title }))
    : el("p", {}, el("a", { href: each.url_private }, each.title)));
  return el("li", { class: `message ${message.thread_ts && message.thread_ts !== message.ts ? "reply" : ""}` },
    el("span", { class: `face ${author?.is_bot ? "bot" : ""}`, "aria-hidden": "true" }, name[0].toUpperCase()),
    el("div", { class: "said" },
      el("div", { class: "byline" }, el("b", {}, name), author?.is_bot ? el("span", { class: "badge" }, "APP") : "", el("span", { class: "quiet" }, time),
        message.edited ? el("span", { class: "quiet" }, "(edited)") : "", message.ephemeral_to ? el("span", { class: "quiet" }, "Only visible to you") : ""),
      body, ...attached, ...files, drawReactions(message)),
    drawTools(message));
}

function drawReactions(message) {
  const rows = (message.reactions ?? []).map((each) => el("button", {
    type: "button", "aria-label": `${each.name}, ${each.count}`,
    onclick: () => act("reaction", { user: mine.user, channel: message.channel, ts: message.ts, name: each.name, present: !each.users.includes(mine.user) }),
  }, `${emoji(each.name)} ${each.count}`));
  return rows.length ? el("div", { class: "reactions" }, ...rows) : "";
}

function drawTools(message) {
  if (message.ephemeral_to) return "";
  const at = { user: mine.user, channel: message.channel, ts: message.ts };
  const tool = (words, label, run) => el("button", { type: "button", "aria-label": label, title: label, onclick: run }, words);
  const tools = REACTIONS.map((name) => tool(emoji(name), `React with ${name}`, () => act("reaction", { ...at, name, present: true })));
  tools.push(tool("Reply", "Reply in thread", () => replyTo(message)));
  if (message.user === mine.user) {
    tools.push(tool("Edit", "Edit message", () => {
      const words = window.prompt("Edit the message", message.text);
      if (words !== null) act("edit-message", { ...at, text: words });
    }), tool("Delete", "Delete message", () => act("delete-message", at)));
  }
  return el("div", { class: "tools" }, ...tools);
}

function replyTo(message) {
  $("composer").dataset.thread = message.thread_ts || message.ts;
  notice("Your next message is a reply in that thread; Escape takes it back.");
  $("words").focus();
}

function drawHome() {
  const view = state.views.find((each) => each.id === state.homes[`${team().id}:${mine.user}`]);
  const drawn = view ? `${view.id}${view.hash}` : "none";
  if ($("home").dataset.drawn === drawn) return;
  $("home").dataset.drawn = drawn;
  $("home").replaceChildren(view ? blocks(view.blocks, context(null, view)) : el("p", { class: "empty" }, "The app has published no Home for you yet."));
}

function drawModal() {
  const stack = state.stacks[`${team().id}:${mine.user}`] ?? [];
  const view = state.views.find((each) => each.id === stack.at(-1));
  const dialog = $("modal"), drawn = view ? `${view.id}${view.hash}${JSON.stringify(view.errors)}` : "";
  if (drawn === shownView) return;
  const entered = shownView && view && shownView.startsWith(view.id + view.hash) ? [...dialog.querySelectorAll("input, textarea, select")].map((each) => [each.value, each.checked]) : [];
  shownView = drawn;
  if (!view) return dialog.close();
  dialog.replaceChildren(modalForm(view, stack.length > 1));
  [...dialog.querySelectorAll("input, textarea, select")].forEach((each, index) => {
    if (entered[index]) [each.value, each.checked] = entered[index];
  });
  if (!dialog.open) dialog.showModal();
}

function modalForm(view, isStacked) {
  const close = () => act("close-view", { user: mine.user, view_id: view.id });
  const form = el("form", { novalidate: "" },
    el("header", {}, el("h2", { id: "modal-title" }, view.title?.text ?? ""), el("button", { type: "button", "aria-label": "Close", onclick: close }, "✕")),
    blocks(view.blocks, context(null, view)),
    view.submit || view.close ? el("footer", {}, el("button", { type: "button", onclick: close }, view.close?.text ?? (isStacked ? "Back" : "Cancel")), view.submit ? el("button", { class: "primary" }, view.submit.text) : "") : "");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const empty = view.blocks.find((each) => each.type === "input" && !each.optional && isEmpty(enteredIn(form)[each.block_id]));
    if (empty) return form.querySelector(`[data-block="${CSS.escape(empty.block_id)}"] [data-action]`)?.focus();
    act("submit", { user: mine.user, view_id: view.id, values: enteredIn(form) });
  });
  return form;
}

function isEmpty(block) {
  const [{ type, ...held }] = Object.values(block ?? { none: { type: "" } });
  return Object.values(held).every((each) => each === null || each === "" || each?.length === 0);
}

$("modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  act("close-view", { user: mine.user });
});
$("who").addEventListener("change", (event) => {
  mine.user = event.target.value;
  mine.place = "dm";
  refresh();
});
$("faults").addEventListener("click", () => {
  const list = $("faults-list");
  list.hidden = !list.hidden;
  $("faults").setAttribute("aria-expanded", String(!list.hidden));
});
for (const each of document.querySelectorAll("[data-advance]")) {
  each.addEventListener("click", () => act("clock", { advance_ms: Number(each.dataset.advance) * 1000 }));
}
$("words").addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    delete $("composer").dataset.thread;
    notice("");
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
});
$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = $("words").value.trim(), thread_ts = $("composer").dataset.thread;
  if (!words) return;
  $("words").value = "";
  delete $("composer").dataset.thread;
  const at = { user: mine.user, channel: openChannel()?.id ?? "", team: team().id };
  const [command, ...rest] = words.split(" ");
  if (/^\/\w/.test(words)) await act("command", { ...at, command, text: rest.join(" ") });
  else await act("message", { ...at, text: escaped(words), thread_ts });
  $("messages").scrollTop = $("messages").scrollHeight;
});

// Slack escapes what people write.
const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

async function follow() {
  for (;;) {
    try {
      if (!state) await refresh();
      const { log } = await (await fetch(`/control/log?after=${seen}&wait_s=25`)).json();
      seen = log.at(-1)?.number ?? 0; // nothing new, or everything was reset
      await refresh();
    } catch {
      notice("The emulator does not answer; this page tries again.");
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}
follow();
