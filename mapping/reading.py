"""Scores of any other survey tool: CSV lines with customer, touchpoint, at, valence and perhaps rated."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite

import numpy as np

from config.emotion import Level
from config.errors import ConfigError, Problem
from mapping.columns import moment, monday
from mapping.table import LEVELS, ScoreTable

NEEDED = ("customer", "touchpoint", "at", "valence")
_YES, _NO = frozenset({"1", "true", "yes", "y"}), frozenset({"0", "false", "no", "n"})
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """One answer as the file has it; `valence` -2..+2, None where it has none."""

    customer: str
    touchpoint: str
    at: datetime
    valence: float | None
    is_rated: bool


def read_scores(lines: Iterable[str], *, file: str = "scores.csv") -> ScoreTable:
    """Read CSV lines, header first, to a table; raise `ConfigError` with what is wrong, all at once.

    `at` is ISO 8601 (UTC where it names no zone), `valence` -2..+2 or empty; `rated` (yes/no, 1/0; yes where
    the column is missing) says whether the valence is the customer's own rating. Other columns are ignored.
    """
    reader = csv.DictReader(lines)
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        what = f"the header lacks {', '.join(missing)}"
        raise ConfigError((_problem(file, 1, "", what, f"name the columns {', '.join(NEEDED)}[, rated]"),))
    answers: list[ReadAnswer] = []
    problems: list[Problem] = []
    for row in reader:
        read = _read(row, file=file, line=reader.line_num)
        if isinstance(read, ReadAnswer):
            answers.append(read)
        else:
            problems.extend(read)
    if problems:
        raise ConfigError(_first(problems, file=file))
    return tabulated(answers)


def tabulated(answers: Iterable[ReadAnswer]) -> ScoreTable:
    """Sum answers to partials per customer, touchpoint and week."""
    rows = list(answers)
    valence = np.array([0.0 if row.valence is None else row.valence for row in rows])
    scored = np.array([row.valence is not None for row in rows], dtype=np.int64)
    rated = np.array([row.is_rated for row in rows], dtype=np.int64)
    level = np.array([Level.of(value) + 2 for value in valence], dtype=np.int64)
    return ScoreTable.of_columns(
        customer=[row.customer for row in rows],
        touchpoint=[row.touchpoint for row in rows],
        week=[np.datetime64(monday(row.at), "D") for row in rows],
        answers=np.ones(len(rows), dtype=np.int64),
        rated=rated,
        rating_sum=valence * rated,
        scored=scored,
        score_sum=valence * scored,
        histogram=np.eye(len(LEVELS), dtype=np.int64)[level] * scored[:, None],
        last_at=[moment(row.at) for row in rows],
    )


def _read(row: Mapping[str, str | None], *, file: str, line: int) -> ReadAnswer | list[Problem]:
    """Return the answer in one row, or all that is wrong with it."""
    text = {name: (row.get(name) or "").strip() for name in (*NEEDED, "rated")}
    problems = [
        _problem(file, line, name, "is empty", "give every answer a customer and a touchpoint")
        for name in ("customer", "touchpoint")
        if not text[name]
    ]
    at, valence, rated = _time(text["at"]), _valence(text["valence"]), _flag(text["rated"])
    if at is None:
        problems.append(
            _problem(file, line, "at", f"is no time: {text['at']!r}", "write 2026-09-30T18:00:00Z")
        )
    if isinstance(valence, str):
        problems.append(
            _problem(file, line, "valence", f"is not -2 to 2: {valence!r}", "scale it, or leave it empty")
        )
    if rated is None:
        problems.append(
            _problem(file, line, "rated", f"is neither yes nor no: {text['rated']!r}", "write 1 or 0")
        )
    if problems or at is None or isinstance(valence, str) or rated is None:
        return problems
    return ReadAnswer(
        customer=text["customer"],
        touchpoint=text["touchpoint"],
        at=at,
        valence=valence,
        is_rated=rated and valence is not None,
    )


def _time(text: str) -> datetime | None:
    """Return an aware time, None for what is none."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _valence(text: str) -> float | str | None:
    """Return the valence, None for none given, or the text itself where it is no valence."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        return text
    return value if isfinite(value) and abs(value) <= max(LEVELS) else text


def _flag(text: str) -> bool | None:
    """Return yes or no; yes where nothing is written; None for anything else."""
    if not text or text.lower() in _YES:
        return True
    return False if text.lower() in _NO else None


def _first(problems: list[Problem], *, file: str) -> tuple[Problem, ...]:
    """Return the problems, and of a long list only how many more there are."""
    more = len(problems) - _SHOWN
    if more <= 0:
        return tuple(problems)
    return (*problems[:_SHOWN], _problem(file, problems[_SHOWN].line, "", f"and {more} more like these", ""))


def _problem(file: str, line: int, column: str, what: str, fix: str) -> Problem:
    """Return one problem of the file."""
    return Problem(file=file, line=line, column=1, path=column, what=what, fix=fix)
