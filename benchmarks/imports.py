"""Imports: a file of another tool comes in; ratings alone, with words left unjudged, with words judged."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.bench import NOON, Bench, Size, opened, settings_for
from benchmarks.crowd import SURVEYED, WORDS
from benchmarks.figure import Figure, Lap, rate
from benchmarks.stopwatch import timing
from bot.app import App
from bot.plugins import question_kinds
from feedback.importing.loading import read_map
from feedback.importing.run import import_file

_GOAL = 10_000
_TIME = timedelta(seconds=15)
_ROWS_EACH = 5
"""How many rows each customer has."""

_MAP = """
source: till
customer: customer
source_id: id
touchpoint: {{column: place, values: {{{places}}}}}
occurred_at: {{column: at}}
answers:
  - {{question: feeling, column: stars, scale: {{low: 1, high: 5}}}}
"""
_WORDS = "  - {question: why, column: words}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """How many rows the files have."""

    ratings: int
    words: int
    judged: int
    rounds: int


_WORK: Mapping[Size, _Work] = {
    "full": _Work(ratings=50_000, words=10_000, judged=5_000, rounds=2),
    "quick": _Work(ratings=5_000, words=2_000, judged=1_000, rounds=1),
    "tiny": _Work(ratings=12, words=6, judged=6, rounds=1),
}


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield rows per second on SQLite, each file into an empty database."""
    work = _WORK[bench.size]
    for what, rows, has_words, judged, goal in (
        ("ratings, not judged", work.ratings, False, False, _GOAL),
        ("ratings and words, not judged", work.words, True, False, _GOAL),
        ("ratings, judged", work.judged, False, True, None),
        ("ratings and words, judged by textblob", work.judged, True, True, None),
    ):
        file = bench.folder / f"{what.replace(' ', '_')}.csv"
        _write(file, rows, has_words=has_words)
        laps = [
            _imported(bench, file, rows, judged=judged)
            for number in bench.rounds(work.rounds, within=_TIME)
            if number
        ]
        yield rate(f"import of {what}, SQLite", "rows/s", laps, goal=goal, note=f"{rows:,} rows")


def _imported(bench: Bench, file: Path, rows: int, *, judged: bool) -> Lap:
    with opened(settings_for(bench.sqlite_url(), bench.folder)) as app:
        if judged:
            app.service.judge([])  # what it imports is not the import's
        with timing(rows) as watch:
            _import(app, file, judged=judged)
    return watch.done


def _import(app: App, file: Path, *, judged: bool) -> None:
    kinds, journey = question_kinds(), app.loaded.journey
    report = import_file(
        file,
        read_map(file.with_suffix(".yaml"), journey=journey, kinds=kinds),
        store=app.store,
        journey=journey,
        version=app.loaded.version,
        kinds=kinds,
        judge=app.service.judge if judged else None,
        clock=app.around.clock,
    )
    if not report.is_clean:
        raise ValueError(f"the import of the benchmark refused rows: {report.reasons}")


def _write(file: Path, rows: int, *, has_words: bool) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "customer", "place", "at", "stars", "words"])
        for number in range(rows):
            at = NOON - timedelta(minutes=7 * (number % 20_000))
            words = WORDS[number % len(WORDS)] if has_words else ""
            place = SURVEYED[number % len(SURVEYED)]
            writer.writerow(
                [
                    f"r{number}",
                    f"customer-{number // _ROWS_EACH}",
                    place,
                    at.isoformat(),
                    number % 5 + 1,
                    words,
                ]
            )
    places = ", ".join(f"{each}: {each}" for each in SURVEYED)
    file.with_suffix(".yaml").write_text(
        _MAP.format(places=places) + (_WORDS if has_words else ""), encoding="utf-8"
    )
