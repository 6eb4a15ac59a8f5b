// The line under the header: says when the connection is gone, and when it is back.

import { byId } from "../common/dom.js";
import { say } from "./words.js";

/** @typedef {import("../common/connection.js").LineState} LineState */

const GRACE_MS = 1_200; // a hiccup nobody need hear of
const FAREWELL_MS = 2_000;

export class Status {
  constructor() {
    this.element = byId("status");
    /** @type {LineState} */
    this.shown = "online";
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.pending = undefined;
  }

  /** @param {LineState} state */
  set(state) {
    document.documentElement.dataset.line = state;
    clearTimeout(this.pending);
    if (state === "online") this.#online();
    else if (state === "unknown") this.#show("unknown", `${say("unknown")}. ${say("unknownMore")}`);
    else if (state === "offline") this.#show("offline", say("offline"));
    else if (state === "reconnecting") this.pending = setTimeout(() => this.#show(state, say(state)), GRACE_MS);
  }

  #online() {
    if (this.shown === "online") return;
    this.#show("online", say("online"));
    this.pending = setTimeout(() => (this.element.textContent = ""), FAREWELL_MS);
  }

  /**
   * @param {LineState} state
   * @param {string} words
   */
  #show(state, words) {
    this.shown = state;
    this.element.dataset.state = state;
    this.element.textContent = words;
  }
}
