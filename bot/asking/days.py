"""Periods as people write them, in English and German, read into days.

Weeks are ISO weeks. What names no year is the latest such time that has begun: "march" is never to come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.asking.calendars import DAY
from bot.asking.day_pieces import UNIT_WORDS, Piece, past_fillers, piece_at, word_at
from bot.asking.folding import listed
from mapping.period import Period

_SINCE = frozenset(listed("since seit from ab von vom after"))
_UNTIL = frozenset(listed("until till to bis through before vor"))
_TO = frozenset(listed("- to bis until till through"))
_BETWEEN, _AND = frozenset({"between", "zwischen"}), frozenset({"and", "und"})
_ALL = (
    ("all", "time"), ("gesamte", "zeit"), ("gesamter", "zeitraum"), ("gesamten", "zeitraum"),
    ("alle", "zeit"), ("all",), ("ever",), ("always",), ("gesamt",), ("insgesamt",), ("alles",), ("immer",),
)  # fmt: skip

VOCABULARY = (UNIT_WORDS | {"since", "seit", "until", "between", "zwischen"}) - {"d", "w", "y"}
"""Words that begin or name a period, for who mistyped one."""


@dataclass(frozen=True, slots=True)
class Days:
    """A period found in words, up to the word before `end`; `others` are what it could mean as well.

    One that ends before it begins has the days the other way round there.
    """

    period: Period
    end: int
    others: tuple[Period, ...] = ()


def days_at(words: Sequence[str], at: int, today: date) -> Days | None:
    """Return the period that begins with the word (folded) at this place; None where none does."""
    try:
        return _days_at(words, at, today)
    except (ValueError, OverflowError):
        return None  # such as the 31st of June, or week 54


def is_backwards(period: Period) -> bool:
    """Say whether a period ends before it begins."""
    return bool(period.since and period.until and period.since > period.until)


def _days_at(words: Sequence[str], at: int, today: date) -> Days | None:
    for said in _ALL:
        if tuple(words[at : at + len(said)]) == said:
            return Days(Period(), at + len(said))
    return (
        _between(words, at, today)
        or _beginning(words, at, today)
        or _ending(words, at, today)
        or _range(words, at, today)
    )


def _between(words: Sequence[str], at: int, today: date) -> Days | None:
    if word_at(words, at) not in _BETWEEN:
        return None
    first = _piece(words, at + 1, today)
    if first is None or word_at(words, first.end) not in _AND:
        return None
    last = _piece(words, first.end + 1, today)
    return None if last is None else _joined(first, last)


def _beginning(words: Sequence[str], at: int, today: date) -> Days | None:
    if word_at(words, at) not in _SINCE:
        return None
    first = _piece(words, past_fillers(words, at + 1), today)
    if first is None:
        return None
    if last := _reaching_to(words, first.end, today):
        return _joined(first, last)
    others = tuple(Period(other.since, None) for other in first.others)
    return Days(Period(first.period.since, None), first.end, others)


def _ending(words: Sequence[str], at: int, today: date) -> Days | None:
    word = word_at(words, at)
    last = _piece(words, past_fillers(words, at + 1), today) if word in _UNTIL else None
    if last is None:
        return None
    if word in {"before", "vor"}:
        until = (last.period.since or today) - DAY
        return Days(Period(None, until), last.end)
    return Days(Period(None, last.period.until), last.end, tuple(Period(None, o.until) for o in last.others))


def _range(words: Sequence[str], at: int, today: date) -> Days | None:
    first = _piece(words, at, today)
    if first is None:
        return None
    if last := _reaching_to(words, first.end, today):
        return _joined(first, last)
    return Days(first.period, first.end, first.others)


def _reaching_to(words: Sequence[str], at: int, today: date) -> Piece | None:
    """Read "to May" behind what began a period."""
    return _piece(words, past_fillers(words, at + 1), today) if word_at(words, at) in _TO else None


def _joined(first: Piece, last: Piece) -> Days:
    """Return the days from the beginning of the first to the end of the last.

    "March to May 2025" says its year once, and "November to January" lies around a turn of the year.
    """
    since, until = first.period.since, last.period.until
    if first.in_year is not None and until is not None:
        if last.in_year is None:
            since = _since(first.in_year(until.year), since)
        if since is not None and since > until:
            since = _since(first.in_year(until.year - 1), since)
    is_backwards = since is not None and until is not None and since > until
    turned = (Period(last.period.since, first.period.until),) if is_backwards else ()
    return Days(Period(since, until), last.end, turned)


def _since(period: Period | None, otherwise: date | None) -> date | None:
    return otherwise if period is None else period.since


def _piece(words: Sequence[str], at: int, today: date) -> Piece | None:
    return None if at >= len(words) else _dots(words, at, today) or piece_at(words, at, today)


def _dots(words: Sequence[str], at: int, today: date) -> Piece | None:
    """Read `2026-03..2026-05`."""
    first, dots, last = words[at].partition("..")
    if not dots:
        return None
    begin, end = _piece([first], 0, today), _piece([last, *words[at + 1 : at + 2]], 0, today)
    if begin is None or end is None:
        return None
    joined = _joined(begin, end)
    return Piece(joined.period, at + joined.end, others=joined.others)
