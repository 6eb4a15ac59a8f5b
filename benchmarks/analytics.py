"""Analytics over a million answers: recompute, filtered maps, paths and funnel, each beside pandas."""

import resource
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from benchmarks.answers_by_sql import fill_by_sql
from benchmarks.bench import NOON, Bench, Size, opened, settings_for
from benchmarks.figure import Figure, Lap, duration, rate, ratio
from benchmarks.stopwatch import timing
from bot.analyst import Analyst
from bot.app import App
from bot.duck import DuckDb
from bot.recomputing import answers_of, recomputed_scores
from bot.remembering import Sums
from bot.reporting import Query
from feedback.store.facts import AnswerFacts
from mapping.journey_map import JourneyMap, build_map
from mapping.methods.events import EventTable
from mapping.methods.funnel import funnel
from mapping.methods.paths import directly_follows
from mapping.period import Period
from mapping.sql import partials, transitions
from mapping.table import ScoreTable
from mapping.telling import stages_of

_ANSWERS: Mapping[Size, int] = {"full": 1_000_000, "quick": 100_000, "tiny": 400}
_ROUNDS: Mapping[Size, int] = {"full": 3, "quick": 3, "tiny": 1}
_RECOMPUTE, _FILTERED, _EVENTS = 3.0, 0.05, 500_000
_LAST_WEEKS = Query(since=date(2026, 1, 1))

T = TypeVar("T")


@dataclass(frozen=True)
class _Timed:
    """Runs things a few times and keeps what the last came to."""

    rounds: int

    def __call__(self, work: Callable[[], T], *, count: int = 1) -> tuple[T, list[Lap]]:
        laps: list[Lap] = []
        result = work()
        for _ in range(self.rounds):
            with timing(count) as watch:
                result = work()
            laps.append(watch.done)
        return result, laps


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield seconds, events a second, ratios against pandas in this run, and the peak of memory."""
    answers, timed = _ANSWERS[bench.size], _Timed(_ROUNDS[bench.size])
    settings = settings_for(bench.sqlite_url(), bench.folder)
    with opened(settings) as app:
        fill_by_sql(app, Path(settings.database_url.removeprefix("sqlite:///")), answers)
        scorer = (app.scorer.name, app.scorer.version)
        analyst = Analyst(store=app.store, loaded=app.loaded, scorer=scorer, now=lambda: NOON)
        yield from _recompute(app, analyst, answers, timed)
        yield from _maps(app, answers, scorer, timed)
        yield from _paths(analyst.events(Query()), app, timed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure(name=f"peak memory of all of it, {answers:,} answers", value=peak, unit="MiB")


def _recompute(app: App, analyst: Analyst, answers: int, timed: _Timed) -> Iterator[Figure]:
    what = f"{answers:,} answers"
    once = _Timed(1)
    full = duration(f"full recompute of {what}, SQLite to sums", once(analyst.recomputed)[1], goal=_RECOMPUTE)
    by_pandas = duration(
        f"{what} read and summed up by pandas", once(partial(_read_by_pandas, app, analyst.scorer))[1]
    )
    yield full
    yield by_pandas
    yield ratio("full recompute against pandas", by_pandas, full)
    journey = app.loaded.journey.id
    facts, laps = once(lambda: app.store.read_answers(journey, scorer=analyst.scorer))
    yield duration(f"of this reading {what}", laps)
    _, laps = timed(lambda: recomputed_scores(DuckDb(), facts))
    yield duration(f"of this summing up {what}, and into a table with emotions", laps)
    engine, relations = DuckDb(), {"answers": answers_of(facts)}
    text = partials.partials(engine.dialect)
    ours = duration(f"of this {what} on DuckDB alone", timed(lambda: engine.ask(text, relations))[1])
    theirs = duration(f"{what} summed up by pandas", timed(lambda: _by_pandas(facts))[1])
    yield ours
    yield theirs
    yield ratio("DuckDB against pandas, the same sums", theirs, ours)


_ROWS = """
SELECT answer.customer, answer.touchpoint, answer.answered_at AS at,
  CASE WHEN answer.rated THEN answer.valence END AS rating, score.valence, score.emotions IS NOT NULL AS felt
FROM answer LEFT JOIN score ON score.workspace = answer.workspace AND score.answer = answer.id
  AND score.scorer = ? AND score.version = ?
WHERE answer.workspace = ? AND answer.journey = ? AND NOT answer.superseded AND NOT answer.skipped
"""


def _read_by_pandas(app: App, scorer: tuple[str, str]) -> pd.DataFrame:
    """Do what a recompute does, less the emotions."""
    file = app.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as connection:
        asked = (*scorer, app.settings.workspace, app.loaded.journey.id)
        frame = pd.read_sql_query(_ROWS, connection, params=asked)
    frame["week"] = frame["at"] // 604_800_000_000
    return _summed_by_pandas(frame)


def _by_pandas(facts: AnswerFacts) -> pd.DataFrame:
    return _summed_by_pandas(pd.DataFrame({
        "customer": facts.customer.codes, "touchpoint": facts.touchpoint.codes,
        "week": facts.at.astype("datetime64[D]").astype(np.int64) // 7, "at": facts.at,
        "rating": facts.rating, "valence": facts.valence, "felt": facts.felt >= 0,
    }))  # fmt: skip


def _summed_by_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    for level, (low, high) in enumerate([(-9.0, -1.5), (-1.5, -0.5), (-0.5, 0.5), (0.5, 1.5), (1.5, 9.0)]):
        frame[f"hist{level}"] = (frame["valence"] > low) & (frame["valence"] <= high)
    sums = {f"hist{level}": "sum" for level in range(5)}
    return frame.groupby(["customer", "touchpoint", "week"]).agg(
        {"rating": ["count", "sum"], "valence": ["count", "sum"], "at": "max", "felt": "sum", **sums}
    )


def _maps(app: App, answers: int, scorer: tuple[str, str], timed: _Timed) -> Iterator[Figure]:
    journey, what = app.loaded.journey.id, f"{answers:,} answers"
    with timing(1) as watch:
        app.store.recompute_all(journey, scorers={journey: scorer})
    yield duration(f"{what} summed up within SQLite", [watch.done], note="once, by its own SQL")
    with timing(1) as watch:
        sums = app.cartographer.sums(Query())
    yield duration(f"sums of {what} into memory", [watch.done], note="once")
    third = frozenset(sums.scores.customers[::3])
    cases: list[tuple[str, Query, frozenset[str] | None]] = [
        ("all", Query(), None),
        ("the last 9 weeks", _LAST_WEEKS, None),
        ("a third of the customers", Query(), third),
    ]
    maps: dict[str, Figure] = {}
    for name, query, among in cases:
        _, laps = timed(partial(_figures, app, query, among))
        goal = None if name == "all" else _FILTERED
        maps[name] = duration(f"map of {name}, {what}, from sums", laps, goal=goal)
        yield maps[name]
    frame = _frame(sums.scores)
    theirs = duration(
        f"scores of a third of the customers by pandas, {what}, from sums",
        timed(lambda: _scores_by_pandas(frame, third))[1],
    )
    yield theirs
    of_third = maps["a third of the customers"]
    yield ratio("map of a third of the customers against pandas' scores alone", theirs, of_third)
    yield duration(
        f"the same of all with quotes and pain points, {what}",
        timed(lambda: app.cartographer.draw(Query()))[1],
    )


def _frame(table: ScoreTable) -> pd.DataFrame:
    """Return the sums as pandas keeps them."""
    levels = {f"hist{level}": column for level, column in enumerate(table.histogram.T)}
    return pd.DataFrame({
        "customer": pd.Categorical.from_codes(table.customer, list(table.customers)),
        "touchpoint": pd.Categorical.from_codes(table.touchpoint, list(table.touchpoints)),
        "answers": table.answers, "scored": table.scored, "score": table.score_sum, **levels,
    })  # fmt: skip


def _scores_by_pandas(frame: pd.DataFrame, among: frozenset[str]) -> pd.DataFrame:
    """Do what a map does, less stages, intervals, ratings, emotions and all words and lines."""
    kept = frame[frame["customer"].isin(among)]
    own = kept.groupby(["touchpoint", "customer"], observed=True).sum()
    own["vote"] = own["score"] / own["scored"]
    sums = {name: "sum" for name in own.columns if name != "vote"}
    return own.groupby("touchpoint", observed=True).agg({**sums, "vote": ["count", "mean"]})


def _figures(app: App, query: Query, among: frozenset[str] | None) -> JourneyMap:
    """Return the map without quotes and pain points, which come from words and not from sums."""
    sums = app.cartographer.sums(query)
    if among is not None:
        sums = Sums(sums.scores.of_customers(among), sums.deliveries.of_customers(among))
    return build_map(
        app.loaded.journey,
        sums.scores,
        version=app.loaded.version,
        period=Period(query.since, query.until),
        as_of=NOON,
        scorer=app.scorer.version,
        deliveries=sums.deliveries,
    )


def _paths(events: EventTable, app: App, timed: _Timed) -> Iterator[Figure]:
    count, stages = len(events), stages_of(app.loaded.journey)
    windows = {stage: timedelta(days=30) for stage in stages}
    what = f"{count:,} events"
    ours = rate(
        f"paths, {what}", "events/s", timed(lambda: directly_follows(events), count=count)[1], goal=_EVENTS
    )
    theirs = rate(
        f"the same steps by pandas, {what}", "events/s", timed(lambda: _steps(events), count=count)[1]
    )
    relation = {
        "customer": events.customer, "touchpoint": events.touchpoint, "occurred_at": events.at,
        "number": np.arange(count), "score": events.score,
    }  # fmt: skip
    engine = DuckDb()
    text = transitions.transitions(engine.dialect)
    yield ours
    yield rate(
        f"paths on DuckDB, {what}",
        "events/s",
        timed(lambda: engine.ask(text, {"events": relation}), count=count)[1],
    )
    yield theirs
    yield Figure(name="paths against pandas", value=ours.value / theirs.value, unit="times")
    yield rate(
        f"funnel, {what}",
        "events/s",
        timed(lambda: funnel(events, stages=stages, as_of=NOON, windows=windows), count=count)[1],
    )


def _steps(events: EventTable) -> pd.DataFrame:
    frame = pd.DataFrame({
        "customer": events.customer, "place": events.touchpoint, "at": events.at, "score": events.score,
    }).sort_values(["customer", "at"], kind="stable")  # fmt: skip
    by_customer = frame.groupby("customer")
    frame["before"] = by_customer["place"].shift()
    frame["took"] = (frame["at"] - by_customer["at"].shift()).dt.total_seconds()
    own = frame.groupby(["before", "place", "customer"]).agg(
        times=("score", "size"), took=("took", "mean"), score=("score", "mean")
    )
    return own.groupby(["before", "place"]).agg(
        customers=("times", "size"), steps=("times", "sum"), took=("took", "mean"), score=("score", "mean")
    )
