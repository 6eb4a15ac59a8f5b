// The shapes of what the server sends, as feedback/prompts.py and bot/feed.py define them.

/** @typedef {{value: string, label: string, spoken: string}} Choice */
/**
 * @typedef {object} Shape
 * @property {"faces"|"stars"|"numbers"|"list"|"text"} look
 * @property {Choice[]} choices
 * @property {boolean} many
 * @property {number|null} most
 * @property {boolean} writable
 * @property {number|null} most_characters
 * @property {string|null} low
 * @property {string|null} high
 */
/** @typedef {{title: string, head: string[], rows: string[][], right: number[]}} Grid */
/**
 * @typedef {object} Prompt
 * @property {string} id
 * @property {string} session
 * @property {string|null} question
 * @property {"ask"|"reask"|"remind"|"thanks"|"notice"|"doubt"|"answer"} purpose
 * @property {string} text
 * @property {string} language
 * @property {Shape} shape
 * @property {string|null} skip
 * @property {string|null} [nameless] what offers to answer without a name
 * @property {string|null} [named] what offers to answer with it after all
 * @property {{name: string, mime: string}[]} [documents]
 * @property {{name: string, mime: string, described: string}|null} [picture]
 * @property {Grid[]} [grids]
 * @property {string|null} [wants]
 */
/**
 * @typedef {object} Reply
 * @property {string|null} prompt
 * @property {string[]} choices
 * @property {string|null} text
 * @property {boolean} skip
 * @property {boolean} [nameless]
 * @property {boolean} [named]
 * @property {boolean} [photo] whether a photo comes with it
 * @property {string} [image] that photo as a data URL, for as long as it is on its way
 */
/** @typedef {Reply & {key: string}} SentReply */
/** @typedef {{kind: "prompt", cursor: string, at: string, prompt: Prompt, amends?: string|null}} PromptEntry */
/** @typedef {{kind: "reply", cursor: string, at: string, key: string, reply: Reply, photo: boolean}} ReplyEntry */

export {};
