"""What can happen to a case, and what follows from it; `key` names a deed, which is done once only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feedback.case_records import Agent, CaseCause, CaseReason, CaseTimer, Told
from feedback.prompts import Carried


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The customer was unhappy once more, or has changed an answer that is among those told."""

    told: Told
    causes: tuple[CaseCause, ...]
    at: datetime
    is_urgent: bool = False
    is_held: bool = False
    is_news: bool = True
    """Whether the team is told of it in words; what belongs to the same talk only stands on the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Somebody of ours will see to it."""

    by: Agent
    at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Somebody else will see to it: the person `to`, or whoever of the team `team` claims it."""

    by: Agent
    at: datetime
    key: str
    to: Agent | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """Somebody of ours writes to the customer."""

    by: Agent
    text: str
    at: datetime
    key: str
    attachments: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """The customer writes to us about it."""

    text: str | None
    at: datetime
    key: str
    attachments: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed:
    """It can wait until then."""

    by: Agent
    until: datetime
    at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """We are done; `may_ask` says whether the customer can be asked if it is fixed, from `ask_at` on."""

    by: Agent
    reason: CaseReason
    at: datetime
    key: str
    note: str | None = None
    may_ask: bool = True
    ask_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFixed:
    """The customer is asked by `prompt` whether it is fixed; None: there is no way to ask them."""

    prompt: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFixed:
    """The customer says whether it is, or neither; `valence` is how their words sound."""

    is_fixed: bool | None
    text: str | None
    at: datetime
    key: str
    valence: float | None = None
    attachments: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """Somebody of ours will see to it after all."""

    by: Agent
    at: datetime
    key: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A person has looked after the customer: they may be asked again."""

    by: Agent
    at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """Somebody of ours leaves a note for colleagues."""

    by: Agent
    text: str
    at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeUp:
    """A timer of the case has come."""

    kind: CaseTimer
    at: datetime


CaseEvent = (
    Joined
    | Claimed
    | Handed
    | Replied
    | Wrote
    | Snoozed
    | Resolved
    | AskedFixed
    | SaidFixed
    | Reopened
    | Released
    | Annotated
    | TimeUp
)

News = Literal[
    "opened", "joined", "handed", "wrote", "silent", "woken", "late_reply", "late_resolve", "fixed",
    "not_fixed", "reopened",
]  # fmt: skip
"""What a team is told in words of its own, besides the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellTeam:
    """Tell the case's team, and `team` besides, of some news."""

    news: News
    team: str | None = None
    text: str | None = None
    attachments: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCustomer:
    """Bring the customer what a person of ours writes."""

    by: Agent
    text: str
    attachments: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFixed:
    """Ask the customer whether it is fixed, now."""


CaseEffect = TellTeam | TellCustomer | AskFixed

RefusalReason = Literal[
    "taken", "over", "not_over", "no_words", "past", "nobody", "unreachable", "not_held", "unknown_case",
    "unknown_team",
]  # fmt: skip
"""Somebody else's; resolved or closed; not resolved yet; nothing written; a time that is past; to nobody; no
chat of the customer's works; nobody is held; no such case; no such team."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """That a deed was not done: why, and who has the case or resolved it."""

    reason: RefusalReason
    by: Agent | None = None
