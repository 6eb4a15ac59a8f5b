"""Weeks as everything is counted by them: Monday to Sunday, in UTC."""

from datetime import UTC, date, datetime, timedelta

WEEK = timedelta(weeks=1)
TO_SUNDAY = timedelta(days=6)
_VERY_LAST = date(9999, 12, 26)
"""The last Sunday that a date can hold."""


def monday_of(when: date) -> date:
    """Return the Monday of the week in which a day, or a moment in UTC, lies."""
    day = _day(when)
    return day - timedelta(days=day.weekday())


def sunday_of(when: date) -> date:
    """Return the Sunday of that week; of the five days at the end of all time, the one before."""
    return monday_of(min(_day(when), _VERY_LAST)) + TO_SUNDAY


def last_sunday(now: date) -> date:
    """Return the last day of the last week that is over."""
    return monday_of(now) - timedelta(days=1)


def told_by(now: date) -> date:
    """Return the Monday by which answers of the present week are told, where weeks are told when over."""
    return sunday_of(now) + timedelta(days=1)


def widened(since: date | None, until: date | None) -> tuple[date | None, date | None]:
    """Return the first and the last day of the weeks that a period touches; None stays an open end."""
    return None if since is None else monday_of(since), None if until is None else sunday_of(until)


def weeks_before(first: date, last: date) -> tuple[date, date] | None:
    """Return the days of as many weeks as these touch, right before them; None where time has not begun."""
    begin = monday_of(first)
    length = monday_of(last) + WEEK - begin
    return None if begin - date.min < length else (begin - length, begin - timedelta(days=1))


def _day(when: date) -> date:
    return when.astimezone(UTC).date() if isinstance(when, datetime) else when
