"""Telegram's JSON, looked into without trust: whatever is not as it should be counts as missing."""

import json
from collections.abc import Iterator, Mapping

Raw = Mapping[str, object]
"""An object of JSON as it came in."""


def read_raw(payload: bytes) -> Raw | None:
    """Return the object `payload` says; None where it says none."""
    try:
        found: object = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def part(raw: Raw, name: str) -> Raw:
    """Return the object under `name`, or an empty one."""
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def parts(raw: Raw, name: str) -> Iterator[Raw]:
    """Yield the objects of the list under `name`."""
    found = raw.get(name)
    return (each for each in found if isinstance(each, dict)) if isinstance(found, list) else iter(())


def text(raw: Raw, name: str) -> str | None:
    """Return the text under `name`; half a surrogate pair, which no store can keep, is replaced."""
    found = raw.get(name)
    if not isinstance(found, str):
        return None
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def number(raw: Raw, name: str) -> int | None:
    """Return the whole number under `name`."""
    found = raw.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
