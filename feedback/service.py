"""The service: load, decide, step and save; one transaction for everything a batch brings.

`handle` runs in the one thread that writes (see `grouping`). Loading and scoring come first; the
transaction holds nothing but the saving, so nothing slow ever runs inside it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar, assert_never

from feedback.case_deeds import Deed
from feedback.case_opening import may_open
from feedback.case_relay import ForCase
from feedback.desk import Desk, House
from feedback.errors import StaleError
from feedback.intake import (
    Commanded,
    Due,
    Entered,
    FollowUp,
    Heard,
    Intake,
    Met,
    Moved,
    Noted,
    Opened,
    Ordered,
    Reached,
    Result,
    Touch,
    Trial,
    Vetoed,
)
from feedback.introducing import introduces
from feedback.judging import Judge, to_score
from feedback.scorer import Score
from feedback.taking_in import take_in
from feedback.understanding import Found, Understood, understand
from feedback.wanting import since_when, wanted_for
from feedback.work import Changes, Snapshot, Wanted, merge

_TRIES = 3
"""How often a batch is decided anew because another process changed one of its sessions first."""

T = TypeVar("T")


class Memory(Protocol):
    """What the service needs of the store."""

    def load(self, wanted: Wanted) -> Snapshot:
        """Return what is known of the keys wanted."""

    def save(self, changes: Changes, *, now: datetime) -> None:
        """Write all of `changes` or nothing; `StaleError` when they were decided on an old state."""

    def transact(
        self, wanted: Wanted, decide: Callable[[Snapshot], tuple[Changes, T]], *, now: datetime
    ) -> T:
        """Load, decide and save in one transaction that holds the customers concerned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Takes in touches, replies, wishes and timers, in batches; each item's outcome is its own."""

    memory: Memory
    house: House
    judge: Judge
    now: Callable[[], datetime]

    def handle(self, items: Sequence[Intake]) -> Sequence[Result | Exception]:
        """Handle a batch in one transaction; an item that cannot be decided fails alone."""
        for _ in range(_TRIES):
            try:
                return self._attempt(items)
            except StaleError:
                continue
        return [self._alone(item) for item in items]

    def _alone(self, item: Intake) -> Result | Exception:
        try:
            return self._attempt([item])[0]
        except StaleError as stale:
            return stale

    def _attempt(self, items: Sequence[Intake]) -> Sequence[Result | Exception]:
        """Decide and save; when an item fails, the others are decided again as if it had never come."""
        results = dict(enumerate(self._decided_and_saved(items)))
        sound = [position for position, result in results.items() if not isinstance(result, Exception)]
        if 0 < len(sound) < len(items):
            results.update(zip(sound, self._attempt([items[position] for position in sound]), strict=True))
        return [results[position] for position in range(len(items))]

    def _decided_and_saved(self, items: Sequence[Intake]) -> Sequence[Result | Exception]:
        """Save what was decided, unless an item failed.

        Replies are scored, which is slow, so they are decided before the transaction begins, and it finds out
        if a session has changed meanwhile. All else is decided inside, while it holds the customers: two
        processes cannot both ask the same one.
        """
        now = self.now()
        since = since_when(self.house.active.journey, now)
        wanted = merge(wanted_for(item, since) for item in items)
        if any(isinstance(item, Heard) for item in items) and may_open(self.house.active.journey):
            wanted = replace(wanted, paths=True, teams=True)
        if introduces(self.house.active.journey):
            wanted = replace(wanted, consents=True)
        if not any(isinstance(item, Heard) for item in items):
            return self.memory.transact(wanted, lambda found: self._decided(found, items, now=now), now=now)
        changes, results = self._decided(self.memory.load(wanted), items, now=now)
        self.memory.save(changes, now=now)
        return results

    def _decided(
        self, snapshot: Snapshot, items: Sequence[Intake], *, now: datetime
    ) -> tuple[Changes, Sequence[Result | Exception]]:
        """Decide a batch; where an item failed, nothing of it may be saved."""
        desk = Desk(snapshot=snapshot, now=now)
        results: dict[int, Result | Exception] = {}
        for turn in _turns(items):
            results.update(self._turn(desk, [(position, items[position]) for position in turn]))
        failed = any(isinstance(result, Exception) for result in results.values())
        changes = Changes() if failed else desk.changes
        return changes, [results[position] for position in range(len(items))]

    def _turn(self, desk: Desk, turn: Sequence[tuple[int, Intake]]) -> dict[int, Result | Exception]:
        found = {p: self._understand(desk, item) for p, item in turn if isinstance(item, Heard)}
        scores = self._scores(found)
        return {p: self._decide(desk, item, found.get(p), scores.get(p, {})) for p, item in turn}

    def _understand(self, desk: Desk, item: Heard) -> Found | Exception:
        try:
            return understand(desk, self.house, item)
        except Exception as defect:  # noqa: BLE001 - one poison item must not take its batch with it
            return defect

    def _scores(self, found: dict[int, Found | Exception]) -> dict[int, dict[str, Score]]:
        """Score everything a turn's replies need in one call of the judge."""
        wanted = [
            (position, question, request)
            for position, reply in found.items()
            if isinstance(reply, Understood | ForCase)
            for question, request in to_score(reply).items()
        ]
        judged = self.judge([request for _, _, request in wanted]) if wanted else ()
        scores: dict[int, dict[str, Score]] = {}
        for (position, question, _), score in zip(wanted, judged, strict=True):
            scores.setdefault(position, {})[question] = score
        return scores

    def _decide(
        self,
        desk: Desk,
        item: Intake,
        found: Found | Exception | None,
        scores: dict[str, Score],
    ) -> Result | Exception:
        try:
            return take_in(desk, self.house, item, found, scores)
        except Exception as defect:  # noqa: BLE001 - one poison item must not take its batch with it
            return defect


def _turns(items: Sequence[Intake]) -> Iterator[list[int]]:
    """Split a batch so that within a turn nobody appears twice: each reply is parsed after the one before."""
    turns: list[list[int]] = []
    used: dict[tuple[str, ...], int] = {}
    for position, item in enumerate(items):
        turn = used.get(_who(item), 0)
        used[_who(item)] = turn + 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(position)
    yield from turns


def _who(item: Intake) -> tuple[str, ...]:
    match item:
        case Touch():
            return ("customer", item.customer.external_id)
        case Heard() | Opened() | Entered() | Met() | Ordered() | Commanded():
            return (item.channel, item.address)
        case Reached() | Moved() | Noted():
            return (item.channel, item.address)
        case Due():
            return ("subject", item.timer.subject)
        case Deed():
            return ("subject", item.case)
        case Trial():
            return item.place
        case FollowUp() | Vetoed():
            return ("subject", item.customer or item.key)
        case _:
            assert_never(item)
