"""Working time: it only goes on, it adds up, and it is what lies between."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.support import OpenHours, Sla
from feedback.business_hours import Calendar, after_work, calendar_of, worked

HOUR = timedelta(hours=1)
NONE = timedelta(0)
OFFICE = calendar_of(
    Sla(
        hours=(
            OpenHours(days=("mon", "tue", "wed", "thu", "fri"), start=time(9), end=time(17)),
            OpenHours(days=("sat",), start=time(10), end=time(13)),
        ),
        holidays=("2026-12-24", "12-25"),
    ),
    timezone="Europe/Vienna",
)


def vienna(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Vienna"))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    zone = draw(
        st.sampled_from(
            ["UTC", "Europe/Vienna", "America/New_York", "America/Havana", "Asia/Kathmandu",
             "Australia/Lord_Howe", "Pacific/Apia"]
        )
    )  # fmt: skip
    days = draw(st.lists(st.sampled_from(["mon", "wed", "fri", "sat", "sun"]), min_size=1, unique=True))
    starts = draw(st.lists(st.integers(0, 22), min_size=1, max_size=2, unique=True))
    hours = tuple(
        OpenHours.model_validate({"days": days, "start": f"{start}:30", "end": f"{end % 24}:00"})
        for start in starts
        for end in [draw(st.integers(start + 1, 24))]
    )
    holidays = draw(st.lists(st.sampled_from(["2026-03-29", "10-25", "2011-12-30", "02-29"]), unique=True))
    return calendar_of(Sla(hours=hours, timezone=zone, holidays=tuple(holidays)), timezone="UTC")


INSTANTS = st.datetimes(datetime(2011, 12, 20), datetime(2028, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
LENGTHS = st.timedeltas(NONE, timedelta(hours=60)).map(lambda length: timedelta(seconds=length.seconds))


@given(calendar=calendars(), start=INSTANTS, length=LENGTHS)
def test_what_lies_between_is_what_was_added(calendar: Calendar, start: datetime, length: timedelta) -> None:
    assert worked(start, after_work(start, length, calendar), calendar) == length


@given(calendar=calendars(), start=INSTANTS, one=LENGTHS, other=LENGTHS)
def test_adding_twice_is_adding_the_sum(
    calendar: Calendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    at_once = after_work(start, one + other, calendar)

    assert after_work(after_work(start, one, calendar), other, calendar) == at_once


@given(calendar=calendars(), start=INSTANTS, later=LENGTHS, length=LENGTHS, more=LENGTHS)
def test_who_begins_later_or_has_more_to_do_is_not_done_sooner(
    calendar: Calendar, start: datetime, later: timedelta, length: timedelta, more: timedelta
) -> None:
    due = after_work(start, length, calendar)

    assert after_work(start + later, length, calendar) >= due or length == NONE
    assert after_work(start, length + more, calendar) >= due
    assert due >= start


@given(calendar=calendars(), start=INSTANTS, one=LENGTHS, other=LENGTHS)
def test_work_in_two_parts_of_a_time_is_the_work_in_all_of_it(
    calendar: Calendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    middle, end = start + one, start + one + other

    assert worked(start, middle, calendar) + worked(middle, end, calendar) == worked(start, end, calendar)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-23 09:00", 4, "2026-11-23 13:00"),
        ("2026-11-23 16:00", 4, "2026-11-24 12:00"),
        ("2026-11-23 05:00", 1, "2026-11-23 10:00"),
        ("2026-11-27 16:00", 2, "2026-11-28 11:00"),  # Saturday is open
        ("2026-11-28 12:00", 2, "2026-11-30 10:00"),  # Sunday is not
        ("2026-12-23 16:00", 2, "2026-12-26 11:00"),  # neither are both holidays
        ("2027-12-24 16:00", 2, "2027-12-27 10:00"),  # that was another year's, and the 25th is every year's
    ],
)
def test_the_due_time_is_the_one_a_person_would_count(start: str, hours: int, due: str) -> None:
    found = after_work(vienna(start), hours * HOUR, OFFICE)

    assert found == vienna(due)


def test_an_hour_that_the_clock_skips_is_not_worked_and_one_shown_twice_is_worked_twice() -> None:
    nights = Sla(hours=(OpenHours(days=("sun",), start=time(1), end=time(4)),))
    calendar = calendar_of(nights, timezone="Europe/Vienna")

    assert worked(vienna("2026-03-29 00:00"), vienna("2026-03-29 12:00"), calendar) == 2 * HOUR
    assert worked(vienna("2026-10-25 00:00"), vienna("2026-10-25 12:00"), calendar) == 4 * HOUR


def test_without_hours_work_goes_on_around_the_clock_but_for_holidays() -> None:
    calendar = calendar_of(Sla(holidays=("2026-12-24",)), timezone="UTC")
    eve = datetime(2026, 12, 23, 23, tzinfo=UTC)

    assert after_work(eve, 2 * HOUR, calendar) == datetime(2026, 12, 25, 1, tzinfo=UTC)


def test_a_team_that_never_works_is_not_waited_for_for_ever() -> None:
    every_day = tuple(f"{date(2024, 1, 1) + timedelta(days=number):%m-%d}" for number in range(366))
    calendar = calendar_of(Sla(holidays=every_day), timezone="UTC")
    start = datetime(2026, 1, 1, tzinfo=UTC)

    assert after_work(start, HOUR, calendar) == start
    assert worked(start, start + timedelta(days=30), calendar) == NONE
