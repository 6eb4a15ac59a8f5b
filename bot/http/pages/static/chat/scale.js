// Questions answered by one tap on a scale or a list: a group of radios where a tap answers at once.

import { h } from "../common/dom.js";
import { face, levelOf, star } from "./faces.js";

/** @typedef {import("../common/types.js").Prompt} Prompt */
/** @typedef {import("../common/types.js").Choice} Choice */

/**
 * Make the choices of `prompt`; `onChoice` hears of a tap.
 * @param {Prompt} prompt
 * @param {string} labelId the id of the element with the question
 * @param {(value: string) => void} onChoice
 */
export function scale(prompt, labelId, onChoice) {
  const { look, choices, low, high } = prompt.shape;
  const group = h("div", { class: "points", role: "radiogroup", "aria-labelledby": labelId });
  group.style.setProperty("--count", String(choices.length));
  group.append(...choices.map((choice, place) => radio(choice, look, place, onChoice)));
  group.addEventListener("keydown", (event) => rove(group, event));
  const hasEnds = look !== "list" && (low || high);
  const ends = hasEnds ? h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, low), h("span", {}, high)) : null;
  return h("div", { class: `choices ${look}` }, group, ends);
}

/**
 * Show which value of a scale is chosen; null for none.
 * @param {Element} widget
 * @param {string|null} value
 */
export function markScale(widget, value) {
  const radios = radiosOf(widget);
  const at = radios.findIndex((each) => each.dataset.value === value);
  widget.classList.toggle("is-answered", at >= 0);
  radios.forEach((each, place) => {
    each.setAttribute("aria-checked", String(place === at));
    each.classList.toggle("is-below", place < at);
    each.tabIndex = place === Math.max(at, 0) ? 0 : -1;
  });
}

/**
 * @param {Choice} choice
 * @param {string} look
 * @param {number} place
 * @param {(value: string) => void} onChoice
 */
function radio(choice, look, place, onChoice) {
  return h(
    "button",
    {
      type: "button",
      role: "radio",
      class: "point",
      "aria-checked": "false",
      "aria-label": choice.spoken,
      title: look === "list" ? null : choice.spoken,
      "data-value": choice.value,
      tabindex: place === 0 ? 0 : -1,
      onclick: () => onChoice(choice.value),
    },
    picture(choice, look),
  );
}

/**
 * Return what stands on the button of a choice.
 * @param {Choice} choice
 * @param {string} look
 * @returns {Node}
 */
function picture(choice, look) {
  const level = levelOf(choice.label);
  if (look === "faces" && level !== null) return face(level);
  if (look === "stars") return star();
  return h("span", { class: "label" }, choice.label);
}

/**
 * Move the focus as in any radio group; choosing stays with Space and Enter, because it sends the answer.
 * @param {HTMLElement} group
 * @param {Event} event
 */
function rove(group, event) {
  const { key } = /** @type {KeyboardEvent} */ (event);
  const radios = radiosOf(group);
  const at = radios.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const forward = getComputedStyle(group).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  const steps = { [forward]: at + 1, ArrowDown: at + 1, [backward]: at - 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const to = steps[key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = radios[(to + radios.length) % radios.length];
  radios.forEach((each) => (each.tabIndex = each === next ? 0 : -1));
  next.focus();
}

/**
 * @param {Element} widget
 * @returns {HTMLElement[]}
 */
function radiosOf(widget) {
  return /** @type {HTMLElement[]} */ ([...widget.querySelectorAll('[role="radio"]')]);
}
