"""Raw facts in columns, for whoever analyses them: no words, no names, nothing sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, and_, bindparam, false, func, select

from feedback.store.base import StoreBase
from feedback.store.sql import DAY_US, HERE, day_number
from feedback.store.tables import ANSWER, INTERACTION, SCORE

_SAID = (
    select(ANSWER.c.interaction, func.avg(SCORE.c.valence).label("valence"))
    .join(
        SCORE,
        and_(
            SCORE.c.workspace == ANSWER.c.workspace,
            SCORE.c.answer == ANSWER.c.id,
            SCORE.c.scorer == bindparam("scorer", type_=SCORE.c.scorer.type),
            SCORE.c.version == bindparam("scorer_version", type_=SCORE.c.version.type),
        ),
    )
    .where(
        ANSWER.c.workspace == HERE, ANSWER.c.journey == bindparam("of"),
        ANSWER.c.superseded == false(), ANSWER.c.skipped == false(),
    )
    .group_by(ANSWER.c.interaction)
    .subquery("said")
)  # fmt: skip
_EVENTS = (
    select(
        INTERACTION.c.customer, INTERACTION.c.touchpoint, INTERACTION.c.occurred_at, INTERACTION.c.campaign,
        _SAID.c.valence,
    )
    .outerjoin(_SAID, _SAID.c.interaction == INTERACTION.c.id)
    .where(
        INTERACTION.c.workspace == HERE, INTERACTION.c.journey == bindparam("of"),
        INTERACTION.c.occurred_at >= bindparam("since", type_=BigInteger),
        INTERACTION.c.occurred_at < bindparam("until", type_=BigInteger),
    )
    .order_by(INTERACTION.c.occurred_at, INTERACTION.c.id)
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

    customer: Sequence[str]
    touchpoint: Sequence[str]
    at: Moments
    campaign: Sequence[str]
    valence: Valences


class FactsStore(StoreBase):
    """For the analyst: read from any thread, while others write."""

    def read_events(
        self, journey: str, *, scorer: tuple[str, str], since: date | None = None, until: date | None = None
    ) -> EventFacts:
        """Return who came where when, of the days from `since` to `until`, judged by `scorer`."""
        first = _ALWAYS if since is None else day_number(since) * DAY_US
        last = _FOR_EVER if until is None else day_number(until + timedelta(days=1)) * DAY_US
        here = self._here(of=journey, scorer=scorer[0], scorer_version=scorer[1], since=first, until=last)
        with self._engines.reading() as connection:
            # Straight from the driver: a million rows need no objects of SQLAlchemy's around them.
            rows = connection.execute(_EVENTS, here).cursor.fetchall()
        customer, touchpoint, at, campaign, valence = list(zip(*rows, strict=True)) or [()] * 5
        return EventFacts(
            customer=customer,
            touchpoint=touchpoint,
            at=np.array(at, dtype=np.int64).view("datetime64[us]"),
            campaign=[each or "" for each in campaign],
            valence=np.array(valence, dtype=np.float64),
        )
