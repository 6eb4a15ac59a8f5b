"""Who wants to hear what was done, and what they were told."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from feedback.hearing_back import HearBack
from feedback.store.base import StoreBase
from feedback.store.prepared import Prepared
from feedback.store.sql import AnyRow, Values, among, insert_new, micros, moment, texts
from feedback.store.tables.people import HEAR_BACK

_NOTES = (
    select(HEAR_BACK)
    .where(among(HEAR_BACK.c.customer, texts("ids")), HEAR_BACK.c.journey == bindparam("of"))
    .order_by(HEAR_BACK.c.at, HEAR_BACK.c.id)
)
# What is noted again, as after a crash, is noted once.
_ADD = Prepared(insert_new("hear_back"))


class HearBackStore(StoreBase):
    """For whoever asks, and for whoever tells."""

    def hear_back(self, journey: str, customers: Collection[str]) -> dict[str, tuple[HearBack, ...]]:
        """Return what was asked, said and told, by customer; who was never asked is not in it."""
        with self._engines.reading() as connection:
            rows = connection.execute(_NOTES, self._here(of=journey, ids=customers)).all()
        found: dict[str, list[HearBack]] = {}
        for row in rows:
            found.setdefault(row.customer, []).append(note_of(row))
        return {customer: tuple(notes) for customer, notes in found.items()}

    def add_hear_back(self, notes: Collection[HearBack]) -> None:
        """Remember notes."""
        with self._engines.writing() as connection:
            _ADD.write(connection, [_row(each, self.workspace) for each in notes])


def _row(note: HearBack, workspace: str) -> Values:
    return {
        "workspace": workspace,
        "id": note.id,
        "customer": note.customer,
        "journey": note.journey,
        "kind": note.kind,
        "subject": note.subject,
        "version": note.version,
        "wording_hash": note.wording_hash,
        "channel": note.channel,
        "language": note.language,
        "at": micros(note.at),
    }


def note_of(row: AnyRow) -> HearBack:
    """Return the note in a row."""
    return HearBack(
        id=row.id,
        customer=row.customer,
        journey=row.journey,
        kind=row.kind,
        subject=row.subject,
        version=row.version,
        wording_hash=row.wording_hash,
        channel=row.channel,
        language=row.language,
        at=moment(row.at),
    )
