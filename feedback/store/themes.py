"""What managers changed about themes, kept in the order in which they did."""

import json

from sqlalchemy import bindparam, delete, insert, select

from config.text import ANY_LANGUAGE
from feedback.store.base import StoreBase
from feedback.store.sql import HERE, AnyRow, among, micros, moment, texts
from feedback.store.tables.managing import THEME_EDIT
from feedback.theme_overlay import ThemeEdit

_EDITS = (
    select(THEME_EDIT)
    .where(THEME_EDIT.c.workspace == HERE, THEME_EDIT.c.journey == bindparam("of"))
    .order_by(THEME_EDIT.c.edited_at, THEME_EDIT.c.id)
)
_ADD = insert(THEME_EDIT)
_DROP = delete(THEME_EDIT).where(among(THEME_EDIT.c.id, texts("ids")))


class ThemeStore(StoreBase):
    """For managers who edit themes, and for the running program, which looks now and then."""

    def theme_edits(self, journey: str) -> tuple[ThemeEdit, ...]:
        """Return the edits of a journey's themes, oldest first."""
        with self._engines.reading() as connection:
            return tuple(_edit(row) for row in connection.execute(_EDITS, self._here(of=journey)))

    def add_theme_edit(self, journey: str, edit: ThemeEdit) -> None:
        """Remember an edit."""
        row = {
            "workspace": self.workspace,
            "id": edit.id,
            "journey": journey,
            "theme": edit.theme,
            "change": edit.change,
            "title": edit.title,
            "language": edit.language or None,
            "becomes": edit.into,
            "phrases": json.dumps(edit.phrases, ensure_ascii=False) if edit.phrases else None,
            "edited_at": micros(edit.at),
            "edited_by": edit.by,
        }
        with self._engines.writing() as connection:
            connection.execute(_ADD, row)

    def drop_theme_edits(self, ids: list[str]) -> None:
        """Forget edits, as if they had never been made."""
        with self._engines.writing() as connection:
            connection.execute(_DROP, self._here(ids=ids))


def _edit(row: AnyRow) -> ThemeEdit:
    return ThemeEdit(
        id=row.id,
        theme=row.theme,
        change=row.change,
        title=row.title,
        language=row.language or ANY_LANGUAGE,
        into=row.becomes,
        phrases=tuple(json.loads(row.phrases)) if row.phrases else (),
        at=moment(row.edited_at),
        by=row.edited_by,
    )
