"""Days, weeks, months, quarters and years as a calendar has them; weeks are ISO weeks."""

from datetime import date, timedelta

from config.weeks import monday_of, sunday_of
from mapping.period import Period

FIRST = date(1970, 1, 1)
"""Nothing is told of before."""

MONTHS, QUARTER = 12, 3
"""The months of a year, and of a quarter."""

DAY = timedelta(days=1)
_CENTURY = 2000


def calendar_unit(unit: str, day: date) -> Period:
    """Return the day, week, month, quarter or year in which `day` lies."""
    match unit:
        case "day":
            return one_day(day)
        case "week":
            return Period(monday_of(day), sunday_of(day))
        case "month":
            return month_of(day.year, day.month)
        case "quarter":
            return quarter_of(day.year, (day.month - 1) // QUARTER + 1)
        case _:
            return Period(date(day.year, 1, 1), date(day.year, MONTHS, 31))


def day_in(month: int, year: int, day: int) -> Period:
    """Return the one day."""
    return one_day(date(year, month, day))


def week_of(year: int, number: int) -> Period:
    """Return a week, Monday to Sunday."""
    monday = date.fromisocalendar(year, number, 1)
    return Period(monday, sunday_of(monday))


def month_of(year: int, number: int) -> Period:
    """Return a month, January being 1."""
    return Period(date(year, number, 1), last_of(year, number))


def quarter_of(year: int, number: int) -> Period:
    """Return a quarter, the first being 1."""
    first = QUARTER * (number - 1) + 1
    return Period(date(year, first, 1), last_of(year, first + QUARTER - 1))


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year + month // MONTHS, month % MONTHS + 1, 1) - DAY


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or that month's last."""
    month = day.year * MONTHS + day.month - 1 - months
    year, number = divmod(month, MONTHS)
    if year < FIRST.year:
        return FIRST
    return min(date(year, number + 1, 1) + (day.day - 1) * DAY, last_of(year, number + 1))


def one_day(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day)


def full_year(year: str) -> int:
    """Return a year that was written with two figures or four."""
    return int(year) + (_CENTURY if len(year) == 2 else 0)  # noqa: PLR2004 - two figures of a year
