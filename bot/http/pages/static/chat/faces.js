// The five faces of the journey map, from the same measures as mapping/face.py.

import { s } from "../common/dom.js";

/** @typedef {-2|-1|0|1|2} Level */

/** @type {Record<string, Level>} */
const LEVEL_OF_EMOJI = { "😡": -2, "🙁": -1, "😕": -1, "😐": 0, "🙂": 1, "😊": 1, "😀": 2 };

/** @type {Record<string, number>} */
const BEND = { "-2": -0.63, "-1": -0.36, 0: 0, 1: 0.36, 2: 0.63 };
const NAMES = { "-2": "very-negative", "-1": "negative", 0: "neutral", 1: "positive", 2: "very-positive" };

/**
 * Return the level a choice's face stands for; null where it has no face.
 * @param {string} label
 * @returns {Level|null}
 */
export function levelOf(label) {
  return LEVEL_OF_EMOJI[label] ?? null;
}

/**
 * Draw a face; its colour comes from the class.
 * @param {Level} level
 * @returns {SVGElement}
 */
export function face(level) {
  const bend = BEND[level];
  const corner = 20 + (0.34 - bend * 0.24) * 18;
  const mouth = `M12.4 ${corner}Q20 ${corner + bend * 18} 27.6 ${corner}`;
  const brows = level === -2 ? s("path", { class: "feature", d: "M11 10.6L16.8 13.2M29 10.6L23.2 13.2" }) : null;
  return s(
    "svg",
    { class: `face ${NAMES[level]}`, viewBox: "0 0 40 40", "aria-hidden": "true", focusable: "false" },
    s("circle", { class: "skin", cx: 20, cy: 20, r: 18 }),
    s("circle", { class: "eye", cx: 14, cy: 16.4, r: 2 }),
    s("circle", { class: "eye", cx: 26, cy: 16.4, r: 2 }),
    s("path", { class: "feature", d: mouth }),
    brows,
  );
}

/** Draw a star; filled or not is the business of the style sheet. */
export function star() {
  const points = "20,4.5 24.8,14.6 35.8,16 27.7,23.6 29.8,34.6 20,29.2 10.2,34.6 12.3,23.6 4.2,16 15.2,14.6";
  return s("svg", { class: "star", viewBox: "0 0 40 40", "aria-hidden": "true", focusable: "false" }, s("polygon", { points }));
}
