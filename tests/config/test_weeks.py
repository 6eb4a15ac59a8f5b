"""Every day lies in one week, Monday to Sunday, whichever clock it was told by."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from config.weeks import WEEK, last_sunday, monday_of, sunday_of, weeks_before, widened

_DAY = timedelta(days=1)
_DAYS = st.dates(max_value=date(9999, 12, 26))
_OFFSETS = st.integers(min_value=-12, max_value=14).map(lambda hours: timezone(timedelta(hours=hours)))


@given(_DAYS)
def test_a_day_lies_between_the_monday_and_the_sunday_of_its_week(day: date) -> None:
    monday, sunday = monday_of(day), sunday_of(day)

    assert (monday.isoweekday(), sunday.isoweekday()) == (1, 7)
    assert monday <= day <= sunday
    assert sunday - monday == WEEK - _DAY


@given(_DAYS, st.integers(min_value=0, max_value=6))
def test_all_days_of_a_week_have_its_monday_and_its_sunday(day: date, nth: int) -> None:
    other = monday_of(day) + nth * _DAY

    assert (monday_of(other), sunday_of(other)) == (monday_of(day), sunday_of(day))


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1)), _OFFSETS)  # noqa: DTZ001 - st.datetimes wants naive bounds
def test_a_moment_is_of_the_same_week_on_every_clock(at: datetime, zone: timezone) -> None:
    moment = at.replace(tzinfo=UTC)

    assert monday_of(moment.astimezone(zone)) == monday_of(at.date())
    assert sunday_of(moment.astimezone(zone)) == sunday_of(at.date())
    assert last_sunday(moment.astimezone(zone)) == last_sunday(at.date())


@given(st.dates(min_value=date(1, 1, 8)))
def test_the_last_week_that_is_over_ended_on_one_of_the_seven_days_before(today: date) -> None:
    sunday = last_sunday(today)

    assert sunday.isoweekday() == 7
    assert _DAY <= today - sunday <= WEEK


@given(_DAYS, _DAYS)
def test_a_period_is_widened_to_the_weeks_it_touches_and_no_further(one: date, other: date) -> None:
    since, until = widened(min(one, other), max(one, other))

    assert (since, until) == (monday_of(min(one, other)), sunday_of(max(one, other)))
    assert widened(since, until) == (since, until)


def test_an_open_end_stays_open() -> None:
    assert widened(None, None) == (None, None)
    assert widened(date(2026, 3, 4), None) == (date(2026, 3, 2), None)
    assert widened(None, date(2026, 3, 4)) == (None, date(2026, 3, 8))


def test_after_the_last_sunday_of_all_time_the_one_before_counts() -> None:
    assert sunday_of(date.max) == sunday_of(date(9999, 12, 26)) == date(9999, 12, 26)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 400))
def test_before_some_weeks_come_as_many_that_touch_them(first: date, days: int) -> None:
    last = first + days * _DAY

    before = weeks_before(first, last)

    assert before is not None
    assert before[1] + _DAY == monday_of(first)
    assert monday_of(before[0]) == before[0]
    touched = {monday_of(first + nth * _DAY) for nth in range(days + 1)}
    assert (before[1] + _DAY - before[0]) // WEEK == len(touched)


def test_before_the_first_week_of_all_time_there_is_none() -> None:
    assert weeks_before(date.min, date.min) is None
    assert weeks_before(date(1, 1, 8), date(1, 1, 9)) == (date.min, date(1, 1, 7))
    assert weeks_before(date(1, 1, 8), date(1, 1, 15)) is None
