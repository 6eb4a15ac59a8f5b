// The conversation: entries come in from the feed, replies go out, and each finds its place.

import { uuid } from "../common/chance.js";
import { Asked } from "./asked.js";
import { Said } from "./said.js";

/** @typedef {import("../common/types.js").Prompt} Prompt */
/** @typedef {import("../common/types.js").Reply} Reply */
/** @typedef {import("../common/types.js").SentReply} SentReply */
/** @typedef {import("../common/types.js").PromptEntry} PromptEntry */
/** @typedef {import("../common/types.js").ReplyEntry} ReplyEntry */

/** @type {Reply} */
const NOTHING = { prompt: null, choices: [], text: null, skip: false };

export class Conversation {
  /**
   * @param {{append: (element: HTMLElement) => void, send: (reply: SentReply) => void,
   *          wantWords: (asked: Asked, choices: string[]) => void, changed: () => void}} page
   */
  constructor(page) {
    this.page = page;
    /** @type {Map<string, Asked>} */
    this.asked = new Map();
    /** @type {Map<string, string>} the prompt that took the place of another, by its id */
    this.instead = new Map();
    /** @type {Map<string, Said>} */
    this.said = new Map();
    /** @type {Set<string>} sessions that are answered without a name: nothing in them is changed later */
    this.nameless = new Set();
    this.hasHinted = false;
  }

  /** The question that waits for an answer, if one does. */
  get open() {
    const newest = [...this.asked.values()].filter((asked) => asked.prompt.question !== null).at(-1);
    const last = [...this.asked.values()].at(-1);
    if (last?.isWanting) return last;
    return newest?.isOpen ? newest : null;
  }

  /** @param {PromptEntry} entry */
  hear({ prompt, amends }) {
    if (this.asked.has(prompt.id)) return;
    for (const earlier of this.asked.values()) if (isSameQuestion(earlier.prompt, prompt)) earlier.retire();
    const asked = new Asked(prompt, (to, reply) => this.reply(to, reply), this.page.wantWords);
    const place = amends ? this.#standsFor(amends) : "";
    const earlier = this.asked.get(place);
    this.asked.set(prompt.id, asked);
    if (place) this.instead.set(place, prompt.id);
    if (earlier?.element.isConnected) this.#replace(earlier, asked);
    else this.page.append(asked.element);
    this.page.changed();
  }

  /**
   * Return the prompt that stands now where another stood: a running count takes its place again and again.
   * @param {string} id
   */
  #standsFor(id) {
    let now = id;
    for (let next = this.instead.get(now); next; next = this.instead.get(now)) now = next;
    return now;
  }

  /** @param {ReplyEntry} entry */
  recall({ key, reply, photo }) {
    const known = this.said.get(key);
    if (known) known.show("stored");
    else this.#show(key, { ...reply, photo }).show("stored");
    this.page.changed();
  }

  /**
   * Reply to `prompt`, or to whatever is open when it is null.
   * @param {Prompt|null} prompt
   * @param {Partial<Reply>} part
   */
  reply(prompt, part) {
    const reply = { ...NOTHING, ...part, prompt: prompt?.id ?? null };
    const key = uuid();
    this.#show(key, reply);
    this.page.send({ key, ...reply });
    this.page.changed();
  }

  /**
   * Show a reply that an earlier visit left unsent.
   * @param {SentReply} sent
   */
  resume({ key, ...reply }) {
    if (!this.said.has(key)) this.#show(key, reply);
  }

  /**
   * @param {SentReply} sent
   * @param {import("./outbox.js").Fate} fate
   */
  tell({ key }, fate) {
    this.said.get(key)?.show(fate);
  }

  /**
   * @param {string} key
   * @param {Reply} reply
   */
  #show(key, reply) {
    const asked = reply.prompt ? (this.asked.get(reply.prompt) ?? null) : this.open;
    const said = new Said(key, reply, asked?.prompt ?? null);
    if (asked?.settle(reply)) this.#supersede(asked.prompt.id);
    if (asked && reply.nameless) this.nameless.add(asked.prompt.session);
    if (asked && reply.named) this.nameless.delete(asked.prompt.session);
    if (asked) this.#hint(asked);
    this.said.set(key, said);
    // What refines an answer shows in the answer itself.
    const refines = asked?.prompt.purpose === "answer" && /^\/(?!\/)/.test(reply.choices[0] ?? "");
    if (!refines) this.page.append(said.element);
    return said;
  }

  /**
   * Say at the first answer that was tapped how to change it, and nowhere else.
   * @param {Asked} asked
   */
  #hint(asked) {
    if (this.hasHinted || !asked.canBeTappedAgain || this.nameless.has(asked.prompt.session)) return;
    this.hasHinted = true;
    asked.hint();
  }

  /**
   * Put a message where an earlier one stood; whoever tapped there goes on from there.
   * @param {Asked} earlier
   * @param {Asked} asked
   */
  #replace(earlier, asked) {
    const hadFocus = earlier.element.contains(document.activeElement);
    earlier.element.replaceWith(asked.element);
    if (!hadFocus) return;
    asked.words.tabIndex = -1;
    asked.words.focus({ preventScroll: true });
  }

  /** @param {string} promptId */
  #supersede(promptId) {
    for (const said of this.said.values()) if (said.reply.prompt === promptId) said.supersede();
  }
}

/**
 * @param {Prompt} one
 * @param {Prompt} other
 */
function isSameQuestion(one, other) {
  // Which should count, a tap or the words against it, is asked beside the tapped question, not instead of it.
  if (one.purpose === "doubt" || other.purpose === "doubt") return false;
  return one.question !== null && one.question === other.question && one.session === other.session;
}
