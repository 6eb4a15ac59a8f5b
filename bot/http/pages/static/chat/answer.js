// What a command's answer has beside its words: a picture to look at closely, tables, and what can be done next.

import { h } from "../common/dom.js";
import { seen } from "./pictures.js";

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
 * Return the picture of `prompt`, which opens large; null where there is none.
 * @param {Prompt} prompt
 */
export function picture({ id, picture: found }) {
  return found ? seen(found.described, `/chat/pictures/${encodeURIComponent(id)}`) : null;
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
