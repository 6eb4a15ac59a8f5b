// Questions with several answers: boxes to tick, and a button that sends them.

import { h } from "../common/dom.js";
import { say } from "./words.js";

/** @typedef {import("../common/types.js").Prompt} Prompt */

/**
 * Make the boxes of `prompt`; `onChoices` hears of what was sent.
 * @param {Prompt} prompt
 * @param {string} labelId
 * @param {(values: string[]) => void} onChoices
 */
export function several(prompt, labelId, onChoices) {
  const { choices, most } = prompt.shape;
  const hintId = `${labelId}-hint`;
  const group = h("div", { class: "points", role: "group", "aria-labelledby": labelId, "aria-describedby": hintId });
  const hint = h("p", { class: "hint", id: hintId, role: "status" }, most ? say("atMost", { most }) : "");
  const done = h("button", { type: "button", class: "primary", disabled: true, onclick: () => onChoices(chosen(group)) }, say("pick"));
  const tick = (/** @type {HTMLElement} */ box) => {
    const isOn = box.getAttribute("aria-checked") === "true";
    const isFull = !isOn && most !== null && chosen(group).length >= most;
    hint.textContent = isFull ? say("tooMany", { most }) : most ? say("atMost", { most }) : "";
    if (isFull) return;
    box.setAttribute("aria-checked", String(!isOn));
    done.toggleAttribute("disabled", chosen(group).length === 0);
  };
  for (const choice of choices) group.append(box(choice, tick));
  return h("div", { class: "choices list many" }, group, h("div", { class: "send-row" }, hint, done));
}

/**
 * Show which values are chosen.
 * @param {Element} widget
 * @param {string[]} values
 */
export function markSeveral(widget, values) {
  widget.classList.toggle("is-answered", values.length > 0);
  for (const each of widget.querySelectorAll('[role="checkbox"]')) {
    each.setAttribute("aria-checked", String(values.includes(/** @type {HTMLElement} */ (each).dataset.value ?? "")));
  }
  widget.querySelector(".primary")?.toggleAttribute("disabled", values.length === 0);
}

/**
 * @param {import("../common/types.js").Choice} choice
 * @param {(box: HTMLElement) => void} onTick
 */
function box(choice, onTick) {
  const element = h(
    "button",
    { type: "button", role: "checkbox", class: "point", "aria-checked": "false", "aria-label": choice.spoken, "data-value": choice.value },
    h("span", { class: "label" }, choice.label),
  );
  element.addEventListener("click", () => onTick(element));
  return element;
}

/**
 * @param {Element} group
 * @returns {string[]}
 */
function chosen(group) {
  return [...group.querySelectorAll('[aria-checked="true"]')].map((box) => /** @type {HTMLElement} */ (box).dataset.value ?? "");
}
