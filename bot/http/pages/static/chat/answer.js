// What a command's answer has beside its words: a picture to look at closely, tables, and what can be done next.

import { h } from "../common/dom.js";
import { address } from "./address.js";
import { say } from "./words.js";

/** @typedef {import("../common/types.js").Prompt} Prompt */
/** @typedef {import("../common/types.js").Grid} Grid */

const STRONG = /\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*/g;
/** An address that has a line to itself is ours; customers' words stand within a line. */
const OWN_LINK = /^https?:\/\/[^\s<>"]+$/;

/**
 * Say whether what can be tapped are commands, none of which is ever the answer.
 * @param {Prompt} prompt
 */
export function givesCommands({ purpose, wants, shape }) {
  const areCommands = shape.choices.length > 0 && shape.choices.every(({ value }) => value.startsWith("/"));
  return purpose === "answer" || (Boolean(wants) && areCommands);
}

/**
 * Return the words of an answer as paragraphs; `**strong**` is their only markup.
 * @param {string} text
 */
export function answerWords(text) {
  return text.split(/\n{2,}/).map((words, place) => {
    const only = /^\*\*([^*\n]+)\*\*$/.exec(words.trim());
    if (only && place === 0) return h("p", { class: "answer-title", role: "heading", "aria-level": 2 }, only[1]);
    return h("p", {}, ...words.split("\n").flatMap((line, at) => [...(at ? ["\n"] : []), ...pieces(line)]));
  });
}

/**
 * @param {string} line
 * @returns {(Node|string)[]}
 */
function pieces(line) {
  const link = line.trim();
  if (OWN_LINK.test(link)) return [h("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, link)];
  return line.split(STRONG).map((words, place) => (place % 2 ? h("strong", {}, words) : words));
}

/**
 * Return the picture of `prompt`, which opens large; null where there is none. It is fetched, for the chat's
 * address must not stand in a link.
 * @param {Prompt} prompt
 */
export function picture({ id, picture: found }) {
  if (!found) return null;
  const image = /** @type {HTMLImageElement} */ (h("img", { alt: found.described }));
  const open = h("button", { type: "button", class: "picture", "aria-label": `${say("enlarge")}: ${found.described}` }, image);
  void show(`/chat/pictures/${encodeURIComponent(id)}`, image, open);
  open.addEventListener("click", () => enlarge(image));
  return open;
}

/**
 * @param {string} path
 * @param {HTMLImageElement} image
 * @param {HTMLElement} around
 */
async function show(path, image, around) {
  try {
    const response = await fetch(path, { headers: { Authorization: `Bearer ${address()}` }, cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    image.src = URL.createObjectURL(await response.blob());
    await image.decode();
    around.classList.add("is-there");
  } catch {
    // Its words say the same: they are shown in its place.
    around.replaceWith(h("p", { class: "hint" }, image.alt));
  }
}

/** @param {HTMLImageElement} image */
function enlarge(image) {
  const close = h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, say("close"));
  const large = h("img", { src: image.src, alt: image.alt });
  const view = h("div", { class: "enlarged", tabindex: 0, role: "group", "aria-label": image.alt }, large);
  large.addEventListener("click", () => view.classList.toggle("is-close"));
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "zoom", "aria-label": image.alt }, view, close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Return the small tables of an answer.
 * @param {Prompt} prompt
 */
export function tables(prompt) {
  const grids = prompt.grids ?? [];
  if (!grids.length) return null;
  return h("div", { class: "tables", lang: prompt.language }, ...grids.map(table));
}

/** @param {Grid} grid */
function table(grid) {
  const cells = (/** @type {string[]} */ row, /** @type {string} */ tag) =>
    row.map((words, column) => {
      const first = column === 0 && tag === "td";
      const scope = first ? "row" : tag === "th" ? "col" : null;
      return h(first ? "th" : tag, { scope, class: grid.right.includes(column) ? "number" : null }, words);
    });
  const head = h("thead", {}, h("tr", {}, ...cells(grid.head, "th")));
  const body = h("tbody", {}, ...grid.rows.map((row) => h("tr", {}, ...cells(row, "td"))));
  const title = grid.title.replaceAll(STRONG, "$1");
  const made = h("table", {}, title ? h("caption", {}, title) : null, head, body);
  return h("div", { class: "table", tabindex: 0, role: "group", "aria-label": title }, made);
}

/**
 * Return a button for each thing that can be done next.
 * @param {Prompt} prompt
 * @param {(value: string) => void} onCommand
 */
export function commands({ shape, language }, onCommand) {
  const buttons = shape.choices.map(({ value, label, spoken }) => {
    const named = spoken === label ? null : spoken;
    return h("button", { type: "button", class: "command", "aria-label": named, onclick: () => onCommand(value) }, label);
  });
  return h("div", { class: "choices commands", lang: language }, ...buttons);
}
