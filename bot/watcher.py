"""The watch over every stage: each visit is taken in once, and what strays too far raises one alarm."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import structlog

from bot.watch_chance import chance_of
from bot.watch_lessons import (
    DRAWS,
    LONGEST,
    REST,
    Learnt,
    Lesson,
    again,
    is_other_company,
    learnt,
    lesson_of,
    new_pace,
    taught,
    tuned,
    untaught,
)
from bot.watch_since import changes_of, looked_into
from bot.watching import Stream, acknowledged, as_record, fed, read_to, rebaselined, standing
from config.loader import LoadedJourney
from feedback.errors import StaleError
from feedback.grouping import GroupCommit
from feedback.monitor import Mark
from feedback.store.monitors import History
from feedback.store.store import Store
from mapping.columns import Flags
from mapping.methods.monitors.limits import Learning
from mapping.parts import Change
from mapping.telling import stages_of

log = structlog.get_logger()

_EVERY = timedelta(minutes=1)
_TENDED_EVERY = timedelta(hours=1)
_LOOKED_EVERY = timedelta(days=1)
_MOST = 500
"""How many visits one turn takes in."""

_SURE = 0.95
"""So sure must a change be to stand on the map."""

_ONE_US = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Done:
    """What a turn has come to, not yet written: streams that changed, and how far visits were read."""

    streams: Sequence[Stream]
    visits: int = 0
    read: Mark | None = None


class Watcher:
    """Watches the scores of every stage; what it knows is kept with how far it has read, all or none."""

    def __init__(
        self,
        *,
        store: Store,
        writer: GroupCommit,
        loaded: LoadedJourney,
        scorer: Callable[[], tuple[str, str]],
        now: Callable[[], datetime],
        unjudged: Callable[[], int] = lambda: 0,
        draws: int = DRAWS,
    ) -> None:
        """Watch scores of the `scorer` in force, which has still `unjudged` answers to judge.

        A limit is simulated with about as many `draws`.
        """
        self._store = store
        self._writer = writer
        self._journey = loaded.journey
        self._scorer = scorer
        self._now = now
        self._unjudged = unjudged
        self._draws = draws
        self._stage_of = {
            point: stage for stage, points in stages_of(loaded.journey).items() for point in points
        }
        self._rested_at: datetime | None = None
        self._tended_at: datetime | None = None
        self._imports: str | None = None
        self._read: Mark | None = None

    async def turn(self) -> int:
        """Take in what has been said, or learn from it; return how much there was to do."""
        now = self._now()
        is_early = self._rested_at is not None and abs(now - self._rested_at) < _EVERY
        if is_early or self._unjudged():
            return 0
        done = await asyncio.to_thread(self._work, now)
        is_kept = not done.streams or await asyncio.wrap_future(self._writer.submit(self._keep, done.streams))
        if not is_kept:
            # Another process, or a manager, was faster: all is read again, in a while.
            log.info("watching_put_off", visits=done.visits)
        self._read = done.read if is_kept else None
        if not is_kept or not done.streams:
            self._rested_at = now
            return 0
        return max(1, done.visits)

    def streams(self) -> tuple[Stream, ...]:
        """Return where every stage of the journey stands, in its order; also those never looked at."""
        return standing(self._store.monitors(self._journey.id), [stage.id for stage in self._journey.stages])

    def changes(self) -> Mapping[str, Change]:
        """Return by stage the changes that stand and are beyond doubt; for the map."""
        return changes_of(self.streams(), sure=_SURE, least=self._journey.policy.min_customers)

    def acknowledge(self, stage: str) -> Stream | None:
        """Let somebody have seen the alarm of `stage`; None where it has none that is not seen."""
        return self._acted(stage, lambda each: acknowledged(each, at=self._now()))

    def rebaseline(self, stage: str) -> Stream | None:
        """Accept what `stage` came to: it learns again from then on; None where it has no alarm."""
        return self._acted(stage, lambda each: rebaselined(each, at=self._now()))

    def note_told(self, alarms: Mapping[str, int]) -> None:
        """Note by stage the number of the alarm that was told: it is not told again."""
        while True:
            told = [
                replace(each, told=alarms[each.stage])
                for each in self.streams()
                if each.told < alarms.get(each.stage, 0)
            ]
            if not told or self._store.save_monitors(self._journey.id, [as_record(each) for each in told]):
                return

    def _acted(self, stage: str, act: Callable[[Stream], Stream]) -> Stream | None:
        while True:
            stream = next(each for each in self.streams() if each.stage == stage)
            moved = act(stream)
            if moved == stream:
                return None
            if self._store.save_monitors(self._journey.id, [as_record(moved)]):
                return moved

    def _keep(self, batches: Sequence[Sequence[Stream]]) -> Sequence[bool]:
        return [self._kept(streams) for streams in batches]

    def _kept(self, streams: Sequence[Stream]) -> bool:
        try:
            return self._store.save_monitors(self._journey.id, [as_record(each) for each in streams])
        except StaleError:
            return False

    def _work(self, now: datetime) -> _Done:
        """Learn where there is something to learn, else take in the next visits."""
        streams, until = self.streams(), now - REST
        changed = self._tended(streams, now)
        return _Done(changed) if changed else self._fed(streams, until)

    def _fed(self, streams: Sequence[Stream], until: datetime) -> _Done:
        """Take in the next visits; streams that another scorer's history was learnt for wait."""
        scorer = self._scorer()
        watching = {each.stage: each for each in streams if each.mark is not None and each.scorer == scorer}
        marks = [each.mark for each in watching.values() if each.mark is not None]
        if not marks:
            return _Done(())
        after = self._read or min(marks)
        visits = self._store.read_news(self._journey.id, scorer=scorer, after=after, until=until, limit=_MOST)
        if not visits:
            return _Done((), read=max(after, (until + _ONE_US, "")))
        moved = dict(watching)
        for visit in visits:
            stage = self._stage_of.get(visit.touchpoint, "")
            if stage in moved:
                moved[stage] = fed(moved[stage], visit)
        end = visits[-1].mark
        found = [self._looked_into(moved[stage], watching[stage], until) for stage in moved]
        return _Done([read_to(each, end) for each in found], visits=len(visits), read=end)

    def _looked_into(self, stream: Stream, before: Stream, until: datetime) -> Stream:
        """Look into an alarm that was raised just now."""
        is_new = stream.monitor.alarms > before.monitor.alarms
        if not is_new or stream.monitor.alarm is None:
            return stream
        log.info("alarm_raised", stage=stream.stage, number=stream.monitor.alarms)
        return self._investigated(stream, until)

    def _investigated(self, stream: Stream, until: datetime) -> Stream:
        since = until - LONGEST if stream.tuning is None else stream.tuning.since
        history = self._history({stream.stage}, since=since, until=until)
        return looked_into(
            stream, history, self._rows(history, stream.stage), journey=self._journey.id, at=until
        )

    def _tended(self, streams: Sequence[Stream], now: datetime) -> Sequence[Stream]:
        """Return the streams that have learnt something, those that are new, and alarms looked into anew."""
        fresh = [each for each in streams if not each.revision]
        if fresh:
            return fresh
        until = now - REST
        is_due = self._tended_at is None or abs(now - self._tended_at) >= _TENDED_EVERY
        if self._has_imported():
            self._tended_at = None  # when nothing more comes in
            return ()
        if not is_due and not any(new_pace(each, at=until) for each in streams):
            return ()
        self._tended_at = now
        changed = self._taught(streams, until)
        return changed or [
            self._investigated(each, until)
            for each in streams
            if each.monitor.alarm and (each.looked_at is None or until - each.looked_at >= _LOOKED_EVERY)
        ]

    def _has_imported(self) -> bool:
        """Say whether an import has come further since the last look."""
        before, self._imports = self._imports, self._store.imports_mark()
        return before not in {None, self._imports}

    def _taught(self, streams: Sequence[Stream], until: datetime) -> Sequence[Stream]:
        """Return the streams that have learnt, or that are held against something else now."""
        scorer = self._scorer()
        lessons = {each.stage: lesson_of(each, scorer=scorer, until=until) for each in streams}
        found = self._learnt(streams, {stage: each for stage, each in lessons.items() if each is not None})
        watched = sum(
            isinstance(found[each.stage], Learnt) if each.stage in found else not each.is_learning
            for each in streams
        )
        found |= self._learnt(
            streams,
            {
                each.stage: again(each.tuning)
                for each in streams
                if each.stage not in found and each.tuning is not None and is_other_company(each, watched)
            },
        )
        moved = [
            self._taught_by(each, found[each.stage], watched, until)
            for each in streams
            if each.stage in found
        ]
        before = {each.stage: each for each in streams}
        return [each for each in moved if each != before[each.stage]]

    def _taught_by(self, stream: Stream, lesson: Learnt | Learning, watched: int, until: datetime) -> Stream:
        scorer = self._scorer()
        if isinstance(lesson, Learning):
            return untaught(stream, lesson, scorer=scorer)
        tuning = tuned(stream, lesson, journey=self._journey.id, streams=watched, draws=self._draws)
        log.info("monitor_tuned", stage=stream.stage, answers=tuning.chart.answers, streams=watched)
        made = taught(stream, tuning, scorer=scorer, until=until, later=lesson.later)
        return self._investigated(made, until) if made.is_past and made.started is None else made

    def _learnt(
        self, streams: Sequence[Stream], lessons: Mapping[str, Lesson]
    ) -> dict[str, Learnt | Learning]:
        """Return what the lessons of some stages come to; nothing while not all is judged."""
        if not lessons or not self._is_judged():
            return {}
        since = min(lesson.since for lesson in lessons.values())
        until = max(lesson.until for lesson in lessons.values())
        history = self._history(lessons, since=since, until=until)
        return {
            each.stage: learnt(
                history,
                self._rows(history, each.stage),
                lessons[each.stage],
                chance=chance_of(self._journey.id, each),
            )
            for each in streams
            if each.stage in lessons
        }

    def _is_judged(self) -> bool:
        judged, whole = self._store.scored_so_far(self._journey.id, scorer=self._scorer())
        return judged == whole

    def _history(self, stages: Collection[str], *, since: datetime, until: datetime) -> History:
        points = {point for point, stage in self._stage_of.items() if stage in stages}
        return self._store.read_history(
            self._journey.id, scorer=self._scorer(), touchpoints=points, since=since, until=until
        )

    def _rows(self, history: History, stage: str) -> Flags:
        return np.array([self._stage_of.get(each) == stage for each in history.touchpoint], dtype=np.bool_)
