"""Partials: what each customer said at a touchpoint in a week, recomputed from the raw records where marked.

A partial is never counted up: a mark says that it no longer agrees, and a sweep makes it anew. So the order
in which things happen, a crash in between or doing it twice changes nothing.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    false,
    insert,
    select,
    text,
    true,
    tuple_,
    update,
)

from feedback.store.base import StoreBase
from feedback.store.marking import MARKED, MARKING, cells_of
from feedback.store.partial_sql import KEY, SUMS, contributions, feelings
from feedback.store.sql import HERE, AnyRow, upsert
from feedback.store.tables.answers import ANSWER
from feedback.store.tables.asking import DELIVERY
from feedback.store.tables.figures import DIRTY, PARTIAL, SUMMED, TURN

Scorers = Mapping[str, tuple[str, str]]
"""The scorer in force of each journey, with its version; partials of other journeys wait."""

_COLUMNS = (*KEY, *SUMS, "last_at", "turn")
_AT_TURN = bindparam("turn", type_=PARTIAL.c.turn.type).label("turn")
_DIRTY_KEY = tuple_(*(DIRTY.c[name] for name in KEY))
_PARTIAL_KEY = tuple_(*(PARTIAL.c[name] for name in KEY))
_MARKED = (
    select(*(DIRTY.c[name] for name in KEY))
    .where(DIRTY.c.workspace == HERE, DIRTY.c.journey == bindparam("of"), DIRTY.c.claimed == false())
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_CLAIM = update(DIRTY).where(_DIRTY_KEY.in_(_MARKED)).values(claimed=true())
_CLAIMED = select(*(DIRTY.c[name] for name in KEY)).where(DIRTY.c.workspace == HERE, DIRTY.c.claimed)
_CLEAR_CLAIMED = delete(PARTIAL).where(_PARTIAL_KEY.in_(_CLAIMED))
_SUM_CLAIMED = (
    insert(PARTIAL)
    .from_select(_COLUMNS, contributions(claimed_only=True).add_columns(_AT_TURN))
    .execution_options(preserve_rowcount=True)
)
_FELT_CLAIMED = feelings(claimed_only=True)
_SWEPT = delete(DIRTY).where(DIRTY.c.workspace == HERE, DIRTY.c.claimed)

_CLEAR_ALL = delete(PARTIAL).where(PARTIAL.c.workspace == HERE, PARTIAL.c.journey == bindparam("of"))
_FORGET_MARKS = delete(DIRTY).where(DIRTY.c.workspace == HERE, DIRTY.c.journey == bindparam("of"))
_SUM_ALL = insert(PARTIAL).from_select(_COLUMNS, contributions(claimed_only=False).add_columns(_AT_TURN))
_FELT_ALL = feelings(claimed_only=False)
_FEEL = (
    update(PARTIAL)
    .where(
        PARTIAL.c.workspace == HERE, PARTIAL.c.journey == bindparam("of"),
        PARTIAL.c.touchpoint == bindparam("at"), PARTIAL.c.customer == bindparam("by"),
        PARTIAL.c.week == bindparam("monday"),
    )
    .values(emotions=bindparam("felt_emotions"))
)  # fmt: skip

_OF_JOURNEY = (TURN.c.workspace == HERE, TURN.c.journey == bindparam("of"))
_TURN_ON = update(TURN).where(*_OF_JOURNEY).values(turn=TURN.c.turn + 1).returning(TURN.c.turn)
_GONE = update(TURN).where(*_OF_JOURNEY).values(gone=TURN.c.turn)

_MARK_ALL = [
    MARKING.from_select(MARKED, cells_of(at, table.c.workspace == HERE, table.c.journey == bindparam("of")))
    for table, at in ((ANSWER, ANSWER.c.answered_at), (DELIVERY, DELIVERY.c.shown_at))
]
_SUMMED_BY = (
    select(SUMMED.c.scorer, SUMMED.c.version)
    .where(SUMMED.c.workspace == HERE, SUMMED.c.journey == bindparam("of"))
    .with_for_update()
)
_SUM_BY = upsert("summed")


class RollupStore(StoreBase):
    """For the scheduler: partials brought to agree with what was said."""

    def sweep_dirty(self, *, limit: int, scorers: Scorers) -> int:
        """Recompute up to `limit` marked partials and return how many; 0 when all agree."""
        with self._engines.writing() as connection:
            swept = 0
            for journey in sorted(scorers):
                if swept < limit:
                    swept += self._sweep(connection, journey, scorers[journey], limit=limit - swept)
        return swept

    def mark_all(self, journey: str) -> None:
        """Mark every partial of a journey, as after a change of scorer; sweeps then work them off."""
        with self._engines.writing() as connection:
            self._mark_all(connection, journey)

    def sum_by(self, journey: str, *, scorer: tuple[str, str]) -> bool:
        """See to it that partials are made by `scorer`: where another made them, mark them all."""
        with self._engines.writing() as connection:
            made_by = connection.execute(_SUMMED_BY, self._here(of=journey)).one_or_none()
            if made_by is not None and tuple(made_by) == scorer:
                return False
            self._mark_all(connection, journey)
            row = {
                "workspace": self.workspace, "journey": journey, "scorer": scorer[0], "version": scorer[1],
            }  # fmt: skip
            connection.execute(_SUM_BY, row)
        return True

    def _mark_all(self, connection: Connection, journey: str) -> None:
        for statement in _MARK_ALL:
            connection.execute(statement, self._here(of=journey))

    def recompute_all(self, journey: str, *, scorers: Scorers) -> None:
        """Make every partial of a journey anew, in one transaction that others wait for."""
        here = self._here_of(journey, scorers[journey])
        with self._engines.writing() as connection:
            if self.dialect == "postgresql":
                # After an import it may not have counted the rows yet, and would plan as if there were none.
                connection.execute(text("ANALYZE answer, score, delivery"))
            connection.execute(_FORGET_MARKS, here)
            connection.execute(_CLEAR_ALL, here)
            connection.execute(_SUM_ALL, {**here, "turn": self._turn_on(connection, journey)})
            connection.execute(_GONE, here)
            self._feel(connection, connection.execute(_FELT_ALL, here))

    def _sweep(self, connection: Connection, journey: str, scorer: tuple[str, str], *, limit: int) -> int:
        here = self._here_of(journey, scorer)
        claimed = connection.execute(_CLAIM, {**here, "limit": limit}).rowcount
        if claimed:
            connection.execute(_CLEAR_CLAIMED, here)
            turn = self._turn_on(connection, journey)
            if connection.execute(_SUM_CLAIMED, {**here, "turn": turn}).rowcount < claimed:
                connection.execute(_GONE, here)
            self._feel(connection, connection.execute(_FELT_CLAIMED, here))
            connection.execute(_SWEPT, here)
        return claimed

    def _turn_on(self, connection: Connection, journey: str) -> int:
        """Return the number of this sweep; others wait for it, so numbers become known in their order."""
        turn = connection.execute(_TURN_ON, self._here(of=journey)).scalar()
        if turn is None:
            turn = 1
            row = {"workspace": self.workspace, "journey": journey, "turn": turn, "gone": turn}
            connection.execute(insert(TURN), row)
        return turn

    def _feel(self, connection: Connection, rows: Iterable[AnyRow]) -> None:
        """Count in how many answers each emotion was found; JSON does not add up in SQL alike everywhere."""
        felt: defaultdict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
        for *key, emotions in rows:
            if emotions is not None:
                found = json.loads(str(emotions)).items()
                felt[tuple(key)].update(name for name, share in found if share > 0)
        changed = [
            self._here(of=journey, at=touchpoint, by=customer, monday=week, felt_emotions=json.dumps(counts))
            for (_, journey, touchpoint, customer, week), counts in felt.items()
        ]
        if changed:
            connection.execute(_FEEL, changed)

    def _here_of(self, journey: str, scorer: tuple[str, str]) -> Mapping[str, object]:
        return self._here(of=journey, scorer=scorer[0], scorer_version=scorer[1])
