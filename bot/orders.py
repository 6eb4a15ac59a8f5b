"""What people type that is no answer: how they want to be treated, short codes, and commands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.channel import Arrived, Commanded, Told
from bot.codes import normalise
from bot.plugins import commands as known_commands
from feedback.intake import Order
from feedback.prompts import Choice, Reply
from feedback.wording import TALK, say

_COMMANDS: Mapping[str, Order] = {
    "/stop": "stop",
    "/start": "start",
    "/pause": "pause",
    "/language": "language",
    "/privacy": "privacy",
    "/mydata": "mydata",
    "/forget": "forget",
    "/help": "help",
    "/link": "link",
    "/channels": "channels",
    "/team": "team",
}

# Only words that stand alone and that nobody sends as an answer; what skips a question is not among them.
_WORDS: Mapping[Order, str] = {
    "stop": "stop, stopp, unsubscribe, abmelden, arrêter, arrêtez, parar, baja, fermati",
    "start": "start, subscribe, anmelden, commencer, empezar, inizia, começar",
    "pause": "pause, pausa",
}
_PLAIN: Mapping[str, Order] = {word: order for order, words in _WORDS.items() for word in words.split(", ")}

_PLACE = re.compile(r"#([1-9]\d{0,2})")
_SHORT_LENGTH = re.compile(r"\d{1,4}\s?[mhdw]")
_LENGTH = re.compile(r"(\d{1,3})?\s*([^\W\d_]+)")
_DAYS = {
    1: "day, tag, jour, día, dia, giorno, giorni",
    7: "week, woche, semaine, semana, settimana, settimane",
    30: "month, monat, mois, mes, mese, mês",
    365: "year, jahr, an, année, año, anno, anni, ano",
}
_DAYS_OF: Mapping[str, int] = {word: days for days, words in _DAYS.items() for word in words.split(", ")}
_PLURALS = ("", "s", "e", "n", "en", "es", "i")
_MOST_DAYS = 3650


def read_typed(text: str) -> Told | Arrived | Commanded | None:
    """Return what `text` means if it is an order, a command or a short code, and nothing else."""
    code = normalise(text)
    return read_order(text) if code is None else Arrived(code=code)


def tapped_order(reply: Reply) -> Told | Arrived | Commanded | None:
    """Return the order that a tap gives: buttons of no question have commands for values.

    What `//map` gives is answered below, and takes no message's place.
    """
    value = reply.choices[0] if len(reply.choices) == 1 else ""
    order = (
        read_order(value.removeprefix("/") if value.startswith("//") else value) if value[:1] == "/" else None
    )
    if isinstance(order, Commanded):
        return replace(order, prompt=reply.prompt, on=None if value.startswith("//") else reply.on)
    return order


def tapped_at(place: str, choices: Sequence[Choice]) -> tuple[str, str, bool] | None:
    """Return the command of the choice at a place such as `#3`: its name, its words, and if it stands below.

    Buttons that are too small for a command carry where it stands.
    """
    found = _PLACE.fullmatch(place)
    if found is None or int(found[1]) > len(choices):
        return None
    value = choices[int(found[1]) - 1].value
    read = read_order(value.removeprefix("/") if value.startswith("//") else value)
    return (read.name, read.words, value.startswith("//")) if isinstance(read, Commanded) else None


def read_order(text: str) -> Told | Arrived | Commanded | None:
    """Return the order `text` gives, if it is one and nothing else; `/link` with a code is the code."""
    words = " ".join(text.split()).casefold().rstrip(".!")
    if words in _PLAIN:
        return Told(order=_PLAIN[words])
    word, _, argument = words.partition(" ")
    if word in _COMMANDS:
        return _told(_COMMANDS[word], argument)
    if word.startswith("/") and word.removeprefix("/") in known_commands():
        return Commanded(name=word.removeprefix("/"), words=text.strip()[len(word) :].strip())
    if _PLAIN.get(word) == "pause" and (_SHORT_LENGTH.fullmatch(argument) or _days(argument)):
        return _told("pause", argument)
    return None


def _told(order: Order, argument: str) -> Told | Arrived:
    code = normalise(argument)
    if code is not None and order == "link":
        return Arrived(code=code)
    if code is not None and order == "team":
        return Told(order=order, argument=code)
    if order == "language":
        return Told(order=order, argument=_tag(argument) or None)
    days = _days(argument) if order == "pause" else None
    return Told(order=order, argument=f"{days}d" if days else argument.replace(" ", "") or None)


def commands() -> Mapping[str, Order]:
    """Return every command that is understood, with the order it gives."""
    return {command.removeprefix("/"): order for command, order in _COMMANDS.items()}


def _days(length: str) -> int | None:
    """Return how many days `3 months` are, in any of our languages; a month counts as 30."""
    found = _LENGTH.fullmatch(length)
    if found is None:
        return None
    number, word = int(found[1] or 1), found[2]
    stems = (word.removesuffix(plural) if plural else word for plural in _PLURALS)
    days = next((_DAYS_OF[stem] for stem in stems if stem in _DAYS_OF), None)
    return None if days is None else min(number * days, _MOST_DAYS)


def _tag(language: str) -> str:
    """Return the tag of a language given by its own name, such as Deutsch; else what was given."""
    names = {say("language_name", tag).casefold(): tag for tag in TALK.languages}
    return names.get(language, language)
