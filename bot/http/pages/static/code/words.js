// What the page for codes says.

import { WORDS } from "./catalogue.js"; // made of bot/words/code by the server

/** Return the language the browser speaks and so do we; else the page's own. */
export function spoken() {
  const tags = [navigator.language, document.documentElement.lang];
  const known = tags.map((each) => each.split("-")[0]).find((each) => each in WORDS);
  return known ?? "en";
}

/** @param {string} key */
export function say(key) {
  return WORDS[spoken()][key];
}
