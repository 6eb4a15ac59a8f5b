"""How a partial of the map is marked as out of date."""

from datetime import date

from sqlalchemy import Column, ColumnElement, Select, false, literal, select

from feedback.store.prepared import Prepared
from feedback.store.sql import among, texts, upsert, week_column
from feedback.store.tables.answers import ANSWER
from feedback.work import Cell

# A partial marked already is locked by marking it again, so that a sweep elsewhere waits for us.
MARKING = upsert("dirty", keep=("claimed",))
MARK = Prepared(MARKING)
MARKED = ("workspace", "journey", "touchpoint", "customer", "week", "marks", "claimed")
"""The columns of a mark."""


def cells_of(at: Column[int], *which: ColumnElement[bool]) -> Select[*tuple[object, ...]]:
    """Return marks for the weeks in which rows of a table lie: by the moment `at`, of those meant."""
    whose = (at.table.c[name] for name in ("workspace", "journey", "touchpoint", "customer"))
    return select(*whose, week_column(at).label("week"), literal(1), false()).where(*which).distinct()


MARK_ANSWERED = MARKING.from_select(MARKED, cells_of(ANSWER.c.answered_at, among(ANSWER.c.id, texts("ids"))))
"""Marks the weeks in which answers were given, by their ids."""


def by_cell(cell: Cell) -> tuple[str, str, str, date]:
    """Return what partials are sorted by before they are marked."""
    return cell.journey, cell.touchpoint, cell.customer, cell.week
