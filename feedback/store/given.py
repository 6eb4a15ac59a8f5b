"""What was answered to which question, for telling what goes with the satisfaction with the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Select, and_, bindparam, false, func, select

from feedback.store.base import StoreBase
from feedback.store.sql import DAY_US, HERE, day_number
from feedback.store.tables.answers import ANSWER, SCORE

_GIVEN: Select[*tuple[object, ...]] = (
    select(
        ANSWER.c.customer,
        ANSWER.c.touchpoint,
        ANSWER.c.question,
        ANSWER.c.answered_at,
        func.coalesce(SCORE.c.valence, ANSWER.c.valence).label("felt"),
    )
    .outerjoin(
        SCORE,
        and_(
            SCORE.c.workspace == ANSWER.c.workspace,
            SCORE.c.answer == ANSWER.c.id,
            SCORE.c.scorer == bindparam("scorer", type_=SCORE.c.scorer.type),
            SCORE.c.version == bindparam("scorer_version", type_=SCORE.c.version.type),
        ),
    )
    .where(
        ANSWER.c.workspace == HERE,
        ANSWER.c.journey == bindparam("of"),
        ANSWER.c.superseded == false(),
        ANSWER.c.skipped == false(),
        ANSWER.c.answered_at >= bindparam("since", type_=BigInteger),
        ANSWER.c.answered_at < bindparam("until", type_=BigInteger),
        func.coalesce(SCORE.c.valence, ANSWER.c.valence).is_not(None),
    )
)
_FIRST, _LAST = date(1970, 1, 1), date(9999, 12, 30)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GivenFacts:
    """Judged answers in columns of equal length; `at` is UTC in microseconds, `valence` -2..+2."""

    customer: Sequence[str]
    touchpoint: Sequence[str]
    question: Sequence[str]
    at: NDArray[np.datetime64]
    valence: NDArray[np.float64]


class GivenStore(StoreBase):
    """For drivers: read from any thread, while others write."""

    def read_given(
        self, journey: str, *, scorer: tuple[str, str], since: date | None = None, until: date | None = None
    ) -> GivenFacts:
        """Return every answer in force with a score, of the days from `since` to `until`, by question."""
        asked = self._here(
            of=journey,
            scorer=scorer[0],
            scorer_version=scorer[1],
            since=day_number(since or _FIRST) * DAY_US,
            until=day_number((until or _LAST) + timedelta(days=1)) * DAY_US,
        )
        with self._engines.reading() as connection:
            rows = connection.execute(_GIVEN, asked).all()
        return GivenFacts(
            customer=[str(row[0]) for row in rows],
            touchpoint=[str(row[1]) for row in rows],
            question=[str(row[2]) for row in rows],
            at=np.array([row[3] for row in rows], dtype=np.int64).view("datetime64[us]"),
            valence=np.array([row[4] for row in rows], dtype=np.float64),
        )
