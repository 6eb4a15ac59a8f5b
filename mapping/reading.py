"""Answers of any other survey tool: CSV lines with customer, touchpoint, time, and a score or words."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import isfinite
from types import MappingProxyType
from typing import Literal

import numpy as np

from config.emotion import Level
from config.facts import Fact
from config.weeks import monday_of
from mapping.columns import moment
from mapping.mistakes import Mistakes
from mapping.reading_times import USUAL, time_in
from mapping.table import LEVELS, ScoreTable

Field = Literal["customer", "touchpoint", "at", "score", "rated", "text", "medium", "campaign"]

NEEDED: tuple[Field, ...] = ("customer", "touchpoint", "at")
MOST = 1_000_000
"""Most lines read from one file, unless asked for more."""

NAMES: Mapping[Field, tuple[str, ...]] = MappingProxyType(
    {
        "customer": ("customer",),
        "touchpoint": ("touchpoint",),
        "at": ("at", "time", "date", "timestamp", "occurred_at", "answered_at"),
        "score": ("score", "valence", "rating"),
        "rated": ("rated",),
        "text": ("text", "comment", "words"),
        "medium": ("medium",),
        "campaign": ("campaign",),
    }
)
"""How the column of a field may be named, in small letters; the first found counts."""

_YES, _NO = frozenset({"1", "true", "yes", "y"}), frozenset({"0", "false", "no", "n"})
_HIGHEST = 2.0
_DELIMITERS = ",;\t|"
_BYTE_ORDER_MARK = "\ufeff"
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of a foreign scale, the worst first: 1-5, or 5-1 where 1 is best."""

    worst: float
    best: float

    @classmethod
    def of(cls, text: str) -> "Scale":
        """Read `1-5` or `-3-3`; ValueError for what is no scale."""
        found = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*(?:-|–|\.\.)\s*(-?\d+(?:\.\d+)?)", text.strip())
        if found is None or float(found[1]) == float(found[2]):
            raise ValueError(f'"{text}" is no scale; write its worst and its best end, such as 1-5 or 5-1')
        return cls(float(found[1]), float(found[2]))

    def valence(self, value: float) -> float:
        """Return a value of the scale as a valence, -2..+2."""
        return (value - self.worst) / (self.best - self.worst) * 2 * _HIGHEST - _HIGHEST


VALENCE = Scale(-_HIGHEST, _HIGHEST)
"""Scores that are valences already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """One line as the file has it; `valence` -2..+2, None where it has none; '' where nothing else is known.

    `attributes` are the cells of all other columns; `emotions` what whoever judged it found, None for nobody.
    """

    customer: str
    touchpoint: str
    at: datetime
    valence: float | None = None
    is_rated: bool = False
    text: str = field(default="", repr=False)
    medium: str = ""
    campaign: str = ""
    attributes: Mapping[str, Fact] = field(default_factory=dict, repr=False)
    emotions: frozenset[str] | None = None
    line: int = 0

    @property
    def is_answer(self) -> bool:
        """Whether anything was said: else somebody only came by."""
        return self.valence is not None or bool(self.text)


def read_answers(
    lines: Iterable[str],
    *,
    names: Mapping[Field, str] | None = None,
    scale: Scale = VALENCE,
    times: Sequence[str] = USUAL,
    file: str = "answers.csv",
    most: int = MOST,
) -> tuple[ReadAnswer, ...]:
    """Read CSV lines, header first; raise `ConfigError` with what is wrong, all at once.

    `names` says which column holds a field where it is named otherwise than in `NAMES`. Times are in one of
    the forms `times` (UTC where they name no zone), scores on `scale` or empty; `rated` (yes/no, 1/0; yes
    where the column is missing) says whether a score is the customer's own.
    """
    mistakes = Mistakes(file=file)
    answers: list[ReadAnswer] = []
    numbered = iter(lines)
    first = next(numbered, "")
    delimiter = max(_DELIMITERS, key=first.count)
    (header,) = csv.reader([first], delimiter=delimiter) if first.strip() else ([],)
    places = _places(header, names=names or {}, mistakes=mistakes)
    mistakes.tell()
    others = _others(header, places)
    # Strict: a quote that nobody ends takes in all the rest, and without it that would be one long field.
    reader = csv.reader(numbered, delimiter=delimiter, strict=True)
    try:
        for row in filter(any, reader):
            line = reader.line_num + 1
            texts = {name: row[place].strip() for name, place in places.items() if place < len(row)}
            answer = _answer(texts, header, places, scale=scale, times=times, line=line, mistakes=mistakes)
            if answer is not None:
                answers.append(_with_attributes(answer, row, others) if others else answer)
            if len(answers) > most:
                mistakes.add(line, "", f"has more than {most} answers", "split the file")
                break
    except csv.Error:
        mistakes.add(reader.line_num + 1, "", "is no CSV from here on", "quote the field that begins here")
    mistakes.tell()
    return tuple(answers)


def tabulated(answers: Iterable[ReadAnswer], *, emotion_names: Sequence[str] = ()) -> ScoreTable:
    """Sum what was said to partials per customer, touchpoint and week; who only came by is left out."""
    rows = [row for row in answers if row.is_answer]
    valence = np.array([0.0 if row.valence is None else row.valence for row in rows])
    scored = np.array([row.valence is not None for row in rows], dtype=np.int64)
    rated = np.array([row.is_rated for row in rows], dtype=np.int64)
    level = np.array([Level.of(value) + 2 for value in valence], dtype=np.int64)
    return ScoreTable.of_columns(
        customer=[row.customer for row in rows],
        touchpoint=[row.touchpoint for row in rows],
        week=[np.datetime64(monday_of(row.at), "D") for row in rows],
        answers=np.ones(len(rows), dtype=np.int64),
        rated=rated,
        rating_sum=valence * rated,
        scored=scored,
        score_sum=valence * scored,
        histogram=np.eye(len(LEVELS), dtype=np.int64)[level] * scored[:, None],
        last_at=[moment(row.at) for row in rows],
        emotion_names=emotion_names,
        emotions=[[name in (row.emotions or ()) for name in emotion_names] for row in rows],
        emotions_known=[row.emotions is not None for row in rows],
    )


def a_name(header: str) -> str:
    """Return what rules call a column: `Plan Type` is plan_type; '' where nothing is left."""
    return _NOT_IN_A_NAME.sub("_", header.casefold()).strip("_")


def a_fact(cell: str) -> Fact:
    """Return what a cell means to a rule: true or false, a number, and otherwise words; None for nothing."""
    if cell in {"true", "false"}:
        return cell == "true"
    if _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    return cell or None


def _places(header: Sequence[str], *, names: Mapping[Field, str], mistakes: Mistakes) -> dict[Field, int]:
    """Return where each field stands, and note what the header lacks."""
    titles = [title.removeprefix(_BYTE_ORDER_MARK).strip() for title in header]
    small = [title.casefold() for title in titles]
    places: dict[Field, int] = {}
    lacking: list[str] = []
    for name, usual in NAMES.items():
        wanted = [names[name].casefold()] if name in names else usual
        found = next((small.index(each) for each in wanted if each in small), None)
        if found is not None:
            places[name] = found
        elif name in NEEDED or name in names:
            lacking.append(names.get(name, name))
    if lacking:
        what = f"the header lacks {', '.join(lacking)}"
        mistakes.add(1, "", what, "add them, or say how they are named")
    return places


def _others(header: Sequence[str], places: Mapping[Field, int]) -> list[tuple[int, str]]:
    """Return where the columns of attributes stand, and what rules call them."""
    taken = set(places.values())
    named = [(place, a_name(title)) for place, title in enumerate(header) if place not in taken]
    return [(place, name) for place, name in named if name]


def _with_attributes(answer: ReadAnswer, row: Sequence[str], others: Sequence[tuple[int, str]]) -> ReadAnswer:
    facts = {name: a_fact(row[place].strip()) for place, name in others if place < len(row)}
    return replace(answer, attributes={name: fact for name, fact in facts.items() if fact is not None})


def _answer(
    texts: Mapping[Field, str],
    header: Sequence[str],
    places: Mapping[Field, int],
    *,
    scale: Scale,
    times: Sequence[str],
    line: int,
    mistakes: Mistakes,
) -> ReadAnswer | None:
    """Return the answer of one row, or None and note all that is wrong with it."""
    customer, touchpoint = texts.get("customer", ""), texts.get("touchpoint", "")
    at, valence = time_in(texts.get("at", ""), times), _valence(texts.get("score", ""), scale)
    rated = _flag(texts.get("rated", ""))
    if customer and touchpoint and at is not None and not isinstance(valence, str) and rated is not None:
        return ReadAnswer(
            customer=customer,
            touchpoint=touchpoint,
            at=at,
            valence=valence,
            is_rated=rated and valence is not None,
            text=texts.get("text", ""),
            medium=texts.get("medium", ""),
            campaign=texts.get("campaign", ""),
            line=line,
        )
    whose = "give every answer a customer and a touchpoint"
    ends = f"{min(scale.worst, scale.best):g} to {max(scale.worst, scale.best):g}"
    checks: tuple[tuple[bool, Field, str, str], ...] = (
        (not customer, "customer", "is empty", whose),
        (not touchpoint, "touchpoint", "is empty", whose),
        (at is None, "at", "is no time", "write 2026-09-30T18:00:00Z, or say its form, such as %d.%m.%Y"),
        (
            isinstance(valence, str),
            "score",
            f"is not {ends}",
            "say its scale, such as 1-5, or leave it empty",
        ),
        (rated is None, "rated", "is neither yes nor no", "write 1 or 0"),
    )
    for is_wrong, name, what, fix in checks:
        if is_wrong:
            mistakes.add(line, header[places[name]].strip(), what, fix)
    return None


def _valence(text: str, scale: Scale) -> float | str | None:
    """Return the valence, None for none given, or the text itself where it is no value of the scale."""
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    is_within = isfinite(value) and min(scale.worst, scale.best) <= value <= max(scale.worst, scale.best)
    return scale.valence(value) if is_within else text


def _flag(text: str) -> bool | None:
    """Return yes or no; yes where nothing is written; None for anything else."""
    if not text or text.lower() in _YES:
        return True
    return False if text.lower() in _NO else None
