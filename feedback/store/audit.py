"""The audit log: rows are only ever added, one after the other, whichever process adds them."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import BigInteger, Connection, bindparam, insert, select, text

from feedback.audit import (
    BEGINNING,
    AuditEntry,
    AuditRow,
    Break,
    Outcome,
    Sealing,
    chained,
    discreet,
    first_break,
)
from feedback.store.base import StoreBase
from feedback.store.keys import Keys
from feedback.store.leader import lock_of
from feedback.store.sql import HERE, AnyRow, Values, micros, moment
from feedback.store.tables.access import AUDIT

_ADD = insert(AUDIT)
_LAST = (
    select(AUDIT.c.number, AUDIT.c.hash)
    .where(AUDIT.c.workspace == HERE)
    .order_by(AUDIT.c.number.desc())
    .limit(1)
)
_AFTER = (
    select(AUDIT)
    .where(AUDIT.c.workspace == HERE, AUDIT.c.number > bindparam("after", type_=BigInteger))
    .order_by(AUDIT.c.number)
    .limit(bindparam("limit"))
)
_SINCE = _AFTER.where(AUDIT.c.at >= bindparam("since", type_=BigInteger))
_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
_CHUNK = 1_000


class AuditStore(StoreBase):
    """For operators, who want to know who saw or changed what, and whether the log is whole."""

    def note(self, entries: Sequence[AuditEntry]) -> None:
        """Add what was done at the terminal."""
        with self._engines.writing() as connection:
            append(connection, self._keys, entries)

    def audit_rows(self, *, since: datetime | None = None, who: str | None = None) -> Iterator[AuditRow]:
        """Yield the log, the oldest first: from a moment on, and of one person, where that is wanted."""
        for row in self._rows(since):
            if who is None or row.entry.who == who:
                yield row

    def audit_break(self) -> Break | None:
        """Return the first row that does not stand as it was written."""
        return first_break(self._rows(None), seal=_sealing(self._keys))

    def audit_name(self, name: str) -> str:
        """Return what stands in the log for something a command was about."""
        return discreet(name, _sealing(self._keys))

    def _rows(self, since: datetime | None) -> Iterator[AuditRow]:
        after, asked = 0, _AFTER if since is None else _SINCE
        while True:
            here = self._here(after=after, limit=_CHUNK, since=0 if since is None else micros(since))
            with self._engines.reading() as connection:
                rows = connection.execute(asked, here).all()
            yield from map(_row, rows)
            if len(rows) < _CHUNK:
                return
            after = rows[-1].number


def append(connection: Connection, keys: Keys, entries: Sequence[AuditEntry]) -> None:
    """Add entries at the end of the chain; the last thing a transaction does, for others wait for it then."""
    if not entries:
        return
    if connection.dialect.name == "postgresql":  # with SQLite nobody else writes at this moment
        connection.execute(_LOCK, {"key": lock_of(keys.workspace, "audit")})
    last = connection.execute(_LAST, {"here": keys.workspace}).one_or_none()
    after = (0, BEGINNING) if last is None else (last.number, last.hash)
    rows = chained(entries, after=after, seal=_sealing(keys))
    connection.execute(_ADD, [_values(row, workspace=keys.workspace) for row in rows])


def _sealing(keys: Keys) -> Sealing:
    return lambda content: keys.index.hash("audit", content)


def _values(row: AuditRow, *, workspace: str) -> Values:
    entry = row.entry
    return {
        "workspace": workspace, "number": row.number, "at": micros(entry.at), "who": entry.who,
        "role": entry.role, "command": entry.command, "outcome": entry.outcome,
        "about": json.dumps(entry.about), "previous": row.previous, "hash": row.hash, "seal": row.seal,
    }  # fmt: skip


def _row(row: AnyRow) -> AuditRow:
    return AuditRow(
        number=row.number,
        entry=AuditEntry(
            at=moment(row.at),
            who=row.who,
            role=row.role,
            command=row.command,
            outcome=cast("Outcome", row.outcome),  # the hash tells where somebody wrote another
            about=tuple(json.loads(row.about)),
        ),
        previous=row.previous,
        hash=row.hash,
        seal=row.seal,
    )
