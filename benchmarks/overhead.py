"""What our part costs beside a platform's SDK: the same requests, by us and by a bare loop of the SDK."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Protocol

from benchmarks.bare import Bare, BareSlack, BareTelegram
from benchmarks.bench import NOON, Bench, Size, opened, settings_for
from benchmarks.figure import Figure, Goal, Lap, rate
from benchmarks.platforms import (
    CountedSlack,
    CountedTelegram,
    Hand,
    act,
    slack,
    slack_at,
    slack_customers,
    telegram,
    telegram_at,
    telegram_customers,
)
from benchmarks.stopwatch import timing
from bot.app import App
from bot.logs import set_up_logs
from feedback.clock import FakeClock
from feedback.intake import CustomerFacts, Touch
from feedback.records import InboxItem
from tests.emulators.common.json_shapes import Object

_PEOPLE: Mapping[Size, int] = {"full": 200, "quick": 150, "tiny": 4}
_ROUNDS: Mapping[Size, int] = {"full": 5, "quick": 5, "tiny": 1}
_TIME = timedelta(minutes=4)
_MOST = 2
_TICK = timedelta(seconds=1)
_BREATH_S = 0.02
_TAPPED = 3
"""Which of five faces everybody taps, counted from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laps:
    """Sending a prompt to everybody, and handling what everybody then taps."""

    sending: Lap
    handling: Lap


class Side(Protocol):
    """One platform, on which both are measured."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def url(self) -> str:
        """Where its emulator is."""

    def people(self, count: int) -> Sequence[str]:
        """Begin anew with so many customers; return their addresses."""

    def channel(self, clock: FakeClock) -> CountedTelegram | CountedSlack:
        """Return our channel."""

    def taps(self, references: Mapping[str, str]) -> Sequence[tuple[str, Object]]:
        """Return what the customers do: each taps the message that they were sent."""

    def bare(self) -> Bare:
        """Return a bare loop that makes the requests which we have just made."""


@dataclass(frozen=True, slots=True)
class OnTelegram:
    """Polling, with the flood control off: what counts is processor time."""

    url: str
    name = "Telegram"

    def people(self, count: int) -> Sequence[str]:
        """Begin anew, without limits."""
        hand = Hand(self.url)
        hand("reset")
        hand("flood", enabled=False)
        return telegram_customers(self.url, count)

    def channel(self, clock: FakeClock) -> CountedTelegram:
        """Return our channel."""
        return telegram_at(self.url, clock=clock)

    def taps(self, references: Mapping[str, str]) -> Sequence[tuple[str, Object]]:
        """Return everybody's tap."""
        numbers = {address: int(reference.partition(":")[2]) for address, reference in references.items()}
        return [
            ("tap", {"user": int(address), "message_id": number, "label": "🙂"})
            for address, number in numbers.items()
        ]

    def bare(self) -> Bare:
        """Return the bare loop."""
        return BareTelegram(self.url, Hand(self.url)("log"))


@dataclass(frozen=True, slots=True)
class OnSlack:
    """Socket Mode, with the rate limits off."""

    url: str
    name = "Slack"

    def people(self, count: int) -> Sequence[str]:
        """Begin anew, without limits."""
        hand = Hand(self.url)
        hand("reset")
        hand("rates", on=False)
        return slack_customers(self.url, count)

    def channel(self, clock: FakeClock) -> CountedSlack:
        """Return our channel."""
        return slack_at(self.url, clock=clock)

    def taps(self, references: Mapping[str, str]) -> Sequence[tuple[str, Object]]:
        """Return everybody's tap."""
        action: Object = {"type": "button", "action_id": f"choice:{_TAPPED}", "value": str(_TAPPED + 1)}
        places = {address: reference.split(":") for address, reference in references.items()}
        return [
            (
                "interact",
                {"user": address.rpartition("/")[2], "channel": channel, "message_ts": ts, "action": action},
            )
            for address, (channel, ts) in places.items()
        ]

    def bare(self) -> Bare:
        """Return the bare loop."""
        return BareSlack(self.url, Hand(self.url)("log"))


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield processor time per prompt sent and per update handled, and how many times the SDK's own it is."""
    set_up_logs(level="error", form="text")
    with telegram() as url:
        yield from _compared(bench, OnTelegram(url))
    with slack() as url:
        yield from _compared(bench, OnSlack(url))


def _compared(bench: Bench, side: Side) -> Iterator[Figure]:
    found = defaultdict[str, list[Laps]](list)
    for number in bench.rounds(_ROUNDS[bench.size], within=_TIME):
        people = _PEOPLE[bench.size] if number else _PEOPLE[bench.size] // 4 + 1
        paced = _by_us(bench, side, people, is_paced=True)
        ours = _by_us(bench, side, people, is_paced=False)
        bare = asyncio.run(_by_sdk(side, side.bare(), people))
        for name, laps in (("paced", paced), ("ours", ours), ("bare", bare)) if number else ():
            found[name].append(laps)
    sending = {name: [each.sending for each in laps] for name, laps in found.items()}
    handling = {name: [each.handling for each in laps] for name, laps in found.items()}
    yield from _figures(f"{side.name}, a prompt sent", sending)
    yield from _figures(f"{side.name}, a tap handled", handling)


def _figures(what: str, laps: Mapping[str, Sequence[Lap]]) -> Iterator[Figure]:
    """Yield what one costs by us as fast as it goes, by the bare SDK, and by us at the platform's pace."""
    ours, bare = laps["ours"], laps["bare"]
    yield rate(f"{what} by us", "a second", ours)
    yield rate(f"{what} by the bare SDK", "a second", bare)
    ratios = [one.cpu / one.count / (other.cpu / other.count) for one, other in zip(ours, bare, strict=True)]
    yield Figure(
        name=f"{what}: CPU of ours against the bare SDK's",
        value=median(ratios),
        unit="times",
        goal=Goal(bound=_MOST, at_most=True),
        values=tuple(ratios),
    )
    yield rate(
        f"{what} by us at the platform's pace", "a second", laps["paced"],
        note="on a virtual clock: few go at a time, and share a transaction",
    )  # fmt: skip


def _by_us(bench: Bench, side: Side, count: int, *, is_paced: bool) -> Laps:
    clock = FakeClock(NOON)
    people, channel = side.people(count), side.channel(clock)
    channel.is_paced = is_paced
    settings = settings_for(bench.sqlite_url(), bench.folder)
    with opened(settings, clock=clock, channels=lambda *_: (channel,)) as app:
        return asyncio.run(_Ours(app, channel, clock).laps(side, people))


@dataclass(slots=True)
class _Ours:
    """The program at its work on one platform."""

    app: App
    channel: CountedTelegram | CountedSlack
    clock: FakeClock
    _is_listening: bool = False

    async def laps(self, side: Side, people: Sequence[str]) -> Laps:
        await self._ask(people)
        sent = self.channel.sent
        with timing(len(people)) as sending:
            await self._work_until(len(people), came=asyncio.Event())
        taps = side.taps(dict(sent.references))
        came = asyncio.Event()
        listening = await self._listen(side, taps, came)
        with timing(len(people)) as handling:
            tapping = asyncio.create_task(asyncio.to_thread(_tap, side, taps))
            # The message that was tapped is amended, and the next question is asked.
            await self._work_until(3 * len(people), came=came)
            await tapping
            await self._attended()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await self.channel.close()
        return Laps(sending=sending.done, handling=handling.done)

    async def _ask(self, people: Sequence[str]) -> None:
        touches = [
            Touch(
                source="till",
                source_id=address,
                customer=CustomerFacts(
                    external_id=address,
                    language="en",
                    timezone="UTC",
                    addresses=((self.channel.name, address),),
                ),
                touchpoint="till",
                occurred_at=NOON,
            )
            for address in people
        ]
        await self.app.submit_many(touches)

    async def _listen(
        self, side: Side, taps: Sequence[tuple[str, Object]], came: asyncio.Event
    ) -> "asyncio.Task[None]":
        async def put(item: InboxItem) -> bool:
            is_new = await self.app.inbox.put(item)
            came.set()
            return is_new

        if isinstance(self.channel, CountedTelegram):
            await asyncio.to_thread(act, side.url, taps)
        self._is_listening = True
        listening = asyncio.create_task(self.channel.listen(put))
        if isinstance(self.channel, CountedSlack):
            await asyncio.to_thread(lambda: Hand(side.url)("sockets", count=1, wait_s=20))
        return listening

    async def _work_until(self, receipts: int, *, came: asyncio.Event) -> None:
        """Work as the program's workers do; time passes where the platform's limits alone are waited for."""
        (dispatcher,) = self.app.dispatchers
        dispatcher.wake = came.set
        while self.channel.sent.receipts < receipts:
            is_woken = came.is_set()
            came.clear()
            done = await self.app.inbox.turn() if is_woken and self._is_listening else 0
            if done + await dispatcher.turn():
                continue
            if not self.channel.sent.on_the_way and dispatcher.next_turn() is not None:
                self.clock.set(max(dispatcher.next_turn() or self.clock.now(), self.clock.now()))
            elif not await _heard(came):
                self.clock.advance(_TICK)
        await dispatcher.finish()

    async def _attended(self) -> None:
        if isinstance(self.channel, CountedTelegram):
            await self.channel.settle()


def _tap(side: Side, taps: Sequence[tuple[str, Object]]) -> None:
    """Let everybody tap; on Telegram they have done so before."""
    if isinstance(side, OnSlack):
        act(side.url, taps)


async def _heard(came: asyncio.Event) -> bool:
    """Wait a little for something to happen; say whether it did."""
    try:
        async with asyncio.timeout(_BREATH_S):
            return await came.wait()
    except TimeoutError:
        return False


async def _by_sdk(side: Side, sdk: Bare, count: int) -> Laps:
    people = side.people(count)
    async with sdk:
        with timing(count) as sending:
            references = await sdk.send_to(people)
        taps = side.taps(references)
        if isinstance(side, OnTelegram):
            await asyncio.to_thread(act, side.url, taps)
        await sdk.listen()
        with timing(count) as handling:
            tapping = asyncio.create_task(asyncio.to_thread(_tap, side, taps))
            await sdk.handle(count)
            await tapping
    return Laps(sending=sending.done, handling=handling.done)
