"""Answers by the million, made within SQLite itself: the program would need a quarter of an hour for them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.crowd import SURVEYED
from bot.app import App

_SCHEMA = "WITH RECURSIVE seq(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM seq WHERE n < {last})"
_BEGAN = int(datetime(2025, 9, 1, tzinfo=UTC).timestamp()) * 1_000_000
_HALF_A_YEAR = 180 * 86_400
_WHO = "printf('0190c0de-0000-7000-8000-%012x', n / 4)"
_VISIT = "printf('0190c0de-1111-7000-8000-%012x', n)"
_STARS = "((n * 31 + n / 97) % 5)"


def fill_by_sql(app: App, database: Path, answers: int) -> None:
    """Write `answers` of customers who come four times: half are ratings, half words, nothing is sealed."""
    journey, visits = app.loaded.journey, answers // 2
    own = {
        "workspace": f"'{app.settings.workspace}'", "journey": f"'{journey.id}'",
        "version": f"'{app.loaded.version}'", "stage": "'s'", "customer": _WHO,
        "touchpoint": _point(), "interaction": _VISIT, "session": _VISIT, "channel": "'web'",
    }  # fmt: skip
    at = f"{_BEGAN} + n * {_HALF_A_YEAR} / {visits} * 1000000"
    scorer = {"scorer": f"'{app.scorer.name}'", "version": f"'{app.scorer.version}'"}
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        _insert(connection, "customer", visits // 4 + 1, {
            "workspace": own["workspace"], "id": _WHO.replace("n / 4", "n"), "consent": "'given'",
            "created_at": "0",
        })  # fmt: skip
        _insert(connection, "interaction", visits, {
            **_of(own, "workspace customer journey version stage touchpoint"), "id": _VISIT,
            "source": "'bench'", "source_id": _VISIT, "occurred_at": at, "received_at": at, "imported": "1",
        })  # fmt: skip
        for number in (0, 1):
            name = f"printf('0190c0de-2222-700{number}-8000-%012x', n)"
            _insert(connection, "answer", visits, {
                **own, "id": name, "question": f"'q{number}'", "kind": "'faces'", "revision": "1",
                "wording": "'How was it?'", "language": "'en'", "answered_at": at, "value": _STARS,
                "words": "zeroblob(60)" if number else "NULL",
                "valence": "NULL" if number else f"{_STARS} - 2.0", "rated": str(1 - number),
                "skipped": "0", "superseded": "0",
            })  # fmt: skip
            _insert(connection, "score", visits, {
                **_of(own, "workspace customer"), **scorer, "answer": name, "label": "'neutral'",
                "valence": f"{_STARS} - 2.0", "contradiction": "0", "scored_at": at,
                "emotions": "'{\"joy\": 0.5}'" if number else "NULL",
            })  # fmt: skip
        connection.commit()


def _point() -> str:
    whens = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(SURVEYED))
    return f"CASE n * 7 % {len(SURVEYED)} {whens} END"


def _of(values: dict[str, str], names: str) -> dict[str, str]:
    return {name: values[name] for name in names.split()}


def _insert(connection: sqlite3.Connection, table: str, rows: int, values: dict[str, str]) -> None:
    columns, made = ", ".join(values), ", ".join(values.values())
    connection.execute(
        f"{_SCHEMA.format(last=rows - 1)} INSERT INTO {table} ({columns}) SELECT {made} FROM seq"  # noqa: S608 - our own values
    )
