"""What goes out: as fast as the platform allows and no faster, the urgent first, nothing lost or doubled."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import pytest
from structlog.testing import capture_logs

from bot.channel import Failure, Receipt
from bot.dispatcher import Dispatcher
from feedback.clock import FakeClock
from feedback.grouping import GroupCommit
from feedback.outbox import MISCONFIGURED_RETRY, MOST_ATTEMPTS, Promise
from feedback.records import OutboxItem
from tests.bot.outgoing import (
    NOON,
    SECOND,
    TYPING,
    FakeOutbox,
    FakePlatform,
    FindingPlatform,
    PacedPlatform,
    WidePlatform,
    prompt_to,
)

TICK = timedelta(seconds=1)
LEASE = timedelta(seconds=60)
_AT_ONCE = 8
"""How many are on their way at the same time at most."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def writer() -> Iterator[GroupCommit]:
    writing = GroupCommit()
    yield writing
    writing.close()


class Make(Protocol):
    """Makes a dispatcher between an outbox and a platform."""

    def __call__(
        self,
        outbox: FakeOutbox,
        platform: FakePlatform,
        *,
        promise: Promise = "at_least_once",
        leads: Callable[[], Awaitable[bool]] | None = None,
        owner: str = "p1",
    ) -> Dispatcher: ...


@pytest.fixture
def make(clock: FakeClock, writer: GroupCommit) -> Make:
    def made(
        outbox: FakeOutbox,
        platform: FakePlatform,
        *,
        promise: Promise = "at_least_once",
        leads: Callable[[], Awaitable[bool]] | None = None,
        owner: str = "p1",
    ) -> Dispatcher:
        return Dispatcher(
            store=outbox, writer=writer, channel=platform, now=clock.now, owner=owner,
            sent=lambda _item, _receipt: None, promise=promise, leads=leads or _yes,
        )  # fmt: skip

    return made


async def _yes() -> bool:
    return True


async def live(dispatcher: Dispatcher, clock: FakeClock, *, span: timedelta) -> None:
    """Let a dispatcher work for as long as `span`: at its own moments, and at each tick."""
    end, tick = clock.now() + span, clock.now() + TICK
    await dispatcher.work_off()
    while clock.now() < end:
        opens = dispatcher.next_turn()
        if clock.now() >= tick:
            tick = clock.now() + TICK
        clock.set(min(each for each in (opens, tick, end) if each is not None))
        await dispatcher.work_off()


def crowd(count: int) -> list[OutboxItem]:
    return [prompt_to(f"c{number}", number) for number in range(count)]


async def test_a_broadcast_goes_at_the_platforms_own_limit_and_is_never_told_to_wait(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox(crowd(300)), PacedPlatform(clock)

    await live(make(outbox, platform), clock, span=timedelta(seconds=11))

    assert outbox.states() == {"sent": 300}
    assert len(set(platform.chats)) == 300
    assert platform.refused == []
    took = platform.arrived[-1][0] - platform.arrived[0][0]
    assert took <= 299 / 30 * SECOND * 1.05


async def test_without_being_told_limits_what_is_due_goes_at_once(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox(crowd(500)), FakePlatform(clock, per_second=1_000)

    dispatcher = make(outbox, platform)
    assert await dispatcher.work_off()
    await dispatcher.work_off()
    await dispatcher.work_off()

    assert outbox.states() == {"sent": 500}
    assert clock.now() == NOON


async def test_one_who_is_typing_overtakes_a_broadcast_within_a_second(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox(crowd(300)), PacedPlatform(clock)
    dispatcher = make(outbox, platform)
    await live(dispatcher, clock, span=2 * SECOND)
    outbox.post(prompt_to("typing", 999, priority=TYPING, due_at=clock.now()))
    asked = clock.now()

    await live(dispatcher, clock, span=2 * SECOND)

    (answered,) = [at for at, chat in platform.arrived if chat == "typing"]
    assert answered - asked <= timedelta(milliseconds=300)


async def test_an_outbox_found_empty_is_looked_into_again_when_there_is_more_and_after_a_second(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox([prompt_to("one")]), FakePlatform(clock, per_second=1_000)
    dispatcher = make(outbox, platform)

    await dispatcher.turn()
    outbox.post(prompt_to("two"))
    await dispatcher.turn()
    unheard = outbox.states()["pending"]
    dispatcher.hear_of_more()
    await dispatcher.turn()
    outbox.post(prompt_to("three"))
    clock.advance(SECOND)
    await dispatcher.work_off()

    assert unheard == 1
    assert (platform.chats, outbox.states()) == (["one", "two", "three"], {"sent": 3})


async def test_a_chat_with_much_to_hear_holds_nobody_else_up(make: Make, clock: FakeClock) -> None:
    many = [prompt_to("one", number) for number in range(50)]
    outbox, platform = (
        FakeOutbox([*many, *(prompt_to(f"c{at}", 100 + at) for at in range(20))]),
        PacedPlatform(clock),
    )

    await live(make(outbox, platform), clock, span=4 * SECOND)

    assert len(set(platform.chats)) == 21
    assert platform.chats.count("one") == 5
    assert platform.refused == []
    await live(make(outbox, platform, owner="p2"), clock, span=60 * SECOND)
    assert outbox.states() == {"sent": 70}
    assert [item.attempts for item in outbox.items.values()] == [1] * 70, "waiting is no attempt"


async def test_what_waits_for_long_is_given_back_with_when_it_may_go(make: Make, clock: FakeClock) -> None:
    outbox = FakeOutbox([prompt_to("one", number) for number in range(9)])

    await make(outbox, PacedPlatform(clock)).work_off()

    assert outbox.states() == {"sent": 1, "sending": 3, "pending": 5}
    pending = [item for item in outbox.items.values() if item.state == "pending"]
    assert [(item.due_at - NOON) / SECOND for item in pending] == [4, 5, 6, 7, 8]
    assert {(item.attempts, item.owner) for item in pending} == {(0, None)}


async def test_a_chat_told_to_wait_waits_to_the_second_and_the_others_do_not(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = (
        FakeOutbox([prompt_to("one", 1), prompt_to("two", 2), prompt_to("one", 3)]),
        PacedPlatform(clock),
    )
    platform.answers = [Failure(kind="throttled", retry_after=timedelta(hours=2, seconds=52))]

    await live(make(outbox, platform), clock, span=10 * SECOND)

    until = NOON + timedelta(hours=2, seconds=52)
    assert platform.chats == ["two"]
    assert outbox.kept_holds == {("chat", "chat-one:one"): until}
    assert outbox.items["00001-one"].due_at == until
    clock.set(until)
    await live(make(outbox, platform, owner="after a restart"), clock, span=3 * SECOND)
    assert platform.arrived[1:] == [(until, "one"), (until + SECOND, "one")]


async def test_a_hold_is_known_after_a_restart(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox([prompt_to("one")]), PacedPlatform(clock)
    outbox.kept_holds["chat", "chat-bot:b"] = NOON + timedelta(hours=5)
    outbox.kept_holds["other", "chat-one:one"] = NOON + timedelta(days=5)

    await live(make(outbox, platform), clock, span=5 * SECOND)

    assert platform.chats == []
    assert outbox.items["00001-one"].due_at == NOON + timedelta(hours=5)
    clock.set(NOON + timedelta(hours=5))
    await make(outbox, platform).work_off()
    assert platform.chats == ["one"]


async def test_two_chats_told_to_wait_hold_the_whole_bot(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox(crowd(40)), PacedPlatform(clock)
    platform.answers = [Failure(kind="throttled", retry_after=30 * SECOND)] * 2

    await live(make(outbox, platform), clock, span=20 * SECOND)

    second_one = NOON + timedelta(microseconds=33_334)
    assert outbox.kept_holds["chat", "chat-bot:b"] == second_one + 30 * SECOND
    assert platform.chats == []
    await live(make(outbox, platform), clock, span=20 * SECOND)
    assert platform.chats == [f"c{number}" for number in range(40)], "nobody lost their place"
    assert platform.refused == []


async def test_who_said_stop_while_their_prompt_waited_does_not_get_it(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox([prompt_to("one", 1), prompt_to("one", 2)]), PacedPlatform(clock)
    dispatcher = make(outbox, platform)
    await dispatcher.work_off()
    outbox.stop("s-one")

    await live(dispatcher, clock, span=5 * SECOND)

    assert platform.chats == ["one"]
    assert outbox.states() == {"sent": 1, "dropped": 1}


async def test_what_cannot_be_sent_after_a_stop_is_not_tried_again(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox([prompt_to("one")]), PacedPlatform(clock)
    platform.answers = [Failure(kind="unreachable")]
    platform.on_send = lambda item: outbox.stop(item.session or "")

    await live(make(outbox, platform), clock, span=60 * SECOND)

    assert (platform.chats, outbox.states()) == ([], {"dropped": 1})


async def test_no_more_than_eight_are_on_their_way_at_the_same_time(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox(crowd(40)), WidePlatform(clock, per_second=1_000)
    platform.gate = asyncio.Event()
    dispatcher = make(outbox, platform)
    await dispatcher.turn()
    await dispatcher.turn()
    assert platform.under_way == 8

    platform.gate.set()
    await dispatcher.work_off()

    assert platform.most_at_once == 8
    assert outbox.states() == {"sent": 40}


async def test_a_slow_send_holds_the_others_up_no_longer_than_it_holds_a_place(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox([prompt_to("slow", 1)]), PacedPlatform(clock)
    platform.gate = asyncio.Event()
    dispatcher = make(outbox, platform)
    await dispatcher.turn()
    stuck, platform.gate = platform.gate, None
    outbox.post(prompt_to("quick", 2))
    clock.advance(SECOND)

    await dispatcher.turn()

    assert platform.chats == ["quick"]
    stuck.set()
    await dispatcher.work_off()
    assert outbox.states() == {"sent": 2}


async def test_what_takes_longer_than_its_lease_is_not_sent_twice_by_us(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox([prompt_to("slow")]), PacedPlatform(clock)
    platform.gate = asyncio.Event()
    dispatcher = make(outbox, platform)
    await dispatcher.turn()
    clock.advance(2 * LEASE)
    await dispatcher.turn()

    platform.gate.set()
    await dispatcher.work_off()

    assert platform.chats == ["slow"]
    assert outbox.states() == {"sent": 1}


def left_behind(clock: FakeClock) -> FakeOutbox:
    """Return an outbox whose only item somebody was sending when they were killed."""
    item = prompt_to("one")
    return FakeOutbox([replace(item, state="sending", owner="dead", lease_until=clock.now(), attempts=1)])


async def test_what_may_have_arrived_goes_again_where_twice_is_better_than_never(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = left_behind(clock), PacedPlatform(clock)

    await make(outbox, platform, promise="at_least_once").work_off()

    assert (platform.chats, outbox.states()) == (["one"], {"sent": 1})


async def test_what_may_have_arrived_is_listed_where_never_is_better_than_twice(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = left_behind(clock), PacedPlatform(clock)

    await make(outbox, platform, promise="at_most_once").work_off()

    assert (platform.chats, outbox.states()) == ([], {"unknown": 1})


async def test_what_was_claimed_but_had_not_begun_is_sent_by_whoever_comes_after_a_kill(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox(crowd(20)), WidePlatform(clock)
    platform.gate = asyncio.Event()
    await make(outbox, platform, promise="at_most_once").turn()
    for _ in range(_AT_ONCE):
        await platform.at_gate.acquire()

    clock.advance(2 * LEASE)
    successor = PacedPlatform(clock)
    await live(make(outbox, successor, promise="at_most_once", owner="p2"), clock, span=20 * SECOND)

    assert outbox.states() == {"unknown": _AT_ONCE, "sent": 20 - _AT_ONCE}
    assert len(successor.chats) == 20 - _AT_ONCE


async def test_what_changes_a_message_may_go_twice_so_nothing_is_noted_before(
    make: Make, clock: FakeClock
) -> None:
    outbox = FakeOutbox([replace(prompt_to("one"), amends="m7")])
    platform = PacedPlatform(clock)
    states: list[str] = []
    platform.on_send = lambda item: states.append(outbox.items[item.id].state)

    await make(outbox, platform, promise="at_most_once").work_off()

    assert (states, outbox.states()) == (["pending"], {"sent": 1})


async def test_who_says_stop_at_the_last_moment_gets_nothing_more(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox([prompt_to("one")]), PacedPlatform(clock)
    outbox.on_begin = lambda: outbox.stop("s-one")

    await make(outbox, platform, promise="at_most_once").work_off()

    assert (platform.chats, outbox.states()) == ([], {"dropped": 1})


async def test_what_cannot_be_noted_as_begun_goes_once_the_database_is_back(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox([prompt_to("one")]), PacedPlatform(clock)
    outbox.on_begin = outbox.go_away
    dispatcher = make(outbox, platform, promise="at_most_once")
    with pytest.raises(ConnectionError):
        await dispatcher.work_off()
    assert platform.chats == []

    outbox.on_begin = lambda: None
    outbox.is_away = False
    await live(dispatcher, clock, span=2 * SECOND)

    assert (platform.chats, outbox.states()) == (["one"], {"sent": 1})


@pytest.mark.parametrize("promise", ["at_least_once", "at_most_once"])
async def test_what_is_found_on_the_platform_was_sent(make: Make, clock: FakeClock, promise: Promise) -> None:
    outbox, platform = left_behind(clock), FindingPlatform(clock)
    platform.found = lambda _item: Receipt(reference="m7")

    await make(outbox, platform, promise=promise).work_off()

    assert (platform.chats, outbox.states()) == ([], {"sent": 1})
    assert outbox.receipts == {"00001-one": "m7"}


@pytest.mark.parametrize("promise", ["at_least_once", "at_most_once"])
async def test_what_is_not_found_on_the_platform_is_sent(
    make: Make, clock: FakeClock, promise: Promise
) -> None:
    outbox, platform = left_behind(clock), FindingPlatform(clock)

    await make(outbox, platform, promise=promise).work_off()

    assert (platform.chats, outbox.states()) == (["one"], {"sent": 1})


@pytest.mark.parametrize("promise", ["at_least_once", "at_most_once"])
async def test_an_answer_that_was_lost_is_looked_for_before_it_is_sent_again(
    make: Make, clock: FakeClock, promise: Promise
) -> None:
    outbox, platform = FakeOutbox([prompt_to("one"), prompt_to("two", 2)]), FindingPlatform(clock)
    platform.answers = [Failure(kind="unknown"), Failure(kind="unknown")]
    platform.found = lambda item: Receipt(reference="m1") if item.address == "one" else None

    await live(make(outbox, platform, promise=promise), clock, span=60 * SECOND)

    assert (platform.chats, outbox.states()) == (["two"], {"sent": 2})
    assert platform.looked == ["one", "two"]


async def test_a_platform_that_cannot_be_asked_now_is_asked_again_later(make: Make, clock: FakeClock) -> None:
    outbox, platform = left_behind(clock), FindingPlatform(clock)
    said: Iterator[Receipt | Failure] = iter(
        [Failure(kind="unreachable"), Failure(kind="throttled"), Receipt(reference="m1")]
    )

    def found(_item: OutboxItem) -> Receipt | Failure | None:
        return next(said)

    platform.found = found

    await live(make(outbox, platform), clock, span=180 * SECOND)

    assert (platform.chats, outbox.states()) == ([], {"sent": 1})


@pytest.mark.parametrize(
    ("promise", "chats", "state"), [("at_least_once", ["one"], "sent"), ("at_most_once", [], "unknown")]
)
async def test_where_nobody_can_say_the_promise_decides(
    make: Make, clock: FakeClock, promise: Promise, chats: list[str], state: str
) -> None:
    outbox, platform = left_behind(clock), FindingPlatform(clock)
    platform.found = lambda _item: Failure(kind="unknown")

    await make(outbox, platform, promise=promise).work_off()

    assert (platform.chats, outbox.states()) == (chats, {state: 1})


async def test_a_misconfigured_channel_stands_still_says_so_once_and_loses_nothing(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox(crowd(50)), PacedPlatform(clock)
    refusal = Failure(kind="misconfigured", detail="the token was revoked")
    tries = 0

    def note(_item: OutboxItem) -> None:
        nonlocal tries
        tries += 1
        platform.answers.append(refusal)

    platform.on_send = note
    dispatcher = make(outbox, platform)
    with capture_logs() as logs:
        await live(dispatcher, clock, span=MISCONFIGURED_RETRY * 3 + SECOND)

    assert tries <= 1 + 3
    assert [each["detail"] for each in logs if each["event"] == "channel_stands_still"] == [
        "the token was revoked"
    ]
    assert dispatcher.trouble == "the token was revoked"
    assert outbox.states() == {"pending": 50}
    assert {item.attempts for item in outbox.items.values()} == {0}
    platform.on_send = lambda _item: None
    platform.answers = []
    await live(dispatcher, clock, span=MISCONFIGURED_RETRY + 10 * SECOND)
    assert dispatcher.trouble is None
    assert outbox.states() == {"sent": 50}
    assert platform.refused == []


async def test_one_part_of_a_channel_that_is_misconfigured_does_not_stop_the_others(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox([prompt_to("one", 1), prompt_to("two", 2)]), PacedPlatform(clock)
    platform.answers = [Failure(kind="misconfigured", lane="chat-one:one")]
    dispatcher = make(outbox, platform)

    await live(dispatcher, clock, span=3 * SECOND)

    assert (platform.chats, dispatcher.trouble) == (["two"], None)
    assert outbox.kept_holds == {("chat", "chat-one:one"): NOON + MISCONFIGURED_RETRY}


async def test_who_does_not_lead_sends_nothing_and_gives_back_what_was_claimed(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox([prompt_to("one", 1), prompt_to("one", 2)]), PacedPlatform(clock)
    answers = iter([True, False, False])

    async def leads() -> bool:
        return next(answers)

    dispatcher = make(outbox, platform, leads=leads)
    await dispatcher.turn()
    clock.advance(5 * SECOND)
    await dispatcher.turn()

    assert platform.chats == ["one"]
    assert outbox.states() == {"sent": 1, "pending": 1}
    await make(outbox, platform, owner="the next").work_off()
    assert outbox.states() == {"sent": 2}


async def test_what_was_sent_while_the_database_was_away_is_noted_when_it_is_back(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox([prompt_to("one")]), PacedPlatform(clock)
    dispatcher = make(outbox, platform)
    platform.on_send = lambda _item: setattr(outbox, "is_away", True)
    with pytest.raises(ConnectionError):
        await dispatcher.turn()

    outbox.is_away = False
    await dispatcher.work_off()

    assert (platform.chats, outbox.states()) == (["one"], {"sent": 1})


async def test_a_send_that_breaks_down_counts_as_of_unknown_outcome(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox([prompt_to("one")]), PacedPlatform(clock)

    def break_down(_item: OutboxItem) -> None:
        raise RuntimeError("and it says something about a customer")

    platform.on_send = break_down
    with capture_logs() as logs:
        await make(outbox, platform, promise="at_most_once").work_off()

    assert outbox.states() == {"unknown": 1}
    assert "customer" not in str(logs)


async def test_who_finishes_waits_for_what_is_on_its_way_and_gives_the_rest_back(
    make: Make, clock: FakeClock
) -> None:
    outbox, platform = FakeOutbox([prompt_to("one", 1), prompt_to("one", 2)]), PacedPlatform(clock)
    platform.gate = asyncio.Event()
    dispatcher = make(outbox, platform)
    await dispatcher.turn()
    asyncio.get_running_loop().call_soon(platform.gate.set)

    await dispatcher.finish()

    assert outbox.states() == {"sent": 1, "pending": 1}


async def test_an_outcome_that_stays_unknown_is_listed_in_the_end(make: Make, clock: FakeClock) -> None:
    item = replace(prompt_to("one"), attempts=MOST_ATTEMPTS)
    outbox, platform = FakeOutbox([item]), PacedPlatform(clock)
    platform.answers = [Failure(kind="unknown")]

    await make(outbox, platform).work_off()

    assert outbox.states() == {"unknown": 1}


async def test_in_a_storm_of_refusals_nothing_is_lost_or_doubled(make: Make, clock: FakeClock) -> None:
    outbox, platform = FakeOutbox(crowd(200)), PacedPlatform(clock)
    storm = Failure(kind="throttled", retry_after=7 * SECOND)
    platform.answers = [storm if number % 5 == 0 else None for number in range(150)]

    await live(make(outbox, platform), clock, span=timedelta(minutes=20))

    assert outbox.states() == {"sent": 200}
    assert sorted(platform.chats) == sorted(set(platform.chats))
    assert platform.refused == []
