"""The audit log: who saw or changed what, each entry chained to the one before by its hash.

An entry holds ids and filters, never what anybody said: erasing somebody leaves the chain as it is. What
looks like a name or an address is kept as a keyed hash, by which only who knows it finds it again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

Outcome = Literal["done", "refused", "failed"]
Fault = Literal["missing", "changed", "unlinked", "forged"]
Sealing = Callable[[str], str]
"""Makes the keyed hash of a text."""

BEGINNING = "0" * 64
"""What stands for the entry before the first."""

OPERATOR = "operator"
"""Who does something at the terminal of the server."""

_PLAIN = re.compile(r"[A-Za-z0-9_.:=/,<>~+-]{1,120}")
_SEALED = "sealed:"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """That somebody (by the id they are kept by) used a command, in which role, and what it was about."""

    at: datetime
    who: str
    role: str
    command: str
    outcome: Outcome
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """An entry in its place: `hash` covers it and the one before, `seal` shows that we wrote it."""

    number: int
    entry: AuditEntry
    previous: str
    hash: str
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first row that does not stand as it was written, and how it shows."""

    number: int
    fault: Fault


def chained(entries: Iterable[AuditEntry], *, after: tuple[int, str], seal: Sealing) -> Iterator[AuditRow]:
    """Yield entries as rows that follow on row `after` (its number and its hash)."""
    number, previous = after
    for each in entries:
        number += 1
        entry = _discreet(each, seal)
        found = hash_of(number, entry, previous)
        yield AuditRow(number=number, entry=entry, previous=previous, hash=found, seal=seal(found))
        previous = found


def hash_of(number: int, entry: AuditEntry, previous: str) -> str:
    """Return the SHA-256 of a row as it is written down: a JSON list without blanks."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    row = [number, at, entry.who, entry.role, entry.command, entry.outcome, list(entry.about), previous]
    return hashlib.sha256(json.dumps(row, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()


def first_break(rows: Iterable[AuditRow], *, seal: Sealing) -> Break | None:
    """Return the first row that is missing, changed, unlinked from the one before, or not written by us."""
    previous = BEGINNING
    for number, row in enumerate(rows, start=1):
        if row.number != number:
            return Break(number=number, fault="missing")
        if row.previous != previous:
            return Break(number=number, fault="unlinked")
        if hash_of(row.number, row.entry, row.previous) != row.hash:
            return Break(number=number, fault="changed")
        if seal(row.hash) != row.seal:
            return Break(number=number, fault="forged")
        previous = row.hash
    return None


def discreet(text: str, seal: Sealing) -> str:
    """Return what is kept of something a command was about: an id or a filter as it is, all else sealed."""
    return text if _PLAIN.fullmatch(text) else f"{_SEALED}{seal(text)}"


def _discreet(entry: AuditEntry, seal: Sealing) -> AuditEntry:
    about = tuple(each if each.startswith(_SEALED) else discreet(each, seal) for each in entry.about)
    return replace(entry, about=about)
