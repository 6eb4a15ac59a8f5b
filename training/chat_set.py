"""The project's own chat set: read, its two labellings compared, settled, and made into examples."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from training.examples import EMOTION_NAMES, FEELINGS, Example

FOLDER = Path(__file__).parent / "chat"
HELD_OUT = frozenset({"h", "x"})
"""The passes that nothing is trained, chosen or tuned on: English, and the seven other languages."""


_STEP = 1.0
_BOUND_TO_RECUR = 3  # words: everybody writes "nothing" and "as expected" some day


class BadRow(Exception):
    """A row of the chat set breaks the guide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """How one reader labelled a row: one of FEELINGS, -2..+2 (None for a non-answer), emotions, a theme."""

    sentiment: str
    valence: float | None
    emotions: tuple[str, ...]
    theme: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer with the labels that count; `second` are those of the reader who saw only the text."""

    id: str
    business: str
    touchpoint: str
    question: str | None
    language: str
    text: str
    tags: tuple[str, ...]
    first: Labels
    second: Labels | None = None
    settled: Labels | None = None

    @property
    def labels(self) -> Labels:
        """The labels that count: what both readers said, or what was settled where they differed."""
        if self.settled is not None or self.second is None or self.differ:
            return self.settled or self.first
        return Labels(
            sentiment=self.first.sentiment,
            valence=_between(self.first.valence, self.second.valence),
            emotions=tuple(dict.fromkeys((*self.first.emotions, *self.second.emotions))),
            theme=self.first.theme,
        )

    @property
    def differ(self) -> bool:
        """Whether the two readers differ: another sentiment or theme, or more than a step of valence."""
        if self.second is None:
            return False
        one, other = self.first, self.second
        apart = abs((one.valence or 0.0) - (other.valence or 0.0))
        return one.sentiment != other.sentiment or one.theme != other.theme or apart > _STEP

    @property
    def is_in_doubt(self) -> bool:
        """Whether the readers differ, and nobody has settled it."""
        return self.differ and self.settled is None

    @property
    def held_out(self) -> bool:
        """Whether the row belongs to a pass that only figures are taken on."""
        return self.id.split("-")[0] in HELD_OUT


@cache
def themes() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return each business's themes with the phrases that stand for them; some passes bring their own."""
    places = [FOLDER / "businesses.json", *sorted(FOLDER.glob("new-*.json"))]
    told: dict[str, Any] = {}
    for place in places:
        told |= json.loads(place.read_text(encoding="utf-8"))
    return {name: business["themes"] for name, business in told.items()}


def rows() -> Sequence[Row]:
    """Return the whole set, in the order of its files."""
    second = {each["id"]: _labels(each) for path in _files("second-*") for each in _lines(path)}
    settled = {each["id"]: _labels(each) for path in _files("settled*") for each in _lines(path)}
    return [
        replace(row, second=second.get(row.id), settled=settled.get(row.id))
        for path in _files("pass-*")
        for row in map(_row, _lines(path))
    ]


def taught() -> Sequence[Row]:
    """Return what may be taught: no held-out pass, nor any answer of several words that one of them has.

    Nor what two readers have read differently, as long as nobody has settled it.
    """
    found = rows()
    kept_apart = {_key(row) for row in found if row.held_out and len(row.text.split()) > _BOUND_TO_RECUR}
    return [row for row in found if not row.held_out and not row.is_in_doubt and _key(row) not in kept_apart]


def examples(found: Sequence[Row]) -> Iterator[Example]:
    """Turn rows into examples: certain of class and valence, and of the emotions that were named."""
    for row in found:
        labels = row.labels
        yield Example(
            source=f"chat_{row.id.split('-')[0]}",
            text=row.text,
            question=row.question,
            language=row.language,
            feeling={name: float(name == labels.sentiment) for name in FEELINGS},
            valence=labels.valence,
            emotions={name: float(name in labels.emotions) for name in EMOTION_NAMES},
            themes=row.business,
            theme=labels.theme,
        )


def _key(row: Row) -> str:
    return " ".join(row.text.casefold().split())


def _between(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else (one + other) / 2


def _files(pattern: str) -> Sequence[Path]:
    return sorted(FOLDER.glob(f"{pattern}.jsonl"))


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _row(said: Mapping[str, Any]) -> Row:
    row = Row(
        id=said["id"],
        business=said["business"],
        touchpoint=said["touchpoint"],
        question=said["question"],
        language=said["lang"],
        text=said["text"],
        tags=tuple(said["tags"]),
        first=_labels(said),
    )
    if row.first.theme is not None and row.first.theme not in themes()[row.business]:
        raise BadRow(f"{row.id}: {row.business} has no theme {row.first.theme}")
    return row


def _labels(said: Mapping[str, Any]) -> Labels:
    if said["sentiment"] not in FEELINGS or any(name not in EMOTION_NAMES for name in said["emotions"]):
        raise BadRow(f"{said['id']}: an unknown sentiment or emotion")
    valence = None if said["valence"] is None else float(said["valence"])
    if (valence is None) != (said["sentiment"] == "non_answer"):
        raise BadRow(f"{said['id']}: only a non-answer has no valence")
    return Labels(
        sentiment=said["sentiment"], valence=valence, emotions=tuple(said["emotions"]), theme=said["theme"]
    )
