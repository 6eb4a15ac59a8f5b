"""The ledger: why somebody was or was not asked, and what was said; for people, exports and rescoring."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, bindparam, exists, false, func, not_, select

from feedback.records import (
    Answer,
    Customer,
    Decision,
    Delivery,
    Enclosure,
    Interaction,
    Scored,
    Session,
)
from feedback.store.base import StoreBase
from feedback.store.sql import HERE, among, micros, texts
from feedback.store.tables.answers import ANSWER, ENCLOSURE, SCORE
from feedback.store.tables.asking import DECISION, DELIVERY, INTERACTION, SESSION
from feedback.store.tables.people import ADDRESS, CUSTOMER
from feedback.store.tables.schema import SCHEMA
from feedback.store.tables.workspace import IMPORT_RUN

_EVER = 2**62
_KEYED = select(ANSWER, CUSTOMER.c.data_key).join(
    CUSTOMER, and_(CUSTOMER.c.workspace == ANSWER.c.workspace, CUSTOMER.c.id == ANSWER.c.customer)
)
_SCORES = (
    select(SCORE, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == SCORE.c.workspace, CUSTOMER.c.id == SCORE.c.customer))
    .where(among(SCORE.c.answer, texts("ids")))
    .order_by(SCORE.c.answer, SCORE.c.scorer, SCORE.c.version)
)
_SAID = _KEYED.where(ANSWER.c.workspace == HERE, ANSWER.c.customer == bindparam("of")).order_by(
    ANSWER.c.answered_at, ANSWER.c.id
)
_NOT_JUDGED = not_(
    exists().where(
        SCORE.c.workspace == ANSWER.c.workspace,
        SCORE.c.answer == ANSWER.c.id,
        SCORE.c.scorer == bindparam("scorer"),
        SCORE.c.version == bindparam("scorer_version"),
    )
)
_UNJUDGED = (
    _KEYED.where(
        ANSWER.c.workspace == HERE,
        ANSWER.c.journey == bindparam("of"),
        ANSWER.c.superseded == false(),
        ANSWER.c.skipped == false(),
        ANSWER.c.expired_at.is_(None),
        ANSWER.c.id > bindparam("after"),
        _NOT_JUDGED,
    )
    .order_by(ANSWER.c.id)
    .limit(bindparam("limit"))
)
_JUDGED_SO_FAR = (
    select(func.count(), func.count().filter(not_(_NOT_JUDGED)))
    .select_from(ANSWER)
    .where(
        ANSWER.c.workspace == HERE,
        ANSWER.c.journey == bindparam("of"),
        ANSWER.c.superseded == false(),
        ANSWER.c.skipped == false(),
    )
)
_UNJUDGED_AMONG = select(ANSWER.c.id).where(
    among(ANSWER.c.id, texts("ids")),
    ANSWER.c.superseded == false(),
    ANSWER.c.expired_at.is_(None),
    _NOT_JUDGED,
)
# Answers are found by customer, for which there is an index.
_SAID_AT = (
    _KEYED.join(
        INTERACTION,
        and_(
            INTERACTION.c.workspace == ANSWER.c.workspace,
            INTERACTION.c.customer == ANSWER.c.customer,
            INTERACTION.c.id == ANSWER.c.interaction,
        ),
    )
    .where(among(INTERACTION.c.id, texts("ids")), ANSWER.c.superseded == false(), ANSWER.c.skipped == false())
    .order_by(ANSWER.c.answered_at, ANSWER.c.id)
)
_IMPORTS = select(func.count(), func.sum(IMPORT_RUN.c.rows_done), func.max(IMPORT_RUN.c.updated_at)).where(
    IMPORT_RUN.c.workspace == HERE
)
_SINCE = (
    select(INTERACTION)
    .where(
        INTERACTION.c.workspace == HERE,
        INTERACTION.c.journey == bindparam("of"),
        INTERACTION.c.occurred_at >= bindparam("since"),
        INTERACTION.c.occurred_at < bindparam("until"),
    )
    .order_by(INTERACTION.c.occurred_at, INTERACTION.c.id)
)
_ASKED = select(DECISION.c.interaction).where(
    among(DECISION.c.interaction, texts("ids")), DECISION.c.outcome == "ask"
)
_CAME = (
    select(INTERACTION)
    .where(INTERACTION.c.workspace == HERE, INTERACTION.c.customer == bindparam("of"))
    .order_by(INTERACTION.c.occurred_at.desc(), INTERACTION.c.id.desc())
    .limit(bindparam("limit"))
)
_DECIDED = (
    select(DECISION)
    .where(among(DECISION.c.interaction, texts("ids")))
    .order_by(DECISION.c.decided_at, DECISION.c.id)
)
_BEGUN = (
    select(SESSION, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == SESSION.c.workspace, CUSTOMER.c.id == SESSION.c.customer))
    .where(SESSION.c.workspace == HERE, SESSION.c.customer == bindparam("of"))
    .order_by(SESSION.c.started_at, SESSION.c.id)
)
_SENT_ALONG = (
    select(ENCLOSURE, CUSTOMER.c.data_key)
    .join(
        CUSTOMER, and_(CUSTOMER.c.workspace == ENCLOSURE.c.workspace, CUSTOMER.c.id == ENCLOSURE.c.customer)
    )
    .where(among(ENCLOSURE.c.answer, texts("ids")))
    .order_by(ENCLOSURE.c.created_at, ENCLOSURE.c.id)
)
_SHOWN = (
    select(DELIVERY)
    .where(among(DELIVERY.c.session, texts("ids")))
    .order_by(DELIVERY.c.shown_at, DELIVERY.c.prompt)
)
_BY_EXTERNAL_ID = select(CUSTOMER).where(
    CUSTOMER.c.workspace == HERE, CUSTOMER.c.external_hash == bindparam("hash")
)
_BY_ADDRESS = (
    select(CUSTOMER)
    .join(ADDRESS, and_(ADDRESS.c.workspace == CUSTOMER.c.workspace, ADDRESS.c.customer == CUSTOMER.c.id))
    .where(ADDRESS.c.workspace == HERE, ADDRESS.c.address_hash == bindparam("hash"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One interaction and all that came of it, each in order of time."""

    interaction: Interaction
    decisions: tuple[Decision, ...]
    sessions: tuple[Session, ...]
    deliveries: tuple[Delivery, ...]
    answers: tuple[Answer, ...]
    enclosures: tuple[Enclosure, ...] = ()


class LedgerStore(StoreBase):
    """For people who ask why, for exports, dry runs and rescoring."""

    def why(self, customer: str, *, limit: int = 20) -> tuple[Story, ...]:
        """Return a customer's interactions, newest first, with what was decided and what came of it."""
        with self._engines.reading() as connection:
            rows = connection.execute(_CAME, self._here(of=customer, limit=limit)).all()
            interactions = [self._reader.interaction(row) for row in rows]
            here = self._here(ids=[each.id for each in interactions], of=customer)
            decisions = [self._reader.decision(row) for row in connection.execute(_DECIDED, here)]
            begun = connection.execute(_BEGUN, here).all()
            shown = connection.execute(_SHOWN, self._here(ids=[row.id for row in begun])).all()
            said = connection.execute(
                _in_order(_KEYED.where(among(ANSWER.c.interaction, texts("ids")))), here
            )
            answers = [self._reader.answer(row) for row in said]
            along = connection.execute(_SENT_ALONG, self._here(ids=[each.id for each in answers])).all()
        sessions = [self._reader.session(row, row.data_key) for row in begun]
        deliveries = [self._reader.delivery(row) for row in shown]
        enclosures = [each for each in map(self._reader.enclosure, along) if each is not None]
        return tuple(
            _story(
                each,
                decisions=decisions,
                sessions=sessions,
                deliveries=deliveries,
                answers=answers,
                enclosures=enclosures,
            )
            for each in interactions
        )

    def decisions(self, interaction: str) -> tuple[Decision, ...]:
        """Return what was decided about an interaction, the latest last."""
        with self._engines.reading() as connection:
            rows = connection.execute(_DECIDED, self._here(ids=[interaction])).all()
        return tuple(self._reader.decision(row) for row in rows)

    def customer_by_external_id(self, external_id: str) -> Customer | None:
        """Return the customer whom the company calls by that id."""
        return self._customer(_BY_EXTERNAL_ID, self._keys.external_hash(external_id))

    def customer_by_address(self, channel: str, address: str) -> Customer | None:
        """Return the customer at that address."""
        return self._customer(_BY_ADDRESS, self._keys.address_hash(channel, address))

    def interactions_since(
        self, journey: str, *, since: datetime, until: datetime | None = None
    ) -> tuple[Interaction, ...]:
        """Return the interactions of a journey in a time, oldest first."""
        last = _EVER if until is None else micros(until)
        with self._engines.reading() as connection:
            here = self._here(of=journey, since=micros(since), until=last)
            return tuple(self._reader.interaction(row) for row in connection.execute(_SINCE, here))

    def asked_about(self, interactions: Collection[str]) -> frozenset[str]:
        """Return those of `interactions` that a survey was put about."""
        with self._engines.reading() as connection:
            return frozenset(connection.execute(_ASKED, self._here(ids=interactions)).scalars())

    def answers(
        self,
        *,
        ids: Collection[str] | None = None,
        journey: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        in_force: bool = False,
    ) -> tuple[Answer, ...]:
        """Return answers in order of time; `in_force` leaves out what was skipped or replaced."""
        query, here = _KEYED.where(ANSWER.c.workspace == HERE), self._here(ids=ids or (), of=journey)
        if ids is not None:
            query = query.where(among(ANSWER.c.id, texts("ids")))
        if journey is not None:
            query = query.where(ANSWER.c.journey == bindparam("of"))
        if since is not None:
            query = query.where(ANSWER.c.answered_at >= micros(since))
        if until is not None:
            query = query.where(ANSWER.c.answered_at < micros(until))
        if in_force:
            query = query.where(ANSWER.c.superseded == false(), ANSWER.c.skipped == false())
        with self._engines.reading() as connection:
            return tuple(self._reader.answer(row) for row in connection.execute(_in_order(query), here))

    def scores(self, *, ids: Collection[str]) -> tuple[Scored, ...]:
        """Return every score of the answers named, by whichever scorer."""
        with self._engines.reading() as connection:
            return tuple(self._reader.scored(row) for row in connection.execute(_SCORES, self._here(ids=ids)))

    def unscored(
        self, journey: str, *, scorer: tuple[str, str], after: str = "", limit: int = 500
    ) -> tuple[Answer, ...]:
        """Return answers that `scorer` in its version has not judged, by id, behind the id `after`."""
        here = self._here(of=journey, scorer=scorer[0], scorer_version=scorer[1], after=after, limit=limit)
        with self._engines.reading() as connection:
            return tuple(self._reader.answer(row) for row in connection.execute(_UNJUDGED, here))

    def scored_so_far(self, journey: str, *, scorer: tuple[str, str]) -> tuple[int, int]:
        """Return how many answers in force `scorer` in its version has judged, and how many there are."""
        here = self._here(of=journey, scorer=scorer[0], scorer_version=scorer[1])
        with self._engines.reading() as connection:
            whole, judged = connection.execute(_JUDGED_SO_FAR, here).one()
        return int(judged), int(whole)

    def unscored_among(self, ids: Collection[str], *, scorer: tuple[str, str]) -> frozenset[str]:
        """Return those of `ids` that are still in force and that `scorer` in its version has not judged."""
        here = self._here(ids=ids, scorer=scorer[0], scorer_version=scorer[1])
        with self._engines.reading() as connection:
            return frozenset(connection.execute(_UNJUDGED_AMONG, here).scalars())

    def answers_of(self, interactions: Collection[str]) -> tuple[Answer, ...]:
        """Return all answers in force about the interactions named, in order of time."""
        with self._engines.reading() as connection:
            rows = connection.execute(_SAID_AT, self._here(ids=interactions))
            return tuple(self._reader.answer(row) for row in rows)

    def imports_mark(self) -> str:
        """Return a text that is another whenever an import has come further."""
        with self._engines.reading() as connection:
            return " ".join(map(str, connection.execute(_IMPORTS, self._here()).one()))

    def counts(self) -> dict[str, int]:
        """Return how many rows of each kind the workspace has."""
        with self._engines.reading() as connection:
            return {
                name: connection.execute(
                    select(func.count()).select_from(table).where(table.c.workspace == HERE), self._here()
                ).scalar_one()
                for name, table in SCHEMA.tables.items()
            }

    def _customer(self, query: Select[*tuple[object, ...]], found_by: str) -> Customer | None:
        with self._engines.reading() as connection:
            row = connection.execute(query, self._here(hash=found_by)).one_or_none()
        return None if row is None else self._reader.customer(row)


def _in_order(query: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
    return query.order_by(ANSWER.c.answered_at, ANSWER.c.id)


def _story(
    interaction: Interaction,
    *,
    decisions: Iterable[Decision],
    sessions: Iterable[Session],
    deliveries: Iterable[Delivery],
    answers: Iterable[Answer],
    enclosures: Iterable[Enclosure],
) -> Story:
    own = tuple(session for session in sessions if session.interaction == interaction.id)
    ids = {session.id for session in own}
    said = tuple(each for each in answers if each.interaction == interaction.id)
    return Story(
        interaction=interaction,
        decisions=tuple(each for each in decisions if each.interaction == interaction.id),
        sessions=own,
        deliveries=tuple(each for each in deliveries if each.session in ids),
        answers=said,
        enclosures=tuple(each for each in enclosures if each.answer in {answer.id for answer in said}),
    )
