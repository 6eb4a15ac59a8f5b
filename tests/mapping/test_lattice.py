"""Periods nest, and days are taken for a period only where they are one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.lattice import ALL, Spot, is_over, period_between, periods_of, span, spot_of
from mapping.period import Period

mondays = st.integers(0, 3000).map(lambda weeks: date(2000, 1, 3) + timedelta(weeks=weeks))


@given(mondays)
def test_each_period_of_a_week_holds_the_next_shorter_one(week: date) -> None:
    spans = [span(period) for period in periods_of(week)]

    assert spans[0] == Period()
    assert spans[-1] == Period(week, week + timedelta(days=6))
    for longer, shorter in pairwise(spans[1:]):
        assert longer.since is not None
        assert longer.until is not None
        assert shorter.since is not None
        assert shorter.until is not None
        assert longer.since <= shorter.since <= shorter.until <= longer.until


@given(mondays)
def test_days_of_a_period_are_known_again(week: date) -> None:
    for period in periods_of(week)[1:]:
        days = span(period)
        assert days.since is not None
        assert days.until is not None
        assert period_between(days.since, days.until) == period


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), "2026-03"),
        (date(2026, 3, 2), date(2026, 3, 29), "2026-03"),
        (date(2026, 1, 1), date(2026, 3, 31), "2026-Q1"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 3, 2), date(2026, 3, 8), "2026-W10"),
        (date(2026, 3, 3), date(2026, 3, 9), None),
        (date(2026, 3, 2), date(2026, 3, 15), None),
    ],
)
def test_a_calendars_months_quarters_and_years_are_periods_too(
    since: date, until: date, period: str | None
) -> None:
    assert period_between(since, until) == period


@pytest.mark.parametrize("written", ["2026-13", "2026-Q5", "26", "2026-W60", "soon"])
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"period|month|week"):
        span(written)


def test_a_period_is_over_with_its_last_sunday() -> None:
    assert is_over("2026-03", through=date(2026, 3, 29))
    assert not is_over("2026-03", through=date(2026, 3, 22))
    assert not is_over(ALL, through=date(2026, 3, 29))


def test_a_spot_is_known_again_by_its_key() -> None:
    spot = Spot("medium:web|shop", "2026-03", "persona:pro")

    assert spot_of(spot.key) == spot
