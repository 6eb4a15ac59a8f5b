// What became of a step, in words for people; the codes are those of the ledger.

/** @type {Record<string, string>} */
const REASONS = {
  no_survey: "nothing is asked at this touchpoint",
  opted_out: "this customer asked to be left alone",
  asked_once: "this is asked only once",
  already_answered: "this has been answered already",
  asked_enough: "this has been asked often enough",
  not_sampled: "only some are asked, and this was not one",
  known_well: "the map knows enough about this stage",
  paused: "this customer asked for a pause",
  not_yet: "a little later, as the touchpoint says",
  conversation_running: "one conversation at a time: answer the open question first",
  cooling_down: "this customer was asked a short while ago",
  over_cap: "this customer was asked often enough lately",
  over_budget: "the budget of questions is used up",
  quiet_hours: "it is night where this customer lives",
};

/**
 * Say what became of a step.
 * @param {string} name
 * @param {string} touchpoint
 * @param {{outcome: "ask"|"skip"|"defer", reason: string}} answer
 */
export function told(name, touchpoint, { outcome, reason }) {
  const who = name === "You" ? "You" : name;
  const why = REASONS[reason] ?? reason.replaceAll("_", " ");
  if (outcome === "ask") return `${who} reached “${touchpoint}”: the question is in the chat.`;
  if (outcome === "defer") return `${who} reached “${touchpoint}”. The question waits: ${why}.`;
  return `${who} reached “${touchpoint}”. No question: ${why}.`;
}
