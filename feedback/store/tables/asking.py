"""Whom we met where, whether we asked, and the talks that followed."""

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from feedback.records import (
    Outcome,
    SessionState,
    TimerKind,
)
from feedback.store.tables.row import METADATA, Row, belongs_to, one_of


class InteractionRow(Row, table=True):
    """A customer at a touchpoint; `source_id` and `campaign` name no person, for they stay readable."""

    __table_args__ = (
        UniqueConstraint("workspace", "source", "source_id"),
        Index(None, "workspace", "customer", "occurred_at"),
        Index(None, "workspace", "journey", "occurred_at"),
        belongs_to("customer", "customer"),
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
        one_of("outcome", Outcome),
        belongs_to("interaction", "interaction"),
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
        one_of("state", SessionState),
        belongs_to("interaction", "interaction"),
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


class DeliveryRow(Row, table=True):
    """What was shown to whom and when."""

    __table_args__ = (
        Index(None, "workspace", "customer", "touchpoint"),
        Index(None, "workspace", "journey", "shown_at"),
        belongs_to("session", "session"),
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


class TimerRow(Row, table=True):
    """Something due."""

    __table_args__ = (
        Index(None, "workspace", "due_at"),
        Index(None, "workspace", "subject"),
        one_of("kind", TimerKind),
    )

    id: str = Field(primary_key=True)
    kind: str
    subject: str
    due_at: int = Field(sa_type=BigInteger)


INTERACTION = METADATA.tables["interaction"]
DECISION = METADATA.tables["decision"]
SESSION = METADATA.tables["session"]
DELIVERY = METADATA.tables["delivery"]
TIMER = METADATA.tables["timer"]
