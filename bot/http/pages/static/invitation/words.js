// What the invitation says.

import { WORDS } from "./catalogue.js"; // made of bot/words/invitation by the server

/** @param {string} key */
export function say(key) {
  const tag = [navigator.language, document.documentElement.lang].map((each) => each.split("-")[0]).find((each) => each in WORDS);
  return WORDS[tag ?? "en"][key];
}
