// One reply of the person, as it stands in the conversation.

import { h } from "../common/dom.js";
import { face, levelOf, star } from "./faces.js";
import { photoIn } from "./photo.js";
import { seen } from "./pictures.js";
import { say } from "./words.js";

/** @typedef {import("../common/types.js").Reply} Reply */
/** @typedef {import("../common/types.js").Prompt} Prompt */
/** @typedef {import("./outbox.js").Fate} Fate */

export class Said {
  /**
   * @param {string} key
   * @param {Reply} reply
   * @param {Prompt|null} prompt the one that was tapped
   */
  constructor(key, reply, prompt) {
    this.reply = reply;
    this.fate = h("span", { class: "fate", "aria-hidden": "true" });
    const who = h("span", { class: "spoken-only" }, `${say("youSaid")}: `);
    const words = content(reply, prompt);
    this.bubble = h("div", { class: "bubble yours", dir: "auto" }, who, ...words);
    this.element = h("div", { class: "entry said" }, photo(key, reply), words.length ? this.bubble : null, this.fate);
  }

  /** @param {Fate} fate */
  show(fate) {
    const words = { sending: say("sending"), waiting: say("waiting"), stored: "", failed: say("failed") };
    this.fate.textContent = words[fate];
    this.element.dataset.fate = fate;
  }

  /** A later reply to the same prompt is in force instead. */
  supersede() {
    this.element.classList.add("is-superseded");
    this.fate.textContent = say("changed");
    this.fate.removeAttribute("aria-hidden");
  }
}

/**
 * Return the photo that goes along: as it is here, or else as the server keeps it.
 * @param {string} key
 * @param {Reply} reply
 */
function photo(key, { photo: isThere, image }) {
  return isThere ? seen(say("yourPhoto"), image ? photoIn(image) : `/chat/photos/${encodeURIComponent(key)}`) : null;
}

/**
 * @param {Reply} reply
 * @param {Prompt|null} prompt
 * @returns {Node[]}
 */
function content(reply, prompt) {
  if (reply.skip) return [h("em", {}, prompt?.skip ?? say("skipped"))];
  if (reply.nameless) return [h("em", {}, prompt?.nameless ?? "")];
  if (reply.named) return [h("em", {}, prompt?.named ?? "")];
  const choices = prompt?.shape.choices.filter((choice) => reply.choices.includes(choice.value)) ?? [];
  const parts = choices.map((choice) => picked(choice, prompt?.shape.look ?? "list"));
  return reply.text ? [...parts, h("p", {}, reply.text)] : parts;
}

/**
 * @param {import("../common/types.js").Choice} choice
 * @param {string} look
 */
function picked(choice, look) {
  const level = levelOf(choice.label);
  const name = choice.spoken.split(", ").slice(1).join(", ") || choice.spoken;
  if (look === "faces" && level !== null) return h("p", { class: "picked" }, face(level), name);
  if (look === "stars") return h("p", { class: "picked" }, star(), choice.spoken);
  return h("p", { class: "picked" }, look === "numbers" ? choice.spoken : choice.label);
}
