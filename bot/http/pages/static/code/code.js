// A code from a poster stands behind the # of the link, or is typed here; it opens this browser's own chat.

import { browser } from "../common/browser.js";
import { uuid } from "../common/chance.js";
import { byId } from "../common/dom.js";
import { entitle } from "../common/title.js";
import { say, spoken } from "./words.js";

const field = /** @type {HTMLInputElement} */ (byId("code"));
const form = /** @type {HTMLFormElement} */ (byId("form"));

/** One visit: sent again after a broken line, it is still one. */
let visit = uuid();

/** @param {string} code */
async function redeem(code) {
  tell("opening");
  try {
    const response = await fetch("/chat/codes/redeem", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key: visit, code, browser: browser(), language: spoken() }),
    });
    if (response.ok) location.replace(`/chat#${(await response.json()).address}`);
    else if (response.status === 429) ask(code, "crowded");
    else if (response.status < 500) ask(code, "unknown");
    else ask(code, "unreachable");
  } catch {
    ask(code, "unreachable");
  }
}

/**
 * Let the code be typed, or typed again.
 * @param {string} code
 * @param {"unknown"|"unreachable"|"crowded"} [why]
 */
function ask(code, why) {
  form.hidden = false;
  field.value = code;
  if (why) tell(why);
  field.focus();
}

/** @param {Parameters<typeof say>[0]} key */
function tell(key) {
  byId("told").textContent = say(key);
}

function begin() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (code) void redeem(code);
  else ask("");
}

entitle(spoken());
byId("ask").textContent = say("ask");
byId("go").textContent = say("go");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void redeem(field.value.trim());
});
field.addEventListener("input", () => (visit = uuid()));
addEventListener("hashchange", begin);
begin();
