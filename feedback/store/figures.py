"""What maps are made of: partials as columns, facts about customers, and quotes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, String, bindparam, false, func, select

from config.rules import Fact
from config.weeks import monday_of
from feedback.records import Consent
from feedback.store.base import StoreBase
from feedback.store.documents import read_details
from feedback.store.packed_partials import read_packed_partials
from feedback.store.partials import PARTIALS, Partials, in_columns
from feedback.store.sql import HERE, AnyRow, among, day_number, micros, moment, texts
from feedback.store.tables.answers import ANSWER, SCORE
from feedback.store.tables.figures import PARTIAL, TURN
from feedback.store.tables.people import CUSTOMER

_SEALING = 30
"""Bytes that sealing adds; a text of three words has at least five more."""

_CANDIDATES = 3
"""How many times as many texts are opened as quotes are wanted: some are too short."""

_FEW_WORDS = 2
_FIRST_WEEK, _LAST_WEEK = -(2**31), 2**31 - 1
_CHANGED = PARTIALS.where(PARTIAL.c.turn > bindparam("after"))
_TURN = select(TURN.c.turn, TURN.c.gone).where(TURN.c.workspace == HERE, TURN.c.journey == bindparam("of"))
_DETAILS = select(CUSTOMER.c.id, CUSTOMER.c.data_key, CUSTOMER.c.details, CUSTOMER.c.consent)
_EVERYBODY = _DETAILS.where(CUSTOMER.c.workspace == HERE)
_LATEST = select(func.max(CUSTOMER.c.changed_at)).where(CUSTOMER.c.workspace == HERE)
_SINCE = _EVERYBODY.where(CUSTOMER.c.changed_at > bindparam("since"))
_LONGEST_SAVE = 60_000_000
"""Microseconds: who changed a customer longer ago than this has also committed it by now."""

_SOME = _DETAILS.where(among(CUSTOMER.c.id, texts("ids")))
# Who said it and how it was judged is looked up for the few that are wanted: joined here, a PostgreSQL that
# has not yet counted its rows after an import compares everybody with everybody.
_NUMBERED = (
    select(
        ANSWER.c.id, ANSWER.c.customer, ANSWER.c.touchpoint, ANSWER.c.answered_at, ANSWER.c.words,
        ANSWER.c.language,
        func.row_number()
        .over(partition_by=ANSWER.c.touchpoint, order_by=(ANSWER.c.answered_at.desc(), ANSWER.c.id.desc()))
        .label("place"),
    )
    .where(
        ANSWER.c.workspace == HERE, ANSWER.c.journey == bindparam("of"),
        ANSWER.c.answered_at >= bindparam("since"), ANSWER.c.answered_at < bindparam("until"),
        ANSWER.c.superseded == false(), ANSWER.c.skipped == false(),
        func.length(ANSWER.c.words) > _SEALING + 2 * _FEW_WORDS,
    )
    .subquery()
)  # fmt: skip
_RECENT = (
    select(_NUMBERED)
    .where(_NUMBERED.c.place <= bindparam("most"))
    .order_by(_NUMBERED.c.touchpoint, _NUMBERED.c.place)
)
_VALENCES = select(SCORE.c.answer, SCORE.c.valence).where(
    among(
        SCORE.c.answer, texts("ids"),
        scorer=bindparam("scorer", type_=String), version=bindparam("scorer_version", type_=String),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """Partials made anew since a turn; `is_whole`: all there are, so that earlier ones are to be forgotten.

    `turn` is what to ask with next time.
    """

    turn: int
    is_whole: bool
    partials: Partials


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsChange:
    """What is known about customers who have changed; `changed_at` is what to ask with next time."""

    changed_at: int
    facts: Mapping[str, Mapping[str, Fact]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a customer wrote, with how it was judged; not yet scrubbed, and not for everybody's eyes."""

    answer: str
    customer: str
    consent: Consent
    touchpoint: str
    text: str
    valence: float | None
    at: datetime
    language: str


class FiguresStore(StoreBase):
    """For the cartographer: read from any thread, while others write."""

    def read_partials(
        self, journey: str, *, since: date | None = None, until: date | None = None
    ) -> Partials:
        """Return the partials of the weeks that `since` to `until` touch."""
        here = self._here(
            of=journey,
            since=_FIRST_WEEK if since is None else day_number(monday_of(since)),
            until=_LAST_WEEK if until is None else day_number(until),
        )
        with self._engines.reading() as connection:
            if (since, until) == (None, None):
                return self._all_partials(connection, here)
            # Straight from the driver: a hundred thousand rows need no objects of SQLAlchemy's around them.
            return in_columns(connection.execute(PARTIALS, here).cursor.fetchall())

    def read_changed_partials(self, journey: str, *, after: int | None) -> Change:
        """Return the partials made anew after the turn `after`; all of them for None."""
        here = self._here(of=journey, since=_FIRST_WEEK, until=_LAST_WEEK)
        with self._engines.reading() as connection:
            turn, gone = connection.execute(_TURN, here).one_or_none() or (0, 0)
            is_whole = after is None or gone > after
            if is_whole:
                partials = self._all_partials(connection, here)
            else:
                query = connection.execute(_CHANGED, {**here, "after": after}) if turn != after else None
                partials = in_columns([] if query is None else query.cursor.fetchall())
        return Change(turn=turn, is_whole=is_whole, partials=partials)

    def _all_partials(self, connection: Connection, here: Mapping[str, object]) -> Partials:
        packed = read_packed_partials(connection, here) if self.dialect == "sqlite" else None
        return packed or in_columns(connection.execute(PARTIALS, here).cursor.fetchall())

    def read_customers_facts(self, customers: Collection[str] | None = None) -> dict[str, Mapping[str, Fact]]:
        """Return what is known about customers, by id, for the rules of personas and segments."""
        with self._engines.reading() as connection:
            if customers is None:
                rows = connection.execute(_EVERYBODY, self._here()).all()
            else:
                rows = connection.execute(_SOME, self._here(ids=customers)).all()
        return {row.id: self._facts(row) for row in rows}

    def read_changed_facts(self, *, after: int | None) -> FactsChange:
        """Return what is known about customers who changed after then, or shortly before; all for None."""
        since = -1 if after is None else after - _LONGEST_SAVE
        with self._engines.reading() as connection:
            latest = connection.execute(_LATEST, self._here()).scalar()
            rows = connection.execute(_SINCE, self._here(since=since)).all()
        return FactsChange(changed_at=latest or 0, facts={row.id: self._facts(row) for row in rows})

    def read_quotes(
        self,
        journey: str,
        *,
        since: datetime,
        until: datetime,
        scorer: tuple[str, str],
        per_touchpoint: int = 30,
    ) -> tuple[Words, ...]:
        """Return the latest words of more than two at each touchpoint, newest first."""
        here = self._here(
            of=journey, since=micros(since), until=micros(until), most=per_touchpoint * _CANDIDATES
        )
        with self._engines.reading() as connection:
            rows = connection.execute(_RECENT, here).all()
            who = connection.execute(_SOME, self._here(ids={row.customer for row in rows})).all()
            judged = self._here(ids=[row.id for row in rows], scorer=scorer[0], scorer_version=scorer[1])
            valences = {row.answer: row.valence for row in connection.execute(_VALENCES, judged)}
        customers = {row.id: row for row in who}
        found: dict[str, list[Words]] = {}
        for row in rows:
            quotes = found.setdefault(row.touchpoint, [])
            if len(quotes) < per_touchpoint:
                quotes += self._words(row, customers[row.customer], valences.get(row.id))
        return tuple(words for quotes in found.values() for words in quotes)

    def _facts(self, row: AnyRow) -> Mapping[str, Fact]:
        if row.data_key is None or row.details is None:
            return {}
        place = self._keys.about("customer", "details", row.id)
        return read_details(
            self._keys.of_customer(row.id, row.data_key).open(row.details, about=place)
        ).attributes

    def _words(self, row: AnyRow, by: AnyRow, valence: float | None) -> list[Words]:
        if by.data_key is None:
            return []
        place = self._keys.about("answer", "words", row.id)
        text = self._keys.of_customer(row.customer, by.data_key).open(row.words, about=place).decode()
        if len(text.split()) <= _FEW_WORDS:
            return []
        return [
            Words(
                answer=row.id, customer=row.customer, consent=by.consent, touchpoint=row.touchpoint,
                text=text, valence=valence, at=moment(row.answered_at), language=row.language,
            )
        ]  # fmt: skip
