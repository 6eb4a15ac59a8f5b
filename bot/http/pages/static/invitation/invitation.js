// An invitation stands behind the # of the link. The first browser to bring it gets the chat, and only it.

import { browser } from "../common/browser.js";
import { byId } from "../common/dom.js";
import { entitle } from "../common/title.js";
import { say } from "./words.js";

async function redeem() {
  tell("opening", false);
  try {
    const response = await fetch("/chat/invitations/redeem", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ invitation: location.hash.slice(1), browser: browser() }),
    });
    if (response.ok) location.replace(`/chat#${(await response.json()).address}`);
    else if (response.status === 409) tell("taken", false);
    else if (response.status < 500) tell("unknown", false);
    else tell("unreachable", true);
  } catch {
    tell("unreachable", true);
  }
}

/**
 * @param {"opening"|"taken"|"unknown"|"unreachable"} key
 * @param {boolean} mayRetry
 */
function tell(key, mayRetry) {
  byId("told").textContent = say(key);
  byId("again").hidden = !mayRetry;
}

entitle(navigator.language);
byId("again").textContent = say("again");
byId("again").addEventListener("click", redeem);
addEventListener("hashchange", redeem);
void redeem();
