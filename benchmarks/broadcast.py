"""A broadcast through the real channels: paced by their own lanes, judged by emulators on a virtual clock."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from benchmarks.bench import NOON, Bench, Size, opened, settings_for
from benchmarks.figure import Figure, Goal
from benchmarks.platforms import (
    CountedSlack,
    CountedTelegram,
    Hand,
    slack,
    slack_at,
    slack_customers,
    telegram,
    telegram_at,
    telegram_customers,
)
from bot.app import App
from bot.logs import set_up_logs
from feedback.clock import FakeClock
from feedback.prompts import Prompt, Shape
from feedback.records import Customer, OutboxItem
from feedback.work import Changes
from tests.emulators.common.json_shapes import list_in, number_in, object_in

_COUNTS: Mapping[Size, int] = {"full": 3_000, "quick": 300, "tiny": 40}
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_HEADROOM = 1.05
_SHARED = "C01GEN"


class _Runs(Protocol):
    """Runs an emulator, whose clock may stand still."""

    def __call__(self, *, frozen: bool) -> AbstractContextManager[str]:
        """Give its URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Broadcast:
    """Whom it goes to, and how long the platform's own limit takes for each."""

    name: str
    method: str
    each: timedelta
    platform: _Runs
    share: float = 1.0
    in_a_channel: bool = False

    @property
    def is_slack(self) -> bool:
        return self.platform is slack


_BROADCASTS = (
    _Broadcast(name="Telegram, 30 a second", method="sendMessage", each=_SECOND / 30, platform=telegram),
    _Broadcast(
        name="Slack, 300 a minute in a team", method="chat.postMessage", each=_MINUTE / 300, platform=slack
    ),
    _Broadcast(
        name="Slack, 1 a second in a channel",
        method="chat.postMessage",
        each=_SECOND,
        platform=slack,
        share=0.1,
        in_a_channel=True,
    ),
)


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield how long each broadcast takes against the platform's own time, and what was refused."""
    set_up_logs(level="error", form="text")
    for one in _BROADCASTS:
        count = max(int(_COUNTS[bench.size] * one.share), 10)
        with one.platform(frozen=True) as url:
            channel = _sent(bench, one, url, count)
            took, refused = _seen(url, one.method)
        yield Figure(
            name=f"{one.name}, {count:,} prompts against the limit's own time",
            value=took / (one.each * count),
            unit="times",
            goal=Goal(bound=_HEADROOM, at_most=True),
            note=f"{took.total_seconds():.1f} s",
        )
        yield Figure(
            name=f"{one.name}, taken at the first try",
            value=100 * count / (count + refused + channel.sent.throttled),
            unit="%",
            goal=Goal(bound=100),
            note=f"of {count:,}",
        )


def _sent(bench: Bench, one: _Broadcast, url: str, count: int) -> CountedTelegram | CountedSlack:
    clock = FakeClock(NOON)
    channel = slack_at(url, clock=clock) if one.is_slack else telegram_at(url, clock=clock)
    people = slack_customers(url, count) if one.is_slack else telegram_customers(url, count)
    if one.in_a_channel:
        # One question to each of many members of one channel.
        people = [f"T01TEST/{_SHARED}/{each.rpartition('/')[2]}" for each in people]
    settings = settings_for(bench.sqlite_url(), bench.folder)
    with opened(settings, clock=clock, channels=lambda *_: (channel,)) as app:
        customers = {each: Customer(id=each, external_id=None, created_at=NOON) for each in people}
        items = [_item(number, each, channel.name) for number, each in enumerate(people)]
        app.store.save(Changes(customers=customers, outbox=items), now=NOON)
        asyncio.run(_send_all(app, channel, clock, Hand(url), count))
    return channel


async def _send_all(
    app: App, channel: CountedTelegram | CountedSlack, clock: FakeClock, hand: Hand, count: int
) -> None:
    """Let the dispatcher work at its own moments; the platform's clock goes with ours."""
    (dispatcher,) = app.dispatchers
    while channel.sent.receipts < count:
        await dispatcher.work_off()
        now = clock.now()
        later = min(max(dispatcher.next_turn() or now + _SECOND, now), now + _SECOND)
        clock.set(later)
        hand("clock", set=int(later.timestamp() * 1000))
    await dispatcher.finish()
    await channel.close()


def _item(number: int, address: str, channel: str) -> OutboxItem:
    prompt = Prompt(
        id=f"{number:032x}.1", session=f"{number:032x}", question="rating", purpose="ask", text="How was it?",
        language="en", shape=Shape(look="text"),
    )  # fmt: skip
    return OutboxItem(
        id=f"{number:06}", customer=address, session=None, channel=channel, address=address, prompt=prompt,
        priority=5, due_at=NOON, created_at=NOON,
    )  # fmt: skip


def _seen(url: str, method: str) -> tuple[timedelta, int]:
    """Return how long it took from the first message to the last, and how many calls were refused."""
    log = [object_in(each) for each in list_in(Hand(url)("log", method=method)["log"])]
    taken = [number_in(each["at_ms"]) for each in log if each["verdict"] == "ok"]
    return timedelta(milliseconds=taken[-1] - taken[0]), len(log) - len(taken)
