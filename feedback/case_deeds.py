"""What people of ours do about cases, as the service takes it in, and what it says became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from feedback.case_events import RefusalReason
from feedback.case_records import Agent, Case, CaseReason
from feedback.prompts import Attachment

DeedAct = Literal["claim", "reply", "snooze", "hand", "resolve", "reopen", "release", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Somebody of ours does something about the case `case`; a deed of the same `key` is done once only.

    `text` is what the customer reads (reply), else a note for colleagues (note, resolve, reopen). To `snooze`
    takes `until`; to `hand` takes `to`, a person, or `team`; to `resolve` takes `reason`. What came with a
    reply (`attachments`) is handed out by the platform of `by`, at their address.
    """

    case: str
    act: DeedAct
    by: Agent
    key: str
    at: datetime
    text: str | None = field(default=None, repr=False)
    until: datetime | None = None
    to: Agent | None = None
    team: str | None = None
    reason: CaseReason | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedDone:
    """The case as it is now; `is_repeat`: it was so already, by this very deed or by one like it."""

    case: Case
    is_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedRefused:
    """Why a deed was not done: kindly to be told with who has the case, or has resolved it (`by`)."""

    reason: RefusalReason
    by: Agent | None = None
    case: Case | None = None
