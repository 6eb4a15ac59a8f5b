"""What editions cost and hide: the share of spots told, and the seconds of publishing."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import process_time

import numpy as np

from benchmarks.methods.airport import SHARED
from config.weeks import monday_of
from mapping.deliveries import DeliveryTable
from mapping.edition import Edition
from mapping.edition_figures import Material
from mapping.lattice import ALL, is_week, spot_of
from mapping.publishing import publish
from mapping.table import LEVELS, ScoreTable

_K = 5
_MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
_FIRST = date(2025, 1, 6)
_SEED = 20260506

Answer = tuple[str, str, date, int, str]
"""Customer, touchpoint, day, level, and the group they are in."""


def lines() -> Iterator[str]:
    """Say what is told of real answers and of made-up ones, and what publishing takes."""
    urgent = _urgent_care()
    if urgent:
        yield from _told("urgent care, 4 services, a trust as segment", urgent)
    surgeries = _surgeries()
    if surgeries:
        yield from _told("GP surgeries, 1 touchpoint, a surgery as segment", surgeries)
    for answers, weeks in ((2_000, 26), (20_000, 26), (100_000, 52)):
        yield from _told(f"{answers:,} made-up answers in {weeks} weeks", _made_up(answers, weeks))


def _told(name: str, answers: Sequence[Answer]) -> Iterator[str]:
    """Publish everything but the last week, then that; say how long each took and what is told."""
    material = _material(answers)
    last = max(monday_of(day) for _, _, day, _, _ in answers)
    begun = process_time()
    before = _published(None, material, last - timedelta(days=1))
    between = process_time()
    edition = _published(before, material, last + timedelta(days=6))
    ended = process_time()
    yield (
        f"{name}: {len(answers):,} answers of {len({one[0] for one in answers}):,} people; all weeks at once "
        f"{between - begun:.1f} s, the next week {ended - between:.1f} s of one core"
    )
    for kind, (shown, hidden) in sorted(_counts(edition).items()):
        yield f"  {kind}: {shown} of {shown + hidden} told ({shown / (shown + hidden):.0%})"


def _published(previous: Edition | None, material: Material, through: date) -> Edition:
    made_at = _MADE_AT if previous is None else previous.made_at + timedelta(days=7)
    return publish(previous, material, k=_K, through=through, made_at=made_at)


def _counts(edition: Edition) -> Mapping[str, tuple[int, int]]:
    shown = Counter(_kind(key) for key in edition.figures)
    hidden = Counter(_kind(key) for key in edition.hidden)
    return {kind: (shown[kind], hidden[kind]) for kind in {*shown, *hidden}}


def _kind(key: str) -> str:
    """Name what spots are counted together."""
    spot = spot_of(key)
    period = "all time" if spot.period == ALL else "weeks" if is_week(spot.period) else "months and longer"
    return f"{spot.scope.partition(':')[0]}, {period}, {'everybody' if spot.group == ALL else 'one group'}"


def _material(answers: Sequence[Answer]) -> Material:
    names, points, days, levels, groups = zip(*answers, strict=True)
    level = np.array(levels, dtype=np.int64)
    ones = np.ones(len(level), dtype=np.int64)
    weeks = np.array([np.datetime64(monday_of(day), "D") for day in days])
    table = ScoreTable.of_columns(
        customer=names,
        touchpoint=points,
        week=weeks,
        answers=ones,
        rated=ones,
        rating_sum=level,
        scored=ones,
        score_sum=level,
        histogram=level[:, None] == np.array(LEVELS),
        last_at=weeks.astype("datetime64[us]"),
    )
    members: dict[str, set[str]] = {}
    for name, group in zip(names, groups, strict=True):
        members.setdefault(f"segment:{group}", set()).add(name)
    stages = {f"at {point}": (point,) for point in sorted(set(points))}
    material = Material(
        table=table,
        deliveries=DeliveryTable.of(()),
        stages=stages,
        groups={group: frozenset(who) for group, who in members.items()},
    )
    return replace(material, stages=_staged(stages)) if len(stages) > _FEW_POINTS else material


_FEW_POINTS = 4


def _staged(stages: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Gather touchpoints by three in a stage."""
    points = [point for each in stages.values() for point in each]
    return {f"stage {first // 3}": tuple(points[first : first + 3]) for first in range(0, len(points), 3)}


def _made_up(answers: int, weeks: int) -> list[Answer]:
    """Draw answers at twelve touchpoints, some much rarer than others, of customers in five groups."""
    rng = np.random.default_rng(_SEED)
    customers = rng.integers(0, max(answers // 5, 1), answers)
    shares = 1.0 / np.arange(1, 13)
    points = rng.choice(12, answers, p=shares / shares.sum())
    when, level = rng.integers(0, weeks, answers), rng.choice(LEVELS, answers)
    return [
        (f"c{who:06}", f"p{point:02}", _FIRST + timedelta(weeks=int(week)), int(felt), f"g{who % 5}")
        for who, point, week, felt in zip(customers, points, when, level, strict=True)
    ]


def _urgent_care() -> list[Answer]:
    """Read the urgent care survey: 1 is the best mark, 5 the worst; one rating a person."""
    path = SHARED / "feedback" / "urgent_care_fft.csv"
    if not path.exists():
        return []
    found: dict[str, Answer] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            mark = row["FFT categorical answer"]
            if mark in {"1", "2", "3", "4", "5"}:
                who = row["Respondent ID"]
                found[who] = (who, row["Service type 1"], _day(row["Date"]), 3 - int(mark), row["Trust"])
    return list(found.values())


def _day(written: str) -> date:
    """Read a day; a part of the file has its days and months swapped."""
    first, second, year = map(int, written.split("/"))
    if second > _MONTHS or not _SURVEYED[0] <= date(year, second, first) <= _SURVEYED[1]:
        first, second = second, first
    return date(year, second, first)


_MONTHS = 12
_SURVEYED = date(2021, 4, 1), date(2022, 9, 30)


def _surgeries() -> list[Answer]:
    """Read the survey of GP surgeries, whose rows are a person each."""
    path = SHARED / "feedback" / "gp_surgeries_fft.csv"
    marks = {
        "Extremely likely": 2, "Likely": 1, "Neither likely nor unlikely": 0, "Unlikely": -1,
        "Extremely unlikely": -2,
    }  # fmt: skip
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (f"p{number:05}", "appointment", date.fromisoformat(row["time"][:10]), marks[row["rating"]],
             row["surgery"])
            for number, row in enumerate(csv.DictReader(file))
            if row["rating"] in marks
        ]  # fmt: skip
