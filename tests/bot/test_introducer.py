"""Who somebody is, asked of their platform: once, not for long, and only where it could tell news."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.channel import Arrived, Failure, Left, Meaning, Profile, Receipt, Returned, Said
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.intake import CustomerFacts, Touch, Touched
from feedback.prompts import Reply
from feedback.records import Customer, InboxItem, OutboxItem
from feedback.work import Wanted
from tests.bot.opening import settings_in

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
policy: {fresh_for: 30d, wait: 0s, quiet_hours: {start: '22:00', end: '07:00'}}
stages:
  - id: delivery
    title: Delivery
    touchpoints: [{id: courier, title: Courier, survey: delivery}]
surveys:
  - id: delivery
    title: Delivery
    questions: [{id: rating, kind: rating, ask: How was it?}]
"""


@dataclass
class Directory:
    """A platform on which `house/room` is a person's own address, and that knows some people."""

    name: str = "chat"
    people: dict[str, Profile] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    is_silent: bool = False
    is_broken: bool = False

    def parse(self, item: InboxItem) -> Meaning | None:
        match item.payload:
            case b"left":
                return Left(everybody=True)
            case b"back":
                return Returned(everybody=True)
            case b"start":
                return Arrived(code="NOSUCH12")
            case words:
                return Said(reply=Reply(text=words.decode()))

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        self.sent.append(item.address)
        return Receipt(reference=item.id)

    def person(self, address: str) -> str | None:
        house, _, rest = address.partition("/")
        return f"{house}/{rest.rpartition('/')[2]}" if rest else None

    async def look_up(self, address: str) -> Profile | None:
        self.asked.append(address)
        if self.is_broken:
            raise RuntimeError(address)
        if self.is_silent:
            await asyncio.Event().wait()
        return self.people.get(address)


class House:
    def __init__(self, folder: Path) -> None:
        self.clock, self.chat = FakeClock(NOON), Directory()
        settings = settings_in(folder, journey=JOURNEY)
        around = Surroundings(clock=self.clock, entropy=os.urandom, new_id=counting_ids())
        self.app: App = open_app(settings, around=around, channels=lambda *_: (self.chat,))
        self.count = 0

    async def touch(self, *addresses: str, customer: str = "ada", timezone: str | None = None) -> Touched:
        self.count += 1
        facts = CustomerFacts(
            external_id=customer, timezone=timezone, addresses=tuple(("chat", each) for each in addresses)
        )
        touch = Touch(
            source="till", source_id=str(self.count), customer=facts, touchpoint="courier",
            occurred_at=self.clock.now(),
        )  # fmt: skip
        touched = await self.app.submit(touch)
        assert isinstance(touched, Touched)
        return touched

    async def says(self, words: bytes, *, address: str) -> None:
        self.count += 1
        item = InboxItem(
            channel="chat", key=f"k{self.count}", address=address, payload=words,
            received_at=self.clock.now(),
        )  # fmt: skip
        await self.app.inbox.put(item)
        await self.app.settle()

    def at(self, address: str) -> Customer | None:
        found = self.app.store.load(Wanted(addresses=frozenset({("chat", address)})))
        return next(iter(found.customers.values()), None)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.app.close()


async def test_the_first_question_keeps_the_night_of_a_clock_only_the_platform_knows(house: House) -> None:
    house.chat.people["h/ada"] = Profile(timezone="Asia/Kamchatka", language="de")

    touched = await house.touch("h/ada")

    assert (touched.outcome, touched.reason) == ("defer", "quiet_hours")
    known = house.at("h/ada")
    assert known is not None
    assert (known.timezone, known.language) == ("Asia/Kamchatka", "de")


async def test_nobody_is_looked_up_twice_a_day(house: House) -> None:
    house.chat.people["h/ada"] = Profile(timezone="Europe/Berlin")
    for _ in range(3):
        await house.touch("h/ada")
        await house.says(b"5", address="h/ada")
    assert house.chat.asked == ["h/ada"]

    house.clock.advance(timedelta(days=1))
    await house.touch("h/ada")
    assert house.chat.asked == ["h/ada"] * 2, "of their language nothing is known yet"


async def test_of_whom_enough_is_known_nothing_is_asked(house: House) -> None:
    house.chat.people["h/ada"] = Profile(timezone="Europe/Berlin", language="de")
    await house.touch("h/ada")
    house.clock.advance(timedelta(days=2))

    await house.touch("h/ada")
    await house.says(b"5", address="h/ada")

    assert house.chat.asked == ["h/ada"]


@pytest.mark.parametrize("trouble", ["is_silent", "is_broken"])
async def test_a_platform_that_does_not_answer_keeps_no_question(house: House, trouble: str) -> None:
    setattr(house.chat, trouble, True)
    house.app.introducer._patience = timedelta(0)  # noqa: SLF001 - the test need not wait as long as customers

    touched = await house.touch("h/ada")

    assert touched.reason == "asked"


async def test_who_is_asked_in_one_room_is_heard_in_every_other(house: House) -> None:
    await house.touch("h/hall/ada")
    await house.app.settle()
    await house.says(b"5", address="h/garden/ada")
    await house.says(b"left", address="h")
    await house.says(b"back", address="h")

    assert [answer.value for answer in house.app.store.answers()] == [5]
    assert house.chat.sent[0] == "h/hall/ada"
    await house.touch()
    await house.app.settle()
    assert house.chat.sent[-1] == "h/hall/ada", "asked where the source said, and nowhere else"


async def test_who_comes_by_themselves_is_known_by_the_clock_of_their_platform(house: House) -> None:
    house.chat.people["h/eve"] = Profile(name="Eve", timezone="Asia/Tokyo", language="fr")

    await house.says(b"start", address="h/eve")

    known = house.at("h/eve")
    assert known is not None
    assert (known.name, known.timezone, known.language) == ("Eve", "Asia/Tokyo", "fr")


async def test_a_name_that_is_no_address_is_put_right_by_the_platform(house: House) -> None:
    house.chat.people["mail/ada@example.com"] = Profile(address="h/ada", timezone="Europe/Paris")

    await house.touch("mail/ada@example.com")
    await house.app.settle()
    await house.says(b"5", address="h/ada")

    assert house.chat.sent[0] == "h/ada"
    assert [answer.value for answer in house.app.store.answers()] == [5]


async def test_when_a_whole_house_leaves_everybody_in_it_is_gone_until_it_is_back(house: House) -> None:
    await house.touch("h/hall/ada", customer="ada")
    await house.touch("h/eve", customer="eve")
    await house.touch("other/bob", customer="bob")

    await house.says(b"left", address="h")
    gone = [(await house.touch(customer=each)).reason for each in ("ada", "eve", "bob")]
    await house.says(b"back", address="h")
    back = [(await house.touch(customer=each)).reason for each in ("ada", "eve")]

    assert gone[:2] == ["unreachable"] * 2
    assert gone[2] != "unreachable"
    assert "unreachable" not in back
