"""What was tapped on scales, for the scores that are counted from it: NPS, CSAT and CES."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, Select, bindparam, false, select

from feedback.store.base import StoreBase
from feedback.store.sql import DAY_US, HERE, among, day_number, moment, texts
from feedback.store.tables.answers import ANSWER

_TAPPED: Select[*tuple[object, ...]] = (
    select(
        ANSWER.c.customer,
        ANSWER.c.touchpoint,
        ANSWER.c.question,
        ANSWER.c.answered_at,
        ANSWER.c.kind,
        ANSWER.c.value,
        ANSWER.c.scale_high,
    )
    .where(
        ANSWER.c.workspace == HERE,
        ANSWER.c.journey == bindparam("of"),
        among(ANSWER.c.kind, texts("kinds")),
        ANSWER.c.superseded == false(),
        ANSWER.c.skipped == false(),
        ANSWER.c.value.is_not(None),
        ANSWER.c.answered_at >= bindparam("since", type_=BigInteger),
        ANSWER.c.answered_at < bindparam("until", type_=BigInteger),
    )
    .order_by(ANSWER.c.answered_at, ANSWER.c.id)
)
_FIRST, _LAST = date(1970, 1, 1), date(9999, 12, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class TappedFact:
    """One number tapped: `value` on a scale that ends at `top`."""

    customer: str
    touchpoint: str
    question: str
    at: datetime
    kind: str
    value: int
    top: int


class TappedStore(StoreBase):
    """For standard scores: read from any thread, while others write."""

    def read_tapped(
        self, journey: str, *, kinds: Sequence[str], since: date | None = None, until: date | None = None
    ) -> tuple[TappedFact, ...]:
        """Return every number in force for questions of these kinds, of the days given, in order of time."""
        asked = self._here(
            of=journey,
            kinds=list(kinds),
            since=day_number(since or _FIRST) * DAY_US,
            until=day_number((until or _LAST) + timedelta(days=1)) * DAY_US,
        )
        with self._engines.reading() as connection:
            rows = connection.execute(_TAPPED, asked).all()
        return tuple(
            TappedFact(
                customer=row.customer,
                touchpoint=row.touchpoint,
                question=row.question,
                at=moment(row.answered_at),
                kind=row.kind,
                value=round(row.value),
                top=round(row.scale_high or 0),
            )
            for row in rows
        )
