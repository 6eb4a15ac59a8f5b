"""What a tap gets at once, as soon as it is stored: its button stops waiting, and ticks are shown.

Nothing of this is owed: an answer that fails is not tried again, since the tap itself is safe.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from telegram import Bot
from telegram.error import TelegramError

from bot.besides import Besides
from bot.channels.telegram.account import BESIDES
from bot.channels.telegram.callback import Press, Signer, Ticked
from bot.channels.telegram.keyboards import Rows
from bot.channels.telegram.markup import inline
from bot.channels.telegram.mentioning import is_for_another
from bot.channels.telegram.phrases import phrase
from bot.channels.telegram.raw import Raw, number, part, text
from bot.channels.telegram.reading import shows_buttons
from bot.channels.telegram.request import TooManyRequests
from bot.channels.telegram.ticking import Ticks, ticked
from bot.channels.telegram.updates import message_at, message_ref, sender
from feedback.wording import say


class Attendant:
    """Attends to taps, beside everything else."""

    def __init__(self, bot: Bot, *, signer: Signer, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._signer = signer
        self._now = now
        self._quiet_until = now()
        self._ticks = Ticks(now=now)
        self._besides = Besides("telegram tap", most=BESIDES)
        self._wanted: dict[str, Rows] = {}
        self._busy: set[str] = set()

    def attend(self, update: Raw) -> None:
        """See to `update` if it is a tap; returns at once."""
        query = part(update, "callback_query")
        query_id = text(query, "id")
        if query_id is None:
            return
        press, message = self._signer.read(text(query, "data") or ""), part(query, "message")
        words = _words(press, message, sender(update))
        self._besides.start(partial(self._answer, query_id, words))
        if words is not None:
            return
        reference = message_ref(message)
        if isinstance(press, Ticked) and reference is not None and shows_buttons(message):
            ticks = self._ticks.after(press, message=reference)
            rows = ticked(part(message, "reply_markup"), ticks=ticks, signer=self._signer)
            self._wanted[reference] = rows
            if reference not in self._busy:
                self._busy.add(reference)
                self._besides.start(partial(self._show, reference))

    async def settle(self) -> None:
        """Wait for everything that was started."""
        await self._besides.settle()

    async def close(self) -> None:
        """Stop whatever is still under way."""
        await self._besides.close()

    async def _answer(self, query_id: str, words: str | None) -> None:
        # After a while Telegram takes no answer any more: "query is too old".
        with suppress(TelegramError):
            is_alert = None if words is None else True
            await self._bot.answer_callback_query(query_id, text=words, show_alert=is_alert)

    async def _show(self, reference: str) -> None:
        """Show the newest ticks of a message; whoever taps fast makes one edit of several."""
        try:
            while (rows := self._wanted.pop(reference, None)) is not None:
                await self._edit(reference, rows)
        finally:
            self._busy.discard(reference)

    async def _edit(self, reference: str, rows: Rows) -> None:
        place = message_at(reference)
        if place is None or self._now() < self._quiet_until:
            return
        try:
            await self._bot.edit_message_reply_markup(
                chat_id=place[0], message_id=place[1], reply_markup=inline(rows)
            )
        except TooManyRequests as error:
            self._quiet_until = self._now() + error.retry_after
        except TelegramError:
            return


def _words(press: Press | None, message: Raw, person: Raw) -> str | None:
    """Return what whoever tapped is told, and nobody else sees; None where their tap is what it should be."""
    language = text(person, "language_code") or ""
    if press is None:
        return phrase("stray_button", language)
    return say("not_yours", language) if is_for_another(message, number(person, "id")) else None
