// One prompt as it stands in the conversation: its words, its choices, and which of them is in force.

import { h } from "../common/dom.js";
import { answerWords, commands, givesCommands, picture, tables } from "./answer.js";
import { documents } from "./documents.js";
import { markScale, scale } from "./scale.js";
import { markSeveral, several } from "./several.js";
import { say } from "./words.js";

/** @typedef {import("../common/types.js").Prompt} Prompt */
/** @typedef {import("../common/types.js").Reply} Reply */
/** @typedef {(prompt: Prompt, reply: Partial<Reply>) => void} OnReply */

/** The value of a list's answer in one's own words, as feedback/listed.py has it. */
const OTHER = "other";

export class Asked {
  /**
   * @param {Prompt} prompt
   * @param {OnReply} onReply
   * @param {(asked: Asked, choices: string[]) => void} onOwnWords
   */
  constructor(prompt, onReply, onOwnWords) {
    this.prompt = prompt;
    this.onReply = onReply;
    this.onOwnWords = onOwnWords;
    /** @type {Reply|null} */
    this.answer = null;
    const id = `prompt-${prompt.id.replace(/[^\w-]/g, "-")}`;
    this.words = h("div", { class: "bubble theirs", id, dir: "auto", lang: prompt.language }, ...this.#words());
    this.widget = this.#widget(id);
    this.skip = this.#skip();
    this.naming = this.#naming();
    this.change = h("button", { type: "button", class: "quiet change", hidden: true, onclick: () => this.#reopen() }, say("change"));
    const who = h("span", { class: "spoken-only" }, `${say("weSaid")}: `);
    this.below = h("div", { class: "below" }, this.change, this.skip, this.naming);
    const beside = [picture(prompt), this.words, tables(prompt), documents(prompt), this.widget, this.below];
    this.element = h("div", { class: "entry asked", "data-prompt": prompt.id }, who, ...beside);
  }

  /** Whether it wants words that complete a command. */
  get isWanting() {
    return Boolean(this.prompt.wants) && this.prompt.purpose === "answer" && this.answer === null;
  }

  /** Whether an answer to it is wanted and none has come. */
  get isOpen() {
    return this.prompt.question !== null && this.answer === null && !this.element.classList.contains("is-retired");
  }

  /** Whether it was answered by a tap that another tap puts right; lists have a button for that. */
  get canBeTappedAgain() {
    const { many, look } = this.prompt.shape;
    return Boolean(this.widget && this.answer?.choices.length) && !many && look !== "list" && !givesCommands(this.prompt);
  }

  /** Say that another tap puts it right. */
  hint() {
    this.tapAgain = h("p", { class: "hint tap-again" }, say("tapAgain"));
    this.below.append(this.tapAgain);
  }

  /**
   * Show `reply` as the answer in force; say whether it replaces another.
   * @param {Reply} reply
   */
  settle(reply) {
    this.naming?.remove();
    if (reply.nameless || reply.named) return false;
    const isChange = this.answer !== null && !isSame(this.answer, reply);
    this.answer = reply;
    if (givesCommands(this.prompt)) return false;
    this.element.classList.add("is-answered");
    this.element.classList.toggle("is-changed", isChange || this.element.classList.contains("is-changed"));
    this.skip?.remove();
    this.#mark(reply.choices);
    return isChange;
  }

  /** The same question has been asked again further down: answers belong there. */
  retire() {
    this.element.classList.add("is-retired");
    this.widget?.remove();
    this.skip?.remove();
    this.naming?.remove();
    this.tapAgain?.remove();
    this.change.remove();
  }

  /** @param {string[]} values */
  #mark(values) {
    if (!this.widget) return;
    if (this.prompt.shape.many) markSeveral(this.widget, values);
    else markScale(this.widget, values[0] ?? null);
    const isList = this.prompt.shape.look === "list";
    this.widget.classList.toggle("is-folded", isList && values.length > 0);
    this.change.hidden = !(isList && values.length > 0);
  }

  #reopen() {
    this.widget?.classList.remove("is-folded");
    this.change.hidden = true;
    const first = this.widget?.querySelector('[aria-checked="true"], .point');
    if (first instanceof HTMLElement) first.focus();
  }

  #words() {
    const { purpose, text } = this.prompt;
    return purpose === "answer" ? answerWords(text) : paragraphs(text);
  }

  /** @param {string} labelId */
  #widget(labelId) {
    const { choices, many, writable } = this.prompt.shape;
    if (!choices.length) return null;
    if (givesCommands(this.prompt)) return commands(this.prompt, (value) => this.onReply(this.prompt, { choices: [value] }));
    const answer = (/** @type {string[]} */ values) => {
      if (writable && values.includes(OTHER)) this.onOwnWords(this, values);
      else this.onReply(this.prompt, { choices: values });
    };
    return many ? several(this.prompt, labelId, answer) : scale(this.prompt, labelId, (value) => answer([value]));
  }

  #skip() {
    const { skip } = this.prompt;
    return skip ? h("button", { type: "button", class: "quiet skip", onclick: () => this.onReply(this.prompt, { skip: true }) }, skip) : null;
  }

  /** The offer to answer without a name, or with it after all. */
  #naming() {
    const { nameless, named } = this.prompt;
    const wish = nameless ? { nameless: true } : { named: true };
    const words = nameless ?? named;
    return words ? h("button", { type: "button", class: "quiet", onclick: () => this.onReply(this.prompt, wish) }, words) : null;
  }
}

/**
 * Return `text` as paragraphs: an empty line separates them.
 * @param {string} text
 */
export function paragraphs(text) {
  return text.split(/\n{2,}/).map((words) => h("p", {}, words));
}

/**
 * @param {Reply} one
 * @param {Reply} other
 */
function isSame(one, other) {
  return one.choices.join() === other.choices.join() && one.text === other.text && one.skip === other.skip;
}
