// The customers a visitor plays: each has an address of their own, kept by this browser.

import { h } from "../common/dom.js";

const NAMES = ["You", "Mia", "Jonas", "Aiko"];
const SHELF = "aftertouch.demo";

/** @typedef {{name: string, address: string}} Customer */

/** @returns {Promise<Customer[]>} */
export async function customers() {
  const known = recall();
  const wanted = NAMES.map((_, place) => known[place] ?? "");
  const response = await fetch("/demo/customers", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ addresses: wanted }),
  });
  const { addresses } = await response.json();
  try {
    localStorage.setItem(SHELF, JSON.stringify(addresses));
  } catch {
    // no storage: they last as long as the page
  }
  return NAMES.map((name, place) => ({ name, address: addresses[place] }));
}

/** @returns {string[]} */
function recall() {
  try {
    return JSON.parse(localStorage.getItem(SHELF) ?? "[]");
  } catch {
    return [];
  }
}

/**
 * Offer the customers to choose from; every chat stays open, so their talks go on side by side.
 * @param {Customer[]} all
 * @param {{buttons: HTMLElement, chats: HTMLElement}} places
 * @param {(customer: Customer) => void} onChoice
 */
export function offer(all, { buttons, chats }, onChoice) {
  /** @type {Map<string, HTMLElement>} */
  const open = new Map();
  const choose = (/** @type {Customer} */ customer) => {
    if (!open.has(customer.address)) open.set(customer.address, chat(customer));
    for (const each of all) {
      open.get(each.address)?.toggleAttribute("hidden", each !== customer);
      button.get(each.address)?.setAttribute("aria-pressed", String(each === customer));
    }
    onChoice(customer);
  };
  const chat = (/** @type {Customer} */ { name, address }) => {
    const frame = h("iframe", { src: `/chat#${address}`, title: `Chat of ${name}` });
    chats.append(frame);
    return frame;
  };
  const button = new Map(
    all.map((customer) => [customer.address, h("button", { type: "button", onclick: () => choose(customer) }, initial(customer), customer.name)]),
  );
  buttons.append(...button.values());
  choose(all[0]);
}

/** @param {Customer} customer */
function initial({ name }) {
  return h("span", { class: "initial", "aria-hidden": "true" }, name[0]);
}
