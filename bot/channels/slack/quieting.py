"""How not to answer, taken from a question once its talk has gone on: whoever has answered needs no Skip."""

from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace

from bot.channels.slack.addresses import MessageRef, Place
from bot.channels.slack.answerer import change
from bot.channels.slack.failing import NETWORK
from bot.channels.slack.rendering import render
from bot.channels.slack.speaking import NotInstalled, Speaker
from feedback.records import OutboxItem

_MOST_REMEMBERED = 10_000
"""Talks that wait for an answer; of one forgotten, or over a restart, a button stays that harms nobody."""


class Quieting:
    """Remembers the last question of each talk, until it shows an answer or the talk goes on."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._asked: OrderedDict[str, tuple[OutboxItem, Place, MessageRef]] = OrderedDict()

    async def said(self, item: OutboxItem, place: Place, ref: MessageRef | None) -> None:
        """Quieten the question before, and remember this one; what is said besides leaves it as it is."""
        prompt = item.prompt
        if prompt.purpose in {"notice", "answer"}:
            return
        if not prompt.session:
            await self._thanked(item)
            return
        before = self._asked.pop(prompt.session, None)
        if ref is not None and (prompt.skip or prompt.nameless or prompt.named):
            self._asked[prompt.session] = (item, place, ref)
            if len(self._asked) > _MOST_REMEMBERED:
                self._asked.popitem(last=False)
        if before is not None:
            await self._leave(*before)

    async def _thanked(self, item: OutboxItem) -> None:
        """Quieten what was asked at an address whose thanks name no talk: it was answered without a name."""
        ended = [name for name, (asked, *_) in self._asked.items() if asked.address == item.address]
        for name in ended if item.prompt.purpose == "thanks" else ():
            await self._leave(*self._asked.pop(name))

    def shown(self, item: OutboxItem) -> None:
        """Know that a question shows its answer, and no more of these buttons."""
        last = self._asked.get(item.prompt.session)
        if last is not None and str(last[2]) == item.amends:
            del self._asked[item.prompt.session]

    async def _leave(self, item: OutboxItem, place: Place, ref: MessageRef) -> None:
        bare = replace(item.prompt, skip=None, nameless=None, named=None)
        with suppress(NotInstalled, *NETWORK):
            await change(self._speaker, place.team, ref, render(replace(item, prompt=bare), place))
