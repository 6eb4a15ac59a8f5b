"""What people tell us by command, by the App Home's buttons, or in words where they have no commands."""

import re

from bot.channel import Arrived, Meaning
from bot.channels.slack import marks
from bot.codes import normalise
from bot.orders import read_order

_ANSWERED_AT_ONCE = frozenset({"", "help", "?"})

_CALLED = re.compile(rf"/?{marks.COMMAND.removeprefix('/')}(?:\s+|$)", re.IGNORECASE)


def is_answered_at_once(words: str) -> bool:
    """Say whether a slash command is answered with its acknowledgement, so that nothing is left to do."""
    return words.strip().casefold() in _ANSWERED_AT_ONCE


def read_command(words: str) -> Meaning | None:
    """Return what the words after the command's name mean; None where there is no such command."""
    said = " ".join(words.split()).removeprefix("/")
    word, _, argument = said.casefold().partition(" ")
    if (code := normalise(argument if word == "code" else said)) is not None:
        return Arrived(code=code)
    return read_order(f"/{said}")


def read_words(words: str) -> Meaning | None:
    """Return what typed words mean, if a wish or a code and nothing else: `journey stop`, or `stop`."""
    called = _CALLED.match(words)
    if called:
        return read_command(words[called.end() :])
    if words.startswith("/"):
        return read_command(words)
    if (code := normalise(words)) is not None:
        return Arrived(code=code)
    return read_order(words)
