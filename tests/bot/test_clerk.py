"""Commands are run one after another and answered once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.answering import Place
from bot.app import App, open_app
from bot.clerk import Clerk
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from feedback.errand import Command as Given
from feedback.errand import Errand
from feedback.grouping import GroupCommit
from feedback.records import OutboxItem
from feedback.rights import Grant, Rights
from feedback.work import Changes
from tests.bot.opening import settings_in

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
stages: [{id: delivery, title: Delivery, touchpoints: [{id: courier, title: Courier}]}]
"""
MANAGER = Actor(
    id="c1",
    channel="web",
    address="a1",
    language="en",
    timezone="UTC",
    rights=Rights(frozenset({Grant(role="manager")})),
)


class Errands:
    """The errands of a store, kept in memory; a lease never ends."""

    def __init__(self, *waiting: Errand) -> None:
        self.waiting = list(waiting)
        self.saved: list[Changes] = []

    def claim_errands(self, *, now: datetime, limit: int, lease: timedelta) -> Sequence[Errand]:
        taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return [replace(each, tries=each.tries + 1, due_at=now + lease) for each in taken]

    def save(self, changes: Changes, *, now: datetime) -> None:
        assert now == NOON
        self.saved.append(changes)

    @property
    def posted(self) -> list[OutboxItem]:
        return [item for changes in self.saved for item in changes.outbox]

    @property
    def done(self) -> list[str]:
        return [errand for changes in self.saved for errand in changes.errands_done]


Run = Callable[[Call, Counter], Awaitable[Answer]]


async def answer(call: Call, counter: Counter) -> Answer:
    assert counter.now() == NOON
    return Answer(text=f"You said {call.words}.", buttons=(Button(label="Again", command="/say again"),))


async def fail(call: Call, counter: Counter) -> Answer:
    raise ValueError(call.words, counter)


def say(run: Run = answer) -> Command:
    return Command(name="say", roles=frozenset({"manager"}), summary={}, usage={}, run=run)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = open_app(settings_in(tmp_path, journey=JOURNEY))
    yield app
    app.close()


def errand(*, tries: int = 0) -> Errand:
    given = Given(channel="web", address="a1", name="say", words="Hello", prompt="p.1", on="m1")
    return Errand(id="e1", customer="c1", command=given, at=NOON, due_at=NOON, tries=tries)


def worked_off(app: App, errands: Errands, command: Command, *, actor: Actor = MANAGER) -> None:
    writer = GroupCommit()

    async def who(_: Errand) -> Actor:
        return actor

    async def where(found: Errand, _: Actor) -> Place:
        return Place(channel="web", address="a1", customer="c1", amends=found.command.on)

    clerk = Clerk(
        store=errands,
        writer=writer,
        counter=replace(app.clerk.counter, now=lambda: NOON),
        commands={"say": command},
        actors=who,
        places=where,
        handled=lambda: None,
    )
    try:
        asyncio.run(clerk.turn())
    finally:
        writer.close()


def test_a_command_is_answered_in_the_place_of_what_was_tapped(app: App) -> None:
    errands = Errands(errand())

    worked_off(app, errands, say())

    (item,) = errands.posted
    assert (item.prompt.text, item.amends, errands.done) == ("You said Hello.", "m1", ["e1"])
    assert [each.value for each in item.prompt.shape.choices] == ["/say again"]


def test_who_may_not_is_refused_kindly(app: App) -> None:
    errands = Errands(errand())

    worked_off(app, errands, say(), actor=replace(MANAGER, rights=Rights()))

    assert "/say is for managers" in errands.posted[0].prompt.text


def test_a_command_that_fails_is_left_to_be_tried_again(app: App) -> None:
    errands = Errands(errand(tries=1))

    worked_off(app, errands, say(fail))

    assert errands.saved == []


def test_a_command_that_failed_three_times_is_answered_with_an_apology(app: App) -> None:
    errands = Errands(errand(tries=2))

    worked_off(app, errands, say(fail))

    assert "did not work" in errands.posted[0].prompt.text
    assert "Hello" not in errands.posted[0].prompt.text
    assert errands.done == ["e1"]
