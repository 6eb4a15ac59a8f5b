"""How a partial of the map is marked as out of date."""

from datetime import date

from feedback.store.prepared import Prepared
from feedback.store.sql import upsert
from feedback.work import Cell

# A partial marked already is locked by marking it again, so that a sweep elsewhere waits for us.
MARKING = upsert("dirty", keep=("claimed",))
MARK = Prepared(MARKING)


def by_cell(cell: Cell) -> tuple[str, str, str, date]:
    """Return what partials are sorted by before they are marked."""
    return cell.journey, cell.touchpoint, cell.customer, cell.week
