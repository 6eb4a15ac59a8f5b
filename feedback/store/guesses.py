"""How many wrong codes came from an address of late: known by its blind index, and only for a day."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete

from feedback.guesses import Guesses
from feedback.store.keys import Keys
from feedback.store.prepared import Prepared
from feedback.store.sql import HERE, Values, micros, upsert
from feedback.store.tables.access import GUESS

_SAVE = Prepared(upsert("guess"))
_FORGET = delete(GUESS).where(GUESS.c.workspace == HERE, GUESS.c.since < bindparam("long_ago"))
_REMEMBERED = 86_400_000_000
"""Microseconds, a day: longer than anybody is made to wait."""


def note_guesses(
    connection: Connection, keys: Keys, guesses: Mapping[tuple[str, str], Guesses], *, now: int
) -> None:
    """Write them down, and forget those of long ago; `now` is in microseconds."""
    if not guesses:
        return
    connection.execute(_FORGET, {"here": keys.workspace, "long_ago": now - _REMEMBERED})
    rows: list[Values] = [
        {
            "workspace": keys.workspace,
            "address_hash": keys.address_hash(*address),
            "wrong": each.wrong,
            "since": micros(each.since),
        }
        for address, each in sorted(guesses.items())
    ]
    _SAVE.write(connection, rows)
