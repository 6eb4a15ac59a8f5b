"""All that is kept about one customer, read at one moment."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from feedback.case_records import Case, CaseLine
from feedback.dossier import Dossier
from feedback.leaving import Leaving
from feedback.mention import Mention
from feedback.records import Decision, Enclosure, Interaction, OutboxItem, Scored
from feedback.store.base import StoreBase
from feedback.store.cases_rows import case_of, line_of
from feedback.store.consents import consent_of
from feedback.store.echoes import files_sent
from feedback.store.erasing import holdings
from feedback.store.hearing_back import note_of
from feedback.store.keys import Keys
from feedback.store.mentions import mention_of
from feedback.store.reading import RowReader
from feedback.store.schedules import schedule_of
from feedback.store.sql import HERE, AnyRow
from feedback.store.tables.answers import CONTENT
from feedback.store.tables.asking import DECISION, INTERACTION, SESSION
from feedback.store.tables.people import ADDRESS, CUSTOMER
from feedback.store.tables.schema import SCHEMA
from feedback.store.tables.traffic import INBOX

_Query = Select[*tuple[object, ...]]
_OF = bindparam("of", type_=CUSTOMER.c.id.type)
_CUSTOMER = select(CUSTOMER).where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == _OF)
_ADDRESSES = (
    select(ADDRESS)
    .where(ADDRESS.c.workspace == HERE, ADDRESS.c.customer == _OF)
    .order_by(ADDRESS.c.created_at, ADDRESS.c.address_hash)
)
_INTERACTIONS = (
    select(INTERACTION)
    .where(INTERACTION.c.workspace == HERE, INTERACTION.c.customer == _OF)
    .order_by(INTERACTION.c.occurred_at, INTERACTION.c.id)
)
_DECISIONS = (
    select(DECISION)
    .where(DECISION.c.workspace == HERE, DECISION.c.customer == _OF)
    .order_by(DECISION.c.decided_at, DECISION.c.id)
)
_SESSIONS = (
    select(SESSION)
    .where(SESSION.c.workspace == HERE, SESSION.c.customer == _OF)
    .order_by(SESSION.c.started_at, SESSION.c.id)
)
_HASHES = select(ADDRESS.c.address_hash).where(ADDRESS.c.workspace == HERE, ADDRESS.c.customer == _OF)
_HEARD = (
    select(INBOX)
    .where(INBOX.c.workspace == HERE, or_(INBOX.c.customer == _OF, INBOX.c.address_hash.in_(_HASHES)))
    .order_by(INBOX.c.received_at, INBOX.c.channel, INBOX.c.key)
)
_CONTENT = (
    select(CONTENT, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == CONTENT.c.workspace, CUSTOMER.c.id == CONTENT.c.customer))
    .where(CONTENT.c.workspace == HERE, CONTENT.c.enclosure == _OF)
)
_MOST_IDS = 5_000
_LATEST = (
    select(CUSTOMER)
    .where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.external_hash.is_not(None))
    .order_by(CUSTOMER.c.created_at.desc(), CUSTOMER.c.id)
    .limit(_MOST_IDS)
)


class DossierStore(StoreBase):
    """For customers who ask what is kept about them, and for those who answer such questions."""

    def dossier(self, customer: str) -> Dossier | None:
        """Return all that is kept about a customer; None when there is nobody of that id, or no more."""
        with self._engines.reading() as connection:
            return read_dossier(connection, self._keys, customer)

    def leaving(self, customer: str) -> Leaving:
        """Return what would go if that customer was erased, and which files others have are out of reach."""
        with self._engines.reading() as connection:
            return leaving_of(connection, self._keys, customer)

    def holdings(self, customer: str) -> dict[str, int]:
        """Return how many rows of each table would go if that customer was erased."""
        with self._engines.reading() as connection:
            return holdings(connection, self._keys, customer)

    def content(self, enclosure: str) -> bytes | None:
        """Return what was sent along; None while it is not kept, or not any more."""
        with self._engines.reading() as connection:
            row = connection.execute(_CONTENT, self._here(of=enclosure)).one_or_none()
        return None if row is None else self._reader.content(row)

    def latest_ids(self) -> tuple[str, ...]:
        """Return your own ids of the customers known last, to guess from which of them was meant."""
        with self._engines.reading() as connection:
            found = [self._reader.customer(row) for row in connection.execute(_LATEST, self._here())]
        return tuple(each.external_id for each in found if each.external_id is not None)


def leaving_of(connection: Connection, keys: Keys, customer: str) -> Leaving:
    """Return what would go with a customer, over one connection."""
    return Leaving(rows=holdings(connection, keys, customer), files=files_sent(connection, keys, customer))


def read_dossier(connection: Connection, keys: Keys, customer: str) -> Dossier | None:
    """Read all that is kept about a customer, over one connection."""
    return _DossierReader(connection, keys, customer).read()


class _DossierReader:
    """Reads one dossier; rows sealed under the customer's key are read with that key beside them."""

    def __init__(self, connection: Connection, keys: Keys, customer: str) -> None:
        self._connection = connection
        self._keys = keys
        self._reader = RowReader(keys)
        self._here = {"here": keys.workspace, "of": customer}

    def read(self) -> Dossier | None:
        row = self._connection.execute(_CUSTOMER, self._here).one_or_none()
        if row is None or row.data_key is None:
            return None
        data_key = bytes(row.data_key)
        answers = self._rows(_keyed("answer", "answered_at", "revision", "id"))
        return Dossier(
            customer=self._reader.customer(row),
            addresses=tuple(self._reader.address(each, data_key) for each in self._rows(_ADDRESSES)),
            interactions=self._interactions(),
            decisions=self._decisions(),
            sessions=tuple(self._reader.session(each, data_key) for each in self._rows(_SESSIONS)),
            answers=tuple(self._reader.answer(each) for each in answers),
            superseded=frozenset(each.id for each in answers if each.superseded),
            scores=self._scores(),
            enclosures=self._enclosures(),
            messages=self._messages(),
            heard=tuple(self._reader.inbox(each) for each in self._rows(_HEARD)),
            cases=self._cases(),
            case_lines=self._case_lines(),
            consents=tuple(map(consent_of, self._rows(_keyed("consent", "at", "id")))),
            hear_back=tuple(map(note_of, self._rows(_keyed("hear_back", "at", "id")))),
            schedules=tuple(map(schedule_of, self._rows(_keyed("digest_schedule", "created_at", "id")))),
        )

    def _interactions(self) -> tuple[Interaction, ...]:
        return tuple(self._reader.interaction(each) for each in self._rows(_INTERACTIONS))

    def _decisions(self) -> tuple[Decision, ...]:
        return tuple(self._reader.decision(each) for each in self._rows(_DECISIONS))

    def _scores(self) -> tuple[Scored, ...]:
        rows, mentions = (
            self._rows(_keyed("score", "scored_at", "answer", "scorer", "version")),
            self._mentions(),
        )
        scores = map(self._reader.scored, rows)
        return tuple(
            replace(each, score=replace(each.score, mentions=tuple(mentions[judged_by(each)])))
            for each in scores
        )

    def _mentions(self) -> Mapping[tuple[str, str, str], list[Mention]]:
        found: defaultdict[tuple[str, str, str], list[Mention]] = defaultdict(list)
        for row in self._rows(_keyed("mention", "answer", "place")):
            found[row.answer, row.scorer, row.version].append(mention_of(row))
        return found

    def _enclosures(self) -> tuple[Enclosure, ...]:
        rows = self._rows(_keyed("enclosure", "created_at", "id"))
        return tuple(each for each in map(self._reader.enclosure, rows) if each is not None)

    def _messages(self) -> tuple[OutboxItem, ...]:
        rows = self._rows(_keyed("outbox", "created_at", "id"))
        return tuple(each for each in map(self._reader.outbox, rows) if each is not None)

    def _cases(self) -> tuple[Case, ...]:
        rows = self._rows(_keyed("support_case", "opened_at", "id"))
        found = (case_of(each, each.data_key, keys=self._keys) for each in rows)
        return tuple(each for each in found if each is not None)

    def _case_lines(self) -> tuple[CaseLine, ...]:
        rows = self._rows(_keyed("support_case_line", "at", "case_id", "number"))
        found = (line_of(each, each.data_key, keys=self._keys) for each in rows)
        return tuple(each for each in found if each is not None)

    def _rows(self, query: _Query) -> list[AnyRow]:
        return list(self._connection.execute(query, self._here).all())


def judged_by(scored: Scored) -> tuple[str, str, str]:
    """Return what tells a score apart from all others: the answer, the scorer, and its version."""
    return scored.answer, scored.score.scorer, scored.score.version


def _keyed(name: str, *order: str) -> _Query:
    table = SCHEMA.tables[name]
    return (
        select(table, CUSTOMER.c.data_key)
        .join(CUSTOMER, and_(CUSTOMER.c.workspace == table.c.workspace, CUSTOMER.c.id == table.c.customer))
        .where(table.c.workspace == HERE, table.c.customer == _OF)
        .order_by(*(table.c[each] for each in order))
    )
