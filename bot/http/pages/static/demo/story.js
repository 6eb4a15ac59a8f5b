// What just happened to the customer one plays: the way of the data, station by station.

import { byId, h } from "../common/dom.js";

/** @typedef {{name: string, state: "done"|"waiting"|"stopped", detail: string}} Station */

const SIGNS = { done: "✓", waiting: "…", stopped: "–" };
const SPOKEN = { done: "done", waiting: "waiting", stopped: "ends here" };

let asked = 0;

/**
 * Show what has become of the last thing that happened to whoever is at `address`.
 * @param {string} address
 */
export async function refresh(address) {
  const turn = ++asked;
  const response = await fetch("/demo/story", { headers: { Authorization: `Bearer ${address}` } }).catch(() => null);
  if (!response?.ok || turn !== asked) return;
  const { interaction, stations } = await response.json();
  if (turn === asked) show(interaction ?? "", stations);
}

/**
 * Change only what is different, so that only that is read out.
 * @param {string} interaction
 * @param {Station[]} stations
 */
function show(interaction, stations) {
  const way = byId("way");
  way.hidden = stations.length === 0;
  byId("story-idle").hidden = stations.length > 0;
  const isNew = way.dataset.interaction !== interaction;
  way.dataset.interaction = interaction;
  stations.forEach((station, place) => {
    const old = way.children[place];
    const content = JSON.stringify(station);
    if (!isNew && old instanceof HTMLElement && old.dataset.content === content) return;
    const fresh = item(station, content);
    if (old) old.replaceWith(fresh);
    else way.append(fresh);
  });
  while (way.children.length > stations.length) way.lastElementChild?.remove();
}

/**
 * @param {Station} station
 * @param {string} content
 */
function item({ name, state, detail }, content) {
  return h(
    "li",
    { "data-state": state, "data-content": content },
    h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[state]),
    h("b", {}, name, h("span", { class: "spoken-only" }, `, ${SPOKEN[state]}: `)),
    h("span", { class: "detail" }, detail),
  );
}
