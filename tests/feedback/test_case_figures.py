"""Figures of cases: who was saved, how long it took in working time, and how customers felt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.business_hours import Calendar
from feedback.case_figures import CaseFate, case_figures

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)
OFFICE = Calendar(zone=ZoneInfo("UTC"), week=(((9 * HOUR, 17 * HOUR),),) * 5 + ((), ()))


def fate(number: int) -> CaseFate:
    return CaseFate(customer=f"c{number}", team="Service", opened_at=NOON)


def test_times_count_only_while_the_team_works() -> None:
    overnight = replace(fate(1), replied_at=NOON + timedelta(hours=24), resolved_at=NOON + timedelta(days=7))

    found = case_figures([overnight], calendar=OFFICE)

    assert (found.first_reply.n, found.first_reply.middle) == (1, 8 * HOUR)
    assert found.resolve.middle == 40 * HOUR


def test_half_and_nine_tenths_are_of_those_that_came_so_far() -> None:
    fates = [replace(fate(n), replied_at=NOON + timedelta(minutes=n)) for n in range(1, 11)] + [fate(11)]

    found = case_figures(fates, calendar=OFFICE)

    assert (found.opened, found.first_reply.n) == (11, 10)
    assert found.first_reply.middle == timedelta(minutes=5, seconds=30)
    assert found.first_reply.most == timedelta(minutes=9)


@pytest.mark.parametrize(
    ("n", "low", "high"), [(5, None, None), (6, 1, 6), (10, 2, 9), (25, 8, 18), (100, 40, 61)]
)
def test_the_middle_has_the_bounds_of_the_sign_test(n: int, low: int | None, high: int | None) -> None:
    fates = [replace(fate(each), replied_at=NOON + timedelta(minutes=each)) for each in range(1, n + 1)]

    found = case_figures(fates, calendar=OFFICE).first_reply

    bounds = [None if each is None else timedelta(minutes=each) for each in (low, high)]
    assert [found.low, found.high] == bounds


def test_saved_is_who_said_so_among_those_who_said_anything() -> None:
    fates = [
        replace(fate(1), is_fixed=True),
        replace(fate(2), is_fixed=True),
        replace(fate(3), is_fixed=False),
        fate(4),
    ]

    found = case_figures(fates, calendar=OFFICE)

    assert (found.said, found.rescued, found.rescue_rate) == (3, 2, 2 / 3)


def test_before_and_after_are_of_the_same_customers() -> None:
    fates = [
        replace(fate(1), before=-2.0, after=1.0),
        replace(fate(2), before=-1.0),
        replace(fate(3), before=-1.0, after=0.0),
    ]

    found = case_figures(fates, calendar=OFFICE)

    assert (found.felt, found.before, found.after) == (2, -1.5, 0.5)


def test_of_no_cases_nothing_is_claimed() -> None:
    found = case_figures([], calendar=OFFICE)

    assert (found.opened, found.rescue_rate, found.before, found.first_reply.middle) == (0, None, None, None)


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=20)), min_size=1, max_size=30))
def test_the_middle_is_never_above_the_most_and_both_lie_within_what_happened(waits: list[timedelta]) -> None:
    fates = [replace(fate(n), resolved_at=NOON + wait) for n, wait in enumerate(waits)]

    found = case_figures(fates, calendar=Calendar(zone=ZoneInfo("UTC"))).resolve

    assert found.middle is not None
    assert found.most is not None
    assert min(waits) <= found.middle <= max(waits)
    assert min(waits) <= found.most <= max(waits)
    assert sum(wait <= found.most for wait in waits) >= 0.9 * len(waits)
