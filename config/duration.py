"""Lengths of time and times of day as people write them: 30m, 48h, 7d, 2w; 21:30."""

import re
from datetime import time, timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*([smhdw])")
_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?")
_LONGEST = timedelta(days=3_653)


def parse_duration(value: object) -> timedelta:
    """Read `1d 12h` and the like, in whole seconds; raise ValueError on anything else."""
    if isinstance(value, timedelta):
        return value
    text = str(value).strip().lower()
    if text == "0":
        return timedelta(0)
    if isinstance(value, str) and text and not _PART.sub("", text).strip():
        return _total(text)
    msg = f'"{value}" is no length of time; write for example 30m, 48h, 7d or 2w'
    raise ValueError(msg)


def _total(text: str) -> timedelta:
    try:
        parts = (timedelta(**{_UNITS[unit]: float(count)}) for count, unit in _PART.findall(text))
        total = sum(parts, timedelta(0))
    except OverflowError:
        total = timedelta.max
    if total > _LONGEST:
        msg = f'"{text}" is longer than ten years; write a shorter time'
        raise ValueError(msg)
    return timedelta(seconds=round(total.total_seconds()))


def format_duration(length: timedelta) -> str:
    """Write `length` as `parse_duration` reads it, largest units first."""
    seconds = int(length.total_seconds())
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0"


def parse_time_of_day(value: object) -> time:
    """Read `21:30`; a bare number is refused, for 22 could be an hour or seconds."""
    if isinstance(value, time):
        return value
    found = _TIME_OF_DAY.fullmatch(str(value).strip())
    if not found:
        msg = f'"{value}" is no time of day; write hours and minutes from 00:00 to 23:59, such as 21:30'
        raise ValueError(msg)
    return time(int(found[1]), int(found[2]))
