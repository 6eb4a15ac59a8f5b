"""What all lists of options share: taps, names, and numbers that point at one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback.figures import figure
from feedback.paraphrase import paraphrased
from feedback.reading import closest, listed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose: its id, and every wording that means it, the customer's language first."""

    id: str
    names: tuple[str, ...]


_PLACE = re.compile(r"#([1-9][0-9]?)")
"""An option by its place, for channels whose buttons are too small for its id; no id begins like this."""


def tapped(options: Sequence[Option], values: Iterable[str]) -> tuple[str, ...] | None:
    """Return the tapped ids in the order of the options, each once; None if one was never offered."""
    wanted = {_at_place(options, value) for value in values}
    picked = tuple(option.id for option in options if option.id in wanted)
    return picked if len(picked) == len(wanted) else None


def _at_place(options: Sequence[Option], value: str) -> str:
    place = _PLACE.fullmatch(value)
    return options[int(place[1]) - 1].id if place and int(place[1]) <= len(options) else value


def named(options: Sequence[Option], text: str, *, language: str) -> str | None:
    """Return the one option `text` means: by its name, by its number, or in other words."""
    names = [(name, option.id) for option in options for name in option.names]
    by_name = closest(text, names)
    if by_name is not None:
        return by_name
    number = figure(text, language=language)
    if number is None:
        return paraphrased(text, names)
    if number.top is not None or number.value not in range(1, len(options) + 1):
        return None
    return options[int(number.value) - 1].id


def all_named(options: Sequence[Option], text: str, *, language: str) -> tuple[tuple[str, ...], str | None]:
    """Return the options a typed list means, in their order, and the words that mean none of them."""
    whole = named(options, text, language=language)
    if whole is not None:
        return (whole,), None
    parts = listed_in(text, language=language)
    picked = {part: named(options, part, language=language) for part in parts}
    found = set(picked.values())
    left = text if found <= {None} else ", ".join(part for part in parts if picked[part] is None)
    return tuple(option.id for option in options if option.id in found), left or None
