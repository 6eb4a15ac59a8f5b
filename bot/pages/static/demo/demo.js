// The demo page: choose a customer, let them reach a touchpoint, answer, and see the map.

import { byId } from "../common/dom.js";
import { customers, offer } from "./customers.js";
import { follow } from "./map.js";
import { told } from "./reasons.js";

/** @typedef {import("./customers.js").Customer} Customer */

/** @type {Customer|null} */
let playing = null;

/** @param {HTMLElement} button */
async function touch(button) {
  if (!playing) return;
  const { name, address } = playing;
  const title = button.firstChild?.textContent?.trim() ?? "";
  button.setAttribute("aria-busy", "true");
  try {
    const response = await fetch("/demo/touch", {
      method: "POST",
      headers: { Authorization: `Bearer ${address}`, "Content-Type": "application/json" },
      body: JSON.stringify({ touchpoint: button.dataset.touchpoint, name, language: navigator.language }),
    });
    const answer = await response.json();
    byId("told").textContent = response.ok ? told(name, title, answer) : `That did not work: ${answer.detail}.`;
  } catch {
    byId("told").textContent = "The server cannot be reached just now.";
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function start() {
  offer(await customers(), { buttons: byId("customers"), chats: byId("chats") }, (customer) => {
    playing = customer;
    byId("who").textContent = customer.name === "You" ? "yourself" : customer.name;
  });
  for (const button of document.querySelectorAll("button[data-touchpoint]")) {
    button.addEventListener("click", () => touch(/** @type {HTMLElement} */ (button)));
  }
}

byId("curl").textContent = (byId("curl").textContent ?? "").replace("SITE", location.origin);
follow(byId("map"), byId("live"));
void start();
