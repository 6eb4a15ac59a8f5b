// The demo page: choose a customer, let them reach a touchpoint, answer, and see the map.

import { byId } from "../common/dom.js";
import { customers, offer } from "./customers.js";
import { follow } from "./map.js";
import { told } from "./reasons.js";
import { offerCopy, offerRequest } from "./request.js";
import { refresh } from "./story.js";

/** @typedef {import("./customers.js").Customer} Customer */

// The question is on its way when the shop's message is answered for; the map tells of all that follows.
const SOON_MS = [0, 250, 1000];

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
    if (response.ok) void offerRequest(playing, button.dataset.touchpoint ?? "");
    for (const delay of SOON_MS) setTimeout(look, delay);
  } catch {
    byId("told").textContent = "The server cannot be reached just now.";
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function look() {
  if (playing) void refresh(playing.address);
}

async function start() {
  offer(await customers(), { buttons: byId("customers"), chats: byId("chats") }, (customer) => {
    playing = customer;
    byId("who").textContent = customer.name === "You" ? "yourself" : customer.name;
    look();
    void offerRequest(customer, "");
  });
  for (const button of document.querySelectorAll("button[data-touchpoint]")) {
    button.addEventListener("click", () => touch(/** @type {HTMLElement} */ (button)));
  }
}

follow(byId("map"), byId("live"), look);
offerCopy();
void start();
