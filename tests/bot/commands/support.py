"""A support team at the counter: an app on a clock that stands, a customer in the web chat, and agents."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.actor import Actor
from bot.answering import Place, outgoing
from bot.app import App, Surroundings, open_app
from bot.channels.telegram.callback import Signer
from bot.channels.telegram.keyboards import keyboard
from bot.command import Answer, Call
from bot.plugins import commands
from feedback.case_records import Case
from feedback.clock import FakeClock
from feedback.ids import new_id
from feedback.intake import CustomerFacts, Heard, Heeded, Order, Ordered, Touch
from feedback.prompts import Attachment, Reply
from feedback.records import Address, Customer, InboxItem, OutboxItem
from feedback.rights import Grant, Rights
from feedback.work import Changes, Settlement, Wanted
from tests.bot.opening import settings_in

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""A Monday."""
JOURNEY = """
id: shop
title: Shop
languages: [en, de]
timezone: UTC
scorer: rating
stages:
  - id: delivery
    title: Delivery
    touchpoints:
      - {id: courier, title: {en: The courier, de: Der Bote}, survey: delivery}
      - {id: box, title: The box, survey: delivery, ask_after: 2h}
      - {id: shelf, title: The shelf}
surveys:
  - id: delivery
    title: Delivery
    questions:
      - {id: rating, kind: rating, ask: {en: How was it?, de: Wie war es?}}
      - {id: why, kind: text, ask: {en: Why?, de: Warum?}}
policy:
  wait: 0s
  fresh_for: 7d
  cases: [{score: -1}]
  sla: {first_reply: 2h, resolve: 8h}
"""
ROOM = "-99"
_SIGNER = Signer(b"a secret that only tests know")


def agent(number: int, name: str, *, team: str = "Service", **more: str) -> Actor:
    """Return an agent in the room of a team."""
    known = Actor(
        id=f"agent-{number}",
        channel="telegram",
        address=f"{ROOM}/{number}",
        language="en",
        timezone="UTC",
        rights=Rights(frozenset({Grant(role="agent", team=team)})),
        name=name,
        room=ROOM,
        team=team,
    )
    return replace(known, **more)  # type: ignore[arg-type] # each is a field of text


MARIA, TOM = agent(1, "Maria"), agent(2, "Tom")


@dataclass
class Support:
    """A team's day: what customers do, and what agents say."""

    app: App
    clock: FakeClock
    keys: int = field(default=0)
    files: dict[str, bytes] = field(default_factory=dict)

    def key(self) -> str:
        """Return an id as long as ours are."""
        self.keys += 1
        return f"{self.keys:032x}"

    async def unhappy(
        self, customer: str = "anna", *, words: str = "1", name: str | None = "Anna Berger"
    ) -> Case:
        """Let a customer be asked and tap the worst; return the case that opens."""
        await self.reaches(customer, name=name)
        self.says(customer, words)
        person = self.app.store.load(Wanted(external_ids=frozenset({customer})))
        (case,) = self.app.store.cases_of(person.by_external_id[customer])
        return case

    async def reaches(self, customer: str, *, name: str | None = "Anna Berger", at: str = "courier") -> None:
        facts = CustomerFacts(external_id=customer, name=name, addresses=(("web", customer),))
        touch = Touch(
            source="till", source_id=self.key(), customer=facts, touchpoint=at, occurred_at=self.clock.now()
        )
        await self.app.submit(touch)

    def says(self, customer: str, text: str, *, message: str | None = None, edited: bool = False) -> None:
        key, now = self.key(), self.clock.now()
        item = InboxItem(channel="web", key=key, address=customer, payload=b"{}", received_at=now)
        assert self.app.store.put_inbox([item]) == [True]
        reply = Reply(text=text, message=message, edited=edited)
        heard = Heard(channel="web", key=key, address=customer, reply=reply, at=now)
        (result,) = self.app.service.handle([heard])
        assert isinstance(result, Heeded)

    def orders(self, customer: str, order: Order) -> None:
        """Let a customer say how they want to be treated."""
        key, now = self.key(), self.clock.now()
        item = InboxItem(channel="web", key=key, address=customer, payload=b"{}", received_at=now)
        self.app.store.put_inbox([item])
        ordered = Ordered(channel="web", key=key, address=customer, order=order, argument=None, at=now)
        self.app.service.handle([ordered])

    async def does(
        self,
        line: str,
        *,
        by: Actor = MARIA,
        key: str | None = None,
        on: str | None = None,
        prompt: str | None = None,
        about: str | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> Answer:
        """Let an agent give a command, such as `case claim ...`."""
        name, _, words = line.removeprefix("/").removeprefix("/").partition(" ")
        call = Call(
            key=key or self.key(), command=name, words=words, actor=by, at=self.clock.now(), on=on,
            prompt=prompt, about=about, attachments=tuple(attachments),
        )  # fmt: skip
        counter = replace(self.app.clerk.counter, now=self.clock.now, fetch=self._fetched)
        return await commands()[name].run(call, counter)

    def file(self, content: bytes) -> Attachment:
        """Return a file as a platform hands it out."""
        self.files[f"f{len(self.files)}"] = content
        return Attachment(kind="file", reference=f"f{len(self.files) - 1}", mime="text/csv")

    async def _fetched(self, attachment: Attachment, actor: Actor) -> bytes | None:
        return self.files.get(attachment.reference)

    def keep(self, customer: Customer) -> None:
        """Let a customer be so from now on."""
        self.app.store.save(Changes(customers={customer.id: customer}), now=self.clock.now())

    def post(self, answer: Answer) -> str:
        """Send an answer into the room, as the clerk does; return its prompt."""
        place = Place(channel="telegram", address=ROOM, customer="room-Service", is_room=True)
        (item,) = outgoing(answer, MARIA, place, at=self.clock.now(), new_id=new_id)
        self.app.store.save(Changes(outbox=[item]), now=self.clock.now())
        return item.prompt.id

    def case(self, case_id: str) -> Case:
        found = self.app.store.case(case_id)
        assert found is not None
        return found

    def sent_to(self, customer: str) -> list[str]:
        """Return what waits for a customer in their chat."""
        return [item.prompt.text for item in self.outbox() if item.address == customer]

    def outbox(self) -> Sequence[OutboxItem]:
        """Return what waits to go out; all of it could stand on Telegram, whose buttons hold the least."""
        now = self.clock.now()
        items = self.app.store.claim_outbox(
            now=now, limit=99, lease=timedelta(0), owner="t", channels={"web", "telegram"}
        )
        for item in items:
            assert len(keyboard(item.prompt, chosen=(), signer=_SIGNER)) <= len(item.prompt.shape.choices) + 2
        return items

    def settles(self, customer: str) -> None:
        """Let what waits for a customer reach them."""
        ids = [item.id for item in self.outbox() if item.address == customer]
        sent = [Settlement(id=each, owner="t", state="sent", receipt=each) for each in ids]
        self.app.store.settle_outbox(sent, now=self.clock.now())

    def room(self, team: str, address: str = ROOM) -> None:
        """Give a team its room on Telegram."""
        store, now = self.app.store, self.clock.now()
        code = f"TEAM{abs(int(address)):04}"
        store.invite_team(team, code, now=now, until=now + timedelta(days=1))
        kept = store.load(Wanted(invites=frozenset({code}))).teams[team]
        room = Customer(id=f"room-{team}", external_id=None, created_at=now)
        place = Address(channel="telegram", address=address, customer=room.id, created_at=now)
        store.save(
            Changes(
                customers={room.id: room},
                addresses={("telegram", address): place},
                teams={team: replace(kept, room=room.id, joined_at=now, code_until=None)},
            ),
            now=now,
        )


@contextmanager
def support_in(folder: Path, *, journey: str = JOURNEY, quiet: str = "") -> Iterator[Support]:
    """Open a shop whose team has its room; `quiet` are hours in which nobody is asked."""
    journey += f"  quiet_hours: {quiet}\n" if quiet else ""
    clock = FakeClock(NOON)
    around = Surroundings(clock=clock, entropy=os.urandom, new_id=new_id)
    app = open_app(settings_in(folder, journey=journey), around=around)
    try:
        support = Support(app, clock)
        support.room("Service")
        yield support
    finally:
        app.close()


def labels(answer: Answer) -> list[str]:
    """Return what can be tapped."""
    return [button.label for button in answer.buttons]


def command_of(answer: Answer, label: str) -> str:
    """Return the command that a button gives."""
    return next(button.command for button in answer.buttons if button.label == label)
