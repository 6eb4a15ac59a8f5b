"""What managers changed about opportunities, kept in the order in which they did."""

from sqlalchemy import bindparam, insert, select

from config.text import ANY_LANGUAGE
from feedback.opportunity_overlay import OpportunityEdit
from feedback.store.base import StoreBase
from feedback.store.sql import HERE, AnyRow, micros, moment
from feedback.store.tables.managing import OPPORTUNITY_EDIT

_EDITS = (
    select(OPPORTUNITY_EDIT)
    .where(OPPORTUNITY_EDIT.c.workspace == HERE, OPPORTUNITY_EDIT.c.journey == bindparam("of"))
    .order_by(OPPORTUNITY_EDIT.c.edited_at, OPPORTUNITY_EDIT.c.id)
)
_ADD = insert(OPPORTUNITY_EDIT)


class OpportunityStore(StoreBase):
    """For managers who edit opportunities, and for the maps and reports that show them."""

    def opportunity_edits(self, journey: str) -> tuple[OpportunityEdit, ...]:
        """Return the edits of a journey's opportunities, oldest first."""
        with self._engines.reading() as connection:
            return tuple(_edit(row) for row in connection.execute(_EDITS, self._here(of=journey)))

    def add_opportunity_edit(self, journey: str, edit: OpportunityEdit) -> None:
        """Remember an edit."""
        row = {
            "workspace": self.workspace,
            "id": edit.id,
            "journey": journey,
            "opportunity": edit.opportunity,
            "change": edit.change,
            "title": edit.title,
            "language": edit.language or None,
            "stage": edit.stage,
            "theme": edit.theme,
            "owner": edit.owner,
            "status": edit.status,
            "effort": edit.effort,
            "edited_at": micros(edit.at),
            "edited_by": edit.by,
        }
        with self._engines.writing() as connection:
            connection.execute(_ADD, row)


def _edit(row: AnyRow) -> OpportunityEdit:
    return OpportunityEdit(
        id=row.id,
        opportunity=row.opportunity,
        change=row.change,
        title=row.title,
        language=row.language or ANY_LANGUAGE,
        stage=row.stage,
        theme=row.theme,
        owner=row.owner,
        status=row.status,
        effort=row.effort,
        at=moment(row.edited_at),
        by=row.edited_by,
    )
