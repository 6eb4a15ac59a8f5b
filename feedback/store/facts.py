"""Raw facts in columns, for whoever analyses them: no words, no names, nothing sealed."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Label,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    select,
)

from feedback.store.base import StoreBase
from feedback.store.named import Codes, Ids, Named
from feedback.store.packed_answers import read_packed
from feedback.store.sql import DAY_US, HERE, day_number
from feedback.store.tables.answers import ANSWER, SCORE
from feedback.store.tables.asking import DELIVERY, INTERACTION

_Query = Select[*tuple[object, ...]]

_BLOCK = 20_000
"""How many rows are in Python at a time: a million would take half a gigabyte, and the collector time."""

_JUDGMENT = and_(
    SCORE.c.workspace == ANSWER.c.workspace,
    SCORE.c.answer == ANSWER.c.id,
    SCORE.c.scorer == bindparam("scorer", type_=SCORE.c.scorer.type),
    SCORE.c.version == bindparam("scorer_version", type_=SCORE.c.version.type),
)
_IN_FORCE = and_(ANSWER.c.superseded == false(), ANSWER.c.skipped == false())
_OURS = and_(ANSWER.c.workspace == HERE, ANSWER.c.journey == bindparam("of"), _IN_FORCE)
_SAID = (
    select(ANSWER.c.interaction, func.avg(SCORE.c.valence).label("valence"))
    .join(SCORE, _JUDGMENT)
    .where(_OURS)
    .group_by(ANSWER.c.interaction)
    .subquery("said")
)


def _within(column: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(column >= bindparam("since", type_=BigInteger), column < bindparam("until", type_=BigInteger))


_EVENTS: _Query = (
    select(
        INTERACTION.c.customer, INTERACTION.c.touchpoint, INTERACTION.c.occurred_at, INTERACTION.c.campaign,
        _SAID.c.valence,
    )
    .outerjoin(_SAID, _SAID.c.interaction == INTERACTION.c.id)
    .where(
        INTERACTION.c.workspace == HERE, INTERACTION.c.journey == bindparam("of"),
        _within(INTERACTION.c.occurred_at),
    )
    .order_by(INTERACTION.c.occurred_at, INTERACTION.c.id)
)  # fmt: skip
_RATING = case((ANSWER.c.rated, ANSWER.c.valence)).label("rating")
_ANSWERS: _Query = (
    select(
        ANSWER.c.customer, ANSWER.c.touchpoint, ANSWER.c.answered_at, _RATING, SCORE.c.valence,
        SCORE.c.emotions,
    )
    .outerjoin(SCORE, _JUDGMENT)
    .where(_OURS, _within(ANSWER.c.answered_at))
)  # fmt: skip
_ANSWERED: Label[bool] = (
    exists()
    .where(ANSWER.c.workspace == DELIVERY.c.workspace, ANSWER.c.session == DELIVERY.c.session, _IN_FORCE)
    .label("responded")
)
_DELIVERIES: _Query = select(
    DELIVERY.c.customer, DELIVERY.c.touchpoint, DELIVERY.c.shown_at, _ANSWERED
).where(
    DELIVERY.c.workspace == HERE, DELIVERY.c.journey == bindparam("of"), DELIVERY.c.first,
    _within(DELIVERY.c.shown_at),
)  # fmt: skip
_ALWAYS, _FOR_EVER = -(2**62), 2**62

Moments = NDArray[np.datetime64]
Valences = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventFacts:
    """Interactions in columns of equal length, in order of time.

    `at` is UTC in microseconds, `campaign` '' for none; `valence` the mean of what was said about it, NaN
    where nothing was.
    """

    customer: Named
    touchpoint: Named
    at: Moments
    campaign: Named
    valence: Valences


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnswerFacts:
    """Answers in force in columns of equal length: `rating` by the customer, `valence` by a scorer, else NaN.

    `feelings` are the sets of emotions found, `felt` per row one of them, -1 where none were looked for.
    """

    customer: Named
    touchpoint: Named
    at: Moments
    rating: Valences
    valence: Valences
    feelings: Sequence[tuple[str, ...]]
    felt: Codes


_NONE = np.zeros(0, dtype=np.int64)
_NO_ANSWERS = AnswerFacts(
    customer=Named(ids=(), codes=_NONE),
    touchpoint=Named(ids=(), codes=_NONE),
    at=_NONE.view("datetime64[us]"),
    rating=_NONE.view(np.float64),
    valence=_NONE.view(np.float64),
    feelings=(),
    felt=_NONE,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeliveryFacts:
    """Sessions whose first prompt arrived, in columns of equal length; `responded` is 1 or 0."""

    customer: Named
    touchpoint: Named
    at: Moments
    responded: Codes


class FactsStore(StoreBase):
    """For the analyst: read from any thread, while others write."""

    def read_events(
        self, journey: str, *, scorer: tuple[str, str], since: date | None = None, until: date | None = None
    ) -> EventFacts:
        """Return who came where when, of the days from `since` to `until`, judged by `scorer`."""
        ids = Ids(), Ids(), Ids()
        columns = self._columns(
            _EVENTS,
            self._asked(journey, since=since, until=until, scorer=scorer),
            (ids[0].coded, ids[1].coded, _moments, ids[2].coded, _floats),
        )
        return EventFacts(
            customer=ids[0].named(columns[0]),
            touchpoint=ids[1].named(columns[1]),
            at=columns[2].view("datetime64[us]"),
            campaign=ids[2].named(columns[3]),
            valence=columns[4].view(np.float64),
        )

    def read_answers(
        self, journey: str, *, scorer: tuple[str, str], since: date | None = None, until: date | None = None
    ) -> AnswerFacts:
        """Return every answer in force of these days, judged by `scorer`."""
        if self.dialect == "sqlite" and since is None and until is None:
            return self._unpacked(self._asked(journey, since=None, until=None, scorer=scorer))
        customers, touchpoints, feelings = Ids(), Ids(), _Feelings()
        columns = self._columns(
            _ANSWERS,
            self._asked(journey, since=since, until=until, scorer=scorer),
            (customers.coded, touchpoints.coded, _moments, _floats, _floats, feelings.coded),
        )
        return AnswerFacts(
            customer=customers.named(columns[0]),
            touchpoint=touchpoints.named(columns[1]),
            at=columns[2].view("datetime64[us]"),
            rating=columns[3].view(np.float64),
            valence=columns[4].view(np.float64),
            feelings=feelings.sets,
            felt=columns[5],
        )

    def _unpacked(self, asked: Mapping[str, object]) -> AnswerFacts:
        with self._engines.reading() as connection:
            packed = read_packed(connection, asked)
        feelings = _Feelings()
        if packed is None:
            return _NO_ANSWERS
        sets = np.append(feelings.coded(packed.shares), -1)
        return AnswerFacts(
            customer=Named(ids=packed.customers, codes=packed.customer),
            touchpoint=Named(ids=packed.touchpoints, codes=packed.touchpoint),
            at=packed.at.view("datetime64[us]"),
            rating=packed.rating,
            valence=packed.valence,
            feelings=feelings.sets,
            felt=sets[packed.felt],
        )

    def read_deliveries(
        self, journey: str, *, since: date | None = None, until: date | None = None
    ) -> DeliveryFacts:
        """Return what was put to whom on these days, and whether it was answered."""
        customers, touchpoints = Ids(), Ids()
        columns = self._columns(
            _DELIVERIES,
            self._asked(journey, since=since, until=until),
            (customers.coded, touchpoints.coded, _moments, _moments),
        )
        return DeliveryFacts(
            customer=customers.named(columns[0]),
            touchpoint=touchpoints.named(columns[1]),
            at=columns[2].view("datetime64[us]"),
            responded=columns[3],
        )

    def _asked(
        self, journey: str, *, since: date | None, until: date | None, scorer: tuple[str, str] = ("", "")
    ) -> Mapping[str, object]:
        first = _ALWAYS if since is None else day_number(since) * DAY_US
        last = _FOR_EVER if until is None else day_number(until + timedelta(days=1)) * DAY_US
        judged = {"scorer": scorer[0], "scorer_version": scorer[1]} if any(scorer) else {}
        return self._here(of=journey, since=first, until=last, **judged)

    def _columns(
        self, query: _Query, asked: Mapping[str, object], into: Sequence["_IntoNumbers"]
    ) -> Sequence[Codes]:
        """Return the columns as numbers of 64 bits, block after block."""
        blocks = [
            [make(column) for make, column in zip(into, each, strict=True)]
            for each in self._blocks(query, asked)
        ]
        if not blocks:
            return [np.zeros(0, dtype=np.int64) for _ in into]
        return [np.concatenate(column) for column in zip(*blocks, strict=True)]

    def _blocks(self, query: _Query, asked: Mapping[str, object]) -> Iterator[Sequence[Sequence[object]]]:
        """Yield the columns of one block of rows after the other."""
        with self._engines.reading() as connection:
            # Straight from the driver: rows of SQLAlchemy's cost as much again as reading them.
            cursor = connection.execute(query, asked).cursor
            while rows := cursor.fetchmany(_BLOCK):
                yield tuple(zip(*rows, strict=True))


_IntoNumbers = Callable[[Sequence[object]], Codes]


class _Feelings:
    """Numbers sets of emotions as they come; what many answers share is read once."""

    def __init__(self) -> None:
        self._places: dict[object, int] = {None: -1}
        self._numbers: dict[tuple[str, ...], int] = {}

    @property
    def sets(self) -> Sequence[tuple[str, ...]]:
        """The sets, in the order of their numbers."""
        return tuple(self._numbers)

    def coded(self, column: Sequence[object]) -> Codes:
        """Return the number of each set, -1 for none."""
        for text in {*column} - self._places.keys():
            found = json.loads(str(text)).items()
            emotions = tuple(sorted(name for name, share in found if share > 0))
            self._places[text] = self._numbers.setdefault(emotions, len(self._numbers))
        codes = np.fromiter(map(self._places.__getitem__, column), dtype=np.int64, count=len(column))
        if len(self._places) > _BLOCK:
            self._places = {None: -1}  # texts with their shares seldom come again
        return codes


def _moments(column: Sequence[object]) -> Codes:
    return np.array(column, dtype=np.int64)


def _floats(column: Sequence[object]) -> Codes:
    return np.array(column, dtype=np.float64).view(np.int64)  # None becomes NaN
