"""How fast we may speak: lanes, exact buckets over them, and which of those that wait may go now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_US = timedelta(microseconds=1)
_SWEEP_FROM = 1_024

ALIKE_WITHIN = timedelta(seconds=10)
"""Two chats of one bot throttled within this time: it is the bot that is too fast, not the chats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One of the speed limits something sent falls under: `most` within `period`, evenly, after `burst`.

    Whoever is in the same lane waits for each other. A key is its channel, its kind and, where there are
    several, whose it is: `telegram:chat:5f3a...`. A name or an address is never in it in clear.

    No `period`, wherever it begins, ever sees more than `most + burst - 1`.
    """

    key: str
    most: int
    period: timedelta
    burst: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A lane of a channel into which nothing goes before `until`: the platform said so."""

    channel: str
    key: str
    until: datetime


def kind_of(key: str) -> str:
    """Return what kind of lane a key belongs to: all that people are shown of it."""
    return [*key.split(":"), "lane"][1]


def narrowest(lanes: Sequence[Lane]) -> Lane:
    """Return the slowest of `lanes`: a chat's rather than its bot's."""
    return max(lanes, key=lambda lane: lane.period / lane.most)


def widest(lanes: Sequence[Lane]) -> Lane:
    """Return the fastest of `lanes`: the bot's rather than one chat's."""
    return min(lanes, key=lambda lane: lane.period / lane.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[T]):
    """Who may go now, and who has to wait until about when; both with the most urgent first."""

    going: Sequence[T]
    staying: Sequence[tuple[T, datetime]]


class Pace:
    """The buckets of all lanes: when something may go, and what went.

    Arithmetic is exact: a bucket counts in parts of a microsecond, `most` to one, so nothing drifts.
    """

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}
        self._holds: dict[str, int] = {}
        self._told: dict[str, tuple[int, str]] = {}
        self._sweep_at = _SWEEP_FROM

    def __len__(self) -> int:
        return len(self._buckets)

    def opens_at(self, lanes: Sequence[Lane], *, now: datetime) -> datetime:
        """Return the first moment, from `now` on, at which something in all of `lanes` may go."""
        return _moment(self._opens(lanes, _micros(now)))

    def take(self, lanes: Sequence[Lane], *, now: datetime) -> None:
        """Note that something goes `now`; raise ValueError where it is too early."""
        at = _micros(now)
        if self._opens(lanes, at) > at:
            raise ValueError(f"too early for {kind_of(narrowest(lanes).key)}; ask opens_at first")
        self._take(lanes, at)
        self._tidy(at)

    def hold(self, key: str, *, until: datetime) -> None:
        """Let nothing into a lane before `until`; a longer hold stays."""
        self._holds[key] = max(self._holds.get(key, 0), _micros(until))

    def held_until(self, key: str, *, now: datetime) -> datetime | None:
        """Return until when a lane is held; None when it is not."""
        until = self._holds.get(key, 0)
        return _moment(until) if until > _micros(now) else None

    def throttled(
        self, lanes: Sequence[Lane], *, lane: str | None, until: datetime, now: datetime
    ) -> Mapping[str, datetime]:
        """Hold what a platform said is too fast: `lane`, or else the narrowest of `lanes`.

        Where two different narrowest ones are told so within `ALIKE_WITHIN`, the widest they share is held,
        too. Returns what is held now, for all processes to know.
        """
        keys = {lane} if lane is not None else self._blamed(lanes, _micros(now))
        for key in keys:
            self.hold(key, until=until)
        return {key: _moment(self._holds[key]) for key in sorted(keys)}

    def choose(
        self, waiting: Sequence[tuple[T, Sequence[Lane]]], *, now: datetime, room: int | None = None
    ) -> Choice[T]:
        """Let go whoever may, at most `room`, the most urgent of `waiting` standing first.

        Somebody less urgent goes first where that makes nobody more urgent wait any longer.
        """
        turn = _Turn(now=_micros(now))
        going: list[T] = []
        staying: list[tuple[T, datetime]] = []
        for thing, lanes in waiting:
            at = max([turn.now, *(self._first(lane, turn) for lane in lanes)])
            if at <= turn.now and turn.promised:
                at = self._without_delay(lanes, turn)
            if at <= turn.now and (room is None or len(going) < room):
                self._take(lanes, turn.now)
                turn.forget(lanes)
                going.append(thing)
            else:
                likely = self._expect(lanes, turn, at=at)
                staying.append((thing, now if likely == turn.now else _moment(likely)))
        self._tidy(turn.now)
        return Choice(going=going, staying=staying)

    def forget(self, *, now: datetime) -> None:
        """Drop the lanes that have been idle long enough to be as good as new, and holds that are over."""
        at = _micros(now)
        self._buckets = {key: each for key, each in self._buckets.items() if not each.is_idle(at)}
        self._holds = {key: until for key, until in self._holds.items() if until > at}
        self._told = {key: told for key, told in self._told.items() if at - told[0] <= _ALIKE_US}
        self._sweep_at = max(_SWEEP_FROM, 2 * len(self._buckets))

    def _blamed(self, lanes: Sequence[Lane], at: int) -> set[str]:
        if not lanes:
            return set()
        slow, fast = narrowest(lanes).key, widest(lanes).key
        told_at, told = self._told.get(fast, (0, slow))
        self._told[fast] = at, slow
        return {slow, fast} if told != slow and at - told_at <= _ALIKE_US else {slow}

    def _opens(self, lanes: Sequence[Lane], at: int) -> int:
        return max((self._ready(lane, at) for lane in lanes), default=at)

    def _ready(self, lane: Lane, at: int, *, after: int = 0) -> int:
        """Return when `lane` lets the next one in, once `after` others went."""
        ready = self._bucket(lane).ready(at, after=after)
        return max(ready, self._holds.get(lane.key, 0))

    def _first(self, lane: Lane, turn: "_Turn") -> int:
        """Return when `lane` lets the next one in, looked up once as long as nobody goes."""
        ready = turn.ready.get(lane.key)
        if ready is None:
            ready = turn.ready[lane.key] = self._ready(lane, turn.now)
        return ready

    def _without_delay(self, lanes: Sequence[Lane], turn: "_Turn") -> int:
        """Return when something that could go now may do so without delaying those who stayed before it."""
        at = turn.now
        for lane in lanes:
            promised = turn.promised.get(lane.key)
            if promised is not None and self._ready(lane, turn.now, after=1) > promised:
                at = max(at, promised)
        return at

    def _expect(self, lanes: Sequence[Lane], turn: "_Turn", *, at: int) -> int:
        """Note that somebody stays in `lanes`, and return when their turn is likely to come."""
        likely = at
        for lane in lanes:
            turn.promised.setdefault(lane.key, at)
            before = turn.queued.get(lane.key, 0)
            turn.queued[lane.key] = before + 1
            if before:
                likely = max(likely, self._ready(lane, turn.now, after=before))
        return likely

    def _take(self, lanes: Sequence[Lane], at: int) -> None:
        for lane in lanes:
            self._bucket(lane).take(at)

    def _tidy(self, at: int) -> None:
        if len(self._buckets) > self._sweep_at:
            self.forget(now=_moment(at))

    def _bucket(self, lane: Lane) -> "_Bucket":
        bucket = self._buckets.get(lane.key)
        if bucket is None or not (bucket.lane is lane or bucket.lane == lane):
            bucket = self._buckets[lane.key] = _Bucket(lane, bucket)
        return bucket


class _Bucket:
    """One lane's memory: `due` is when the next would come if all came evenly, in parts of a microsecond."""

    __slots__ = ("due", "lane", "period")

    def __init__(self, lane: Lane, before: "_Bucket | None" = None) -> None:
        """Go on from what was known `before` the lane's limit was changed."""
        self.lane = lane
        self.period = lane.period // _ONE_US
        self.due: int = 0 if before is None else -(-before.due * lane.most // before.lane.most)

    def ready(self, at: int, *, after: int) -> int:
        """Return the first microsecond from `at` on at which one may go, once `after` others went."""
        due = self._due(at) + after * self.period - (self.lane.burst - 1) * self.period
        return max(at, -(-due // self.lane.most))

    def take(self, at: int) -> None:
        self.due = self._due(at) + self.period

    def is_idle(self, at: int) -> bool:
        return self.due <= at * self.lane.most

    def _due(self, at: int) -> int:
        now, a_microsecond = at * self.lane.most, self.lane.most
        # Less than a microsecond late is on time: whole ones are all we can wait for, and would add up.
        due = self.due if now - self.due < a_microsecond else now
        # Nothing is ever due later than this, but for a clock that was set back.
        return min(due, now + self.lane.burst * self.period)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a choice has found so far about lanes somebody stays in: until when the first, and how many."""

    now: int
    promised: dict[str, int] = field(default_factory=dict)
    queued: dict[str, int] = field(default_factory=dict)
    ready: dict[str, int] = field(default_factory=dict)

    def forget(self, lanes: Sequence[Lane]) -> None:
        """Look these lanes up anew: something went."""
        for lane in lanes:
            self.ready.pop(lane.key, None)


_ALIKE_US = ALIKE_WITHIN // _ONE_US


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _ONE_US


def _moment(us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=us)
