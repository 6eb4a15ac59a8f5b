"""Events stay in order however they came together, and everybody counts the same customers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.weeks import monday_of
from mapping.columns import moment
from mapping.methods.events import EventTable, changes, distinct, places, reached
from mapping.rollup import roll_up
from mapping.table import Partial, ScoreTable

STAGES = {"early": ("a", "b"), "late": ("c",)}
START = datetime(2026, 9, 1, tzinfo=UTC)

# The machine may be busy, and a table of a few rows says as much as a large one.
quick = settings(deadline=None)

Row = tuple[str, str, int, float | None, str]
rows = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob", "cem", "dee"]),
        st.sampled_from(["a", "b", "c", "x"]),
        st.integers(0, 5),
        st.one_of(st.none(), st.integers(-2, 2).map(float)),
        st.sampled_from(["", "email", "sms"]),
    ),
    max_size=20,
)


def table(made: Sequence[Row]) -> EventTable:
    return EventTable.of_columns(
        customer=[row[0] for row in made],
        touchpoint=[row[1] for row in made],
        at=[moment(START + timedelta(hours=row[2])) for row in made],
        score=[np.nan if row[3] is None else row[3] for row in made],
        medium=[row[4] for row in made],
    )


def told(events: EventTable) -> list[tuple[str, str, int, str, str, str]]:
    return [
        (
            events.customers[events.customer[row]],
            events.touchpoints[events.touchpoint[row]],
            int((events.at[row] - moment(START)) / np.timedelta64(1, "h")),
            str(events.score[row]),
            events.media[events.medium[row]],
            events.campaigns[events.campaign[row]],
        )
        for row in range(len(events))
    ]


def in_order(made: Sequence[Row]) -> list[tuple[str, str, int, str, str, str]]:
    return [
        (customer, point, hour, str(np.nan if score is None else score), medium, "")
        for customer, point, hour, score, medium in sorted(made, key=lambda row: (row[0], row[2]))
    ]


@quick
@given(rows)
def test_events_are_sorted_by_customer_then_time_then_the_order_they_came_in(made: list[Row]) -> None:
    assert told(table(made)) == in_order(made)


@quick
@given(rows, rows, rows)
def test_merging_is_building_from_all_rows(one: list[Row], two: list[Row], three: list[Row]) -> None:
    in_steps = EventTable.merged([EventTable.merged([table(one), table(two)]), table(three)])

    assert told(in_steps) == told(EventTable.merged(map(table, (one, two, three))))
    assert told(in_steps) == in_order([*one, *two, *three])


def test_merging_nothing_is_an_empty_table() -> None:
    assert len(EventTable.merged([])) == 0
    assert reached(EventTable.merged([]), stages=STAGES) == {"early": 0, "late": 0}


@quick
@given(rows, st.integers(0, 6))
def test_neighbouring_periods_share_no_event_and_lose_none(made: list[Row], hour: int) -> None:
    border = START + timedelta(hours=hour)

    before, after = table(made).between(until=border), table(made).between(since=border)

    assert all(row[2] < hour for row in told(before))
    assert all(row[2] >= hour for row in told(after))
    assert len(before) + len(after) == len(made)


@quick
@given(rows)
def test_a_segments_events_are_those_of_its_customers(made: list[Row]) -> None:
    assert told(table(made).of_customers({"ann", "dee", "eve"})) == [
        row for row in in_order(made) if row[0] in {"ann", "dee"}
    ]


@quick
@given(rows)
def test_each_customers_events_begin_where_the_customer_changes(made: list[Row]) -> None:
    events = table(made)

    names = [row[0] for row in told(events)]
    assert events.begins.tolist() == [
        row for row in range(len(names)) if row == 0 or names[row] != names[row - 1]
    ]


@quick
@given(rows)
def test_the_map_counts_the_same_customers_per_stage(made: list[Row]) -> None:
    partials = [
        Partial(
            customer=customer,
            touchpoint=point,
            week=monday_of(START + timedelta(hours=hour)),
            answers=1,
            scored=int(score is not None),
            score_sum=score or 0.0,
        )
        for customer, point, hour, score, _ in made
    ]

    on_the_map = roll_up(ScoreTable.of(partials), stages=STAGES)

    assert reached(table(made), stages=STAGES) == {
        name: cell.customers for name, cell in on_the_map.stages.items()
    }
    touched = reached(table(made))
    assert all(cell.customers == touched.get(name, 0) for name, cell in on_the_map.touchpoints.items())


@quick
@given(rows)
def test_a_stage_is_reached_by_everybody_with_an_event_in_it(made: list[Row]) -> None:
    assert reached(table(made), stages=STAGES) == {
        stage: len({row[0] for row in made if row[1] in points}) for stage, points in STAGES.items()
    }


def test_an_event_at_no_stage_has_no_place() -> None:
    where = places(table([("ann", "a", 0, None, ""), ("ann", "x", 1, None, "")]), stages=STAGES)

    assert where.ids == ("early", "late")
    assert where.place.tolist() == [0, -1]


def test_a_touchpoint_in_two_stages_is_refused() -> None:
    with pytest.raises(ValueError, match="two stages hold the same touchpoint"):
        places(table([]), stages={"early": ("a",), "late": ("b", "a")})


def test_columns_cannot_be_written() -> None:
    events = table([("ann", "a", 0, 1.0, "")])

    with pytest.raises(ValueError, match="read-only"):
        events.score[0] = 2.0


def test_the_callers_own_columns_stay_writable() -> None:
    score = np.array([1.0])
    EventTable.of_columns(customer=["ann"], touchpoint=["a"], at=[moment(START)], score=score)

    score[0] = 2.0

    assert score[0] == 2.0


@pytest.mark.parametrize(
    ("at", "score", "what"),
    [
        ((START, START), [1.0], "differ in length"),
        ((START, None), [0.0, 0.0], "has no time"),
        ((START, START), [0.0, 2.5], "outside -2"),
        ((START, START), [0.0, np.inf], "outside -2"),
    ],
)
def test_columns_that_are_no_events_are_refused(
    at: Sequence[datetime | None], score: list[float], what: str
) -> None:
    with pytest.raises(ValueError, match=what):
        EventTable.of_columns(
            customer=["ann", "bob"], touchpoint=["a", "b"], at=[moment(when) for when in at], score=score
        )


def test_nobody_is_in_no_group() -> None:
    none = np.zeros(0, dtype=np.int64)

    assert distinct(none, none, groups=0).tolist() == []
    assert distinct(np.array([0, 0, 1]), np.array([1, -1, 1]), groups=3).tolist() == [0, 2, 0]
    assert changes(none).tolist() == []
