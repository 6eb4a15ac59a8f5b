// Where one writes and adds a photo: grows with the words, sends with Enter, tells when there are too many.

import { byId } from "../common/dom.js";
import { Photo } from "./photo.js";
import { say } from "./words.js";

/** @typedef {import("./asked.js").Asked} Asked */
/** @typedef {{asked: Asked|null, choices: string[]}} Target */
/** @typedef {{text: string|null, photo?: boolean, image?: string}} Written */

const MOST = 2000;
const WARN_BELOW = 100;

export class Composer {
  /** @param {(written: Written, target: Target) => void} onWritten */
  constructor(onWritten) {
    this.onWritten = onWritten;
    this.form = byId("composer");
    this.box = /** @type {HTMLTextAreaElement} */ (byId("words"));
    this.button = byId("send");
    this.left = byId("left");
    this.photo = new Photo(() => this.#photoChanged());
    /** @type {Target} */
    this.target = { asked: null, choices: [] };
    this.form.addEventListener("submit", (event) => this.#send(event));
    this.box.addEventListener("input", () => this.#fit());
    this.box.addEventListener("paste", (event) => this.#paste(event));
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.#fit();
  }

  /**
   * Words written from now on answer `asked`, beside the `choices` already made.
   * @param {Asked|null} asked
   * @param {string[]} [choices]
   */
  aim(asked, choices = []) {
    const isSame = this.target.asked === asked && choices.length === 0;
    if (isSame) return;
    this.target = { asked, choices };
    const look = asked?.prompt.shape.look;
    this.form.classList.toggle("is-wanted", look === "text" || choices.length > 0);
    this.label();
    this.#fit();
  }

  focus() {
    this.box.focus();
  }

  label() {
    const isAnswer = this.form.classList.contains("is-wanted");
    this.box.placeholder = say(isAnswer ? "answer" : "write");
    this.box.setAttribute("aria-label", this.box.placeholder);
  }

  get #most() {
    return this.target.asked?.prompt.shape.most_characters ?? MOST;
  }

  /** @param {Event} event */
  #send(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    const { image } = this.photo;
    if (!(text || image) || [...text].length > this.#most) return this.focus();
    this.onWritten({ text: text || null, ...(image && { photo: true, image }) }, this.target);
    this.box.value = "";
    this.photo.clear();
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    void this.photo.take(file);
  }

  #photoChanged() {
    this.#fit();
    if (this.photo.image) this.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // On a phone Enter is the only way to a new line, and the button is near.
    const isPhone = matchMedia("(pointer: coarse)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isPhone) return;
    event.preventDefault();
    /** @type {HTMLFormElement} */ (this.form).requestSubmit();
  }

  #fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 160)}px`;
    const left = this.#most - [...this.box.value].length;
    this.left.textContent = left < WARN_BELOW ? say("characters", { left }) : "";
    this.left.classList.toggle("is-over", left < 0);
    this.button.toggleAttribute("disabled", !(this.box.value.trim() || this.photo.image) || left < 0);
  }
}
