"""A customer at one address and the service that talks to them, for tests of what it decides."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

from bot.plugins import question_kinds, question_options, scorers
from config.journey import Journey
from config.loader import load_journey
from feedback.clock import FakeClock
from feedback.desk import House
from feedback.ids import NewId
from feedback.intake import CustomerFacts, Heard, Intake, Opened, Order, Ordered, Touch
from feedback.judging import Judge
from feedback.prompts import Prompt, Reply
from feedback.records import Answer, InboxItem, OutboxItem
from feedback.scoring import Scorer
from feedback.service import Memory, Service
from feedback.store.store import Store
from feedback.work import JourneyVersion, Settlement

JOURNEY = """
id: shop
title: Shop
languages: [en, de]
policy: {fresh_for: 7d, wait: 0s}
stages:
  - id: delivery
    title: Delivery
    touchpoints:
      - {id: courier, title: Courier, survey: delivery}
      - {id: van, title: Van, survey: delivery, ask_after: 2h}
surveys:
  - id: delivery
    title: Delivery
    expires_after: 3d
    reminders: [1d]
    questions:
      - {id: rating, kind: rating, ask: {en: How was it?, de: Wie war es?}}
      - {id: why, kind: text, about: reason, ask: {en: Why?, de: Warum?}}
"""


def loaded_journey(text: str = JOURNEY) -> Journey:
    """Return a journey of these tests, as it is read from its file."""
    return load_journey(text, file="shop.yaml", kinds=question_options()).journey


def service_on(
    memory: Memory,
    *,
    clock: FakeClock,
    new_id: NewId,
    judging: Judge | None = None,
    journey: str = JOURNEY,
    channels: frozenset[str] = frozenset({"web"}),
) -> Service:
    loaded = load_journey(journey, file="shop.yaml", kinds=question_options())
    engine = scorers()["textblob"]
    return Service(
        memory=memory,
        house=House(
            active=JourneyVersion(journey=loaded.journey, version=loaded.version, since=clock.now()),
            known={},
            kinds=question_kinds(),
            channels=channels,
            new_id=new_id,
            new_code=_codes(),
        ),
        judge=judging or Scorer(engine=engine).score,
        now=clock.now,
    )


def _codes() -> Callable[[], str]:
    """Give codes that one can foresee: C0DE0001, C0DE0002, and so on."""
    numbers = count(1)
    return lambda: f"C0DE{next(numbers):04}"


class Talk:
    """One customer at one address, and what the service says to them."""

    def __init__(self, store: Store, service: Service, clock: FakeClock) -> None:
        self.store, self.service, self.clock = store, service, clock
        self._keys = 0

    def handle(self, *items: Intake) -> list[object]:
        return list(self.service.handle(items))

    def touch(
        self, source_id: str, *, at: str = "courier", customer: str = "anna", address: str | None = "a1"
    ) -> Touch:
        addresses = () if address is None else (("web", address),)
        facts = CustomerFacts(external_id=customer, addresses=addresses)
        return Touch(
            source="till", source_id=source_id, customer=facts, touchpoint=at, occurred_at=self.clock.now()
        )

    def heard(self, reply: Reply, *, address: str = "a1") -> Heard:
        key = self.stored(address)
        return Heard(channel="web", key=key, address=address, reply=reply, at=self.clock.now())

    def ordered(self, order: Order, argument: str | None = None) -> Ordered:
        key = self.stored("a1")
        return Ordered(
            channel="web", key=key, address="a1", order=order, argument=argument, at=self.clock.now()
        )

    def ordered_by(self, address: str, order: Order, *, key: str, room: str | None = None) -> Ordered:
        """Return an order of somebody else's, perhaps in a room where others are."""
        at = self.clock.now()
        return Ordered(channel="web", key=key, address=address, order=order, argument=None, room=room, at=at)

    def opened(self, interaction: str, *, address: str) -> Opened:
        key = self.stored(address)
        return Opened(channel="web", key=key, address=address, interaction=interaction, at=self.clock.now())

    def stored(self, address: str) -> str:
        """Put something into the inbox, and return its key."""
        self._keys += 1
        key = f"k{self._keys}"
        item = InboxItem(channel="web", key=key, address=address, payload=b"{}", received_at=self.clock.now())
        assert self.store.put_inbox([item]) == [True]
        return key

    def said(self) -> list[Prompt]:
        """Return what is on its way to anybody, in order of its id, and take it as sent."""
        items = self.store.claim_outbox(
            now=self.clock.now(), limit=50, lease=timedelta(minutes=1), owner="test", channels={"web"}
        )
        sent = [Settlement(id=item.id, owner="test", state="sent", receipt=item.id) for item in items]
        self.store.settle_outbox(sent, now=self.clock.now())
        return [item.prompt for item in sorted(items, key=lambda item: item.id)]

    def outgoing(self) -> list[OutboxItem]:
        """Return what is on its way, and leave it there."""
        return list(
            self.store.claim_outbox(
                now=self.clock.now(), limit=50, lease=timedelta(0), owner="test", channels={"web"}
            )
        )

    def answers(self) -> list[Answer]:
        return sorted(self.store.answers(), key=lambda answer: (answer.answered_at, answer.id))

    def counts(self) -> dict[str, int]:
        return dict(self.store.counts())
