"""Who came by a way, and went on to the goal in time, as counted by hand."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.methods.events import EventTable
from mapping.methods.touched import touched

START = datetime(2026, 9, 1, tzinfo=UTC)
Event = tuple[str, str, int, float | None]
"""Customer, touchpoint, day, and score."""


def table(events: list[Event]) -> EventTable:
    return EventTable.of_columns(
        customer=[each[0] for each in events],
        touchpoint=[each[1] for each in events],
        at=[np.datetime64((START + timedelta(days=each[2])).replace(tzinfo=None), "us") for each in events],
        score=[np.nan if each[3] is None else each[3] for each in events],
    )


def at(found: EventTable, point: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([found.touchpoints[code] == point for code in found.touchpoint], dtype=np.bool_)


def test_who_was_there_before_or_still_has_time_is_in_no_share() -> None:
    found = table(
        [
            ("came", "ad", 0, None), ("came", "shop", 3, 2.0),
            ("late", "ad", 0, None), ("late", "shop", 9, None),
            ("never", "ad", 0, -1.0),
            ("before", "shop", 0, None), ("before", "ad", 1, None), ("before", "shop", 2, None),
            ("not yet", "ad", 18, None),
            ("other", "shop", 1, 1.0),
        ]
    )  # fmt: skip

    told = touched(
        found,
        at(found, "ad"),
        at(found, "shop"),
        as_of=START + timedelta(days=20),
        window=timedelta(days=7),
        felt="since_then",
    )

    assert (told.customers, told.came, told.did_not, told.of) == (5, 1, 2, 3)
    assert sorted(told.votes.tolist()) == [-1.0, 2.0]


def test_a_medium_is_judged_by_its_own_events_and_a_campaign_by_all_since() -> None:
    found = table([("a", "shop", 0, -2.0), ("a", "ad", 1, 0.0), ("a", "shop", 2, 2.0)])
    rows, goal = at(found, "ad"), at(found, "shop")
    as_of, window = START + timedelta(days=9), timedelta(days=1)

    own = touched(found, rows, goal, as_of=as_of, window=window, felt="by_it")
    since = touched(found, rows, goal, as_of=as_of, window=window, felt="since_then")

    assert own.votes.tolist() == pytest.approx([0.0])
    assert since.votes.tolist() == pytest.approx([1.0])


def test_of_nobody_there_is_nothing() -> None:
    found = table([])

    told = touched(
        found, at(found, "ad"), at(found, "shop"), as_of=START, window=timedelta(days=1), felt="by_it"
    )

    assert (told.customers, told.of, len(told.votes)) == (0, 0, 0)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from(["ad", "shop", "other"]), st.integers(0, 12),
        st.none() | st.sampled_from([-2.0, 0.0, 1.0]),
    ),
    max_size=20,
)  # fmt: skip


@given(EVENTS, st.integers(1, 6))
def test_the_counts_are_those_of_going_through_the_customers_one_by_one(
    events: list[Event], days: int
) -> None:
    found = table(events)
    told = touched(
        found, at(found, "ad"), at(found, "shop"),
        as_of=START + timedelta(days=10), window=timedelta(days=days), felt="by_it",
    )  # fmt: skip
    customers = came = did_not = 0
    for name in {each[0] for each in events}:
        ads = [each[2] for each in events if each[:2] == (name, "ad")]
        visits = [each[2] for each in events if each[:2] == (name, "shop")]
        if not ads:
            continue
        customers += 1
        if min(ads) + days <= 10 and not (visits and min(visits) <= min(ads)):
            is_in_time = bool(visits) and min(visits) <= min(ads) + days
            came, did_not = came + is_in_time, did_not + (not is_in_time)

    assert (told.customers, told.came, told.did_not) == (customers, came, did_not)
