// The page of one conversation.

import { Connection } from "../common/connection.js";
import { byId } from "../common/dom.js";
import { entitle } from "../common/title.js";
import { address, shadow } from "./address.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Log } from "./log.js";
import { options } from "./options.js";
import { Outbox } from "./outbox.js";
import { Status } from "./status.js";
import { direction, label, speak } from "./words.js";

/** @param {string} token */
function start(token) {
  const status = new Status();
  const log = new Log(byId("scroller"), byId("log"), byId("newer"));
  const outbox = new Outbox(token, `aftertouch.unsent.${shadow(token)}`, (reply, fate) => {
    conversation.tell(reply, fate);
    log.showTyping(fate === "stored");
  });
  const conversation = new Conversation({
    append: (element) => log.append(element),
    send: (reply) => outbox.put(reply),
    wantWords: (asked, choices) => {
      composer.aim(asked, choices);
      composer.focus();
    },
    changed: () => composer.aim(conversation.open),
  });
  const composer = new Composer((written, { asked, choices }) => conversation.reply(asked?.prompt ?? null, { ...written, choices }));
  options((words) => conversation.reply(null, { text: words }));

  const hearing = {
    prompt: (/** @type {import("../common/types.js").PromptEntry} */ entry) => {
      log.showTyping(false);
      if (speak(entry.prompt.language)) relabel();
      entitle(entry.prompt.language);
      document.documentElement.dir = direction(entry.prompt.language);
      conversation.hear(entry);
    },
    reply: (/** @type {import("../common/types.js").ReplyEntry} */ entry) => conversation.recall(entry),
    "caught-up": () => {
      if (log.isLive) return;
      for (const unsent of outbox.waiting) conversation.resume(unsent);
      log.goLive();
      document.body.classList.add("is-ready");
      void outbox.send();
    },
  };
  const relabel = () => {
    label();
    composer.label();
    log.label();
  };
  const connection = new Connection("/chat/events", { Authorization: `Bearer ${token}` }, {
    onEvent: ({ kind, content }) => hearing[/** @type {keyof typeof hearing} */ (kind)]?.(JSON.parse(content)),
    onState: (state) => status.set(state),
  });
  relabel();
  void connection.run();
}

speak(document.documentElement.lang);
speak(navigator.language);
entitle(navigator.language);
label();
byId("jump").addEventListener("click", (event) => {
  event.preventDefault();
  const questions = document.querySelectorAll('.asked:not(.is-answered, .is-retired) [tabindex="0"], .asked:not(.is-answered, .is-retired) [role="checkbox"]');
  const target = questions.length ? questions[0] : byId("words");
  /** @type {HTMLElement} */ (target).focus();
});
// Another chat in the same tab: begin anew rather than mix two people's words.
addEventListener("hashchange", () => location.reload());
const token = address();
if (token) start(token);
else new Status().set("unknown");
