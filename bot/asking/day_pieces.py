"""A day, week, month, quarter or year as people write it, in English and German; weeks are ISO weeks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.asking.calendars import (
    DAY,
    FIRST,
    MONTHS,
    QUARTER,
    calendar_unit,
    day_in,
    full_year,
    month_of,
    months_before,
    one_day,
    quarter_of,
    week_of,
)
from bot.asking.folding import listed
from config.weeks import WEEK, monday_of, sunday_of
from mapping.period import Period

_MONTH_NAMES: tuple[str, ...] = (
    "january jan januar janner jaenner", "february feb februar", "march mar marz maerz mrz", "april apr",
    "may mai", "june jun juni", "july jul juli", "august aug", "september sep sept",
    "october oct oktober okt", "november nov", "december dec dezember dez",
)  # fmt: skip
_MONTH = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in listed(names)}
_UNIT = {
    name: unit
    for unit, names in {
        "day": "day days tag tage tagen d",
        "week": "week weeks woche wochen w",
        "month": "month months monat monate monaten",
        "quarter": "quarter quarters quartal quartale quartalen quartals",
        "year": "year years jahr jahre jahren y",
    }.items()
    for name in listed(names)
}
_NUMBER = {
    name: number
    for number, names in enumerate(
        (
            "one ein eine einen einem", "two zwei", "three drei", "four vier", "five funf fuenf",
            "six sechs", "seven sieben", "eight acht", "nine neun", "ten zehn", "eleven elf",
            "twelve zwolf zwoelf",
        ),
        1,
    )
    for name in listed(names)
}  # fmt: skip
_LAST = frozenset(
    listed(
        "last past previous letzte letzten letzter letztes letztem vergangene vergangenen vergangener "
        "vergangenes vorige vorigen voriger voriges"
    )
)
_THIS = frozenset(
    listed(
        "this current diese diesen dieser dieses diesem aktuelle aktuellen aktueller aktuelles laufende "
        "laufenden laufender laufendes"
    )
)
_FILLERS = frozenset(listed("the die der den das dem in im of von vom zum zur"))
_NEAR = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1, "vorgestern": 2}
_WEEKS = frozenset(listed("kw week woche cw w kalenderwoche"))
_QUARTERS = frozenset(listed("quarter quartal q"))
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
UNIT_WORDS = frozenset({*_MONTH, *_UNIT, *_LAST, *_THIS, *_NEAR})
"""Words that name or begin one of them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A day, week, month, quarter or year; where no year was said, `in_year` is it in any."""

    period: Period
    end: int
    in_year: Callable[[int], Period | None] | None = None
    others: tuple[Period, ...] = ()


def piece_at(words: Sequence[str], at: int, today: date) -> Piece | None:
    """Return the day, week, month, quarter or year that begins with the word (folded) at this place."""
    if at >= len(words):
        return None
    for read in (_rolling, _this_one, _glued, _weeks, _quarters, _day_and_month, _months, _years):
        found = read(words, at, today)
        if found is not None:
            return found
    return None


def _rolling(words: Sequence[str], at: int, today: date) -> Piece | None:
    """Read "last 30 days", "30 days", "30d", "last month", "yesterday"."""
    word = words[at]
    if word in _NEAR:
        return Piece(one_day(today - _NEAR[word] * DAY), at + 1)
    if word == "ytd":
        return Piece(Period(date(today.year, 1, 1), today), at + 1)
    if found := re.fullmatch(r"(\d{1,3})(d|w|m|y)", word, re.ASCII):
        unit = {"d": "day", "w": "week", "m": "month", "y": "year"}[found[2]]
        return _back(int(found[1]), unit, at + 1, today)
    begin = past_fillers(words, at + 1) if word in _LAST else at
    if (count := _count(word_at(words, begin))) and (unit := _UNIT.get(word_at(words, begin + 1), "")):
        return _back(count, unit, begin + 2, today)
    if word in _LAST and (unit := _UNIT.get(word_at(words, begin), "")):
        now = calendar_unit(unit, today)
        return Piece(calendar_unit(unit, (now.since or today) - DAY), begin + 1)
    return None


def _back(count: int, unit: str, end: int, today: date) -> Piece | None:
    """Return so many units up to today; weeks are whole ones, this one the last."""
    if not count:
        return None
    if unit == "week":
        return Piece(Period(monday_of(today) - (count - 1) * WEEK, sunday_of(today)), end)
    if unit == "day":
        return Piece(Period(today - (count - 1) * DAY, today), end)
    months = count * {"month": 1, "quarter": QUARTER, "year": MONTHS}[unit]
    return Piece(Period(max(FIRST, months_before(today, months) + DAY), today), end)


def _this_one(words: Sequence[str], at: int, today: date) -> Piece | None:
    unit = _UNIT.get(word_at(words, at + 1), "") if words[at] in _THIS else ""
    return Piece(calendar_unit(unit, today), at + 2) if unit else None


def _glued(words: Sequence[str], at: int, today: date) -> Piece | None:
    """Read what is one word: 2026-05-01, 1.5.2026, 5/1/2026, 2026-03, 2026-W10, q2/2026, kw12."""
    word = words[at]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII):
        return Piece(one_day(date.fromisoformat(word)), at + 1)
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.?(\d{4}|\d\d)?", word, re.ASCII):
        return _dated(int(found[1]), int(found[2]), found[3], at + 1, today)
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d\d))?", word, re.ASCII):
        return _slashed(int(found[1]), int(found[2]), found[3], at + 1, today)
    if found := re.fullmatch(r"(\d{4})[-/](\d\d?)", word, re.ASCII):
        return Piece(month_of(int(found[1]), int(found[2])), at + 1)
    if found := re.fullmatch(r"(\d\d?)[./](\d{4})", word, re.ASCII):
        return Piece(month_of(int(found[2]), int(found[1])), at + 1)
    if found := re.fullmatch(r"(\d{4})[-/]?(q|kw|w|cw)(\d\d?)", word, re.ASCII):
        return Piece(_numbered(found[2])(int(found[1]), int(found[3])), at + 1)
    if found := re.fullmatch(r"(q|kw|w|cw)(\d\d?)[-/](\d{4})", word, re.ASCII):
        return Piece(_numbered(found[1])(int(found[3]), int(found[2])), at + 1)
    if found := re.fullmatch(r"(q|kw|w|cw)(\d\d?)", word, re.ASCII):
        return _in_some_year(words, at + 1, today, _numbered(found[1]), int(found[2]))
    return None


def _numbered(sort: str) -> Callable[[int, int], Period]:
    return quarter_of if sort == "q" else week_of


def _weeks(words: Sequence[str], at: int, today: date) -> Piece | None:
    if words[at] not in _WEEKS or not word_at(words, at + 1).isdecimal():
        return None
    return _in_some_year(words, at + 2, today, week_of, int(words[at + 1]))


def _quarters(words: Sequence[str], at: int, today: date) -> Piece | None:
    """Read "quarter 2" and "2. Quartal"."""
    if words[at] in _QUARTERS and word_at(words, at + 1).isdecimal():
        return _in_some_year(words, at + 2, today, quarter_of, int(words[at + 1]))
    number = _ORDINAL.fullmatch(words[at])
    if number and word_at(words, at + 1) in _QUARTERS - {"q"} and not words[at].isdecimal():
        return _in_some_year(words, at + 2, today, quarter_of, int(number[1]))
    return None


def _day_and_month(words: Sequence[str], at: int, today: date) -> Piece | None:
    """Read "1 May", "1. Mai 2026", "May 1st"."""
    for day_at, month_at in ((at, at + 1), (at + 1, at)):
        day = _ORDINAL.fullmatch(word_at(words, day_at))
        month = _MONTH.get(word_at(words, month_at))
        if day and month:
            return _in_some_year(words, at + 2, today, partial(day_in, month), int(day[1]))
    return None


def _months(words: Sequence[str], at: int, today: date) -> Piece | None:
    month = _MONTH.get(words[at])
    return None if month is None else _in_some_year(words, at + 1, today, month_of, month)


def _years(words: Sequence[str], at: int, today: date) -> Piece | None:  # noqa: ARG001 - one of several readers
    if not _YEAR.fullmatch(words[at]):
        return None
    return Piece(calendar_unit("year", date(int(words[at]), 1, 1)), at + 1)


def _dated(day: int, month: int, year: str | None, end: int, today: date) -> Piece:
    if year is not None:
        return Piece(one_day(date(full_year(year), month, day)), end)
    return _latest(end, today, lambda of: one_day(date(of, month, day)))


def _slashed(one: int, other: int, year: str | None, end: int, today: date) -> Piece | None:
    """Read 5/6: the day stands first, or the month does; where both can be, who wrote it is asked."""
    ways = dict.fromkeys(pair for pair in ((one, other), (other, one)) if pair[1] <= MONTHS)
    read = [_dated(day, month, year, end, today) for day, month in ways]
    if not read:
        return None
    first = read[0]
    return Piece(first.period, end, others=tuple(each.period for each in read[1:]))


def _in_some_year(
    words: Sequence[str], end: int, today: date, make: Callable[[int, int], Period], number: int
) -> Piece:
    said = word_at(words, end)
    if _YEAR.fullmatch(said):
        return Piece(make(int(said), number), end + 1)
    return _latest(end, today, lambda year: make(year, number))


def _latest(end: int, today: date, make: Callable[[int], Period]) -> Piece:
    """Return the latest that has begun, looking far enough back for the 29th of February."""

    def made(year: int) -> Period | None:
        try:
            return make(year)
        except ValueError:
            return None

    tried = (made(today.year + 1 - ago) for ago in range(10))
    found = next((each for each in tried if each and (each.since or today) <= today), None)
    if found is None:
        raise ValueError("there is no such time in any year")
    return Piece(found, end, in_year=made)


def _count(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 3 else _NUMBER.get(word)  # noqa: PLR2004 - figures


def past_fillers(words: Sequence[str], at: int) -> int:
    """Return the first place from this one on that holds more than an article or a preposition."""
    while word_at(words, at) in _FILLERS:
        at += 1
    return at


def word_at(words: Sequence[str], at: int) -> str:
    """Return the word at this place, empty behind the last."""
    return words[at] if 0 <= at < len(words) else ""
