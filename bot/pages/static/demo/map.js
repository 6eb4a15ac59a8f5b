// The living map: a new picture is fetched when the server says so, and glides in where it differs.

import { Connection } from "../common/connection.js";

const GLIDE = { duration: 700, easing: "cubic-bezier(0.2, 0.8, 0.2, 1)" };

/**
 * Keep the map in `place` up to date.
 * @param {HTMLElement} place
 * @param {HTMLElement} live says whether it is
 */
export function follow(place, live) {
  let isDrawing = false;
  let isStale = false;
  const draw = async () => {
    isStale = true;
    if (isDrawing) return;
    isDrawing = true;
    while (isStale) {
      isStale = false;
      const fresh = await picture("/demo/map.svg").catch(() => null);
      if (fresh) swap(place, fresh);
    }
    isDrawing = false;
  };
  const line = new Connection("/demo/events", {}, {
    onEvent: ({ kind }) => kind === "map" && void draw(),
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
  if (before && !matchMedia("(prefers-reduced-motion: reduce)").matches) glide(adopted, before);
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
