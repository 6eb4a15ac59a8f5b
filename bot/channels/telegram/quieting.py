"""How not to answer, taken from a question once its talk has gone on: whoever has answered needs no Skip."""

from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.callback import Signer
from bot.channels.telegram.keyboards import Rows, keyboard
from bot.channels.telegram.markup import inline
from bot.channels.telegram.updates import message_at
from feedback.prompts import Prompt

_MOST_REMEMBERED = 10_000
"""Talks that wait for an answer; of one forgotten, or over a restart, a button stays that harms nobody."""


def _is_over(prompt: Prompt, reference: str, last: str) -> bool:
    """Say whether these are thanks of a talk that nothing leads back to, below its `last` question."""
    is_one_chat = reference.rpartition(":")[0] == last.rpartition(":")[0]
    return prompt.purpose == "thanks" and is_one_chat


class Quieting:
    """Remembers the last question of each talk, and what is left of its buttons."""

    def __init__(self, bot: Bot, *, signer: Signer) -> None:
        self._bot = bot
        self._signer = signer
        self._asked: OrderedDict[str, tuple[str, Rows]] = OrderedDict()

    async def said(self, prompt: Prompt, reference: str, *, has_buttons: bool) -> None:
        """Quieten the question before, and remember this one; what is said besides leaves it as it is."""
        if prompt.purpose in {"notice", "answer"}:
            return
        if not prompt.session:
            await self._leave_nameless(prompt, reference)
            return
        before = self._asked.pop(prompt.session, None)
        if has_buttons and (prompt.skip or prompt.nameless or prompt.named):
            bare = replace(prompt, skip=None, nameless=None, named=None)
            left = keyboard(bare, chosen=(), signer=self._signer) if prompt.shape.choices else ()
            self._asked[prompt.session] = (reference, left)
            if len(self._asked) > _MOST_REMEMBERED:
                self._asked.popitem(last=False)
        if before is not None:
            await self._leave(*before)

    async def _leave_nameless(self, prompt: Prompt, reference: str) -> None:
        """Quieten the questions of a chat where thanks name no talk."""
        for session, (last, rows) in [*self._asked.items()]:
            if _is_over(prompt, reference, last):
                del self._asked[session]
                await self._leave(last, rows)

    def shown(self, prompt: Prompt, reference: str) -> None:
        """Know that a question shows its answer, and no more of these buttons."""
        if self._asked.get(prompt.session, ("", ()))[0] == reference:
            del self._asked[prompt.session]

    async def _leave(self, reference: str, rows: Rows) -> None:
        place = message_at(reference)
        if place is None:
            return
        with suppress(TelegramError):
            await self._bot.edit_message_reply_markup(
                chat_id=place[0], message_id=place[1], reply_markup=inline(rows) if rows else None
            )
