"""Deviation from the plan is what a plain reading of each path finds."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations, groupby
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.columns import moment
from mapping.interval import wilson
from mapping.methods.deviation import Deviation, deviation, out_of_order
from mapping.methods.events import EventTable, reached

STAGES = {"find": ("a", "b"), "buy": ("c",), "use": ("d",), "stay": ("e",)}
NAMES = tuple(STAGES)
START = datetime(2026, 9, 1, tzinfo=UTC)

Row = tuple[str, str, int]
rows = st.lists(
    st.tuples(st.sampled_from("mnop"), st.sampled_from("abcdexy"), st.integers(0, 9)), max_size=25
)
quick = settings(deadline=None)


def table(made: Sequence[Row]) -> EventTable:
    return EventTable.of_columns(
        customer=[row[0] for row in made],
        touchpoint=[row[1] for row in made],
        at=[moment(START + timedelta(hours=row[2])) for row in made],
    )


def of(*paths: str) -> Deviation:
    made = [
        (f"c{number}", point, hour) for number, path in enumerate(paths) for hour, point in enumerate(path)
    ]
    return deviation(table(made), stages=STAGES)


def stage_of(point: str) -> int:
    return next((number for number, name in enumerate(NAMES) if point in STAGES[name]), -1)


def longest_run(order: Sequence[int]) -> tuple[int, ...]:
    """Try all runs, the longest first, and of these the one of the smallest numbers."""
    for size in range(len(order), 0, -1):
        runs = [run for run in combinations(order, size) if list(run) == sorted(run)]
        if runs:
            return min(runs)
    return ()


def read(visits: Sequence[tuple[str, int]]) -> dict[str, set[int]]:
    """Read one customer's path: which stages were skipped, repeated, reordered."""
    planned = sorted((hour, stage_of(point)) for point, hour in visits if stage_of(point) >= 0)
    folded = [stage for stage, _ in groupby(stage for _, stage in planned)]
    firsts = list(dict.fromkeys(folded))
    return {
        "skipped": set(range(max(firsts, default=0))) - set(firsts),
        "repeated": {stage for stage in folded if folded.count(stage) > 1},
        "reordered": set(firsts) - set(longest_run(firsts)),
    }


@quick
@given(rows)
def test_each_figure_is_what_reading_every_path_finds(made: list[Row]) -> None:
    found = deviation(table(made), stages=STAGES)

    own = {name: [(row[1], row[2]) for row in made if row[0] == name] for name in {row[0] for row in made}}
    readings = [read(visits) for visits in own.values()]
    outside = [any(stage_of(point) < 0 for point, _ in visits) for visits in own.values()]
    assert found.customers == len(own)
    for kind in ("skipped", "repeated", "reordered"):
        assert getattr(found, kind).customers == sum(bool(reading[kind]) for reading in readings)
        for number, stage in enumerate(found.stages):
            assert getattr(stage, kind).customers == sum(number in reading[kind] for reading in readings)
    assert found.outside.customers == sum(outside)
    assert found.extra.customers == sum(
        bool(reading["repeated"]) or other for reading, other in zip(readings, outside, strict=True)
    )
    assert found.as_planned.customers == sum(
        not other and not any(reading.values()) for reading, other in zip(readings, outside, strict=True)
    )


@quick
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(made: list[Row], chance: Random) -> None:
    shuffled = chance.sample(made, len(made))

    assert deviation(table(shuffled), stages=STAGES) == deviation(table(made), stages=STAGES)


@quick
@given(rows)
def test_parts_are_of_the_customers_everybody_counts(made: list[Row]) -> None:
    found = deviation(table(made), stages=STAGES)

    visited = reached(table(made), stages=STAGES)
    for stage in found.stages:
        assert stage.repeated.of == stage.reordered.of == visited[stage.stage]
        assert stage.skipped.of == visited[stage.stage] + stage.skipped.customers
    touched = reached(table(made))
    assert {point: part.customers for point, part in found.touchpoints.items()} == {
        point: count for point, count in touched.items() if point in "xy"
    }


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("acde", set()),
        ("abac", set()),  # a and b are one stage, so this is one visit
        ("ac", set()),  # still under way: what they have not come to is not skipped
        ("ad", {"skipped"}),
        ("aca", {"repeated", "extra"}),
        ("axb", {"outside", "extra"}),
        ("ca", {"reordered"}),
        ("eca", {"skipped", "reordered"}),
    ],
)
def test_a_path_deviates_in_these_ways(path: str, kinds: set[str]) -> None:
    found = of(path)

    every = ("skipped", "extra", "repeated", "outside", "reordered")
    assert {kind for kind in every if getattr(found, kind).customers} == kinds
    assert found.as_planned.customers == (not kinds)


def test_the_stage_that_came_too_early_is_the_one_out_of_order() -> None:
    assert [stage.reordered.customers for stage in of("cade").stages] == [0, 1, 0, 0]
    assert [stage.reordered.customers for stage in of("eacd").stages] == [0, 0, 0, 1]


def test_shares_have_wilsons_interval_and_name_whom_they_are_of() -> None:
    skipped = of("ad", "acd", "ac", "a").stages[1].skipped

    assert (skipped.customers, skipped.of, skipped.share) == (1, 3, wilson(1, of=3))


@quick
@given(st.permutations(range(6)), st.integers(0, 6))
def test_the_longest_run_is_kept(order: list[int], size: int) -> None:
    assert out_of_order(order[:size]) == set(order[:size]) - set(longest_run(order[:size]))


def test_nobody_deviates_where_nobody_is_and_everybody_where_nothing_is_planned() -> None:
    assert deviation(table([]), stages=STAGES).as_planned.share is None
    assert deviation(table([("m", "a", 0)]), stages={}).outside.customers == 1


def test_many_customers_of_one_order_are_read_alike() -> None:
    found = of(*["cade"] * 30, *["acde"] * 10)

    assert found.reordered.customers == 30
    assert np.isclose(found.reordered.share.value if found.reordered.share else np.nan, 0.75)
