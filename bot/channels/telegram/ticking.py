"""Ticks on the buttons of a question with several answers, before `Done` sends them.

What is ticked stands on the buttons themselves, so it outlives restarts and needs no memory. Only whoever
taps faster than the message changes needs one: the newest ticks of a message count for a moment longer.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channels.telegram.callback import Done, Signer, Ticked
from bot.channels.telegram.keyboards import CLEAR, TICKED, Button, Rows
from bot.channels.telegram.raw import Raw, text

_RECENT = timedelta(seconds=3)


class Ticks:
    """The newest ticks of messages whose change may not have arrived at the customer yet."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._newest: dict[str, tuple[int, datetime]] = {}

    def after(self, press: Ticked, *, message: str) -> int:
        """Return what is ticked after a press in `message`."""
        now = self._now()
        self._newest = {key: kept for key, kept in self._newest.items() if now - kept[1] < _RECENT}
        before, _ = self._newest.get(message, (press.ticks, now))
        ticks = before ^ (1 << press.choice)
        self._newest[message] = (ticks, now)
        return ticks


def ticked(markup: Raw, *, ticks: int, signer: Signer) -> Rows:
    """Return the buttons of a message as they are with `ticks`."""
    rows = markup.get("inline_keyboard")
    return tuple(
        tuple(_button(each, ticks, signer) for each in row if isinstance(each, dict))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, list)
    )


def _button(raw: Raw, ticks: int, signer: Signer) -> Button:
    label, data = text(raw, "text") or "", text(raw, "callback_data") or ""
    match signer.read(data):
        case Ticked() as press:
            mark = TICKED if ticks >> press.choice & 1 else CLEAR
            words = label.removeprefix(TICKED).removeprefix(CLEAR).strip()
            return Button(f"{mark} {words}", signer.write(replace(press, ticks=ticks)))
        case Done() as press:
            return Button(label, signer.write(replace(press, ticks=ticks)))
        case _:
            return Button(label, data)
