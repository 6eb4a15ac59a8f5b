"""Digests come when they were wanted, once, to whoever may still read them; alarms in them can be seen to."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.briefing.digester import Digester
from bot.rights import RightsDesk
from bot.watching import Stream, as_record
from config.people import Appointment
from feedback.records import Address, Customer, OutboxItem
from feedback.rights import Grant, Rights
from feedback.schedules import Schedule
from feedback.work import Changes
from mapping.methods.monitors.states import Alarm, Monitor, Phase
from tests.bot.commands.support import MARIA, NOON, ROOM, Support, command_of, labels, support_in

BOSS = Actor(
    id="boss",
    channel="web",
    address="boss",
    language="en",
    timezone="Europe/Berlin",
    rights=Rights(frozenset({Grant(role="manager")})),
)
WEEK = timedelta(weeks=1)


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Support]:
    with support_in(tmp_path) as found:
        boss = Customer(id="boss", external_id=None, created_at=NOON)
        address = Address(channel="web", address="boss", customer="boss", created_at=NOON)
        changes = Changes(customers={"boss": boss}, addresses={("web", "boss"): address})
        found.app.store.save(changes, now=NOON)
        yield found


def digester(support: Support, *, people: tuple[Appointment, ...] | None = None) -> Digester:
    boss = Appointment(channel="web", who="boss", role="manager")
    return Digester(
        counter=replace(support.app.clerk.counter, now=support.clock.now),
        rights=RightsDesk(
            store=support.app.store,
            channels={},
            people=(boss,) if people is None else people,
            groups=(),
            now=support.clock.now,
        ),
        writer=support.app.writer,
        handled=lambda: None,
    )


def digests(support: Support) -> list[OutboxItem]:
    return [item for item in support.outbox() if item.priority == 5]


def schedules(support: Support) -> tuple[Schedule, ...]:
    return support.app.store.schedules("shop")


def alarm(support: Support, stage: str = "delivery") -> None:
    """Let a monitor raise an alarm that enough customers stand behind."""
    raised = Alarm(number=1, raised_at=support.clock.now(), direction="down")
    stream = Stream(stage=stage, monitor=Monitor(phase=Phase.ALARM, alarm=raised, alarms=1), customers=30)
    assert support.app.store.save_monitors("shop", [as_record(stream)])


async def test_a_weekly_digest_is_arranged_on_the_own_clock_and_shown(support: Support) -> None:
    answer = await support.does("digest weekly friday 16:30", by=BOSS)

    (kept,) = schedules(support)
    assert (kept.rhythm, kept.weekday, kept.at) == ("weekly", 4, time(16, 30))
    assert kept.next_at == datetime(2026, 5, 8, 14, 30, tzinfo=UTC)
    assert answer.text == (
        "The digest comes every Friday at 16:30 (Europe/Berlin).\nThe next one: 8 May 2026, 16:30."
    )
    assert command_of(answer, "Turn it off") == "/digest off"


async def test_a_wish_said_again_takes_the_place_of_the_first(support: Support) -> None:
    await support.does("digest daily", by=BOSS)
    await support.does("digest monthly 15 at 9:00", by=BOSS)
    await support.does("digest quiet 20:00-10:00", by=BOSS)

    (kept,) = schedules(support)
    assert (kept.rhythm, kept.day) == ("monthly", 15)
    assert kept.next_at == datetime(2026, 5, 15, 8, tzinfo=UTC)


async def test_it_can_be_turned_off(support: Support) -> None:
    await support.does("digest daily", by=BOSS)
    answer = await support.does("digest off", by=BOSS)

    assert schedules(support) == ()
    assert answer.text == "Done: no digest comes here any more."


async def test_a_due_digest_goes_out_once_however_often_somebody_ticks(support: Support) -> None:
    await support.does("digest daily 8:00", by=BOSS)
    support.clock.advance(timedelta(days=1))
    mine, other = digester(support), digester(support)

    await asyncio.gather(mine.turn(), other.turn())
    await mine.turn()

    (item,) = digests(support)
    assert (item.address, item.priority) == ("boss", 5)
    logged = {(row.entry.who, row.entry.role, row.entry.outcome) for row in support.app.store.audit_rows()}
    assert logged == {("boss", "manager", "done")}
    assert item.prompt.text.startswith("**Shop: what matters**")
    assert "No new alarm." in item.prompt.text
    assert [each.value for each in item.prompt.shape.choices] == ["//summary", "//map"]


async def test_after_three_weeks_of_silence_one_digest_comes(support: Support) -> None:
    await support.does("digest daily 8:00", by=BOSS)
    support.clock.advance(3 * WEEK)

    sender = digester(support)
    for _ in range(4):
        await sender.turn()

    assert len(digests(support)) == 1
    (kept,) = schedules(support)
    assert support.clock.now() < kept.next_at <= support.clock.now() + timedelta(days=1)


async def test_who_is_no_manager_any_more_gets_none(support: Support) -> None:
    await support.does("digest daily 8:00", by=BOSS)
    support.clock.advance(timedelta(days=1))

    await digester(support, people=()).turn()

    assert digests(support) == []
    assert [row.entry.outcome for row in support.app.store.audit_rows()] == ["refused"]


async def test_who_was_forgotten_leaves_no_schedule_behind(support: Support) -> None:
    await support.does("digest daily 8:00", by=BOSS)
    support.app.store.save(Changes(erased=["boss"]), now=NOON)

    assert schedules(support) == ()


async def test_a_new_alarm_stands_in_the_digest_and_can_be_seen_to(support: Support) -> None:
    await support.does("digest daily 8:00", by=BOSS)
    support.clock.advance(timedelta(hours=12))
    alarm(support)
    support.clock.advance(timedelta(hours=12))
    await digester(support).turn()

    (item,) = digests(support)
    assert "**Delivery: customers feel worse**" in item.prompt.text
    assert {each.label: each.value for each in item.prompt.shape.choices}["Seen: Delivery"] == (
        "//digest ack delivery"
    )
    first = await support.does("digest ack delivery", by=BOSS)
    second = await support.does("digest ack delivery", by=BOSS)
    assert first.text == "Noted: somebody sees to Delivery."
    assert second.text == "Delivery has no alarm that waits to be seen."


async def test_an_alarm_is_told_in_one_digest_and_only_counted_in_the_next(support: Support) -> None:
    await support.does("digest daily 8:00", by=BOSS)
    alarm(support)
    sender = digester(support)
    for _ in range(2):
        support.clock.advance(timedelta(days=1))
        await sender.turn()

    first, second = sorted(digests(support), key=lambda item: item.created_at)
    assert "customers feel worse" in first.prompt.text
    assert "customers feel worse" not in second.prompt.text
    assert "Older alarms that nobody has seen to yet: 1." in second.prompt.text


async def test_a_muted_stage_is_not_told_of_until_its_time_is_over(support: Support) -> None:
    alarm(support)
    muted = await support.does("digest mute Delivery 2w", by=BOSS)
    quiet = await support.does("digest now", by=BOSS)
    support.clock.advance(timedelta(days=3))
    await support.does("digest unmute delivery", by=BOSS)
    loud = await support.does("digest now", by=BOSS)

    assert muted.text.startswith("Delivery is muted until 18 May 2026")
    assert "customers feel worse" not in quiet.text
    assert "Muted: Delivery." in quiet.text
    assert "customers feel worse" in loud.text


async def test_a_stage_that_is_none_is_asked_back(support: Support) -> None:
    answer = await support.does("digest ack delivry", by=BOSS)

    assert answer.is_refusal
    assert labels(answer) == ["Delivery"]


async def test_what_was_not_understood_is_named(support: Support) -> None:
    answer = await support.does("digest fortnightly", by=replace(BOSS, language="de"))

    assert answer.is_refusal
    assert "„fortnightly“" in answer.text


async def test_a_digest_for_a_team_comes_to_its_room_as_long_as_that_is_the_teams(support: Support) -> None:
    maria = Customer(id=MARIA.id, external_id=None, created_at=NOON)
    address = Address(channel="telegram", address=MARIA.address, customer=MARIA.id, created_at=NOON)
    changes = Changes(customers={MARIA.id: maria}, addresses={("telegram", MARIA.address): address})
    support.app.store.save(changes, now=NOON)
    await support.does("digest täglich um 8 Uhr", by=replace(MARIA, language="de"))
    sender = digester(support)

    support.clock.advance(timedelta(days=1))
    await sender.turn()
    (item,) = digests(support)
    support.app.store.remove_team("Service")
    support.clock.advance(timedelta(days=1))
    await sender.turn()

    assert (item.channel, item.address, item.customer) == ("telegram", ROOM, "room-Service")
    assert item.prompt.text.startswith("**Shop: das Wichtigste**")
    assert len(digests(support)) == 1
