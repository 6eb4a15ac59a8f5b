"""What the service takes in, and what it says became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from config.rules import Fact
from feedback.case_deeds import Deed, DeedDone, DeedRefused
from feedback.errand import Command
from feedback.prompts import Reply
from feedback.records import Consent, Customer, Decision, Outcome, Timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumed:
    """What a platform tells of somebody; it counts where nobody who knows them better has told.

    `known_as` are what they may be known as already: other addresses on that channel, or a source's own ids.
    """

    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    known_as: tuple[str, ...] = ()


UNKNOWN = Presumed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """What a source tells us of a customer; None leaves what we know as it is.

    `spoken_from` are more addresses of theirs, at which they are heard and not asked.
    """

    external_id: str
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    attributes: Mapping[str, Fact] = field(default_factory=dict)
    consent: Consent | None = None
    addresses: tuple[tuple[str, str], ...] = ()
    spoken_from: tuple[tuple[str, str], ...] = ()
    presumed: Presumed = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A customer reached a touchpoint, perhaps by a campaign; `source` and `source_id` make it unique."""

    source: str
    source_id: str
    customer: CustomerFacts
    touchpoint: str
    occurred_at: datetime
    campaign: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What became of a touch; a repeat of it gets the very same."""

    interaction: str
    customer: str
    outcome: Outcome
    reason: str
    decided_at: datetime
    until: datetime | None = None
    session: str | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Somebody replied at an address; (channel, key) names the inbox item that holds it raw.

    Of a form, each filled question is heard by itself: `session` and `question` say which, and all but the
    last have `more` to come.
    """

    channel: str
    key: str
    address: str
    reply: Reply
    at: datetime
    session: str | None = None
    question: str | None = None
    more: bool = False
    presumed: Presumed = UNKNOWN


Heed = Literal[
    "answered",
    "changed",
    "kept_words",
    "asked_again",
    "skipped",
    "too_late",
    "nothing_open",
    "not_yours",
    "noted",
    "unknown",
    "taken_down",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """What became of a reply or an order."""

    heed: Heed
    session: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Somebody opened a chat with the invitation to `interaction`: the address becomes its customer's."""

    channel: str
    key: str
    address: str
    interaction: str
    at: datetime


Order = Literal[
    "stop", "start", "pause", "language", "privacy", "mydata", "forget", "help", "link", "channels", "team"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A customer said how they want to be treated; `argument` is a language tag or a length of time, say.

    `room` is the address of the group or channel that it was said in, where others are.
    """

    channel: str
    key: str
    address: str
    order: Order
    argument: str | None
    at: datetime
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """Somebody gave a command; it is kept as an errand, and answered by whoever runs those."""

    channel: str
    key: str
    address: str
    command: Command
    at: datetime
    presumed: Presumed = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody came with a code, or with none; the rest is what their platform tells of them."""

    channel: str
    key: str
    address: str
    code: str | None
    at: datetime
    language: str | None = None
    name: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A platform told of the person at an address; `is_asked_here` says whether that is the place to ask."""

    channel: str
    address: str
    presumed: Presumed
    at: datetime
    is_asked_here: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A colleague, `by` name, wants a customer asked about a touchpoint; one of the same `key` is made once.

    The customer is one we know, or whoever is at an address. With `insists` our own thrift steps back, and
    an interaction that is known already (`interaction`) is decided about anew.
    """

    key: str
    touchpoint: str
    by: str
    at: datetime
    customer: str | None = None
    place: tuple[str, str] | None = None
    presumed: Presumed = UNKNOWN
    note: str | None = field(default=None, repr=False)
    interaction: str | None = None
    insists: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp:
    """What was decided about a follow-up; `may_insist`: more would be asked if a colleague insisted."""

    decision: Decision
    customer: Customer
    may_insist: bool = False
    is_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetoed:
    """A colleague, `by` name, wants a customer left in peace: wholly, or about one touchpoint.

    With `lifts` they may be asked again: about that touchpoint, or, without one, about everything.
    """

    key: str
    customer: str
    by: str
    at: datetime
    touchpoint: str | None = None
    lifts: bool = False
    why: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoKept:
    """The customer with their vetoes as they are now; `is_new`: this changed something."""

    customer: Customer
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A colleague wants a survey put to themselves, at `place`, to try it out; nothing of it is counted."""

    key: str
    survey: str
    place: tuple[str, str]
    language: str
    at: datetime
    touchpoint: str | None = None
    presumed: Presumed = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A platform told that nothing reaches an address any more, or that it can be reached again.

    All but the last of those that one inbox item is about have `more` to come.
    """

    channel: str
    key: str
    address: str
    is_there: bool
    at: datetime
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A platform told that the chat at the address `room` is at `to` from now on."""

    channel: str
    key: str
    address: str
    room: str
    to: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Something came in that is understood and asks nothing of us."""

    channel: str
    key: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A timer's time has come."""

    timer: Timer
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A touch that names something we do not have: what is wrong and how to put it right."""

    pointer: str
    what: str
    fix: str


Intake = (
    Touch
    | Heard
    | Opened
    | Entered
    | Met
    | Ordered
    | Commanded
    | Reached
    | Moved
    | Noted
    | Due
    | Deed
    | FollowUp
    | Vetoed
    | Trial
)
Result = Touched | Heeded | Refused | DeedDone | DeedRefused | FollowedUp | VetoKept
