"""Records to fill a store with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.prompts import Choice, Prompt, Shape
from feedback.question import Scale
from feedback.records import (
    Address,
    Answer,
    Customer,
    Given,
    InboxItem,
    Interaction,
    OutboxItem,
    Scored,
    Session,
)
from feedback.scorer import Score
from feedback.work import Changes, cell_of


@dataclass
class Maker:
    """Makes records that fit together, and gathers them as changes to be saved."""

    new_id: NewId
    now: Callable[[], datetime]
    changes: Changes = field(default_factory=Changes)
    known: list[Customer] = field(default_factory=list)

    def take(self) -> Changes:
        """Return what was made since the last time."""
        made, self.changes = self.changes, Changes()
        return made

    def customer(self, *, external_id: str | None = None, name: str | None = "Ada Quill") -> Customer:
        made = Customer(
            id=self.new_id(), external_id=external_id, name=name, language="en", timezone="Europe/Paris",
            attributes={"plan": "pro", "orders": 3, "tags": ("early", "loud"), "vip": True, "spent": 1.5},
            created_at=self.now(),
        )  # fmt: skip
        self.changes.customers[made.id] = made
        self.known.append(made)
        return made

    def address(self, customer: Customer, address: str | None = None, *, channel: str = "web") -> Address:
        made = Address(
            channel=channel,
            address=address or f"chat-{customer.id}",
            customer=customer.id,
            created_at=self.now(),
        )
        self.changes.addresses[made.channel, made.address] = made
        return made

    def interaction(
        self, customer: Customer, *, touchpoint: str = "checkout", at: datetime | None = None
    ) -> Interaction:
        made = Interaction(
            id=self.new_id(), source="api", source_id=self.new_id(), customer=customer.id, journey="shop",
            version="v1", stage="buy", touchpoint=touchpoint,
            occurred_at=at or self.now(), received_at=self.now(),
        )  # fmt: skip
        self.changes.interactions.append(made)
        return made

    def session(self, interaction: Interaction, address: Address) -> Session:
        made = Session(
            id=self.new_id(), customer=interaction.customer, interaction=interaction.id, journey="shop",
            version="v1", survey="moment", stage="buy", touchpoint=interaction.touchpoint,
            channel=address.channel, address=address.address, language="en", state="open",
            started_at=self.now(),
            expires_at=self.now() + timedelta(days=3), question="rate", prompts=1,
        )  # fmt: skip
        self.changes.sessions[made.id] = made
        return made

    def answer(
        self, interaction: Interaction, session: Session | None = None, *, text: str | None = None,
        valence: float | None = 1.0, question: str = "rate", at: datetime | None = None, revision: int = 1,
        skipped: bool = False,
    ) -> Answer:  # fmt: skip
        made = Answer(
            id=self.new_id(), session=None if session is None else session.id, interaction=interaction.id,
            customer=interaction.customer, journey="shop", version="v1", stage="buy",
            touchpoint=interaction.touchpoint, survey="moment", question=question, kind="faces",
            revision=revision,
            wording="How was it?", language="en", channel="web", answered_at=at or self.now(), value=4,
            choices=("good",), text=text, scale=Scale(low=1, high=5), valence=valence,
            rated=valence is not None, skipped=skipped,
        )  # fmt: skip
        self.changes.answers.append(made)
        self.changes.dirty.add(cell_of("shop", made.touchpoint, made.customer, made.answered_at))
        return made

    def score(
        self, answer: Answer, *, valence: float | None = 0.8, scorer: str = "textblob", version: str = "1",
        emotions: dict[str, float] | None = None, themes: dict[str, float] | None = None,
    ) -> Scored:  # fmt: skip
        made = Scored(
            answer=answer.id, customer=answer.customer, scored_at=self.now(),
            score=Score(
                scorer=scorer, version=version, label="positive", valence=valence, confidence=0.5,
                emotions=emotions, language="en", evidence=("splendid",), themes=themes,
            ),
        )  # fmt: skip
        self.changes.scores.append(made)
        return made

    def outbox(
        self, session: Session, *, number: int = 1, due_at: datetime | None = None, priority: int = 5,
        text: str = "How was the checkout?",
    ) -> OutboxItem:  # fmt: skip
        face = Choice(value="4", label="good", spoken="good, 4 of 5")
        prompt = Prompt(
            id=f"{session.id}.{number}", session=session.id, question="rate", purpose="ask", text=text,
            language="en", shape=Shape(look="faces", choices=(face,)), skip="Skip",
        )  # fmt: skip
        made = OutboxItem(
            id=self.new_id(), customer=session.customer, session=session.id, channel=session.channel,
            address=session.address, prompt=prompt, priority=priority, due_at=due_at or self.now(),
            created_at=self.now(),
        )  # fmt: skip
        self.changes.outbox.append(made)
        return made

    def asked(self, *, touchpoint: str = "checkout") -> tuple[Customer, Interaction, Session]:
        """Make a customer with an address, an interaction and an open session."""
        customer = self.customer()
        interaction = self.interaction(customer, touchpoint=touchpoint)
        return customer, interaction, self.session(interaction, self.address(customer))

    def inbox(self, *, key: str | None = None, address: str = "chat-1", payload: bytes = b"{}") -> InboxItem:
        return InboxItem(
            channel="web", key=key or self.new_id(), address=address, payload=payload, received_at=self.now()
        )

    def given(self, answer: Answer) -> Given:
        return Given(
            answer=answer.id, revision=answer.revision, value=answer.value, choices=answer.choices,
            text=answer.text, valence=answer.valence, rated=answer.rated,
        )  # fmt: skip


@pytest.fixture
def make(new_id: NewId, clock: FakeClock) -> Maker:
    return Maker(new_id=new_id, now=clock.now)


@pytest.fixture(scope="session")
def maker() -> type[Maker]:
    """The class itself, for property tests, which need a fresh one per example."""
    return Maker
