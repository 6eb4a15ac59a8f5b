"""What customers type to say how they want to be treated: `/pause 30d`, or the plain word."""

import re
from collections.abc import Mapping

from bot.channel import Told
from feedback.intake import Order
from feedback.wording import CATALOGUES, say

_COMMANDS: Mapping[str, Order] = {
    "/stop": "stop",
    "/start": "start",
    "/pause": "pause",
    "/language": "language",
}

# Only words that stand alone and that nobody sends as an answer; what skips a question is not among them.
_WORDS: Mapping[Order, str] = {
    "stop": "stop, stopp, unsubscribe, abmelden, arrêter, arrêtez, parar, baja, fermati",
    "start": "start, subscribe, anmelden, commencer, empezar, inizia, começar",
    "pause": "pause, pausa",
}
_PLAIN: Mapping[str, Order] = {word: order for order, words in _WORDS.items() for word in words.split(", ")}

_LENGTH = re.compile(r"\d{1,4}\s?[mhdw]")


def read_order(text: str) -> Told | None:
    """Return the order `text` gives, if it is one and nothing else."""
    words = " ".join(text.split()).casefold().rstrip(".!")
    if words in _PLAIN:
        return Told(order=_PLAIN[words])
    word, _, argument = words.partition(" ")
    if word in _COMMANDS:
        return _told(_COMMANDS[word], argument)
    if _PLAIN.get(word) == "pause" and _LENGTH.fullmatch(argument):
        return _told("pause", argument)
    return None


def _told(order: Order, argument: str) -> Told:
    if order == "language":
        return Told(order=order, argument=_tag(argument) or None)
    return Told(order=order, argument=argument.replace(" ", "") or None)


def _tag(language: str) -> str:
    """Return the tag of a language given by its own name, such as Deutsch; else what was given."""
    names = {say("language_name", tag).casefold(): tag for tag in CATALOGUES}
    return names.get(language, language)
