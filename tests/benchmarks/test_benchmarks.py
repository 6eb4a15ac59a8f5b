"""Each benchmark still works: it runs in a tiny size, and nobody looks at the clock."""

import json
import math
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import (
    analytics,
    broadcast,
    closed_loop,
    imports,
    interactions,
    maps,
    memory,
    overhead,
    pace,
    pages,
    replies,
    start,
    watching,
)
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.bench import Bench, Measure
from benchmarks.figure import Figure, Goal, Lap, duration, rate, ratio
from benchmarks.report import as_json, machine


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def bench(tmp_path: Path, told: list[str]) -> Iterator[Bench]:
    with ExitStack() as stack:
        # Without PostgreSQL, which takes longer to start than all of this; it has a test of its own.
        yield Bench(size="tiny", folder=tmp_path, tell=told.append, stack=stack, started={"postgres": None})


@pytest.mark.parametrize(
    "measure",
    [
        replies.measure, interactions.measure, imports.measure, maps.measure, pace.measure, broadcast.measure,
        overhead.measure, start.measure, memory.measure, analytics.measure,
        watching.measure, pages.measure, closed_loop.measure,
    ],
    ids=["replies", "interactions", "import", "map", "pace", "broadcast", "overhead", "start", "memory",
         "analytics", "watching", "page", "closed-loop"],
)  # fmt: skip
@pytest.mark.slow
def test_a_benchmark_measures_something(bench: Bench, measure: Measure) -> None:
    figures = list(measure(bench))

    assert figures
    assert all(math.isfinite(figure.value) and figure.value > 0 for figure in figures)
    assert len({figure.name for figure in figures}) == len(figures)


@pytest.mark.postgres
def test_replies_are_measured_on_postgresql_too(bench: Bench, postgres_url: str) -> None:
    bench.started["postgres"] = postgres_url

    figures = list(replies.measure(bench))

    assert [figure.name for figure in figures if figure.goal] == ["ratings, SQLite", "ratings, PostgreSQL"]


def test_a_goal_missed_by_the_clock_may_be_met_by_the_processor() -> None:
    laps = [Lap(2.0, 0.5, 1000)]

    assert rate("a", "replies/s", laps, goal=500).verdict == "yes"
    assert rate("a", "replies/s", laps, goal=1_500).verdict == "by CPU"
    assert rate("a", "replies/s", laps, goal=3_000).verdict == "no"
    assert duration("b", [Lap(2.0, 0.5, 1)], goal=1).verdict == "by CPU"
    assert Figure(name="c", value=3, unit="MiB", goal=Goal(bound=2, at_most=True)).verdict == "no"
    assert rate("d", "replies/s", laps).verdict == ""


def test_a_figure_is_the_median_of_its_rounds() -> None:
    laps = [Lap(1.0, 0.1, 10), Lap(2.0, 0.1, 10), Lap(100.0, 0.1, 10)]

    assert rate("a", "replies/s", laps).value == 5
    assert duration("a", laps).value == pytest.approx(0.2)
    assert ratio("r", rate("a", "x/s", laps[:1]), rate("b", "x/s", laps[1:2])).value == 2


def test_rounds_end_when_their_time_is_over(bench: Bench, told: list[str]) -> None:
    assert list(bench.rounds(3, within=timedelta(hours=1))) == [0, 1, 2, 3]
    assert list(bench.rounds(3, within=timedelta(0))) == [0, 1]
    assert told == ["(stopped after 1 of 3 rounds: 0 s)"]


def test_the_report_says_what_it_depends_on_and_not_where_it_was() -> None:
    facts = machine()
    figures = {"replies": [rate("a", "replies/s", [Lap(1, 1, 10)], goal=5)]}

    text = as_json(figures, size="tiny", before=facts, after=facts)

    (figure,) = json.loads(text)["figures"]["replies"]
    assert (figure["value"], figure["verdict"], figure["goal"]["bound"]) == (10, "yes", 5)
    assert set(facts) == {"python", "system", "cores", "load", "turn_ns", "versions"}
    assert str(Path.cwd()) not in text


def test_an_unknown_benchmark_is_refused_with_those_there_are() -> None:
    result = CliRunner().invoke(main, ["replys"])

    assert result.exit_code == 2
    assert all(name in result.output for name in BENCHMARKS)
