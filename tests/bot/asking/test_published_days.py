"""Days as they are counted: months that share no week, and what was published nearest to other days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.asking.days import days_at
from bot.asking.published_days import counted, nearest
from mapping.lattice import is_week, period_between
from mapping.period import Period

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
TODAY = date(2061, 1, 1)


def month(year: int, number: int) -> Period:
    found = days_at([f"{year}-{number:02}"], 0, TODAY)
    assert found is not None
    return found.period


@given(year=st.integers(2000, 2060), number=st.integers(1, 11))
def test_one_month_is_counted_up_to_where_the_next_begins(year: int, number: int) -> None:
    one, other = counted(month(year, number)), counted(month(year, number + 1))

    assert one.until is not None
    assert other.since == one.until + timedelta(days=1)


@given(since=DAYS, length=st.integers(0, 400))
def test_other_days_are_counted_as_they_are_and_twice_is_once(since: date, length: int) -> None:
    days = Period(since, since + timedelta(days=length))

    found = counted(days)

    assert found == days or period_between(days.since or since, days.until or since) is not None
    assert counted(found) == found


def test_open_periods_stay_open() -> None:
    for days in (Period(), Period(date(2026, 5, 1), None), Period(None, date(2026, 5, 1))):
        assert counted(days) == days


@given(since=DAYS, length=st.integers(0, 800), is_group=st.booleans())
def test_what_is_nearest_was_published_and_is_half_of_it_at_least(
    since: date,
    length: int,
    is_group: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    asked = Period(since, since + timedelta(days=length))

    found = nearest(asked, today=TODAY, is_group=is_group)

    if found is None:
        return
    assert found.since is not None
    assert found.until is not None
    name = period_between(found.since, found.until)
    assert name is not None
    assert not (is_group and is_week(name))
    shared = (min(found.until, asked.until or TODAY) - max(found.since, since)).days + 1
    longest = max((found.until - found.since).days, length) + 1
    assert shared >= longest / 2


def test_a_week_and_a_month_are_nearest_to_themselves() -> None:
    week, march = Period(date(2026, 3, 2), date(2026, 3, 8)), counted(month(2026, 3))

    assert nearest(week, today=TODAY, is_group=False) == week
    assert nearest(march, today=TODAY, is_group=True) == march


def test_three_days_are_near_to_nothing_that_is_published_of_groups() -> None:
    days = Period(date(2026, 8, 3), date(2026, 8, 5))

    assert nearest(days, today=TODAY, is_group=True) is None


def test_a_period_that_has_not_begun_is_near_to_nothing() -> None:
    assert nearest(Period(TODAY + timedelta(days=9), None), today=TODAY, is_group=False) is None
