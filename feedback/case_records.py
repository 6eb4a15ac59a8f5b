"""A case: what made a customer unhappy, who sees to it, how far they are, and what was said meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from feedback.prompts import Carried

CaseState = Literal["open", "claimed", "snoozed", "waiting", "resolved", "asked", "reopened", "closed"]
"""Nobody's yet; somebody's; theirs, later; theirs, once the customer replies; done; done, and the customer
was asked whether it is; not done after all; over."""

CaseReason = Literal["fixed", "explained", "refunded", "could_not", "no_contact", "duplicate", "other"]
CaseCause = Literal["score", "emotion", "theme", "words", "segment", "rule", "danger"]
CaseTimer = Literal["sla", "snooze", "silence", "fixed"]
"""A share of a clock has run; a snooze is over; the customer was silent; to ask whether it is fixed, or the
time to say so."""

CaseLineKind = Literal[
    "opened", "joined", "claimed", "handed", "replied", "wrote", "snoozed", "woken", "silent", "resolved",
    "asked", "fixed", "not_fixed", "closed", "reopened", "escalated", "released", "noted",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person of ours, by the address they act from and what they are called there."""

    channel: str
    address: str
    name: str

    def is_same(self, other: "Agent | None") -> bool:
        """Say whether it is the same person, whatever they are called now."""
        return other is not None and (self.channel, self.address) == (other.channel, other.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An unhappy answer as it was given, or words outside of any survey, and how they were judged.

    `given` is what was tapped, as people read it; `emotions` and `themes` are named, the strongest first.
    """

    at: datetime
    answer: str | None = None
    session: str | None = None
    interaction: str | None = None
    question: str | None = None
    stage: str | None = None
    touchpoint: str | None = None
    wording: str | None = None
    given: str | None = None
    words: str | None = None
    valence: float | None = None
    emotions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A touchpoint that the customer has answered about before, and how it was."""

    touchpoint: str
    at: datetime
    valence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """Working time of a case: `ran` until `since`, and on from there; without `since` it stands still.

    `told` is how many steps of escalation it has been through; with `done_at` it is over.
    """

    length: timedelta
    ran: timedelta = timedelta(0)
    since: datetime | None = None
    told: int = 0
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One thing that happened to a case, for ever; `number` counts them from 1."""

    case: str
    customer: str
    number: int
    kind: CaseLineKind
    at: datetime
    key: str | None = None
    by: Agent | None = None
    text: str | None = None
    to: str | None = None
    attachments: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """Where a case is shown: the message `receipt` in a room; `prompt` is what it was sent as."""

    case: str
    channel: str
    address: str
    prompt: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The closed loop on an unhappy customer; `revision` counts its changes.

    `is_held`: nothing is asked of the customer until a person releases them. `until` is when the state it
    is in comes to an end by itself. `keys` are those of the deeds done, so that none is done twice. `lines`
    counts what has happened to it, `prompts` what was said to the customer about it, `cards` the cards;
    `asked` is the prompt that asked whether it is fixed.
    """

    id: str
    customer: str
    journey: str
    team: str | None
    state: CaseState
    is_urgent: bool = False
    is_held: bool = False
    owner: Agent | None = None
    opened_at: datetime
    changed_at: datetime
    revision: int = 0
    causes: tuple[CaseCause, ...] = ()
    told: tuple[Told, ...] = ()
    path: tuple[Past, ...] = ()
    first_reply: CaseClock | None = None
    resolve: CaseClock | None = None
    until: datetime | None = None
    reason: CaseReason | None = None
    replied_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: int = 0
    is_fixed: bool | None = None
    before: float | None = None
    after: float | None = None
    asked: str | None = None
    lines: int = 0
    prompts: int = 0
    cards: int = 0
    keys: tuple[str, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether somebody of ours has to do something about it, now or later."""
        return self.state not in {"resolved", "asked", "closed"}

    @property
    def is_over(self) -> bool:
        """Whether it is closed; a customer has one case at most, in a journey, that is not."""
        return self.state == "closed"
