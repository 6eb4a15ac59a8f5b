// Replies on their way: kept until the server says they are stored, sent again with the same key until then.

import { backoff } from "../common/chance.js";
import { photoIn } from "./photo.js";

/** @typedef {import("../common/types.js").SentReply} SentReply */
/** @typedef {"sending"|"waiting"|"stored"|"failed"} Fate */

const WAIT = { first: 500, most: 20_000 };
const PATIENCE_MS = { words: 20_000, photo: 90_000 };
const HOPELESS = new Set([400, 401, 413, 415, 422]);

export class Outbox {
  /**
   * @param {string} token
   * @param {string} shelf the name under which replies survive a reload
   * @param {(reply: SentReply, fate: Fate) => void} onFate
   */
  constructor(token, shelf, onFate) {
    this.token = token;
    this.shelf = shelf;
    this.onFate = onFate;
    /** @type {SentReply[]} */
    this.waiting = read(shelf);
    this.isSending = false;
    this.hurry = () => {};
    addEventListener("online", () => this.hurry());
  }

  /** @param {SentReply} reply */
  put(reply) {
    this.waiting.push(reply);
    this.#keep();
    this.onFate(reply, "sending");
    void this.send();
  }

  /** Send what waits, in order, until nothing does. */
  async send() {
    if (this.isSending) return;
    this.isSending = true;
    for (let tries = 0; this.waiting.length; ) {
      const [reply] = this.waiting;
      const fate = await this.#try(reply);
      this.onFate(reply, fate);
      if (fate === "waiting") await this.#pause(backoff(tries++, WAIT));
      else {
        tries = 0;
        this.waiting.shift();
        this.#keep();
      }
    }
    this.isSending = false;
  }

  /**
   * @param {SentReply} reply
   * @returns {Promise<Fate>}
   */
  async #try({ image, ...reply }) {
    const fate = image ? await this.#ask("PUT", `/chat/photos/${reply.key}`, photoIn(image)) : "stored";
    return fate === "stored" ? this.#ask("POST", "/chat/replies", JSON.stringify(reply)) : fate;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string|Blob} body
   * @returns {Promise<Fate>}
   */
  async #ask(method, path, body) {
    const [type, patience] = body instanceof Blob ? [body.type, PATIENCE_MS.photo] : ["application/json", PATIENCE_MS.words];
    const headers = { Authorization: `Bearer ${this.token}`, "Content-Type": type };
    try {
      const response = await fetch(path, { method, headers, body, signal: AbortSignal.timeout(patience) });
      if (response.ok) return "stored";
      return HOPELESS.has(response.status) ? "failed" : "waiting";
    } catch {
      return "waiting";
    }
  }

  /** @param {number} milliseconds */
  #pause(milliseconds) {
    return new Promise((resolve) => {
      this.hurry = () => resolve(undefined);
      setTimeout(resolve, milliseconds);
    });
  }

  #keep() {
    if (this.#shelve(this.waiting)) return;
    this.#shelve(this.waiting.filter(({ image }) => !image)); // photos are what may not fit
  }

  /**
   * Say whether there was room; without any, as in a private window, replies last as long as the page.
   * @param {SentReply[]} replies
   */
  #shelve(replies) {
    try {
      if (replies.length) localStorage.setItem(this.shelf, JSON.stringify(replies));
      else localStorage.removeItem(this.shelf);
      return true;
    } catch {
      return false;
    }
  }
}

/**
 * @param {string} shelf
 * @returns {SentReply[]}
 */
function read(shelf) {
  try {
    return JSON.parse(localStorage.getItem(shelf) ?? "[]");
  } catch {
    return [];
  }
}
