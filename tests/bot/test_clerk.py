"""Commands are run one after another and answered once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.admission import RATES
from bot.answering import Place
from bot.app import App, open_app
from bot.clerk import Clerk
from bot.command import Again, Answer, Button, Call, Command
from bot.counter import Counter
from bot.receipts import Receipts
from feedback.audit import AuditEntry
from feedback.errand import Command as Given
from feedback.errand import Errand
from feedback.grouping import GroupCommit
from feedback.prompts import Choice, Prompt, Shape
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
    def noted(self) -> list[AuditEntry]:
        return [entry for changes in self.saved for entry in changes.audit]

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
    return Command(name="say", roles=frozenset({"manager"}), run=run)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = open_app(settings_in(tmp_path, journey=JOURNEY))
    yield app
    app.close()


def errand(*, tries: int = 0) -> Errand:
    given = Given(channel="web", address="a1", name="say", words="Hello", prompt="p.1", on="m1")
    return Errand(id="e1", customer="c1", command=given, at=NOON, due_at=NOON, tries=tries)


def worked_off(
    app: App,
    errands: Errands,
    command: Command,
    *,
    actor: Actor = MANAGER,
    is_room: bool = False,
    wanted: str | None = None,
    patience: timedelta = timedelta(seconds=2),
    receipts: Receipts | None = None,
    choices: tuple[Choice, ...] = (),
) -> None:
    writer = GroupCommit()

    async def who(_: Errand) -> Actor:
        return actor

    async def where(found: Errand, _: Actor) -> Place:
        return Place(channel="web", address="a1", customer="c1", amends=found.command.on, is_room=is_room)

    async def asked(prompt: str) -> Prompt:
        return Prompt(
            id=prompt, session="", question=None, purpose="answer", text="?", language="en",
            shape=Shape(look="list", choices=choices), wants=wanted,
        )  # fmt: skip

    clerk = Clerk(
        store=errands,
        writer=writer,
        counter=replace(app.clerk.counter, now=lambda: NOON),
        commands={"say": command, "map": command},
        actors=who,
        places=where,
        handled=lambda: None,
        admission=app.clerk.admission,
        asked=asked,
        patience=patience,
        receipts=receipts or Receipts(),
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


def noted(errands: Errands) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    return [(each.who, each.role, each.command, each.outcome, each.about) for each in errands.noted]


def test_what_was_seen_is_logged_with_the_answer(app: App) -> None:
    async def look(call: Call, counter: Counter) -> Answer:
        return Answer(text="Look", seen=("stage:delivery",))

    errands = Errands(errand())

    worked_off(app, errands, say(look))

    assert noted(errands) == [("c1", "manager", "say", "done", ("stage:delivery",))]


def test_refusals_and_failures_are_logged_too(app: App) -> None:
    refused, failed = Errands(errand()), Errands(errand(tries=2))

    worked_off(app, refused, say(), actor=replace(MANAGER, rights=Rights()))
    worked_off(app, failed, say(fail))

    assert noted(refused) == [("c1", "customer", "say", "refused", ())]
    assert noted(failed) == [("c1", "manager", "say", "failed", ())]


def test_what_customers_do_for_themselves_is_not_logged(app: App) -> None:
    errands = Errands(errand())

    worked_off(app, errands, replace(say(), roles=frozenset({"customer"})))

    assert errands.done
    assert not errands.noted


def test_a_command_that_is_not_for_rooms_is_answered_to_its_actor_alone(app: App) -> None:
    errands = Errands(errand())

    worked_off(app, errands, replace(say(), in_rooms=False), is_room=True)

    assert errands.posted[0].prompt.audience == "a1"


def test_whoever_comes_too_often_is_told_when_to_try_again(app: App) -> None:
    burst = RATES["manager"].burst
    errands = Errands(*(replace(errand(), id=f"e{n}", before=(NOON,) * n) for n in (burst - 1, burst)))

    worked_off(app, errands, say())

    waits, admitted = sorted(item.prompt.text for item in errands.posted)
    assert admitted.startswith("You said Hello")
    assert "try again in 2 seconds" in waits


def test_whoever_waited_as_long_before_they_could_be_answered_need_not_wait_again(app: App) -> None:
    then = NOON - timedelta(seconds=2)
    errands = Errands(replace(errand(), at=then, before=(then,) * RATES["manager"].burst))

    worked_off(app, errands, say())

    assert errands.posted[0].prompt.text.startswith("You said Hello")


def test_a_message_that_wants_words_wants_them_of_its_actor_for_a_day(app: App) -> None:
    async def ask(call: Call, counter: Counter) -> Answer:
        return Answer(text="Your note?", wants="/say note")

    alone, in_room = Errands(errand()), Errands(errand())

    worked_off(app, alone, say(ask))
    worked_off(app, in_room, say(ask), is_room=True)

    (own,), (other,) = alone.saved[-1].wishes, in_room.saved[-1].wishes
    assert (own.prompt, own.customer, own.kind) == (alone.posted[-1].prompt.id, "c1", "words")
    assert (own.until - NOON, other.kind) == (timedelta(days=1), "reply")


@pytest.mark.parametrize("on", ["m1", None])
def test_a_command_goes_on_by_itself_where_its_message_can_change(app: App, on: str | None) -> None:
    async def count(call: Call, counter: Counter) -> Answer:
        return Answer(text="1 of 2", again=Again(words="count", after=timedelta(seconds=5)))

    given = replace(errand().command, on=on)
    errands = Errands(replace(errand(), command=given))
    worked_off(app, errands, say(count))

    (saved,) = errands.saved
    goes_on = [replace(given, words="count", is_again=True)] if on else []
    assert [each.command for each in saved.errands] == goes_on
    assert all(each.due_at == NOON + timedelta(seconds=5) for each in saved.errands)


def test_what_goes_on_by_itself_is_never_too_often_and_logged_no_more(app: App) -> None:
    given = replace(errand().command, is_again=True)
    errands = Errands(replace(errand(), command=given, before=(NOON,) * RATES["manager"].burst))

    worked_off(app, errands, say())

    assert errands.posted[0].prompt.text.startswith("You said Hello")
    assert errands.noted == []


def test_words_are_given_to_the_command_that_wanted_them(app: App) -> None:
    given = Given(channel="web", address="a1", name="", words="and more", prompt="p.1")
    errands = Errands(replace(errand(), command=given))

    worked_off(app, errands, say(), wanted="/map this")

    assert errands.posted[0].prompt.text.startswith("You said this and more")


@pytest.mark.parametrize(("on", "said"), [("m1", "a button"), (None, "this #1")])
def test_a_tap_chooses_by_its_place_and_what_is_typed_never_does(app: App, on: str | None, said: str) -> None:
    given = Given(channel="web", address="a1", name="", words="#1", prompt="p.1", on=on)
    errands = Errands(replace(errand(), command=given))
    choices = (Choice(value="/map a button", label="Go", spoken="Go"),)

    worked_off(app, errands, say(), wanted="/map this", choices=choices)

    assert errands.posted[0].prompt.text.startswith(f"You said {said}")


def test_words_that_nothing_wants_any_more_are_told_so(app: App) -> None:
    given = Given(channel="web", address="a1", name="", words="and more", prompt=None)
    errands = Errands(replace(errand(), command=given))

    worked_off(app, errands, say())

    assert "too late" in errands.posted[0].prompt.text


class Sends(Errands):
    """Sends at once what is posted, as the message `mN`."""

    def __init__(self, receipts: Receipts, *waiting: Errand) -> None:
        super().__init__(*waiting)
        self.receipts = receipts

    def save(self, changes: Changes, *, now: datetime) -> None:
        super().save(changes, now=now)
        for item in changes.outbox:
            self.receipts.sent(item.prompt.id, f"sent {item.prompt.id}")


async def take_a_while(call: Call, counter: Counter) -> Answer:
    for _ in range(9):
        await asyncio.sleep(0)
    return await answer(call, counter)


def test_who_waits_is_told_and_the_answer_takes_the_place_of_that(app: App) -> None:
    receipts = Receipts()
    typed = replace(errand(), command=Given(channel="web", address="a1", name="say", words="Hello"))
    errands = Sends(receipts, typed)

    worked_off(app, errands, say(take_a_while), patience=timedelta(0), receipts=receipts)

    waiting, told = errands.posted
    assert waiting.prompt.text == "One moment, we are working on it."
    assert (told.prompt.text, told.amends) == ("You said Hello.", f"sent {waiting.prompt.id}")


def test_an_answer_for_one_alone_takes_the_place_of_nothing_that_all_can_see(app: App) -> None:
    receipts = Receipts()
    typed = replace(errand(), command=Given(channel="web", address="a1", name="say", words="Hello"))
    errands = Sends(receipts, typed)
    whispered = replace(say(take_a_while), in_rooms=False)

    worked_off(app, errands, whispered, patience=timedelta(0), receipts=receipts, is_room=True)

    assert errands.posted[-1].amends is None


def test_an_errand_that_is_tried_again_says_one_moment_under_the_same_name(app: App) -> None:
    first, second = Errands(errand()), Errands(errand(tries=1))

    for errands in (first, second):
        worked_off(app, errands, say(take_a_while), patience=timedelta(0))

    assert first.posted[0].id == second.posted[0].id
