// Play the customer: what is on the screen follows /control/state, what is pressed goes to /control.
import { renderMessage, renderKeyboardBelow } from "/page/message.js";

const at = (id) => document.getElementById(id);
let state = { version: -1, users: [], chats: [] };
let chosen = 0;
let shown = "";

async function control(name, body) {
  const response = await fetch(`/control/${name}`, { method: "POST", body: JSON.stringify(body ?? {}) });
  const answer = await response.json();
  if (!response.ok) toast(answer.error);
  return answer;
}

function toast(words) {
  at("toast").textContent = words;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { at("toast").textContent = ""; }, 4000);
}

const chat = () => state.chats.find((each) => each.id === chosen);
const person = () => state.users.find((each) => each.id === chosen) ?? state.users[0];
const here = (more) => ({ user: person().id, chat: chosen, ...more });

function hue(id) { return `hsl(${(Math.abs(id) * 47) % 360} 55% 36%)`; }

function standing(one) {
  if (one.type !== "private") return `${one.type}, the bot is ${one.bot}`;
  if (one.blocked) return "blocked the bot";
  return one.started ? "talks to the bot" : "has not pressed START";
}

function listChats() {
  at("chats").replaceChildren(...state.chats.filter((each) => !each.migrated_to).map((each) => {
    const name = each.first_name ?? each.title;
    const face = Object.assign(document.createElement("span"), { className: "face", textContent: [...name][0] });
    face.style.background = hue(each.id);
    face.ariaHidden = "true";
    const about = document.createElement("span");
    about.append(name, document.createElement("br"));
    about.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: standing(each) }));
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(face, about);
    button.ariaCurrent = String(each.id === chosen);
    button.onclick = () => { chosen = each.id; shown = ""; show(); };
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
}

async function show() {
  if (!chat() && state.chats.length) chosen = state.chats[0].id;
  listChats();
  const one = chat();
  at("bot").textContent = `@${state.bot.username}${state.webhook ? ", webhook" : ""}; ${state.pending} updates waiting`;
  at("title").textContent = one ? one.first_name ?? one.title : "Nobody yet";
  at("subtitle").textContent = one ? standing(one) : "Add a customer to begin.";
  const talks = Boolean(one) && (one.type !== "private" || (one.started && !one.blocked));
  at("begin").hidden = !one || talks;
  at("composer").hidden = !talks;
  at("block").hidden = !one || one.type !== "private" || !one.started;
  at("block").textContent = one?.blocked ? "Unblock" : "Block";
  showTime();
  await Promise.all([one ? showMessages() : null, showDesk()]);
}

async function showMessages() {
  const { messages } = await control("outbox", { chat: chosen });
  const now = JSON.stringify([chosen, messages]);
  if (now === shown) return;
  shown = now;
  const list = at("messages");
  const focused = document.activeElement?.dataset?.key;
  list.replaceChildren(...messages.map((each) => renderMessage(each, { tap, react })));
  if (focused) list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  at("scroll").scrollTop = list.scrollHeight;
  renderKeyboardBelow(at("below"), messages, (text) => control("say", here({ text })));
}

async function tap(message, button) {
  const answer = await control("tap", here({ message_id: message.message_id, data: button.callback_data, label: button.text }));
  if (!answer.press) return;
  const { presses } = await control("presses", { id: answer.press.id, wait_s: 8 });
  const said = presses[0]?.answer;
  if (said?.text) said.show_alert ? alert(said.text) : toast(said.text);
}

function react(message) {
  control("react", here({ message_id: message.message_id, emoji: message.reactions.length ? "" : "👍" }));
}

function showTime() {
  const frozen = state.mode === "frozen";
  const day = new Date(state.now_ms).toLocaleString("en-GB", { dateStyle: "full", timeStyle: "medium", timeZone: "UTC" });
  at("clock").textContent = `${day} UTC${frozen ? ", frozen" : ""}`;
  at("mode").textContent = frozen ? "Run" : "Freeze";
}

async function showDesk() {
  const [{ log }, { violations }] = await Promise.all([control("log"), control("violations")]);
  at("count").textContent = violations.length;
  at("count").classList.toggle("some", violations.length > 0);
  at("violations").replaceChildren(...violations.slice(-20).reverse().map((each) => {
    const item = document.createElement("li");
    item.append(each.what);
    item.append(Object.assign(document.createElement("small"), { textContent: `${each.where} · ${each.source}` }));
    return item;
  }));
  at("log").replaceChildren(...log.slice(-60).reverse().map((each) => {
    const item = document.createElement("li");
    const verdict = Object.assign(document.createElement("span"), { className: each.verdict, textContent: each.fault || (each.verdict === "ok" ? "ok" : each.status) });
    item.append(each.method, verdict);
    if (each.description) item.append(Object.assign(document.createElement("small"), { textContent: each.description }));
    return item;
  }));
}

at("newcomer").onsubmit = async (event) => {
  event.preventDefault();
  const { chat_id } = await control("user", Object.fromEntries(new FormData(event.target)));
  event.target.reset();
  if (chat_id) { chosen = chat_id; shown = ""; }
};
at("begin").onsubmit = (event) => {
  event.preventDefault();
  control("start", { user: chosen, payload: at("payload").value });
  at("payload").value = "";
};
at("composer").onsubmit = (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  at("text").value = "";
  if (text) control("say", here({ text }));
};
at("text").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
};
at("photo").onclick = () => control("photo", here());
at("voice").onclick = () => control("voice", here());
at("block").onclick = () => control(chat().blocked ? "unblock" : "block", { user: chosen });
at("mode").onclick = () => control("clock", { mode: state.mode === "frozen" ? "running" : "frozen" });
for (const each of document.querySelectorAll("[data-pass]")) {
  each.onclick = () => control("clock", { advance_ms: Number(each.dataset.pass) });
}
at("fault").onsubmit = async (event) => {
  event.preventDefault();
  await control("faults", { kind: at("kind").value });
  toast("Planned for the next one that fits.");
};

async function follow() {
  for (;;) {
    try {
      state = await (await fetch(`/control/state?version=${state.version}&wait_s=25`)).json();
      await show();
    } catch {
      at("subtitle").textContent = "The emulator does not answer.";
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
}
follow();
