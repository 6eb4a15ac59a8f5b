// The scrolling log: stays at the newest entry for those who are there, and tells the others.

import { h } from "../common/dom.js";
import { say } from "./words.js";

const NEAR = 120; // pixels from the end that still count as being there

export class Log {
  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} log
   * @param {HTMLElement} newer the button that leads down
   */
  constructor(scroller, log, newer) {
    this.scroller = scroller;
    this.log = log;
    this.newer = newer;
    this.typing = h("div", { class: "entry typing", "aria-hidden": "true" }, h("div", { class: "bubble theirs" }, h("i"), h("i"), h("i")));
    this.isLive = false;
    newer.addEventListener("click", () => this.#toEnd());
    scroller.addEventListener("scroll", () => this.#isAtEnd() && (newer.hidden = true), { passive: true });
    // Choices that fold and a keyboard that opens move the end away from those who were there.
    new ResizeObserver(() => this.wasAtEnd && this.#toEnd("instant")).observe(scroller);
    this.wasAtEnd = true;
    scroller.addEventListener("scrollend", () => (this.wasAtEnd = this.#isAtEnd()), { passive: true });
  }

  /** @param {HTMLElement} element */
  append(element) {
    const follow = !this.isLive || this.#isAtEnd() || element.classList.contains("said");
    this.log.insertBefore(element, this.typing.isConnected ? this.typing : null);
    if (follow) this.#toEnd();
    else this.newer.hidden = false;
  }

  /** From now on, what comes is new: it is read out and moves in gently. */
  goLive() {
    this.isLive = true;
    this.log.setAttribute("aria-live", "polite");
    this.log.classList.add("is-live");
    this.#toEnd("instant");
  }

  /** @param {boolean} isTyping */
  showTyping(isTyping) {
    clearTimeout(this.patience);
    if (!isTyping) return this.typing.remove();
    this.log.append(this.typing);
    this.#toEnd();
    this.patience = setTimeout(() => this.typing.remove(), 5_000);
  }

  label() {
    this.newer.textContent = say("newer");
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** @param {ScrollBehavior} [behavior] */
  #toEnd(behavior) {
    const calm = !this.isLive || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: behavior ?? (calm ? "instant" : "smooth") });
    this.wasAtEnd = true;
    this.newer.hidden = true;
  }
}
