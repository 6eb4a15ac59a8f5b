"""Monitors: where each stream stands, and the visits it is fed or learns from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    Select,
    String,
    and_,
    bindparam,
    exists,
    false,
    func,
    insert,
    or_,
    select,
)

from feedback.monitor import Mark, MonitorRecord, Visit
from feedback.store.base import StoreBase
from feedback.store.sql import HERE, AnyRow, Values, among, micros, moment, texts, upsert
from feedback.store.tables.answers import ANSWER, SCORE
from feedback.store.tables.asking import INTERACTION
from feedback.store.tables.figures import MONITOR

_Query = Select[*tuple[object, ...]]
_OF = (MONITOR.c.workspace == HERE, MONITOR.c.journey == bindparam("of"))
_ALL = select(MONITOR).where(*_OF).order_by(MONITOR.c.stage, MONITOR.c.metric)
_REVISIONS = select(MONITOR.c.stage, MONITOR.c.metric, MONITOR.c.revision).where(*_OF).with_for_update()
_NEW, _KEEP = insert(MONITOR), upsert("monitor")

_JUDGMENT = and_(
    SCORE.c.workspace == ANSWER.c.workspace,
    SCORE.c.answer == ANSWER.c.id,
    SCORE.c.scorer == bindparam("scorer", type_=SCORE.c.scorer.type),
    SCORE.c.version == bindparam("scorer_version", type_=SCORE.c.version.type),
)
_IN_FORCE = and_(ANSWER.c.superseded == false(), ANSWER.c.skipped == false())
_EARLIER = ANSWER.alias("earlier")
_SINCE, _UNTIL = bindparam("since", type_=BigInteger), bindparam("until", type_=BigInteger)
# An answer's visit is found by its customer, for which there is an index.
_IS_FIRST = ~exists().where(
    _EARLIER.c.workspace == ANSWER.c.workspace,
    _EARLIER.c.customer == ANSWER.c.customer,
    _EARLIER.c.interaction == ANSWER.c.interaction,
    or_(
        _EARLIER.c.answered_at < ANSWER.c.answered_at,
        and_(_EARLIER.c.answered_at == ANSWER.c.answered_at, _EARLIER.c.id < ANSWER.c.id),
    ),
)
_NEWS = (
    select(ANSWER.c.id, ANSWER.c.answered_at, ANSWER.c.touchpoint, ANSWER.c.interaction)
    .join(
        INTERACTION,
        and_(INTERACTION.c.workspace == ANSWER.c.workspace, INTERACTION.c.id == ANSWER.c.interaction),
    )
    .where(
        ANSWER.c.workspace == HERE, ANSWER.c.journey == bindparam("of"),
        ANSWER.c.answered_at >= _SINCE, ANSWER.c.answered_at <= _UNTIL,
        or_(ANSWER.c.answered_at > _SINCE, ANSWER.c.id > bindparam("after", type_=String)),
        INTERACTION.c.imported == false(), _IS_FIRST,
    )
    .order_by(ANSWER.c.answered_at, ANSWER.c.id)
    .limit(bindparam("limit"))
)  # fmt: skip
_MEANS: _Query = (
    select(ANSWER.c.interaction, func.avg(SCORE.c.valence).label("value"))
    .select_from(INTERACTION)
    .join(
        ANSWER,
        and_(
            ANSWER.c.workspace == INTERACTION.c.workspace,
            ANSWER.c.customer == INTERACTION.c.customer,
            ANSWER.c.interaction == INTERACTION.c.id,
        ),
    )
    .join(SCORE, _JUDGMENT)
    .where(among(INTERACTION.c.id, texts("ids")), _IN_FORCE)
    .group_by(ANSWER.c.interaction)
)
_BEGAN = func.min(ANSWER.c.answered_at)
_HISTORY: _Query = (
    select(ANSWER.c.customer, ANSWER.c.touchpoint, _BEGAN.label("began"), func.avg(SCORE.c.valence))
    .join(SCORE, _JUDGMENT)
    .where(
        among(ANSWER.c.touchpoint, texts("points")), ANSWER.c.journey == bindparam("of"),
        ANSWER.c.answered_at >= _SINCE, ANSWER.c.answered_at <= _UNTIL,
        _IN_FORCE, SCORE.c.valence.is_not(None),
    )
    .group_by(ANSWER.c.interaction, ANSWER.c.customer, ANSWER.c.touchpoint)
    .order_by(_BEGAN, ANSWER.c.interaction)
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Visits in columns of equal length, in order of time: `at` in UTC, `value` the mean of what was said."""

    customer: Sequence[str]
    touchpoint: Sequence[str]
    at: NDArray["np.datetime64[datetime | int | None]"]
    value: NDArray[np.float64]


class MonitorStore(StoreBase):
    """For the watcher: read from any thread, while others write."""

    def monitors(self, journey: str) -> tuple[MonitorRecord, ...]:
        """Return where every stream of a journey stands."""
        with self._engines.reading() as connection:
            return tuple(_record(row) for row in connection.execute(_ALL, self._here(of=journey)))

    def save_monitors(self, journey: str, records: Collection[MonitorRecord]) -> bool:
        """Keep streams, all or none; False where one was written since it was read.

        StaleError where another process has just begun to watch the same one.
        """
        rows = [self._row(journey, each) for each in records]
        with self._engines.writing() as connection:
            kept = {
                (row.stage, row.metric): row.revision
                for row in connection.execute(_REVISIONS, self._here(of=journey))
            }
            if any(kept.get((each.stage, each.metric), 0) != each.revision for each in records):
                return False
            for statement, is_new in ((_NEW, True), (_KEEP, False)):
                wanted = [row for row in rows if (row["revision"] == 1) is is_new]
                if wanted:
                    connection.execute(statement, wanted)
        return True

    def read_news(
        self, journey: str, *, scorer: tuple[str, str], after: Mark, until: datetime, limit: int
    ) -> tuple[Visit, ...]:
        """Return the visits behind a mark whose first answer came by `until`, oldest first; none imported.

        What is said is that of now; a visit of which nothing was made out is there without a value.
        """
        asked = self._here(
            of=journey, since=micros(after[0]), after=after[1], until=micros(until), limit=limit
        )
        with self._engines.reading() as connection:
            rows = connection.execute(_NEWS, asked).all()
            ids = {row.interaction for row in rows}
            judged = self._here(ids=ids, scorer=scorer[0], scorer_version=scorer[1])
            means = {row.interaction: row.value for row in connection.execute(_MEANS, judged)} if ids else {}
        return tuple(
            Visit(
                id=row.id,
                at=moment(row.answered_at),
                touchpoint=row.touchpoint,
                value=means.get(row.interaction),
            )
            for row in rows
        )

    def read_history(
        self,
        journey: str,
        *,
        scorer: tuple[str, str],
        touchpoints: Collection[str],
        since: datetime,
        until: datetime,
    ) -> History:
        """Return the visits with a score in a time, both ends included; imported ones as well."""
        asked = self._here(
            of=journey, points=touchpoints, since=micros(since), until=micros(until),
            scorer=scorer[0], scorer_version=scorer[1],
        )  # fmt: skip
        with self._engines.reading() as connection:
            rows = connection.execute(_HISTORY, asked).all()
        customer, touchpoint, at, value = zip(*rows, strict=True) if rows else ((), (), (), ())
        return History(
            customer=customer,
            touchpoint=touchpoint,
            at=np.array(at, dtype=np.int64).view("datetime64[us]"),
            value=np.array(value, dtype=np.float64),
        )

    def _row(self, journey: str, record: MonitorRecord) -> Values:
        return {
            "workspace": self.workspace,
            "journey": journey,
            "stage": record.stage,
            "metric": record.metric,
            "phase": record.phase,
            "marked_at": None if record.mark is None else micros(record.mark[0]),
            "marked_id": None if record.mark is None else record.mark[1],
            "told": record.told,
            "revision": record.revision + 1,
            "state": record.state,
        }


def _record(row: AnyRow) -> MonitorRecord:
    return MonitorRecord(
        stage=row.stage,
        metric=row.metric,
        phase=row.phase,
        mark=None if row.marked_at is None else (moment(row.marked_at), row.marked_id),
        told=row.told,
        revision=row.revision,
        state=row.state,
    )
