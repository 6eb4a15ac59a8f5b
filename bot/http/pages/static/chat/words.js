// The page's own words.

import { WORDS } from "./catalogue.js"; // made of bot/words/chat by the server

let spoken = "en";

/**
 * Speak `language` from now on, if we can; say whether that is a change.
 * @param {string} language
 */
export function speak(language) {
  const tag = language.toLowerCase().split("-")[0];
  if (!(tag in WORDS) || tag === spoken) return false;
  spoken = tag;
  return true;
}

const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

/**
 * Return the side a language begins on; the page follows its questions, even where it does not speak like them.
 * @param {string} language
 */
export function direction(language) {
  return RIGHT_TO_LEFT.has(language.toLowerCase().split("-")[0]) ? "rtl" : "ltr";
}

/**
 * Return a phrase, with its facts filled in.
 * @param {string} key
 * @param {Record<string, string|number>} [facts]
 */
export function say(key, facts = {}) {
  return WORDS[spoken][key].replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? ""));
}

/** Put the words into everything of the page that names one with data-word, data-word-label or data-word-hint. */
export function label() {
  document.documentElement.lang = spoken;
  for (const [attribute, put] of PUTS) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      put(element, say(/** @type {string} */ (element.getAttribute(attribute))));
    }
  }
}

/** @type {[string, (element: Element, words: string) => void][]} */
const PUTS = [
  ["data-word", (element, words) => (element.textContent = words)],
  ["data-word-label", (element, words) => element.setAttribute("aria-label", words)],
  ["data-word-hint", (element, words) => element.setAttribute("placeholder", words)],
];
