"""What customers were told and what they said to it, as rows; nothing in them is a customer's word."""

from feedback.consents import ConsentNote
from feedback.store.keys import Keys
from feedback.store.sql import AnyRow, Values, micros, moment


def consent_row(note: ConsentNote, *, keys: Keys) -> Values:
    """Return the row of a note."""
    return {
        "workspace": keys.workspace,
        "id": note.id,
        "customer": note.customer,
        "kind": note.kind,
        "version": note.version,
        "channel": note.channel,
        "language": note.language,
        "wording_hash": note.wording_hash,
        "interaction": note.interaction,
        "at": micros(note.at),
    }


def consent_of(row: AnyRow) -> ConsentNote:
    """Return the note in a row."""
    return ConsentNote(
        id=row.id,
        customer=row.customer,
        kind=row.kind,
        version=row.version,
        channel=row.channel,
        language=row.language,
        wording_hash=row.wording_hash,
        interaction=row.interaction,
        at=moment(row.at),
    )
