"""How another tool writes times: ISO 8601, Excel's numbers of days, or a form of its own."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

ISO, EXCEL = "iso", "excel"
USUAL = (ISO,)

_DAY_NOUGHT = datetime(1899, 12, 30, tzinfo=UTC)
"""Day 0 of Excel, which takes 1900 for a leap year."""

_DAYS = re.compile(r"\d{1,7}(?:[.,]\d{1,12})?")
_SOME_DAY = datetime(2026, 9, 30, 18, 5, 7, tzinfo=UTC)


def form_of(text: str) -> str:
    """Return a form of times: iso, excel, or one as `strptime` has it; ValueError for what tells no day."""
    form = text.strip()
    if form.lower() in {ISO, EXCEL}:
        return form.lower()
    read = _by_form(_SOME_DAY.strftime(form), form)
    if read is None or read.date() != _SOME_DAY.date():
        raise ValueError(f'"{text}" is no form of a day; write iso, excel, or for example %d.%m.%Y %H:%M')
    return form


def time_in(text: str, forms: Iterable[str] = USUAL) -> datetime | None:
    """Return a time in UTC by the first form that fits, None for what is none; UTC where it names no zone."""
    for form in forms:
        when = _by_days(text) if form == EXCEL else _by_form(text, form)
        if when is not None:
            return when
    return None


def _by_form(text: str, form: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)  # noqa: DTZ007 - the zone comes next
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError, re.error):
        return None


def _by_days(text: str) -> datetime | None:
    if not _DAYS.fullmatch(text):
        return None
    days = timedelta(days=float(text.replace(",", ".")))
    return _DAY_NOUGHT + timedelta(seconds=round(days.total_seconds()))
