"""What has had its time goes, a few at a time: what is due is read first, each piece is a small transaction.

Sums are made of numbers alone, so none of them changes when words or names go.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.sql.dml import Update

from feedback.records import Given
from feedback.retention import Expiry
from feedback.store import expiring_sql
from feedback.store.base import StoreBase
from feedback.store.cases_rows import case_of, case_row
from feedback.store.documents import TALK_JSON, Details, Talk, read_details, write_details, write_place
from feedback.store.marking import MARK_ANSWERED
from feedback.store.reading import RowReader
from feedback.store.sql import HERE, AnyRow, Values, among, micros
from feedback.store.tables.access import CODE, COMMAND_USE, ERRAND
from feedback.store.tables.answers import CONTENT, ENCLOSURE, MENTION, SCORE
from feedback.store.tables.cases import SUPPORT_CASE_CARD, SUPPORT_CASE_LINE
from feedback.store.tables.people import ADDRESS, CUSTOMER, WISH
from feedback.store.tables.traffic import INBOX, OUTBOX


class ExpiryStore(StoreBase):
    """For the retainer: what has had its time, and letting it go."""

    def expired(self, expiry: Expiry) -> int:
        """Return how much has had its time: answers with words and files, customers, or messages."""
        with self._engines.reading() as connection:
            return sum(
                connection.execute(
                    select(func.count()).select_from(query.order_by(None).subquery()), self._when(expiry)
                ).scalar_one()
                for query in _due(expiry)
            )

    def expire(self, expiry: Expiry, *, limit: int, now: datetime) -> int:
        """Let up to `limit` of each go that has had its time, and return how much went."""
        gone = 0
        for query in _due(expiry):
            with self._engines.reading() as connection:
                rows = connection.execute(
                    query.limit(expiring_sql.LIMIT), {**self._when(expiry), "limit": limit}
                ).all()
            if rows:
                self._let_expire(expiry, query, rows, now=now)
            gone += len(rows)
        if gone:
            self._engines.truncate()  # what went is not to stand in the log of SQLite
        return gone

    def carry_scores(self, journey: str, *, scorer: tuple[str, str], limit: int, now: datetime) -> int:
        """Let answers whose words are gone keep their last score under a new judge, who cannot read them."""
        named = {"scorer": scorer[0], "version": scorer[1]}
        with self._engines.reading() as connection:
            here = self._here(journey=journey, limit=limit, **named)
            ids = connection.execute(expiring_sql.LEFT_BEHIND, here).scalars().all()
        if not ids:
            return 0
        with self._engines.writing() as connection:
            latest = {row.answer: row for row in connection.execute(expiring_sql.SCORES, self._here(ids=ids))}
            judged = {(row.answer, row.scorer, row.version) for row in latest.values()}
            scores = [{**_values(row), **named, "scored_at": micros(now)} for row in latest.values()]
            mentions = [
                {**_values(row), **named}
                for row in connection.execute(expiring_sql.MENTIONS, self._here(ids=ids))
                if (row.answer, row.scorer, row.version) in judged
            ]
            connection.execute(insert(SCORE), scores)
            if mentions:
                connection.execute(insert(MENTION), mentions)
            connection.execute(MARK_ANSWERED, self._here(ids=ids))
        return len(ids)

    def _when(self, expiry: Expiry) -> dict[str, object]:
        return {"here": self.workspace, "journey": expiry.journey, "before": micros(expiry.before)}

    def _let_expire(
        self, expiry: Expiry, query: Select[*tuple[str, ...]], rows: Sequence[AnyRow], *, now: datetime
    ) -> None:
        with self._engines.writing() as connection:
            if query is expiring_sql.OLD_INBOX:
                _delete_inbox(connection, self.workspace, rows)
                return
            ids = [str(row.id) for row in rows]
            if query is expiring_sql.QUIET:
                # Somebody may have come back since we looked.
                asked = expiring_sql.QUIET.where(among(CUSTOMER.c.id, expiring_sql.IDS))
                ids = list(connection.execute(asked, {**self._when(expiry), "ids": ids}).scalars())
            letting = _Letting(self, connection, expiry, micros(now))
            letting.go(query, ids)


class _Letting:
    """Lets things go over one connection."""

    def __init__(self, store: ExpiryStore, connection: Connection, expiry: Expiry, now: int) -> None:
        self._keys = store._keys  # noqa: SLF001 - its own helper
        self._connection = connection
        self._expiry = expiry
        self._now = now

    def go(self, query: Select[*tuple[str, ...]], ids: Sequence[str]) -> None:
        """Let what `query` found go, by its ids."""
        if query is expiring_sql.OLD_ANSWERS:
            self._words(ids)
        elif query is expiring_sql.OLD_ENCLOSURES:
            self._delete(CONTENT.c.enclosure, ids)
            self._delete(ENCLOSURE.c.id, ids)
        elif query is expiring_sql.OLD_CASES:
            self._stories(ids)
        elif query is expiring_sql.OLD_OUTBOX:
            self._delete(OUTBOX.c.id, ids)
        else:
            self._identities(ids)

    def _words(self, ids: Sequence[str]) -> None:
        answers = self._rows(expiring_sql.ANSWERS, ids)
        self._run(expiring_sql.WORDLESS, ids, now=self._now)
        self._run(expiring_sql.NO_EVIDENCE, ids)
        sessions = {row.session for row in answers if row.session is not None}
        self._reseal(sessions, lambda talk: _unspoken(talk, set(ids)))

    def _stories(self, ids: Sequence[str]) -> None:
        """Let what was said in cases go; how they went is in their columns."""
        sealed: list[Values] = []
        told: list[Values] = []
        for row in self._rows(expiring_sql.CASES, ids):
            case = case_of(row, row.data_key, keys=self._keys)
            if case is not None:
                about = {start.rstrip("-"): f"{start}{case.id}.%" for start in expiring_sql.OF_CASES}
                told.append({"here": self._keys.workspace, "whose": case.customer, **about})
                silent = replace(case, told=(), path=(), revision=case.revision + 1)
                made = case_row(silent, keys=self._keys, wrapped=bytes(row.data_key))
                sealed.append(
                    {
                        "here": self._keys.workspace,
                        "of_case": case.id,
                        "sealed": made["document"],
                        "follows": silent.revision,
                    }
                )
        if sealed:
            self._connection.execute(expiring_sql.RESEAL_CASE, sealed)
            self._connection.execute(expiring_sql.TOLD_OF_CASE, told)
        self._delete(SUPPORT_CASE_CARD.c.case_id, ids)
        self._delete(SUPPORT_CASE_LINE.c.case_id, ids)

    def _identities(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        hashes = list(self._connection.execute(expiring_sql.HASHES_OF, self._about(ids)).scalars())
        nameless = [
            self._nameless(row) for row in self._rows(expiring_sql.WHO, ids) if row.data_key is not None
        ]
        self._connection.execute(expiring_sql.NAMELESS, nameless)
        self._run(expiring_sql.UNLINKED, ids)
        sessions = list(self._connection.execute(expiring_sql.SESSIONS_OF, self._about(ids)).scalars())
        self._reseal(sessions, lambda talk: replace(talk, address=""))
        self._enclosed_from_nowhere(ids)
        self._stories(list(self._connection.execute(expiring_sql.CASES_OF, self._about(ids)).scalars()))
        for column in (
            OUTBOX.c.customer,
            INBOX.c.customer,
            WISH.c.customer,
            ERRAND.c.customer,
            COMMAND_USE.c.customer,
            CODE.c.subject,
        ):
            self._delete(column, ids)
        self._delete(INBOX.c.address_hash, hashes)
        self._delete(ADDRESS.c.customer, ids)

    def _enclosed_from_nowhere(self, ids: Sequence[str]) -> None:
        """Let what was sent along stay, and not the address that it came from."""
        reader, rows = RowReader(self._keys), self._rows(expiring_sql.ENCLOSED, ids)
        found = [(each, row.data_key) for row in rows if (each := reader.enclosure(row)) is not None]
        sealed: list[Values] = [
            {
                "here": self._keys.workspace,
                "which": each.id,
                "sealed": self._keys.of_customer(each.customer, key).seal(
                    write_place("", each.reference, each.name),
                    about=self._keys.about("enclosure", "details", each.id),
                ),
            }
            for each, key in found
        ]
        if sealed:
            self._connection.execute(expiring_sql.RESEAL_ENCLOSED, sealed)

    def _nameless(self, row: AnyRow) -> Values:
        key, place = (
            self._keys.of_customer(row.id, row.data_key),
            self._keys.about("customer", "details", row.id),
        )
        details = read_details(key.open(row.details, about=place)) if row.details is not None else Details()
        kept = {name: fact for name, fact in details.attributes.items() if name in self._expiry.kept_facts}
        sealed = key.seal(write_details(Details(attributes=kept)), about=place)
        return {"here": self._keys.workspace, "whose": row.id, "sealed": sealed, "now": self._now}

    def _reseal(self, sessions: Collection[str], change: Callable[[Talk], Talk]) -> None:
        rows: list[Values] = []
        for row in self._rows(expiring_sql.TALKS, sessions):
            if row.data_key is None:
                continue
            key = self._keys.of_customer(row.customer, row.data_key)
            place = self._keys.about("session", "document", row.id)
            talk = change(TALK_JSON.validate_json(key.open(row.document, about=place)))
            document = TALK_JSON.dump_json(talk, exclude_defaults=True)
            rows.append(
                {"here": self._keys.workspace, "talk": row.id, "sealed": key.seal(document, about=place)}
            )
        if rows:
            self._connection.execute(expiring_sql.RESEAL, rows)

    def _rows(self, query: Select[*tuple[object, ...]], ids: Collection[str]) -> Sequence[AnyRow]:
        return self._connection.execute(query, self._about(ids)).all() if ids else ()

    def _run(self, statement: Update, ids: Collection[str], **more: object) -> None:
        self._connection.execute(statement, {**self._about(ids), **more})

    def _delete(self, column: Column[str], ids: Collection[str]) -> None:
        if ids:
            self._connection.execute(
                delete(column.table).where(among(column, expiring_sql.IDS)), self._about(ids)
            )

    def _about(self, ids: Collection[str]) -> dict[str, object]:
        return {"here": self._keys.workspace, "ids": ids}


def _due(expiry: Expiry) -> Sequence[Select[*tuple[str, ...]]]:
    """Return the queries that find what an expiry is about."""
    match expiry.kind:
        case "text":
            return (expiring_sql.OLD_ANSWERS, expiring_sql.OLD_ENCLOSURES, expiring_sql.OLD_CASES)
        case "identity":
            return (expiring_sql.QUIET,)
        case "inbox":
            return (expiring_sql.OLD_INBOX,)
        case "outbox":
            return (expiring_sql.OLD_OUTBOX,)


def _unspoken(talk: Talk, answers: Collection[str]) -> Talk:
    """Return a talk without the words of answers."""
    given = {question: _silent(each, answers) for question, each in talk.given.items()}
    doubt = talk.doubt
    return replace(talk, given=given, doubt=doubt and replace(doubt, given=_silent(doubt.given, answers)))


def _silent(given: Given, answers: Collection[str]) -> Given:
    return replace(given, text=None) if given.answer in answers else given


def _delete_inbox(connection: Connection, workspace: str, rows: Sequence[AnyRow]) -> None:
    gone = delete(INBOX).where(
        INBOX.c.workspace == HERE, INBOX.c.channel == bindparam("at"), INBOX.c.key == bindparam("item")
    )
    connection.execute(gone, [{"here": workspace, "at": row.channel, "item": row.key} for row in rows])


def _values(row: AnyRow) -> Values:
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
