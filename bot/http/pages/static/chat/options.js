// How one may be asked: the menu behind the three dots. Its wishes travel as the words one could type.

import { byId } from "../common/dom.js";

/** @param {(words: string) => void} onWish */
export function options(onWish) {
  const menu = byId("options");
  for (const button of menu.querySelectorAll("[data-wish]")) {
    button.addEventListener("click", () => {
      menu.hidePopover();
      onWish(/** @type {HTMLElement} */ (button).dataset.wish ?? "");
    });
  }
}
