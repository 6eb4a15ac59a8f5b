// A line to the server that comes back by itself, where it left off.

import { backoff } from "./chance.js";
import { readEvents } from "./sse.js";

/** @typedef {"connecting"|"online"|"reconnecting"|"offline"|"unknown"} LineState */

const SILENCE_MS = 40_000; // the server speaks every 15 s
const WAIT = { first: 400, most: 15_000 };

export class Connection {
  /**
   * @param {string} path
   * @param {Record<string, string>} headers
   * @param {{onEvent: (event: import("./sse.js").ServerEvent) => void, onState: (state: LineState) => void}} heard
   */
  constructor(path, headers, heard) {
    this.path = path;
    this.headers = headers;
    this.heard = heard;
    /** @type {string|null} */
    this.cursor = null;
    this.tries = 0;
    this.stopped = false;
    this.isReplaced = false;
    this.hurry = () => {};
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.heard.onState("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  /** Connect, and stay connected until stopped. */
  async run() {
    this.stopped = false;
    this.heard.onState("connecting");
    while (!this.stopped) {
      try {
        await this.#once();
      } catch {
        // a line that broke, or never was: the next try will tell
      }
      if (this.stopped) return;
      this.heard.onState(navigator.onLine ? "reconnecting" : "offline");
      await this.#pause(backoff(this.tries++, WAIT));
      // Another window took our place, or the server let everybody go: come back when somebody looks.
      while (this.isReplaced && document.hidden) await this.#pause(SILENCE_MS);
    }
  }

  /** @param {LineState} state */
  stop(state) {
    this.stopped = true;
    this.heard.onState(state);
  }

  async #once() {
    const abort = new AbortController();
    let watchdog = setTimeout(() => abort.abort(), SILENCE_MS);
    const beat = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => abort.abort(), SILENCE_MS);
    };
    try {
      const resume = this.cursor ? { "Last-Event-ID": this.cursor } : {};
      const headers = { ...this.headers, ...resume };
      const response = await fetch(this.path, { headers, signal: abort.signal, cache: "no-store" });
      if (response.status === 401) return this.stop("unknown");
      if (!response.ok) return;
      this.heard.onState("online");
      for await (const event of readEvents(response, beat)) this.#hear(event);
    } finally {
      clearTimeout(watchdog);
      abort.abort();
    }
  }

  /** @param {import("./sse.js").ServerEvent} event */
  #hear(event) {
    if (event.kind === "full") return;
    this.isReplaced = event.kind === "replaced";
    if (this.isReplaced) return;
    this.tries = 0;
    this.heard.onEvent(event);
    this.cursor = event.cursor ?? this.cursor;
  }

  /** @param {number} milliseconds */
  #pause(milliseconds) {
    return new Promise((resolve) => {
      this.hurry = () => resolve(undefined);
      setTimeout(resolve, milliseconds);
    });
  }
}
