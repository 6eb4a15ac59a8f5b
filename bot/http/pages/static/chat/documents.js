// Files that came with a message: each is a button that fetches it, for the chat's address must not stand in a link.

import { h } from "../common/dom.js";
import { address } from "./address.js";
import { say } from "./words.js";

/** @typedef {import("../common/types.js").Prompt} Prompt */

/**
 * Return a button for each file of `prompt`; null where there is none.
 * @param {Prompt} prompt
 */
export function documents(prompt) {
  const files = prompt.documents ?? [];
  if (!files.length) return null;
  return h("div", { class: "documents" }, ...files.map(({ name }, number) => button(prompt.id, number, name)));
}

/**
 * @param {string} prompt
 * @param {number} number
 * @param {string} name
 */
function button(prompt, number, name) {
  const made = h("button", { type: "button", class: "quiet document", onclick: () => void save() }, `⤓ ${name}`);
  async function save() {
    made.disabled = true;
    try {
      await download(`/chat/documents/${encodeURIComponent(prompt)}/${number}`, name);
    } catch {
      made.textContent = say("failed");
    }
    made.disabled = false;
  }
  return made;
}

/**
 * @param {string} path
 * @param {string} name
 */
async function download(path, name) {
  const response = await fetch(path, { headers: { Authorization: `Bearer ${address()}` }, cache: "no-store" });
  if (!response.ok) throw new Error(String(response.status));
  const url = URL.createObjectURL(await response.blob());
  h("a", { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
