"""Lengths of time as people write them: 30m, 48h, 7d, 2w."""

import re
from datetime import timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")


def parse_duration(value: object) -> timedelta:
    """Read `1d 12h` and the like; raise ValueError on anything else."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str):
        text = value.strip().lower()
        if text == "0":
            return timedelta(0)
        if text and not _PART.sub("", text).strip():
            return sum((timedelta(**{_UNITS[u]: float(n)}) for n, u in _PART.findall(text)), timedelta(0))
    msg = f"is no length of time: {value!r}; write for example 30m, 48h, 7d or 2w"
    raise ValueError(msg)


def format_duration(length: timedelta) -> str:
    """Write `length` as `parse_duration` reads it, largest units first."""
    seconds = int(length.total_seconds())
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0"
