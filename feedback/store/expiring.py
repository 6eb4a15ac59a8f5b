"""What has had its time goes, a few at a time: what is due is read first, each piece is a small transaction.

Sums are made of numbers alone, so none of them changes when words or names go.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    String,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import Update

from feedback.records import Given
from feedback.retention import Expiry
from feedback.store.base import StoreBase
from feedback.store.cases_rows import case_of, case_row
from feedback.store.documents import TALK_JSON, Details, Talk, read_details, write_details
from feedback.store.echoes import COLLEAGUES
from feedback.store.marking import MARKING
from feedback.store.sql import HERE, AnyRow, Values, among, fixed, micros, texts, week_column
from feedback.store.tables.access import CODE, COMMAND_USE, ERRAND
from feedback.store.tables.answers import ANSWER, CONTENT, ENCLOSURE, MENTION, SCORE
from feedback.store.tables.asking import INTERACTION, SESSION
from feedback.store.tables.cases import SUPPORT_CASE, SUPPORT_CASE_CARD, SUPPORT_CASE_LINE
from feedback.store.tables.people import ADDRESS, CUSTOMER, WISH
from feedback.store.tables.traffic import INBOX, OUTBOX

_BEFORE = bindparam("before", type_=BigInteger)
_LIMIT: BindParameter[int] = bindparam("limit", type_=BigInteger)
_OLD_ANSWERS = (
    select(ANSWER.c.id)
    .where(
        ANSWER.c.workspace == HERE,
        ANSWER.c.journey == bindparam("journey", type_=String),
        ANSWER.c.answered_at < _BEFORE,
        ANSWER.c.words.is_not(None),
    )
    .order_by(ANSWER.c.answered_at, ANSWER.c.id)
)
_OLD_ENCLOSURES = (
    select(ENCLOSURE.c.id)
    .where(ENCLOSURE.c.workspace == HERE, ENCLOSURE.c.created_at < _BEFORE)
    .order_by(ENCLOSURE.c.created_at, ENCLOSURE.c.id)
)
_OLD_CASES = (
    select(SUPPORT_CASE.c.id)
    .where(
        SUPPORT_CASE.c.workspace == HERE,
        SUPPORT_CASE.c.journey == bindparam("journey", type_=String),
        SUPPORT_CASE.c.state == fixed("closed"),
        not_(SUPPORT_CASE.c.is_held),
        SUPPORT_CASE.c.changed_at < _BEFORE,
        exists().where(
            SUPPORT_CASE_LINE.c.workspace == SUPPORT_CASE.c.workspace,
            SUPPORT_CASE_LINE.c.case_id == SUPPORT_CASE.c.id,
        ),
    )
    .order_by(SUPPORT_CASE.c.changed_at, SUPPORT_CASE.c.id)
)
_OLD_INBOX = (
    select(INBOX.c.channel, INBOX.c.key)
    .where(INBOX.c.workspace == HERE, INBOX.c.received_at < _BEFORE, INBOX.c.state != fixed("new"))
    .order_by(INBOX.c.received_at)
)
_SETTLED = OUTBOX.c.state.not_in([fixed("pending"), fixed("sending")])
_OLD_OUTBOX = (
    select(OUTBOX.c.id)
    .where(OUTBOX.c.workspace == HERE, OUTBOX.c.created_at < _BEFORE, OUTBOX.c.forget_at.is_(None), _SETTLED)
    .order_by(OUTBOX.c.created_at, OUTBOX.c.id)
)


def _none_since(at: Column[int]) -> ColumnElement[bool]:
    """Say that nothing in a table is a customer's, and as young as the moment."""
    mine = (at.table.c.workspace == CUSTOMER.c.workspace, at.table.c.customer == CUSTOMER.c.id)
    return not_(exists().where(*mine, at >= _BEFORE))


_QUIET = (
    select(CUSTOMER.c.id)
    .where(
        CUSTOMER.c.workspace == HERE,
        CUSTOMER.c.created_at < _BEFORE,
        CUSTOMER.c.data_key.is_not(None),
        # Who wants no more questions stays known, or the next touch would make them somebody new to ask.
        CUSTOMER.c.stopped_at.is_(None),
        CUSTOMER.c.consent != fixed("withdrawn"),
        or_(CUSTOMER.c.paused_until.is_(None), CUSTOMER.c.paused_until < _BEFORE),
        or_(
            CUSTOMER.c.external_hash.is_not(None),
            exists().where(ADDRESS.c.workspace == CUSTOMER.c.workspace, ADDRESS.c.customer == CUSTOMER.c.id),
        ),
        _none_since(INTERACTION.c.received_at),
        _none_since(ANSWER.c.answered_at),
        _none_since(INBOX.c.received_at),
        _none_since(OUTBOX.c.created_at),
        not_(
            exists().where(
                SUPPORT_CASE.c.workspace == CUSTOMER.c.workspace,
                SUPPORT_CASE.c.customer == CUSTOMER.c.id,
                or_(SUPPORT_CASE.c.state != fixed("closed"), SUPPORT_CASE.c.is_held),
            )
        ),
        CUSTOMER.c.id.not_in(COLLEAGUES),
    )
    .order_by(CUSTOMER.c.id)
)
_IDS = texts("ids")
_ANSWERS = select(ANSWER.c.id, ANSWER.c.session, ANSWER.c.customer).where(among(ANSWER.c.id, _IDS))
_WORDLESS = (
    update(ANSWER)
    .where(among(ANSWER.c.id, _IDS))
    .values(words=None, expired_at=bindparam("now", type_=BigInteger))
)
_NO_EVIDENCE = update(SCORE).where(among(SCORE.c.answer, _IDS)).values(evidence=None)
_TALKS = (
    select(SESSION.c.id, SESSION.c.customer, SESSION.c.document, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == SESSION.c.workspace, CUSTOMER.c.id == SESSION.c.customer))
    .where(among(SESSION.c.id, _IDS))
    .with_for_update(of=SESSION)
)
_SESSIONS_OF = select(SESSION.c.id).where(among(SESSION.c.customer, _IDS))
# With another revision, whoever decides about the session at this moment does so anew.
_RESEAL = (
    update(SESSION)
    .where(SESSION.c.workspace == HERE, SESSION.c.id == bindparam("talk"))
    .values(document=bindparam("sealed", type_=LargeBinary), revision=SESSION.c.revision + 1)
)
_CASES = (
    select(SUPPORT_CASE, CUSTOMER.c.data_key)
    .join(
        CUSTOMER,
        and_(CUSTOMER.c.workspace == SUPPORT_CASE.c.workspace, CUSTOMER.c.id == SUPPORT_CASE.c.customer),
    )
    .where(among(SUPPORT_CASE.c.id, _IDS))
    .with_for_update(of=SUPPORT_CASE)
)
_RESEAL_CASE = (
    update(SUPPORT_CASE)
    .where(SUPPORT_CASE.c.workspace == HERE, SUPPORT_CASE.c.id == bindparam("of_case"))
    .values(document=bindparam("sealed", type_=LargeBinary), revision=bindparam("follows"))
)
_HASHES_OF = select(ADDRESS.c.address_hash).where(among(ADDRESS.c.customer, _IDS))
_WHO = select(CUSTOMER).where(among(CUSTOMER.c.id, _IDS)).with_for_update()
_NAMELESS = (
    update(CUSTOMER)
    .where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == bindparam("whose"))
    .values(
        external_hash=None, timezone=None, details=bindparam("sealed", type_=LargeBinary),
        changed_at=bindparam("now", type_=BigInteger),
    )
)  # fmt: skip
_UNLINKED = (
    update(INTERACTION)
    .where(among(INTERACTION.c.customer, _IDS))
    .values(source_id=literal("expired:") + INTERACTION.c.id)
)
_IN_FORCE = (ANSWER.c.superseded.is_(False), ANSWER.c.skipped.is_(False))
_MINE = (
    SCORE.c.workspace == ANSWER.c.workspace, SCORE.c.answer == ANSWER.c.id,
    SCORE.c.scorer == bindparam("scorer", type_=String),
    SCORE.c.version == bindparam("version", type_=String),
)  # fmt: skip
_LEFT_BEHIND = (
    select(ANSWER.c.id)
    .where(
        ANSWER.c.workspace == HERE,
        ANSWER.c.journey == bindparam("journey", type_=String),
        ANSWER.c.expired_at.is_not(None),
        *_IN_FORCE,
        not_(exists().where(*_MINE)),
        exists().where(SCORE.c.workspace == ANSWER.c.workspace, SCORE.c.answer == ANSWER.c.id),
    )
    .order_by(ANSWER.c.id)
    .limit(_LIMIT)
)
_SCORES = select(SCORE).where(among(SCORE.c.answer, _IDS)).order_by(SCORE.c.answer, SCORE.c.scored_at)
_MENTIONS = select(MENTION).where(among(MENTION.c.answer, _IDS))
_MARK = MARKING.from_select(
    ["workspace", "journey", "touchpoint", "customer", "week", "marks", "claimed"],
    select(
        ANSWER.c.workspace, ANSWER.c.journey, ANSWER.c.touchpoint, ANSWER.c.customer,
        week_column(ANSWER.c.answered_at), literal(1), literal(False),  # noqa: FBT003 - a column's value
    )
    .where(among(ANSWER.c.id, _IDS))
    .distinct(),
)  # fmt: skip


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
                rows = connection.execute(query.limit(_LIMIT), {**self._when(expiry), "limit": limit}).all()
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
            ids = connection.execute(_LEFT_BEHIND, here).scalars().all()
        if not ids:
            return 0
        with self._engines.writing() as connection:
            latest = {row.answer: row for row in connection.execute(_SCORES, self._here(ids=ids))}
            judged = {(row.answer, row.scorer, row.version) for row in latest.values()}
            scores = [{**_values(row), **named, "scored_at": micros(now)} for row in latest.values()]
            mentions = [
                {**_values(row), **named}
                for row in connection.execute(_MENTIONS, self._here(ids=ids))
                if (row.answer, row.scorer, row.version) in judged
            ]
            connection.execute(insert(SCORE), scores)
            if mentions:
                connection.execute(insert(MENTION), mentions)
            connection.execute(_MARK, self._here(ids=ids))
        return len(ids)

    def _when(self, expiry: Expiry) -> dict[str, object]:
        return {"here": self.workspace, "journey": expiry.journey, "before": micros(expiry.before)}

    def _let_expire(
        self, expiry: Expiry, query: Select[*tuple[str, ...]], rows: Sequence[AnyRow], *, now: datetime
    ) -> None:
        with self._engines.writing() as connection:
            if query is _OLD_INBOX:
                _delete_inbox(connection, self.workspace, rows)
                return
            ids = [str(row.id) for row in rows]
            if query is _QUIET:
                # Somebody may have come back since we looked.
                asked = _QUIET.where(among(CUSTOMER.c.id, _IDS))
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
        if query is _OLD_ANSWERS:
            self._words(ids)
        elif query is _OLD_ENCLOSURES:
            self._delete(CONTENT.c.enclosure, ids)
            self._delete(ENCLOSURE.c.id, ids)
        elif query is _OLD_CASES:
            self._stories(ids)
        elif query is _OLD_OUTBOX:
            self._delete(OUTBOX.c.id, ids)
        else:
            self._identities(ids)

    def _words(self, ids: Sequence[str]) -> None:
        answers = self._rows(_ANSWERS, ids)
        self._run(_WORDLESS, ids, now=self._now)
        self._run(_NO_EVIDENCE, ids)
        sessions = {row.session for row in answers if row.session is not None}
        self._reseal(sessions, lambda talk: _unspoken(talk, set(ids)))

    def _stories(self, ids: Sequence[str]) -> None:
        """Let what was said in cases go; how they went is in their columns."""
        sealed: list[Values] = []
        for row in self._rows(_CASES, ids):
            case = case_of(row, row.data_key, keys=self._keys)
            if case is not None:
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
            self._connection.execute(_RESEAL_CASE, sealed)
        self._delete(SUPPORT_CASE_CARD.c.case_id, ids)
        self._delete(SUPPORT_CASE_LINE.c.case_id, ids)

    def _identities(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        hashes = list(self._connection.execute(_HASHES_OF, self._about(ids)).scalars())
        nameless = [self._nameless(row) for row in self._rows(_WHO, ids) if row.data_key is not None]
        self._connection.execute(_NAMELESS, nameless)
        self._run(_UNLINKED, ids)
        sessions = list(self._connection.execute(_SESSIONS_OF, self._about(ids)).scalars())
        self._reseal(sessions, lambda talk: replace(talk, address=""))
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
        for row in self._rows(_TALKS, sessions):
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
            self._connection.execute(_RESEAL, rows)

    def _rows(self, query: Select[*tuple[object, ...]], ids: Collection[str]) -> Sequence[AnyRow]:
        return self._connection.execute(query, self._about(ids)).all() if ids else ()

    def _run(self, statement: Update, ids: Collection[str], **more: object) -> None:
        self._connection.execute(statement, {**self._about(ids), **more})

    def _delete(self, column: Column[str], ids: Collection[str]) -> None:
        if ids:
            self._connection.execute(delete(column.table).where(among(column, _IDS)), self._about(ids))

    def _about(self, ids: Collection[str]) -> dict[str, object]:
        return {"here": self._keys.workspace, "ids": ids}


def _due(expiry: Expiry) -> Sequence[Select[*tuple[str, ...]]]:
    """Return the queries that find what an expiry is about."""
    match expiry.kind:
        case "text":
            return (_OLD_ANSWERS, _OLD_ENCLOSURES, _OLD_CASES)
        case "identity":
            return (_QUIET,)
        case "inbox":
            return (_OLD_INBOX,)
        case "outbox":
            return (_OLD_OUTBOX,)


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
