"""The terminal as a channel: prompts are printed as plain text, and a typed line is a reply."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from pydantic import ValidationError

from bot.channel import Failure, Meaning, Receipt, Said
from bot.orders import read_typed
from feedback.degrade import degrade
from feedback.prompts import REPLY_JSON, Prompt
from feedback.records import InboxItem, OutboxItem

Show = Callable[[Prompt, str], None]
"""Puts a prompt, and the words it is written in, before whoever sits at the terminal."""

_SOON = timedelta(minutes=1)


class ConsoleChannel:
    """The terminal of one customer: whoever else is on this channel sits at another one, or at none."""

    name = "console"

    def __init__(self, *, address: str, show: Show) -> None:
        self._address = address
        self._show = show

    def parse(self, item: InboxItem) -> Meaning | None:
        try:
            reply = REPLY_JSON.validate_json(item.payload)
        except ValidationError:
            return None
        if reply.text is None or reply.choices:
            return Said(reply=reply)
        if reply.text.strip().casefold() == "/skip":
            return Said(reply=replace(reply, text=None, skip=True))
        return read_typed(reply.text) or Said(reply=reply)

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        if item.address != self._address:
            return Failure(kind="throttled", retry_after=_SOON)
        # A terminal has nowhere to put a file: the one to read is read here.
        files = [each.text for each in item.prompt.documents if each.mime == "text/plain"]
        self._show(item.prompt, "\n\n".join([degrade(item.prompt), *files]))
        return Receipt(reference=item.id)


SPEC = ConsoleChannel
