"""Which touchpoints are offered for what a colleague has typed so far: by name or id, forgiving typos."""

from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio

from bot.channels.slack.elements import SELECTABLE, Element, option
from feedback.reading import plain

_BEGINS, _BEGINS_A_WORD, _HOLDS = 300, 200, 100
"""How well a name fits that begins with what was typed, or has a word that does, or just holds it."""

_ALIKE = 75
"""From so many of a hundred on, what was typed may be part of a name with a typo in it."""


def suggestions(typed: str, places: Sequence[tuple[str, str]]) -> list[Element]:
    """Return options for the touchpoints, by id and title, that fit what was typed; the best come first.

    Where nothing fits, what is nearly spelt like it is offered; without words, the first touchpoints are.
    """
    words = plain(typed)
    if not words:
        return [option(title, touchpoint) for touchpoint, title in places[:SELECTABLE]]
    ranked = [
        (max(_rank(words, title), _rank(words, touchpoint)), touchpoint, title)
        for touchpoint, title in places
    ]
    least = _HOLDS if any(rank >= _HOLDS for rank, *_ in ranked) else _ALIKE
    fitting = [each for each in ranked if each[0] >= least]
    best = sorted(fitting, key=lambda each: -each[0])  # which keeps the journey's order among equals
    return [option(title, touchpoint) for _, touchpoint, title in best[:SELECTABLE]]


def _rank(words: str, name: str) -> float:
    known = plain(name.replace("_", " ").replace("-", " "))
    if known.startswith(words):
        return _BEGINS
    if f" {words}" in known:
        return _BEGINS_A_WORD
    return _HOLDS if words in known else min(partial_ratio(words, known), _HOLDS - 1)
