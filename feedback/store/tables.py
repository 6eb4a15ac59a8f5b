"""The tables, declared once; the workspace stands first in every key, so they shard as they are.

Moments are whole microseconds since 1970 in UTC and weeks are the day number of their Monday: integers mean
the same on every database and are compared and grouped without conversions. Columns of bytes are sealed.
"""

import re
from collections.abc import Mapping
from typing import ClassVar, Literal, get_args

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    MetaData,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from feedback.case_records import CaseLineKind, CaseReason, CaseState
from feedback.consents import ConsentKind
from feedback.hearing_back import HearBackKind
from feedback.opportunity_overlay import Change as OpportunityChange
from feedback.opportunity_overlay import Status as OpportunityStatus
from feedback.records import (
    CodeKind,
    Consent,
    EnclosureState,
    InboxState,
    OutboxState,
    Outcome,
    SessionState,
    TimerKind,
    WishKind,
)
from feedback.rights import Role
from feedback.schedules import Rhythm
from feedback.theme_overlay import Change

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
ImportState = Literal["running", "done"]
_ZERO: Mapping[str, object] = {"server_default": "0"}


class Row(SQLModel):
    """What all tables share: they belong to a workspace."""

    metadata: ClassVar[MetaData] = METADATA

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy calls it with the class
        """Name the table after its class: `JourneyVersionRow` is kept in `journey_version`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()

    workspace: str = Field(primary_key=True)


def _one_of(column: str, closed_set: object) -> CheckConstraint:
    values = ", ".join(f"'{value}'" for value in get_args(closed_set))
    return CheckConstraint(f"{column} IN ({values})", name=column)


def _belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace", column], [f"{table}.workspace", f"{table}.id"])


class WorkspaceRow(Row, table=True):
    """A tenant, its keys wrapped by a master key, and a sealed word that only the right key opens."""

    key_id: str
    rotating_to: str | None = None
    key_check: bytes
    data_key: bytes
    index_key: bytes
    created_at: int = Field(sa_type=BigInteger)


class JourneyVersionRow(Row, table=True):
    """A journey as it was from a moment on."""

    __table_args__ = (Index(None, "workspace", "journey", "since"),)

    journey: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    definition: str = Field(sa_type=Text)
    since: int = Field(sa_type=BigInteger)


class CustomerRow(Row, table=True):
    """A customer; `details` holds external id, name and attributes, and no `data_key` means erased."""

    __table_args__ = (
        UniqueConstraint("workspace", "external_hash"),
        Index(None, "workspace", "changed_at"),
        _one_of("consent", Consent),
    )

    id: str = Field(primary_key=True)
    external_hash: str | None = None
    data_key: bytes | None = None
    details: bytes | None = None
    language: str | None = None
    timezone: str | None = None
    consent: str
    stopped_at: int | None = Field(default=None, sa_type=BigInteger)
    paused_until: int | None = Field(default=None, sa_type=BigInteger)
    created_at: int = Field(sa_type=BigInteger)
    changed_at: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=_ZERO)


class AddressRow(Row, table=True):
    """A chat account, found by its blind index."""

    __table_args__ = (Index(None, "workspace", "customer"), _belongs_to("customer", "customer"))

    address_hash: str = Field(primary_key=True)
    channel: str
    address: bytes
    customer: str
    created_at: int = Field(sa_type=BigInteger)
    gone_at: int | None = Field(default=None, sa_type=BigInteger)


class InteractionRow(Row, table=True):
    """A customer at a touchpoint; `source_id` and `campaign` name no person, for they stay readable."""

    __table_args__ = (
        UniqueConstraint("workspace", "source", "source_id"),
        Index(None, "workspace", "customer", "occurred_at"),
        Index(None, "workspace", "journey", "occurred_at"),
        _belongs_to("customer", "customer"),
    )

    id: str = Field(primary_key=True)
    source: str
    source_id: str
    customer: str
    journey: str
    version: str
    stage: str
    touchpoint: str
    occurred_at: int = Field(sa_type=BigInteger)
    received_at: int = Field(sa_type=BigInteger)
    imported: bool
    campaign: str | None = None


class DecisionRow(Row, table=True):
    """Why somebody was, or was not, asked."""

    __table_args__ = (
        Index(None, "workspace", "interaction"),
        _one_of("outcome", Outcome),
        _belongs_to("interaction", "interaction"),
    )

    id: str = Field(primary_key=True)
    interaction: str
    customer: str
    touchpoint: str
    survey: str | None = None
    outcome: str
    reason: str
    facts: str = Field(sa_type=Text)
    decided_at: int = Field(sa_type=BigInteger)
    until: int | None = Field(default=None, sa_type=BigInteger)
    session: str | None = None


class SessionRow(Row, table=True):
    """A survey put to a customer; `document` holds the address and everything said so far."""

    __table_args__ = (
        Index(None, "workspace", "customer", "started_at"),
        Index("ix_session_open", "workspace", "customer",
              sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        _one_of("state", SessionState),
        _belongs_to("interaction", "interaction"),
    )  # fmt: skip

    id: str = Field(primary_key=True)
    customer: str
    interaction: str
    journey: str
    version: str
    survey: str
    stage: str
    touchpoint: str
    channel: str
    language: str
    state: str
    started_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger)
    finished_at: int | None = Field(default=None, sa_type=BigInteger)
    revision: int
    answered: bool
    document: bytes


class AnswerRow(Row, table=True):
    """A reply understood; what was written is sealed, what was tapped is a number."""

    __table_args__ = (
        UniqueConstraint("workspace", "session", "question", "revision"),
        Index(None, "workspace", "customer", "touchpoint"),
        Index(None, "workspace", "journey", "answered_at"),
        Index("ix_answer_message", "workspace", "message_hash",
              sqlite_where=text("message_hash IS NOT NULL"),
              postgresql_where=text("message_hash IS NOT NULL")),
        _belongs_to("interaction", "interaction"),
        CheckConstraint("valence BETWEEN -2 AND 2", name="valence"),
        CheckConstraint("scale_best IN ('high', 'low')", name="scale_best"),
    )  # fmt: skip

    id: str = Field(primary_key=True)
    session: str | None = None
    interaction: str
    customer: str
    journey: str
    version: str
    stage: str
    touchpoint: str
    survey: str | None = None
    question: str
    kind: str
    revision: int
    wording: str = Field(sa_type=Text)
    language: str
    channel: str
    answered_at: int = Field(sa_type=BigInteger)
    value: float | None = None
    choices: str | None = Field(default=None, sa_type=Text)
    words: bytes | None = None
    scale_low: float | None = None
    scale_high: float | None = None
    scale_best: str | None = None
    valence: float | None = None
    rated: bool
    skipped: bool
    superseded: bool
    message_hash: str | None = None
    expired_at: int | None = Field(default=None, sa_type=BigInteger)


class ScoreRow(Row, table=True):
    """How one scorer in one version judged an answer."""

    __table_args__ = (
        _belongs_to("answer", "answer"),
        CheckConstraint("valence BETWEEN -2 AND 2", name="valence"),
    )

    answer: str = Field(primary_key=True)
    scorer: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    customer: str
    label: str
    valence: float | None = None
    confidence: float | None = None
    emotions: str | None = Field(default=None, sa_type=Text)
    language: str | None = None
    evidence: bytes | None = None
    themes: str | None = Field(default=None, sa_type=Text)
    contradiction: bool
    scored_at: int = Field(sa_type=BigInteger)


class MentionRow(Row, table=True):
    """A clause of an answer as a scorer judged it, with what counting needs of the answer beside it."""

    __table_args__ = (
        Index(None, "workspace", "journey", "answered_at"),
        Index(None, "workspace", "customer"),
        _belongs_to("answer", "answer"),
        CheckConstraint("valence BETWEEN -2 AND 2", name="valence"),
    )

    answer: str = Field(primary_key=True)
    scorer: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    place: int = Field(primary_key=True, sa_type=SmallInteger)
    customer: str
    journey: str
    touchpoint: str
    answered_at: int = Field(sa_type=BigInteger)
    begins: int
    ends: int
    theme: str | None = None
    valence: float | None = None
    is_negative: bool
    score: float | None = None


class ThemeEditRow(Row, table=True):
    """What a manager changed about a theme."""

    __table_args__ = (Index(None, "workspace", "journey", "edited_at"), _one_of("change", Change))

    id: str = Field(primary_key=True)
    journey: str
    theme: str
    change: str
    title: str | None = None
    language: str | None = None
    becomes: str | None = None
    phrases: str | None = Field(default=None, sa_type=Text)
    edited_at: int = Field(sa_type=BigInteger)
    edited_by: str


class OpportunityEditRow(Row, table=True):
    """What a manager changed about an opportunity."""

    __table_args__ = (
        Index(None, "workspace", "journey", "edited_at"),
        _one_of("change", OpportunityChange),
        _one_of("status", OpportunityStatus),
        CheckConstraint("effort BETWEEN 1 AND 5", name="effort"),
    )

    id: str = Field(primary_key=True)
    journey: str
    opportunity: str
    change: str
    title: str | None = None
    language: str | None = None
    stage: str | None = None
    theme: str | None = None
    owner: str | None = None
    status: str | None = None
    effort: int | None = Field(default=None, sa_type=SmallInteger)
    edited_at: int = Field(sa_type=BigInteger)
    edited_by: str


class EnclosureRow(Row, table=True):
    """Something sent along with an answer; `details` holds its name, its reference and where it came from."""

    __table_args__ = (
        Index("ix_enclosure_due", "workspace", "due_at",
              sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")),
        Index(None, "workspace", "answer"),
        Index(None, "workspace", "customer"),
        _one_of("state", EnclosureState),
        _belongs_to("answer", "answer"),
    )  # fmt: skip

    id: str = Field(primary_key=True)
    answer: str
    customer: str
    channel: str
    kind: str
    mime: str | None = None
    size: int | None = Field(default=None, sa_type=BigInteger)
    seconds: int | None = None
    details: bytes
    state: str
    tries: int
    created_at: int = Field(sa_type=BigInteger)
    due_at: int = Field(sa_type=BigInteger)
    failure: str | None = None


class ContentRow(Row, table=True):
    """What an enclosure holds, apart from its row: whoever looks what is there need not read it all."""

    __table_args__ = (Index(None, "workspace", "customer"), _belongs_to("enclosure", "enclosure"))

    enclosure: str = Field(primary_key=True)
    customer: str
    content: bytes


class WishRow(Row, table=True):
    """A question to a customer that belongs to no survey."""

    __table_args__ = (
        Index(None, "workspace", "customer"),
        _one_of("kind", WishKind),
        _belongs_to("customer", "customer"),
    )

    prompt: str = Field(primary_key=True)
    customer: str
    kind: str
    asked_at: int = Field(sa_type=BigInteger)
    until: int = Field(sa_type=BigInteger)


class ConsentRow(Row, table=True):
    """What a customer was told of us, or said to it; such rows are only ever added."""

    __table_args__ = (
        Index(None, "workspace", "customer"),
        _one_of("kind", ConsentKind),
        _belongs_to("customer", "customer"),
    )

    id: str = Field(primary_key=True)
    customer: str
    kind: str
    version: str
    channel: str
    language: str
    wording_hash: str
    interaction: str | None = None
    at: int = Field(sa_type=BigInteger)


class ErrandRow(Row, table=True):
    """A command that somebody gave and that was not answered yet; `content` is what was said, and where."""

    __table_args__ = (
        Index(None, "workspace", "due_at"),
        Index(None, "workspace", "customer"),
        _belongs_to("customer", "customer"),
    )

    id: str = Field(primary_key=True)
    customer: str
    content: bytes
    at: int = Field(sa_type=BigInteger)
    due_at: int = Field(sa_type=BigInteger)
    tries: int


class SupportCaseRow(Row, table=True):
    """A case; `document` is all of it, and the columns beside it are what cases are found and counted by."""

    __table_args__ = (
        Index("ix_support_case_open", "workspace", "customer",
              sqlite_where=text("state <> 'closed' OR is_held"),
              postgresql_where=text("state <> 'closed' OR is_held")),
        Index(None, "workspace", "customer"),
        Index(None, "workspace", "journey", "opened_at"),
        _one_of("state", CaseState),
        _one_of("reason", CaseReason),
        _belongs_to("customer", "customer"),
    )  # fmt: skip

    id: str = Field(primary_key=True)
    customer: str
    journey: str
    team: str | None = None
    state: str
    is_urgent: bool
    is_held: bool
    opened_at: int = Field(sa_type=BigInteger)
    changed_at: int = Field(sa_type=BigInteger)
    replied_at: int | None = Field(default=None, sa_type=BigInteger)
    resolved_at: int | None = Field(default=None, sa_type=BigInteger)
    closed_at: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = None
    reopened: int
    is_fixed: bool | None = None
    before: float | None = None
    after: float | None = None
    touchpoint: str | None = None
    revision: int
    document: bytes


class SupportCaseLineRow(Row, table=True):
    """One thing that happened to a case, for ever; `content` is who did it, to whom, and in which words."""

    __table_args__ = (
        Index(None, "workspace", "case_id"),
        Index(None, "workspace", "customer"),
        _one_of("kind", CaseLineKind),
        _belongs_to("support_case", "case_id"),
    )

    id: str = Field(primary_key=True)
    case_id: str
    customer: str
    number: int
    kind: str
    at: int = Field(sa_type=BigInteger)
    content: bytes


class SupportCaseCardRow(Row, table=True):
    """Where a case is shown in a room; `place` is the room's address and the message there."""

    __table_args__ = (
        Index(None, "workspace", "case_id"),
        Index(None, "workspace", "customer"),
        _belongs_to("support_case", "case_id"),
    )

    prompt: str = Field(primary_key=True)
    case_id: str
    customer: str
    channel: str
    place: bytes


class DigestScheduleRow(Row, table=True):
    """A digest that somebody wants now and then; `room` is the team's room that it goes to, if it is one.

    Times of day are minutes after midnight on the clock of `timezone`.
    """

    __table_args__ = (
        Index(None, "workspace", "next_at"),
        Index(None, "workspace", "customer"),
        _one_of("rhythm", Rhythm),
        _belongs_to("customer", "customer"),
    )

    id: str = Field(primary_key=True)
    customer: str
    journey: str
    channel: str
    language: str
    timezone: str
    rhythm: str
    minute: int
    weekday: int
    day: int
    quiet_from: int | None = None
    quiet_to: int | None = None
    room: str | None = None
    created_at: int = Field(sa_type=BigInteger)
    next_at: int = Field(sa_type=BigInteger)
    sent_at: int | None = Field(default=None, sa_type=BigInteger)


class MuteRow(Row, table=True):
    """A stage whose alarms are told in no scheduled digest until a moment."""

    journey: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    until: int = Field(sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)


class HearBackRow(Row, table=True):
    """Whether a customer wants to hear what was done, and what they were told; rows are only ever added."""

    __table_args__ = (
        Index(None, "workspace", "customer"),
        _one_of("kind", HearBackKind),
        _belongs_to("customer", "customer"),
    )

    id: str = Field(primary_key=True)
    customer: str
    journey: str
    kind: str
    subject: str
    version: str
    wording_hash: str
    channel: str
    language: str
    at: int = Field(sa_type=BigInteger)


class PulseRow(Row, table=True):
    """When a channel was last able to hear."""

    channel: str = Field(primary_key=True)
    beat_at: int = Field(sa_type=BigInteger)


class DeliveryRow(Row, table=True):
    """What was shown to whom and when."""

    __table_args__ = (
        Index(None, "workspace", "customer", "touchpoint"),
        Index(None, "workspace", "journey", "shown_at"),
        _belongs_to("session", "session"),
    )

    session: str = Field(primary_key=True)
    prompt: str = Field(primary_key=True)
    customer: str
    journey: str
    stage: str
    touchpoint: str
    channel: str
    shown_at: int = Field(sa_type=BigInteger)
    first: bool


class OutboxRow(Row, table=True):
    """A prompt on its way out; only what is still to go is indexed by when it is due."""

    __table_args__ = (
        Index("ix_outbox_due", "workspace", "due_at",
              sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")),
        Index("ix_outbox_sending", "workspace", "lease_until",
              sqlite_where=text("state = 'sending'"), postgresql_where=text("state = 'sending'")),
        Index(None, "workspace", "address_hash", "created_at"),
        Index(None, "workspace", "session"),
        Index("ix_outbox_receipt", "workspace", "receipt_hash",
              sqlite_where=text("receipt_hash IS NOT NULL"),
              postgresql_where=text("receipt_hash IS NOT NULL")),
        Index("ix_outbox_forget", "workspace", "forget_at",
              sqlite_where=text("forget_at IS NOT NULL"),
              postgresql_where=text("forget_at IS NOT NULL")),
        _one_of("state", OutboxState),
        _belongs_to("customer", "customer"),
    )  # fmt: skip

    id: str = Field(primary_key=True)
    customer: str
    session: str | None = None
    prompt_id: str
    asks: bool
    channel: str
    address_hash: str
    address: bytes
    prompt: bytes
    priority: int = Field(sa_type=SmallInteger)
    due_at: int = Field(sa_type=BigInteger)
    created_at: int = Field(sa_type=BigInteger)
    state: str
    attempts: int
    lease_until: int | None = Field(default=None, sa_type=BigInteger)
    owner: str | None = None
    receipt_hash: str | None = None
    amends: bytes | None = None
    failure: str | None = None
    settled_at: int | None = Field(default=None, sa_type=BigInteger)
    forget_at: int | None = Field(default=None, sa_type=BigInteger)


class CodeRow(Row, table=True):
    """What a short code stands for, found by its blind index."""

    __table_args__ = (_one_of("kind", CodeKind),)

    code_hash: str = Field(primary_key=True)
    kind: str
    subject: str
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int | None = Field(default=None, sa_type=BigInteger)
    used_at: int | None = Field(default=None, sa_type=BigInteger)


class RoleGrantRow(Row, table=True):
    """A role that a person was given; without a journey or a team it is for all of them."""

    __table_args__ = (
        Index(None, "workspace", "customer"),
        _one_of("role", Role),
        _belongs_to("customer", "customer"),
    )

    id: str = Field(primary_key=True)
    customer: str
    role: str
    journey: str | None = None
    team: str | None = None
    given_at: int = Field(sa_type=BigInteger)


class AuditRow(Row, table=True):
    """That somebody saw or changed something; rows are added, and never change or go."""

    __table_args__ = (Index(None, "workspace", "at"),)

    number: int = Field(primary_key=True, sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)
    who: str
    role: str
    command: str
    outcome: str
    about: str = Field(sa_type=Text)
    previous: str
    hash: str
    seal: str


class GuessRow(Row, table=True):
    """How many wrong codes came from one address of late."""

    __table_args__ = (Index(None, "workspace", "since"),)

    address_hash: str = Field(primary_key=True)
    wrong: int
    since: int = Field(sa_type=BigInteger)


class TeamRow(Row, table=True):
    """A support team; `room` is the customer as which its group or channel is kept."""

    __table_args__ = (
        Index("ix_team_code", "workspace", "code_hash",
              sqlite_where=text("code_hash IS NOT NULL"), postgresql_where=text("code_hash IS NOT NULL")),
        Index(None, "workspace", "room"),
        _belongs_to("customer", "room"),
    )  # fmt: skip

    name: str = Field(primary_key=True)
    created_at: int = Field(sa_type=BigInteger)
    code_hash: str | None = None
    code_until: int | None = Field(default=None, sa_type=BigInteger)
    room: str | None = None
    joined_at: int | None = Field(default=None, sa_type=BigInteger)


class SafeRow(Row, table=True):
    """Something that is secret in itself, such as another system's token, found by its blind index."""

    __table_args__ = (Index(None, "workspace", "until"),)

    name_hash: str = Field(primary_key=True)
    content: bytes
    until: int | None = Field(default=None, sa_type=BigInteger)


class HoldRow(Row, table=True):
    """A lane of a channel that a platform told us to keep out of for a while."""

    channel: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    held_until: int = Field(sa_type=BigInteger)


class LeaderRow(Row, table=True):
    """Who alone does something, and until when unless they say so again; PostgreSQL has locks for it."""

    name: str = Field(primary_key=True)
    owner: str
    held_until: int = Field(sa_type=BigInteger)


class InboxRow(Row, table=True):
    """Something a platform told us, raw, under the workspace's key: we may not know yet from whom."""

    __table_args__ = (
        Index("ix_inbox_new", "workspace", "received_at",
              sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        Index(None, "workspace", "address_hash", "received_at"),
        Index(None, "workspace", "customer"),
        _one_of("state", InboxState),
    )  # fmt: skip

    channel: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    address_hash: str
    address: bytes
    payload: bytes
    received_at: int = Field(sa_type=BigInteger)
    state: str
    attempts: int
    lease_until: int | None = Field(default=None, sa_type=BigInteger)
    owner: str | None = None
    failure: str | None = None
    customer: str | None = None
    session: str | None = None


class TimerRow(Row, table=True):
    """Something due."""

    __table_args__ = (
        Index(None, "workspace", "due_at"),
        Index(None, "workspace", "subject"),
        _one_of("kind", TimerKind),
    )

    id: str = Field(primary_key=True)
    kind: str
    subject: str
    due_at: int = Field(sa_type=BigInteger)


class CellRow(Row):
    """The key of one partial: one customer at one touchpoint in one week."""

    journey: str = Field(primary_key=True)
    touchpoint: str = Field(primary_key=True)
    customer: str = Field(primary_key=True)
    week: int = Field(primary_key=True)


class PartialRow(CellRow, table=True):
    """What one customer said at one touchpoint in one week, ready to be added up."""

    __table_args__ = (
        Index(None, "workspace", "customer"),
        Index(None, "workspace", "journey", "week"),
        Index(None, "workspace", "journey", "turn"),
    )

    answers: int
    rated: int
    rating_sum: float
    scored: int
    score_sum: float
    hist0: int
    hist1: int
    hist2: int
    hist3: int
    hist4: int
    felt: int
    emotions: str | None = Field(default=None, sa_type=Text)
    last_at: int | None = Field(default=None, sa_type=BigInteger)
    delivered: int
    responded: int
    turn: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=_ZERO)


class DirtyRow(CellRow, table=True):
    """A partial that no longer agrees with its answers; `marks` makes a second mark wait for a sweep."""

    __table_args__ = (
        Index("ix_dirty_claimed", "workspace",
              sqlite_where=text("claimed = 1"), postgresql_where=text("claimed")),
    )  # fmt: skip

    marks: int
    claimed: bool


class TurnRow(Row, table=True):
    """The number of a journey's last sweep, and of the last after which one more partial was gone."""

    journey: str = Field(primary_key=True)
    turn: int = Field(sa_type=BigInteger)
    gone: int = Field(sa_type=BigInteger)


class SummedRow(Row, table=True):
    """By whose judgement a journey's partials were made."""

    journey: str = Field(primary_key=True)
    scorer: str
    version: str


class EditionRow(Row, table=True):
    """The figures of a journey that shared maps show, as they were last published."""

    journey: str = Field(primary_key=True)
    made_at: int = Field(sa_type=BigInteger)
    content: bytes


class MonitorRow(Row, table=True):
    """How one stage's stream of answers stands; nobody is named in its `state`."""

    journey: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    phase: str
    marked_at: int | None = Field(default=None, sa_type=BigInteger)
    marked_id: str | None = None
    told: int
    revision: int
    state: str = Field(sa_type=Text)


class ApiKeyRow(Row, table=True):
    """A key of the HTTP API: only its hash is kept."""

    __table_args__ = (UniqueConstraint("workspace", "key_hash"),)

    id: str = Field(primary_key=True)
    name: str
    key_hash: str
    secret: bytes | None = None
    created_at: int = Field(sa_type=BigInteger)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)


class ImportRunRow(Row, table=True):
    """How far an import has come, so that it can be resumed."""

    __table_args__ = (_one_of("state", ImportState),)

    file_hash: str = Field(primary_key=True)
    mapping_hash: str = Field(primary_key=True)
    rows_done: int
    state: str
    started_at: int = Field(sa_type=BigInteger)
    updated_at: int = Field(sa_type=BigInteger)


_TABLES = METADATA.tables
WORKSPACE = _TABLES["workspace"]
JOURNEY_VERSION = _TABLES["journey_version"]
CUSTOMER = _TABLES["customer"]
ADDRESS = _TABLES["address"]
INTERACTION = _TABLES["interaction"]
DECISION = _TABLES["decision"]
SESSION = _TABLES["session"]
ANSWER = _TABLES["answer"]
SCORE = _TABLES["score"]
MENTION = _TABLES["mention"]
THEME_EDIT = _TABLES["theme_edit"]
OPPORTUNITY_EDIT = _TABLES["opportunity_edit"]
ENCLOSURE = _TABLES["enclosure"]
CONTENT = _TABLES["content"]
WISH = _TABLES["wish"]
CONSENT = _TABLES["consent"]
ERRAND = _TABLES["errand"]
DIGEST_SCHEDULE = _TABLES["digest_schedule"]
MUTE = _TABLES["mute"]
HEAR_BACK = _TABLES["hear_back"]
AUDIT = _TABLES["audit"]
ROLE_GRANT = _TABLES["role_grant"]
SUPPORT_CASE = _TABLES["support_case"]
SUPPORT_CASE_LINE = _TABLES["support_case_line"]
SUPPORT_CASE_CARD = _TABLES["support_case_card"]
PULSE = _TABLES["pulse"]
DELIVERY = _TABLES["delivery"]
OUTBOX = _TABLES["outbox"]
CODE = _TABLES["code"]
GUESS = _TABLES["guess"]
TEAM = _TABLES["team"]
SAFE = _TABLES["safe"]
HOLD = _TABLES["hold"]
LEADER = _TABLES["leader"]
INBOX = _TABLES["inbox"]
TIMER = _TABLES["timer"]
PARTIAL = _TABLES["partial"]
DIRTY = _TABLES["dirty"]
TURN = _TABLES["turn"]
SUMMED = _TABLES["summed"]
EDITION = _TABLES["edition"]
MONITOR = _TABLES["monitor"]
API_KEY = _TABLES["api_key"]
IMPORT_RUN = _TABLES["import_run"]
