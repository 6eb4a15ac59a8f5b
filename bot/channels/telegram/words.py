"""Written words that are no answer: commands, codes, and the plain words for how one wants to be treated."""

import re

from bot.channel import Arrived, Meaning, Nothing, Told
from bot.codes import normalise
from bot.orders import read_order, read_typed
from feedback.intake import Order

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w{1,64}))?(?:\s+(?P<argument>.*))?", re.DOTALL)

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a link t.me/BOT?start=... can carry: Bot API, deep linking."""

_SKIP = "skip"

_OF_ONE_ALONE: frozenset[Order] = frozenset({"link", "channels", "mydata", "forget"})
"""What concerns one person and is no business of a group's."""


def read_words(words: str, *, username: str | None) -> Meaning | None:
    """Return what words in a private chat mean if they are no answer."""
    command = read_command(words, username=username, is_private=True)
    if command is not None:
        return command
    return read_typed(words)


def read_command(words: str, *, username: str | None, is_private: bool) -> Meaning | None:
    """Return what a command means; in a private chat one that we do not know asks for help."""
    found = _COMMAND.fullmatch(words.strip())
    if found is None:
        return None
    name, argument = found["name"].casefold(), (found["argument"] or "").strip()
    if _is_for_another(found["bot"], username):
        return Nothing()
    if name == "start" and _PAYLOAD.fullmatch(argument):
        return Arrived(code=normalise(argument) or argument)
    known = read_order(f"/{name} {argument}".strip())
    if is_private:
        return known or Told(order="help")
    if isinstance(known, Told) and known.order in _OF_ONE_ALONE:
        # Others would read along: what can be done here is told instead.
        return Told(order="help")
    return known or Nothing()


def asks_to_skip(words: str) -> bool:
    """Say whether words are the command to leave a question out."""
    found = _COMMAND.fullmatch(words.strip())
    return found is not None and found["name"].casefold() == _SKIP


def _is_for_another(bot: str | None, username: str | None) -> bool:
    return bot is not None and username is not None and bot.casefold() != username.casefold()
