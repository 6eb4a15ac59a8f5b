"""What is remembered: frozen records, as the core sees them; the store alone knows rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from config.rules import Fact
from feedback.prompts import AttachmentKind, Prompt
from feedback.question import Scale
from feedback.scorer import Score
from feedback.veiled import HeldBack

Consent = Literal["unknown", "given", "withdrawn"]
Outcome = Literal["ask", "skip", "defer"]
CodeKind = Literal["interaction", "touchpoint", "customer", "role"]
SessionState = Literal["open", "complete", "expired", "stopped"]
OutboxState = Literal["pending", "sending", "sent", "failed", "unknown", "dropped"]
InboxState = Literal["new", "done", "poison"]
TimerKind = Literal["ask", "remind", "expire", "away", "move", "sla", "snooze", "silence", "fixed"]
EnclosureState = Literal["waiting", "kept", "refused", "gone"]
WishKind = Literal["forget", "words", "reply"]
"""Whether to forget somebody; words for a message: those that come next, or only those that reply to it."""


TEST = "~test"
"""How the journeys end that tests belong to: no journey's id has that sign, so nothing counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """That a survey was put to a customer: what every clock of eligibility counts."""

    session: str
    survey: str
    stage: str
    touchpoint: str
    at: datetime
    answered: bool
    open: bool
    journey: str = ""
    """Its journey; empty where that is not known, and then it counts for each."""
    interaction: str = ""

    @property
    def is_test(self) -> bool:
        """Whether a colleague only tried the survey out."""
        return self.journey.endswith(TEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """That a colleague wants a customer not to be asked about a touchpoint, or, with None, about anything."""

    touchpoint: str | None
    by: str
    at: datetime
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpNote:
    """That a colleague had a customer asked about an interaction, and what they noted to it."""

    interaction: str
    by: str
    at: datetime
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One of the company's customers, as far as we were told."""

    id: str
    external_id: str | None
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    attributes: Mapping[str, Fact] = field(default_factory=dict)
    consent: Consent = "unknown"
    stopped_at: datetime | None = None
    paused_until: datetime | None = None
    created_at: datetime
    preferred: str | None = None
    """The channel they chose to be asked on; without a choice it is the one they came by last."""
    may_fall_back: bool = False
    """Whether they allowed that another chat is used when that one fails."""
    is_apart: bool = False
    """Whether they left a link by their own wish: then nobody but they can link them again."""
    asked_before: tuple[Asked, ...] = ()
    """What they were asked as part of a customer they are apart from now: the clocks go on counting it."""
    vetoes: tuple[Veto, ...] = ()
    follow_ups: tuple[FollowUpNote, ...] = ()
    """The latest interactions that colleagues wanted asked about, the latest last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One chat account of a customer on one channel."""

    channel: str
    address: str
    customer: str
    created_at: datetime
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a short code stands for: an interaction, a touchpoint, a customer to be linked to, or a role.

    That of a touchpoint hangs on a wall and is used by many; the others are used up by whoever comes first.
    """

    code: str
    kind: CodeKind
    subject: str
    created_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """A customer reached a touchpoint, perhaps through a campaign; unique by (source, source_id)."""

    id: str
    source: str
    source_id: str
    customer: str
    journey: str
    version: str
    stage: str
    touchpoint: str
    occurred_at: datetime
    received_at: datetime
    imported: bool = False
    campaign: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why somebody was, or was not, asked; kept for ever in the ledger."""

    id: str
    interaction: str
    customer: str
    touchpoint: str
    survey: str | None
    outcome: Outcome
    reason: str
    facts: Mapping[str, Fact]
    decided_at: datetime
    until: datetime | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The answer in force to one question of a session; `skipped` answers hold nothing."""

    answer: str
    revision: int
    value: float | None = None
    choices: tuple[str, ...] = ()
    text: str | None = None
    valence: float | None = None
    rated: bool = False
    skipped: bool = False
    many: bool = False
    contradicts: bool = False
    """Whether its words, as judged last, clearly contradict what was tapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """That a customer was asked which should count: their tap, as it was `given`, or the words against it.

    `prompt` asked it, about `question`; `outcome` is None as long as they have not said.
    """

    prompt: str
    question: str
    given: Given
    outcome: Literal["kept", "changing", "changed"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One survey put to one customer about one interaction; `revision` counts its changes."""

    id: str
    customer: str
    interaction: str
    journey: str
    version: str
    survey: str
    stage: str
    touchpoint: str
    channel: str
    address: str
    language: str
    state: SessionState
    started_at: datetime
    expires_at: datetime
    question: str | None = None
    prompts: int = 0
    misfits: int = 0
    reminders: int = 0
    revision: int = 0
    given: Mapping[str, Given] = field(default_factory=dict)
    prompted: Mapping[str, str] = field(default_factory=dict)
    doubt: Doubt | None = None
    finished_at: datetime | None = None
    moved_from: str | None = None
    """The channel it was begun on, where that one failed and it went on by another: once at most."""
    veiled: bool = False
    """Whether the customer wanted to answer without their name: once it is over, it says nothing but that."""
    held_back: Mapping[str, HeldBack] = field(default_factory=dict)
    """What was answered without a name so far, by question; empty once the talk is over."""

    @property
    def is_test(self) -> bool:
        """Whether a colleague only tries the survey out: nothing of it is kept or counted."""
        return self.journey.endswith(TEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One reply understood, with the wording and scale it was given on; a change is a new revision."""

    id: str
    session: str | None
    interaction: str
    customer: str
    journey: str
    version: str
    stage: str
    touchpoint: str
    survey: str | None
    question: str
    kind: str
    revision: int
    wording: str
    language: str
    channel: str
    answered_at: datetime
    value: float | None = None
    choices: tuple[str, ...] = ()
    text: str | None = None
    scale: Scale | None = None
    valence: float | None = None
    rated: bool = False
    skipped: bool = False
    message: str | None = None
    """The customer's own message that it came with, on platforms where messages can be edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """Something sent along with an answer: what its platform told of it, and how far we are with it.

    `reference` is what the platform hands it out for, to whoever is at `address`. It is `waiting` to be
    fetched, `kept`, `refused` for what it is, or `gone` before we had it.
    """

    id: str
    answer: str
    customer: str
    channel: str
    address: str
    kind: AttachmentKind
    reference: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    seconds: int | None = None
    state: EnclosureState = "waiting"
    tries: int = 0
    created_at: datetime
    due_at: datetime
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A question of ours that belongs to no survey: whether a customer really wants what they asked for."""

    prompt: str
    customer: str
    kind: WishKind
    asked_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A score and the answer it judges."""

    answer: str
    customer: str
    score: Score
    scored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What was shown to whom and when; response rates divide by these."""

    prompt: str
    session: str
    customer: str
    journey: str
    stage: str
    touchpoint: str
    channel: str
    shown_at: datetime
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    """A prompt on its way out; low `priority` numbers go first."""

    id: str
    customer: str
    session: str | None
    channel: str
    address: str
    prompt: Prompt
    priority: int
    due_at: datetime
    created_at: datetime
    state: OutboxState = "pending"
    attempts: int = 0
    lease_until: datetime | None = None
    owner: str | None = None
    failure: str | None = None
    settled_at: datetime | None = None
    possibly_sent: bool = False
    """Whether a lease ran out while it was being sent: the platform may have it already."""
    amends: str | None = None
    """The receipt of the message that this one takes the place of, on platforms where messages can change."""
    chosen: tuple[str, ...] = ()
    """The values of what was chosen in it, for the message to show."""
    forget_at: datetime | None = None
    """When nothing of it may be left, whatever became of it; None keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """Something a platform told us, raw; unique by (channel, key)."""

    channel: str
    key: str
    address: str
    payload: bytes
    received_at: datetime
    state: InboxState = "new"
    attempts: int = 0
    failure: str | None = None
    customer: str | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Something due: ask about an interaction, remind, expire, move or ask anew a session, or see to a case.

    Stale ones are ignored.
    """

    id: str
    kind: TimerKind
    subject: str
    due_at: datetime
