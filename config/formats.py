"""Days, times, numbers, lists and quotations as each language writes them, from Unicode's tables (CLDR).

Babel is imported by the first who asks for more than a small number; what was written once is remembered.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from config.language_tag import fallbacks

if TYPE_CHECKING:
    from babel import Locale

MINUS = "−"

# English of no country puts the day first and has 24 hours, which nobody reads wrongly; en-US has its own.
_ENGLISH: Mapping[str, str] = {
    "yMMMd": "d MMM y", "MMMd": "d MMM", "MMMEd": "EEE d MMM", "yMMM": "MMM y", "MMM": "MMM", "Hm": "HH:mm",
    "yMMMM": "MMMM y", "yQQQ": "QQQ y",
}  # fmt: skip

_NO_BREAK, _NARROW = "\u00a0", "\u202f"

# CLDR's delimiters, which Babel leaves out; of a language that is not here, the marks of English.
_MARKS: Mapping[str, tuple[str, str]] = {
    "en": ("“", "”"), "de": ("„", "“"), "fr": (f"«{_NARROW}", f"{_NARROW}»"), "es": ("«", "»"),
    "it": ("«", "»"), "pt": ("«", "»"), "pt-br": ("“", "”"), "de-ch": ("«", "»"), "fr-ch": ("«", "»"),
}  # fmt: skip

_UNITS = ((365 * 86_400, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))

_REMEMBERED = 4096
_LANGUAGES = 512
_GROUPED_FROM = 1000


def day(day: date, language: str, /, *, year: bool = True) -> str:
    """Write a day with its month in short: 2. Sept. 2026."""
    return _date(day, "yMMMd" if year else "MMMd", language)


def weekday(day: date, language: str, /) -> str:
    """Write a day with its day of the week: Mi., 2. Sept."""
    return _date(day, "MMMEd", language)


def month(day: date, language: str, /, *, year: bool = True) -> str:
    """Write the month in which a day lies: Sept. 2026."""
    return _date(day, "yMMM" if year else "MMM", language)


def whole_month(day: date, language: str, /) -> str:
    """Write the month in which a day lies in full: September 2026."""
    return _date(day, "yMMMM", language)


def quarter(day: date, language: str, /) -> str:
    """Write the quarter in which a day lies: Q3 2026."""
    return _date(day, "yQQQ", language)


@lru_cache(maxsize=_REMEMBERED)
def span(since: date, until: date, language: str, /) -> str:
    """Write the days from `since` to `until`, both counted, as short as can be: 2.–9. Sept. 2026."""
    from babel.dates import format_interval  # noqa: PLC0415 - many programs write no day

    if since == until:
        return day(since, language)
    if _is_without_country(language):
        return _english_span(since, until, language)
    # CLDR's thin spaces are not in every font.
    return format_interval(since, until, "yMMMd", locale=_locale(language)).replace("\u2009", " ")


def clock(when: datetime, language: str, /) -> str:
    """Write the time of day of `when`, in the zone it is in: 14:05."""
    from babel.dates import format_time  # noqa: PLC0415 - see above

    form = _ENGLISH["Hm"] if _is_without_country(language) else "short"
    return format_time(when.timetz().replace(tzinfo=None), form, locale=_locale(language))


def moment(when: datetime, language: str, /, *, year: bool = True) -> str:
    """Write day and time of `when`, in the zone it is in: 2. Sept. 2026, 14:05."""
    return f"{day(when.date(), language, year=year)}, {clock(when, language)}"


@lru_cache(maxsize=_REMEMBERED)
def length(length: timedelta, language: str, /) -> str:
    """Write a length of time in its largest unit: 3 Stunden."""
    from babel.dates import format_timedelta  # noqa: PLC0415 - see above

    return format_timedelta(length, threshold=1, locale=_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def exactly(length: timedelta, language: str, /) -> str:
    """Write a length of time in the largest unit that it is whole in, years of 365 days: 30 Tage."""
    from babel.units import format_unit  # noqa: PLC0415 - see above

    seconds = round(length.total_seconds())
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    return format_unit(seconds // size, f"duration-{unit}", locale=_locale(language))


def number(number: float, language: str, /, *, decimals: int = 0) -> str:
    """Write a number rounded to `decimals`, its thousands apart: 12.345,6."""
    if isinstance(number, int) and 0 <= number < _GROUPED_FROM and not decimals:
        return str(number)
    return _decimal(number, language, decimals)


@lru_cache(maxsize=_REMEMBERED)
def decimal_mark(language: str, /) -> str:
    """Return what stands between a number and its tenths."""
    from babel.numbers import get_decimal_symbol  # noqa: PLC0415 - see above

    return get_decimal_symbol(_locale(language))


def group_mark(language: str, /) -> str:
    """Return what stands between the thousands of a number."""
    from babel.numbers import get_group_symbol  # noqa: PLC0415 - see above

    return get_group_symbol(_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def percent(share: float, language: str, /, *, decimals: int = 0) -> str:
    """Write a share 0..1 as percent, the sign as close as its language has it: 12%, 12 %."""
    from babel.numbers import format_percent  # noqa: PLC0415 - see above

    whole = f"#,##0.{'0' * decimals}".removesuffix(".")
    pattern = _locale(language).percent_formats[None].pattern.replace("#,##0", whole)
    rounded = _rounded(share * 100, decimals) / 100
    return format_percent(rounded, pattern, locale=_locale(language)).replace(_NO_BREAK, _NARROW)


def quoted(text: str, language: str, /) -> str:
    """Put somebody's words between the marks of a language: “well”, „gut“."""
    opening, closing = next((_MARKS[tag] for tag in fallbacks(language) if tag in _MARKS), _MARKS["en"])
    return f"{opening}{text}{closing}"


def signed(number: float, language: str, /, *, decimals: int = 1) -> str:
    """Write a number with its sign, a true minus among them; what rounds to nothing has none: −0,5."""
    rounded = _rounded(number, decimals)
    size = _decimal(abs(rounded), language, decimals)
    if not rounded:
        return size
    return f"{'+' if rounded > 0 else MINUS}{size}"


def names(names: Sequence[str], language: str, /) -> str:
    """Write a list of names: Anna, Ben und Chris."""
    return _listed(names, language, style="standard")


def either(names: Sequence[str], language: str, /) -> str:
    """Write names of which one is meant: Anna, Ben oder Chris."""
    return _listed(names, language, style="or")


def _listed(names: Sequence[str], language: str, *, style: Literal["standard", "or"]) -> str:
    from babel.lists import format_list  # noqa: PLC0415 - see above

    # Elsewhere than in America nothing stands before the last "and".
    locale = "en_150" if _is_without_country(language) else _locale(language)
    return format_list(names, style=style, locale=locale)


@lru_cache(maxsize=_REMEMBERED)
def _date(day: date, skeleton: str, language: str) -> str:
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - see above

    if _is_without_country(language):
        return format_date(day, _ENGLISH[skeleton], locale=_locale(language))
    return format_skeleton(skeleton, day, locale=_locale(language))


def _english_span(since: date, until: date, language: str) -> str:
    if (since.year, since.month) == (until.year, until.month):
        return f"{since.day}–{day(until, language)}"
    return f"{day(since, language, year=since.year != until.year)} – {day(until, language)}"


@lru_cache(maxsize=_REMEMBERED)
def _decimal(number: float, language: str, decimals: int) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - see above

    pattern = f"#,##0.{'0' * decimals}".removesuffix(".")
    return format_decimal(_rounded(number, decimals), pattern, locale=_locale(language)).replace("-", MINUS)


def _rounded(number: float, decimals: int) -> float:
    # As f"{number:.1f}" rounds everywhere else, with no minus before a zero.
    return float(f"{number:.{decimals}f}") + 0.0


def _is_without_country(language: str) -> bool:
    return str(_locale(language)) == "en"


@lru_cache(maxsize=_LANGUAGES)
def _locale(language: str) -> "Locale":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - see above

    for tag in fallbacks(language):
        try:
            return Locale.parse(tag.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
