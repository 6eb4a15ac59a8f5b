"""Pace: a broadcast takes as long as the platform's limit asks, and nothing is refused, lost or doubled."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmarks.bench import NOON, Bench, Size, opened, settings_for
from benchmarks.figure import Figure, Goal, Lap, rate
from benchmarks.stopwatch import timing
from bot.app import App
from bot.channel import Failure, Lane, Meaning, Receipt
from bot.dispatcher import Dispatcher
from bot.logs import set_up_logs
from feedback.clock import FakeClock
from feedback.prompts import Prompt, Shape
from feedback.records import Customer, InboxItem, OutboxItem
from feedback.work import Changes

_COUNTS: Mapping[Size, int] = {"full": 3_000, "quick": 300, "tiny": 40}
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_TICK = _SECOND
_STORM = _MINUTE
_RETRY = 7 * _SECOND
_HEADROOM = 1.05
_CHANNEL = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """What a platform allows: `most` within `period` altogether, and one a second to each chat."""

    name: str
    most: int
    period: timedelta
    chats: int | None = None
    """How many chats there are; None: one for each prompt."""

    def limit(self, count: int) -> timedelta:
        """Return how long `count` prompts take at least."""
        slowest = _SECOND * count / self.chats if self.chats else timedelta()
        return max(self.period * count / self.most, slowest)


_RULES = (
    _Rule(name="30 a second (Telegram)", most=30, period=_SECOND),
    _Rule(name="300 a minute in a team (Slack)", most=300, period=_MINUTE),
    _Rule(name="1 a second in one channel (Slack)", most=300, period=_MINUTE, chats=1),
)


@dataclass
class _Platform:
    """Keeps its rule by looking back at what arrived; in a storm it refuses one in five for no reason."""

    rule: _Rule
    clock: FakeClock
    storm_until: datetime | None = None
    arrived: list[tuple[datetime, str, str]] = field(default_factory=list)
    refusals: int = 0
    stormed: int = 0
    calls: int = 0

    name = _CHANNEL

    def parse(self, item: InboxItem) -> Meaning | None:
        """Hear nothing."""
        del item
        return None

    def lanes(self, item: OutboxItem) -> Sequence[Lane]:
        """Return the platform's limit and the chat's."""
        return (
            Lane(key=f"{_CHANNEL}:all", most=self.rule.most, period=self.rule.period),
            Lane(key=f"{_CHANNEL}:chat:{item.address}", most=1, period=_SECOND),
        )

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Take a prompt unless it comes too fast."""
        self.calls += 1
        now = self.clock.now()
        if self.storm_until is not None and now < self.storm_until and self.calls % 5 == 0:
            self.stormed += 1
            return Failure(kind="throttled", retry_after=_RETRY)
        if self._is_too_fast(item.address, now):
            self.refusals += 1
            return Failure(kind="throttled", retry_after=_RETRY)
        self.arrived.append((now, item.address, item.id))
        return Receipt(reference=item.id)

    def _is_too_fast(self, chat: str, now: datetime) -> bool:
        lately = self.arrived[-self.rule.most :]
        everywhere = sum(at > now - self.rule.period for at, _, _ in lately)
        here = any(at > now - _SECOND and each == chat for at, each, _ in lately)
        return here or everywhere >= self.rule.most


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield how a broadcast's time compares with the platform's own limit, and what a storm leaves behind."""
    set_up_logs(level="error", form="text")  # each refusal of a storm is a warning
    count = _COUNTS[bench.size]
    for rule in _RULES:
        many = count if rule.chats is None else max(count // 10, 10)
        platform, lap = _broadcast(bench, rule, many, storm=None)
        yield rate(f"{rule.name}, paced, sent and noted", "prompts/s", [lap])
        took = platform.arrived[-1][0] - platform.arrived[0][0]
        yield Figure(
            name=f"{rule.name}, {many:,} prompts against the limit's own time",
            value=took / rule.limit(many),
            unit="times",
            goal=Goal(bound=_HEADROOM, at_most=True),
            note=f"{took.total_seconds():.1f} s",
        )
        yield _share(
            f"{rule.name}, taken at the first try", platform.calls - platform.refusals, platform.calls
        )
    yield from _storm(bench, _RULES[0], count)


def _storm(bench: Bench, rule: _Rule, count: int) -> Iterator[Figure]:
    platform, _ = _broadcast(bench, rule, count, storm=_STORM)
    times = Counter(item for _, _, item in platform.arrived)
    once = sum(each == 1 for each in times.values())
    yield _share(f"{rule.name}, in a storm of refusals: arrived once", once, count)
    yield Figure(
        name=f"{rule.name}, in a storm of refusals: until the last arrived",
        value=(platform.arrived[-1][0] - NOON).total_seconds(),
        unit="s",
        note=f"{platform.stormed} refused in the first {_STORM.total_seconds():.0f} s, {platform.refusals} "
        f"as too fast; the limit alone asks for {rule.limit(count).total_seconds():.0f} s",
    )


def _share(name: str, part: int, whole: int) -> Figure:
    return Figure(name=name, value=100 * part / whole, unit="%", goal=Goal(bound=100), note=f"of {whole:,}")


def _broadcast(bench: Bench, rule: _Rule, count: int, *, storm: timedelta | None) -> tuple[_Platform, Lap]:
    clock = FakeClock(NOON)
    with opened(settings_for(bench.sqlite_url(), bench.folder), clock=clock) as app:
        _post(app, count, chats=rule.chats or count)
        platform = _Platform(rule, clock, storm_until=None if storm is None else NOON + storm)
        with timing(count) as watch:
            asyncio.run(_send_all(app, platform, clock, count))
    return platform, watch.done


def _post(app: App, count: int, *, chats: int) -> None:
    customers = {
        f"c{number}": Customer(id=f"c{number}", external_id=None, created_at=NOON) for number in range(chats)
    }
    items = [_item(number, chat=f"c{number % chats}") for number in range(count)]
    app.store.save(Changes(customers=customers, outbox=items), now=NOON)


def _item(number: int, *, chat: str) -> OutboxItem:
    prompt = Prompt(
        id=f"p{number}", session=f"s{number}", question="rating", purpose="ask", text="How was it?",
        language="en", shape=Shape(look="text"),
    )  # fmt: skip
    return OutboxItem(
        id=f"{number:06}", customer=chat, session=None, channel=_CHANNEL, address=chat, prompt=prompt,
        priority=5, due_at=NOON, created_at=NOON,
    )  # fmt: skip


async def _send_all(app: App, platform: _Platform, clock: FakeClock, count: int) -> None:
    """Let a dispatcher work at its own moments and at each tick, until everything has arrived."""
    dispatcher = Dispatcher(
        store=app.store, writer=app.writer, channel=platform, now=clock.now, owner="bench",
        sent=lambda _item, _receipt: None,
    )  # fmt: skip
    tick = clock.now()
    while True:
        await dispatcher.turn()
        if len(platform.arrived) >= count:
            await dispatcher.finish()
            return
        tick = tick + _TICK if clock.now() >= tick else tick
        clock.set(min(tick, dispatcher.next_turn() or tick))
