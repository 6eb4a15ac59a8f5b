"""Watches for faults of the client that Telegram would bear in silence."""

import json
from collections import Counter
from dataclasses import dataclass

from ..common.bench import Bench
from ..common.json_shapes import Object
from .rules import RULES, Refusal

_REPEAT_WITHIN_MS = 15 * 60_000
_SHORT_POLLS = 3


@dataclass(slots=True, kw_only=True)
class Settings:
    """What counts as a fault; `/control/settings` changes it."""

    answer_within_s: int = 10  # a pressed button, from the moment the bot got it


class Watch:
    """Remembers what it needs to recognise a fault of several requests."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.settings = Settings()
        self.reset()

    def reset(self) -> None:
        """Forget what was seen."""
        self._unanswered_posts: dict[str, int] = {}
        self._told_blocked: Counter[int] = Counter()
        self._short_polls = 0

    def fault(self, code: str, *, where: str, **words: str | int) -> None:
        """Keep a fault by the rule `code`."""
        rule = RULES[code]
        self._bench.violation(code, rule.words.format(**words), where=where, source=rule.source,
                              request=self._bench.recorder.next_number)  # fmt: skip

    def refused(self, refusal: Refusal, method: str, arguments: Object) -> None:
        """Look at a refusal: most are a fault of the client's."""
        if refusal.blame:
            self._bench.violation(refusal.code, refusal.description, where=where_of(method, arguments),
                                  source=refusal.rule.source,
                                  request=self._bench.recorder.next_number)  # fmt: skip

    def answer_lost(self, method: str, arguments: Object) -> None:
        """Remember a post that took effect and whose answer never came."""
        self._unanswered_posts[_key(method, arguments)] = self._bench.clock.now_ms

    def posting(self, method: str, arguments: Object) -> None:
        """Look at a post: the same one again after a lost answer is a fault."""
        lost_ms = self._unanswered_posts.get(_key(method, arguments))
        if lost_ms is not None and self._bench.clock.now_ms - lost_ms < _REPEAT_WITHIN_MS:
            self.fault("post_repeated", where=where_of(method, arguments), method=method)

    def told_blocked(self, method: str, chat_id: int) -> None:
        """Look at a post to a customer who blocked the bot: the first tells the bot, the next is a fault."""
        self._told_blocked[chat_id] += 1
        if self._told_blocked[chat_id] > 1:
            self.fault("sent_to_blocked_again", where=f"{method}, chat {chat_id}")

    def unblocked(self, chat_id: int) -> None:
        """Forget that the bot was told."""
        self._told_blocked.pop(chat_id, None)

    def polled(self, *, short: bool, empty: bool) -> None:
        """Look at a getUpdates that ended; `short` ones did not wait for an update."""
        self._short_polls = self._short_polls + 1 if short and empty else 0
        if self._short_polls == _SHORT_POLLS:
            self.fault("busy_polling", where="getUpdates", count=self._short_polls)


def _key(method: str, arguments: Object) -> str:
    return json.dumps([method.lower(), arguments], sort_keys=True, default=str)


def where_of(method: str, arguments: Object) -> str:
    """Return the method and, where it names one, the chat."""
    return f"{method}, chat {arguments['chat_id']}" if "chat_id" in arguments else method
