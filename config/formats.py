"""Days, times, numbers and lists as people write them in their own language, from Unicode's tables (CLDR).

Babel is imported by the first who asks for more than a small number; what was written once is remembered.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from config.language_tag import fallbacks

if TYPE_CHECKING:
    from babel import Locale

MINUS = "−"

_WITHOUT_COUNTRY = {"en": "en_150"}
"""English of no country: 2 Sept 2026 and 14:05, which nobody reads wrongly."""

_REMEMBERED = 4096
_LANGUAGES = 512
_GROUPED_FROM = 1000


@lru_cache(maxsize=_REMEMBERED)
def day(day: date, language: str, /, *, year: bool = True) -> str:
    """Write a day with its month in short: 2. Sept. 2026."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - many programs write no day

    return format_skeleton("yMMMd" if year else "MMMd", day, locale=_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def weekday(day: date, language: str, /) -> str:
    """Write a day with its day of the week: Mi., 2. Sept."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - see above

    return format_skeleton("MMMEd", day, locale=_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def month(day: date, language: str, /) -> str:
    """Write the month in which a day lies, with its year: Sept. 2026."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - see above

    return format_skeleton("yMMM", day, locale=_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def span(since: date, until: date, language: str, /) -> str:
    """Write the days from `since` to `until`, both counted, as short as can be: 2.–9. Sept. 2026."""
    from babel.dates import format_interval  # noqa: PLC0415 - see above

    if since == until:
        return day(since, language)
    return format_interval(since, until, "yMMMd", locale=_locale(language))


def clock(when: datetime, language: str, /) -> str:
    """Write the time of day of `when`, in the zone it is in: 14:05."""
    from babel.dates import format_time  # noqa: PLC0415 - see above

    return format_time(when.timetz().replace(tzinfo=None), "short", locale=_locale(language))


def moment(when: datetime, language: str, /, *, year: bool = True) -> str:
    """Write day and time of `when`, in the zone it is in: 2. Sept. 2026, 14:05."""
    return f"{day(when.date(), language, year=year)}, {clock(when, language)}"


@lru_cache(maxsize=_REMEMBERED)
def length(length: timedelta, language: str, /) -> str:
    """Write a length of time in its largest unit: 3 Stunden."""
    from babel.dates import format_timedelta  # noqa: PLC0415 - see above

    return format_timedelta(length, threshold=1, locale=_locale(language))


def number(number: float, language: str, /, *, decimals: int = 0) -> str:
    """Write a number rounded to `decimals`, its thousands apart: 12.345,6."""
    if isinstance(number, int) and 0 <= number < _GROUPED_FROM and not decimals:
        return str(number)
    return _decimal(number, language, decimals)


@lru_cache(maxsize=_REMEMBERED)
def percent(share: float, language: str, /, *, decimals: int = 0) -> str:
    """Write a share 0..1 as percent: 12 %."""
    from babel.numbers import format_percent  # noqa: PLC0415 - see above

    whole = f"#,##0.{'0' * decimals}".removesuffix(".")
    pattern = _locale(language).percent_formats[None].pattern.replace("#,##0", whole)
    return format_percent(_rounded(share, decimals + 2), pattern, locale=_locale(language))


def signed(number: float, language: str, /, *, decimals: int = 1) -> str:
    """Write a number with its sign, a true minus among them; what rounds to nothing has none: −0,5."""
    rounded = _rounded(number, decimals)
    size = _decimal(abs(rounded), language, decimals)
    if not rounded:
        return size
    return f"{'+' if rounded > 0 else MINUS}{size}"


def names(names: Sequence[str], language: str, /) -> str:
    """Write a list of names: Anna, Ben und Chris."""
    from babel.lists import format_list  # noqa: PLC0415 - see above

    return format_list(names, locale=_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def _decimal(number: float, language: str, decimals: int) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - see above

    pattern = f"#,##0.{'0' * decimals}".removesuffix(".")
    return format_decimal(_rounded(number, decimals), pattern, locale=_locale(language)).replace("-", MINUS)


def _rounded(number: float, decimals: int) -> float:
    # As f"{number:.1f}" rounds everywhere else; Babel would round halves of the decimal digits it is shown.
    return float(f"{number:.{decimals}f}")


@lru_cache(maxsize=_LANGUAGES)
def _locale(language: str) -> "Locale":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - see above

    for tag in (*fallbacks(language), "en"):
        try:
            return Locale.parse(_WITHOUT_COUNTRY.get(tag, tag.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError  # pragma: no cover - English is known
