"""How a report's values are spelt for people: numbers and dates in a language, hidden figures as such."""

from datetime import date, datetime, timedelta

from mapping.naming import named
from mapping.parts import About
from mapping.report import Absent, Bounded, Column, Kind, Points, Value
from mapping.words import MINUS, NO_BREAK, Words
from mapping.wrapping import tidy

NOTHING = "–"
HIDDEN_MARK = "(hidden)"
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_FEW_DAYS = 2


def spelt(value: Value, kind: Kind, words: Words) -> str:
    """Return a value as its column has it; the interval stands in brackets behind the figure."""
    match value:
        case None:
            return NOTHING
        case Absent():
            return words.hidden_mark
        case Points():
            low, high = (_number(round(end), kind, words) for end in (value.low, value.high))
            return f"{_number(round(value.value), kind, words)} ({low} … {high})"
        case Bounded():
            low, high = (_number(end, kind, words) for end in (value.low, value.high))
            return f"{_number(value.value, kind, words)} ({low} … {high})"
        case timedelta():
            return length(value, words)
        case datetime():
            return words.time(value, year=True)
        case str():
            return _text(value, kind, words)
        case _:
            return _number(value, kind, words)


def heads(columns: tuple[Column, ...]) -> list[str]:
    """Return what stands over the columns."""
    return [tidy(column.title) for column in columns]


def length(value: timedelta, words: Words) -> str:
    """Spell a length of time by its largest fitting unit: minutes, hours or days."""
    size = abs(value)
    sign = MINUS if value < timedelta(0) else ""
    if size >= _FEW_DAYS * _DAY:
        return f"{sign}{words.plain(size / _DAY)}{NO_BREAK}d"
    if size >= _HOUR:
        return f"{sign}{words.plain(size / _HOUR)}{NO_BREAK}h"
    return f"{sign}{words.count(round(size / timedelta(minutes=1)))}{NO_BREAK}min"


def made(about: About, words: Words) -> str:
    """Return the line that says what a report is about and how fresh it is."""
    return " · ".join(
        [
            tidy(about.title),
            *([words.persona.format(name=about.persona)] if about.persona else []),
            *([words.segment.format(name=about.segment)] if about.segment else []),
            *([tidy(" + ".join(about.channels))] if about.channels else []),
            words.period(about.period),
            # Where the period names no year, nothing else would say which one the answers are from.
            words.data_to.format(
                time=words.time(about.data_to or about.as_of, year=about.period.until is None)
            ),
        ]
    )


def _text(value: str, kind: Kind, words: Words) -> str:
    match kind:
        case "quote":
            return words.quoted(tidy(value))
        case "day":
            return words.date(date.fromisoformat(value))
        case "period":
            return named(value, words)
        case _:
            return tidy(value)


def _number(value: float, kind: Kind, words: Words) -> str:
    match kind:
        case "score" | "change":
            return words.signed(value)
        case "share":
            return words.percent(value)
        case "count":
            return words.count(round(value))
        case _:
            text = str(abs(value)) if isinstance(value, int) else f"{abs(value):.2f}"
            return f"{MINUS if value < 0 and text.strip('0.') else ''}{text}".replace(".", words.decimal)
