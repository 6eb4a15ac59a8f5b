// Pictures in the conversation: each opens large with a tap or with Enter.

import { h } from "../common/dom.js";
import { address } from "./address.js";
import { say } from "./words.js";

/**
 * Return a picture that opens large. One at a path is fetched, for the chat's address must not stand in a link.
 * @param {string} described
 * @param {string|Blob} source
 */
export function seen(described, source) {
  const image = /** @type {HTMLImageElement} */ (h("img", { alt: described }));
  const open = h("button", { type: "button", class: "picture", "aria-label": `${say("enlarge")}: ${described}` }, image);
  void show(source, image, open);
  open.addEventListener("click", () => enlarge(image));
  return open;
}

/**
 * @param {string|Blob} source
 * @param {HTMLImageElement} image
 * @param {HTMLElement} around
 */
async function show(source, image, around) {
  try {
    image.src = URL.createObjectURL(typeof source === "string" ? await fetched(source) : source);
    await image.decode();
    around.classList.add("is-there");
  } catch {
    // Its words say the same: they are shown in its place.
    around.replaceWith(h("p", { class: "hint" }, image.alt));
  }
}

/** @param {string} path */
async function fetched(path) {
  const response = await fetch(path, { headers: { Authorization: `Bearer ${address()}` }, cache: "no-store" });
  if (!response.ok) throw new Error(String(response.status));
  return response.blob();
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
