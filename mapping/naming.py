"""What people call a period of the lattice: November 2026, the week of 9 Nov 2026."""

from datetime import date, timedelta

from config import formats
from mapping.lattice import ALL, is_week, span
from mapping.words import Words

_MONTHS_A_QUARTER = 3
_A_WEEK = timedelta(weeks=1)
"""A month begins at most three days before its first, and so a week later it is that month everywhere."""


def kind_of(period: str) -> str:
    """Return `all`, `year`, `quarter`, `month` or `week`."""
    if period == ALL:
        return "all"
    if is_week(period):
        return "week"
    return "quarter" if "Q" in period else "month" if "-" in period else "year"


def named_in_short(period: str, words: Words) -> str:
    """Write a period as it fits below a picture: Nov 2026; of a week its Monday alone, 9 Nov."""
    since = span(period).since
    match kind_of(period):
        case "month" if since is not None:
            return formats.month(since + _A_WEEK, words.language)
        case "week" if since is not None:
            return words.date(since, year=False)
        case _:
            return named(period, words)


def named(period: str, words: Words) -> str:
    """Write a period of the lattice as people name it; a week by its Monday."""
    year, _, part = period.partition("-")
    match kind_of(period):
        case "all":
            return words.all_time
        case "quarter":
            return words.quarter(date(int(year), _MONTHS_A_QUARTER * int(part[1:]), 1))
        case "month":
            return words.month(date(int(year), int(part), 1))
        case "week":
            return words.week_of.format(day=words.date(span(period).since or date.min))
        case _:
            return year
