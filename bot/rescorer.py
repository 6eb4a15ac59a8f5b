"""History judged by the scorer in force: what an import left open, or what a new version judges anew."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from config.journey import Journey
from feedback.errors import StaleError
from feedback.grouping import GroupCommit
from feedback.rescoring import Unjudged, judged, to_rescore
from feedback.scorer import Score, ToScore
from feedback.store.store import Store
from feedback.work import Known

log = structlog.get_logger()

_MOST = 500
"""How many answers one turn judges, so that replies in the writer's queue do not wait long."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Answers just judged by a scorer, in one order with their scores; not yet written."""

    scorer: tuple[str, str]
    found: Sequence[Unjudged]
    scores: Sequence[Score]


@dataclass(slots=True)
class Backlog:
    """How many answers of how many are still to be judged; whoever draws the map looks at it."""

    left: int = 0
    whole: int = 0


class Rescorer:
    """Judges what has no score of the scorer in force; what is unjudged is the queue, so nothing is lost."""

    def __init__(
        self,
        *,
        store: Store,
        writer: GroupCommit,
        journey: Journey,
        known: Callable[[], Known],
        judge: Callable[[Sequence[ToScore]], Sequence[Score]],
        scorer: Callable[[], tuple[str, str]],
        now: Callable[[], datetime],
        changed: Callable[[], None],
        backlog: Backlog | None = None,
        look_again: Callable[[], object] = lambda: None,
    ) -> None:
        """Judge by `judge`, whose name and version `scorer` tells; call `changed` when scores were written.

        `known` tells the versions of the journey that answers were given under. What is left to do is kept in
        `backlog`. Before each turn `look_again` finds out whether the scorer is another one now, as after a
        manager has added a theme.
        """
        self.backlog = Backlog() if backlog is None else backlog
        self._store = store
        self._writer = writer
        self._journey = journey
        self._known = known
        self._judge = judge
        self._scorer = scorer
        self._now = now
        self._changed = changed
        self._look_again = look_again
        self._begun_by: tuple[str, str] | None = None
        self._after = ""
        self._looked_through: str | None = None

    async def turn(self) -> int:
        """Judge a batch of what waits to be judged; return how many answers that were."""
        await asyncio.to_thread(self._look_again)
        scorer = self._scorer()
        if scorer != self._begun_by:
            is_new = await asyncio.wrap_future(self._writer.submit(self._begin, scorer))
            self._begun_by, self._after, self._looked_through, self.backlog.left = scorer, "", None, 0
            if is_new:
                self._changed()
        batch = await asyncio.to_thread(self._next, scorer)
        if batch is None:
            return 0
        try:
            kept = await asyncio.wrap_future(self._writer.submit(self._keep, batch))
        except StaleError:
            # Somebody was erased just now: the answers are found again, without the words.
            log.info("rescoring_put_off", answers=len(batch.found))
            return len(batch.found)
        self.backlog.left = max(0, self.backlog.left - kept)
        log.info(
            "answers_judged",
            answers=kept,
            left=self.backlog.left,
            of=self.backlog.whole,
            scorer=scorer[0],
            version=scorer[1],
        )
        self._changed()
        return len(batch.found)

    def count(self) -> Backlog:
        """Count what is still to be judged."""
        done, whole = self._store.scored_so_far(self._journey.id, scorer=self._scorer())
        self.backlog.left, self.backlog.whole = whole - done, whole
        return self.backlog

    def _begin(self, scorers: Sequence[tuple[str, str]]) -> Sequence[bool]:
        """Let sums that another scorer's judgement went into be made anew."""
        return [self._store.sum_by(self._journey.id, scorer=scorer) for scorer in scorers]

    def _next(self, scorer: tuple[str, str]) -> _Batch | None:
        """Find and judge what comes next; None when all is judged."""
        mark = self._store.imports_mark()
        if mark == self._looked_through:
            # Replies are judged as they come, so only an import brings what is not.
            return None
        journey = self._journey
        waiting = self._store.unscored(journey.id, scorer=scorer, after=self._after, limit=_MOST)
        if not waiting and self._after:
            # Once more from the start: for what could not be written, or has come in behind.
            waiting = self._store.unscored(journey.id, scorer=scorer, limit=_MOST)
        if not waiting:
            self._after, self._looked_through = "", mark
            self.backlog.left = 0
            return None
        if not self.backlog.left:
            self.count()
        # Noted before it is judged: a batch that fails is met again, but does not keep the others.
        self._after = waiting[-1].id
        said = self._store.answers_of({answer.interaction for answer in waiting})
        found = to_rescore(
            said, unjudged={answer.id for answer in waiting}, known=self._known(), active=journey
        )
        return _Batch(scorer, found, self._judge([one.request for one in found]))

    def _keep(self, batches: Sequence[_Batch]) -> Sequence[int]:
        return [self._kept(batch) for batch in batches]

    def _kept(self, batch: _Batch) -> int:
        """Write the scores of answers that are still in force and that no reply has had judged meanwhile."""
        still = self._store.unscored_among([one.answer.id for one in batch.found], scorer=batch.scorer)
        pairs = [pair for pair in zip(batch.found, batch.scores, strict=True) if pair[0].answer.id in still]
        now = self._now()
        changes = judged([one for one, _ in pairs], [score for _, score in pairs], at=now)
        self._store.save(changes, now=now)
        return len(pairs)
