// The living map: a new picture is fetched when the server says so, and glides in where it differs.

import { Connection } from "../common/connection.js";
import { s } from "../common/dom.js";

const POINTING_MS = 2600;
const MARGIN = 5;
const GLIDE = { duration: 700, easing: "cubic-bezier(0.2, 0.8, 0.2, 1)" };

/**
 * Keep the map in `place` up to date.
 * @param {HTMLElement} place
 * @param {HTMLElement} live says whether it is
 * @param {() => void} onChange
 */
export function follow(place, live, onChange) {
  let isDrawing = false;
  let isStale = false;
  const draw = async () => {
    isStale = true;
    if (isDrawing) return;
    isDrawing = true;
    while (isStale) {
      isStale = false;
      const fresh = await picture("/demo/living.svg").catch(() => null);
      if (fresh) swap(place, fresh);
    }
    isDrawing = false;
  };
  const line = new Connection("/demo/events", {}, {
    onEvent: ({ kind }) => {
      if (kind !== "map") return;
      void draw();
      onChange();
    },
    onState: (state) => {
      live.dataset.state = state;
      live.textContent = state === "online" ? "live" : "reconnecting…";
    },
  });
  void line.run();
}

/**
 * Fetch a picture as a document: the browser parses it, and no text becomes markup on the way.
 * @param {string} path
 * @returns {Promise<SVGSVGElement|null>}
 */
function picture(path) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", path);
    request.responseType = "document";
    request.overrideMimeType("image/svg+xml");
    request.onerror = () => reject(new Error("no picture"));
    request.onload = () => resolve(request.status === 200 ? svgOf(request.responseXML) : null);
    request.send();
  });
}

/** @param {Document|null} drawn */
function svgOf(drawn) {
  const root = drawn?.documentElement;
  return root instanceof SVGSVGElement ? root : null;
}

/**
 * @param {HTMLElement} place
 * @param {SVGSVGElement} fresh
 */
function swap(place, fresh) {
  const old = place.querySelector("svg");
  const before = old ? partsOf(old) : null;
  const adopted = /** @type {SVGSVGElement} */ (document.importNode(fresh, true));
  if (old) old.replaceWith(adopted);
  else place.append(adopted);
  place.classList.add("is-drawn");
  if (!before) return;
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) glide(adopted, before);
  for (const stage of changedStages(adopted, before)) point(adopted, stage);
}

/**
 * @param {SVGSVGElement} drawing
 * @param {Map<string, Part>} before
 * @returns {Set<string>}
 */
function changedStages(drawing, before) {
  const told = [...drawing.querySelectorAll('g[id^="map-stage-"], g[id^="map-score-"]')];
  const changed = told.filter((part) => before.has(part.id) && before.get(part.id)?.markup !== part.outerHTML);
  return new Set(changed.map((part) => part.getAttribute("data-stage") ?? ""));
}

/**
 * Draw a frame around a stage for a moment: that is where the answer went.
 * @param {SVGSVGElement} drawing
 * @param {string} stage
 */
function point(drawing, stage) {
  const parts = [...drawing.querySelectorAll(`g[data-stage="${CSS.escape(stage)}"]`)];
  const boxes = parts.map((part) => /** @type {SVGGElement} */ (part).getBBox());
  const left = Math.min(...boxes.map((box) => box.x)) - MARGIN;
  const top = Math.min(...boxes.map((box) => box.y)) - MARGIN;
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - left + MARGIN;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - top + MARGIN;
  bring(drawing, left, width);
  const frame = s("rect", { class: "pointer", x: left, y: top, width, height, rx: 12 });
  drawing.append(frame);
  setTimeout(() => frame.remove(), POINTING_MS);
}

/**
 * On a narrow screen, move the map so that what changed is in sight.
 * @param {SVGSVGElement} drawing
 * @param {number} left
 * @param {number} width
 */
function bring(drawing, left, width) {
  const place = drawing.parentElement;
  if (!place || place.scrollWidth <= place.clientWidth) return;
  const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  place.scrollTo({ left: (left + width / 2) * scale - place.clientWidth / 2, behavior: isStill ? "auto" : "smooth" });
}

/** @typedef {{markup: string, box: DOMRect}} Part */

/**
 * @param {SVGSVGElement} drawing
 * @returns {Map<string, Part>}
 */
function partsOf(drawing) {
  const parts = [...drawing.querySelectorAll("g[id]")];
  return new Map(parts.map((part) => [part.id, { markup: part.outerHTML, box: part.getBoundingClientRect() }]));
}

/**
 * Let what moved glide from its old place, and what is new come up slowly.
 * @param {SVGSVGElement} drawing
 * @param {Map<string, Part>} before
 */
function glide(drawing, before) {
  const scale = drawing.viewBox.baseVal.width / drawing.getBoundingClientRect().width || 1;
  for (const part of drawing.querySelectorAll("g[id]")) {
    const old = before.get(part.id);
    if (old?.markup === part.outerHTML) continue;
    const box = part.getBoundingClientRect();
    const x = old ? (old.box.x - box.x) * scale : 0;
    const y = old ? (old.box.y - box.y) * scale : 0;
    const isSameSize = old && Math.abs(old.box.width - box.width) < 1 && Math.abs(old.box.height - box.height) < 1;
    const from = isSameSize ? { transform: `translate(${x}px, ${y}px)` } : { opacity: 0 };
    part.animate([from, isSameSize ? { transform: "none" } : { opacity: 1 }], GLIDE);
  }
}
