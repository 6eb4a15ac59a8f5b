"""Words as they are compared: case, accents and umlauts make no difference."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_DASHES = re.compile(r"\s+-+\s+|\s*[\u2013\u2014]+\s*")
_AROUND = "\"'“”„\u201a\u2018\u2019«»()[]!?;,"
_LONGEST = 400
"""Nobody writes filters longer than this; what is longer is cut, so that reading stays quick."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word as it was written, and as it is compared."""

    said: str
    folded: str


def listed(words: str) -> list[str]:
    """Return words that stand in one string, for vocabularies that are read better so."""
    return words.split()


def fold(text: str) -> str:
    """Return `text` as it is compared: "März" is "marz"."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parted if not unicodedata.combining(char))


def foldings(text: str) -> frozenset[tuple[str, ...]]:
    """Return each way in which somebody may write a name, word by word: with umlauts, without, as "ae"."""
    composed = unicodedata.normalize("NFC", text)
    ways = {composed, composed.translate(_SPELT_OUT)}
    return frozenset(tuple(token.folded for token in tokens(way)) for way in ways)


def tokens(words: str, *, whole_after: Collection[str] = (), parted_at: Collection[str] = ()) -> list[Token]:
    """Part words into tokens; what follows one of `whole_after` keeps its commas.

    `persona:x`, `persona=x` and `--persona x` are the same where "persona" is one of `parted_at`.
    """
    found: list[Token] = []
    for word in _DASHES.sub(" - ", words[:_LONGEST]).split():
        is_whole = bool(found) and found[-1].folded in whole_after
        for part in [word] if is_whole else re.split(r"[,;]", word):
            found += [Token(each, fold(each)) for each in _parted(part, parted_at)]
    return found


def _parted(word: str, at: Collection[str]) -> Iterator[str]:
    name, mark, value = re.sub(r"^--(?=\w)", "", word).partition("=" if "=" in word else ":")
    if mark and fold(name) in at:
        yield name
        word = value
    bare = re.sub(r"^--(?=\w)", "", word).strip(_AROUND).rstrip(":")
    # The dot behind a figure says that it is a day: "1. Mai".
    bare = bare if re.search(r"\d\.$", bare) else bare.rstrip(".")
    if bare:
        yield bare
