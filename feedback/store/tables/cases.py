"""Cases and the teams that see to them."""

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from feedback.case_records import CaseLineKind, CaseReason, CaseState
from feedback.store.tables.row import METADATA, Row, belongs_to, one_of


class SupportCaseRow(Row, table=True):
    """A case; `document` is all of it, and the columns beside it are what cases are found and counted by."""

    __table_args__ = (
        Index("ix_support_case_open", "workspace", "customer",
              sqlite_where=text("state <> 'closed' OR is_held"),
              postgresql_where=text("state <> 'closed' OR is_held")),
        Index(None, "workspace", "customer"),
        Index(None, "workspace", "journey", "opened_at"),
        one_of("state", CaseState),
        one_of("reason", CaseReason),
        belongs_to("customer", "customer"),
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
        one_of("kind", CaseLineKind),
        belongs_to("support_case", "case_id"),
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
        belongs_to("support_case", "case_id"),
    )

    prompt: str = Field(primary_key=True)
    case_id: str
    customer: str
    channel: str
    place: bytes


class TeamRow(Row, table=True):
    """A support team; `room` is the customer as which its group or channel is kept."""

    __table_args__ = (
        Index("ix_team_code", "workspace", "code_hash",
              sqlite_where=text("code_hash IS NOT NULL"), postgresql_where=text("code_hash IS NOT NULL")),
        Index(None, "workspace", "room"),
        belongs_to("customer", "room"),
    )  # fmt: skip

    name: str = Field(primary_key=True)
    created_at: int = Field(sa_type=BigInteger)
    code_hash: str | None = None
    code_until: int | None = Field(default=None, sa_type=BigInteger)
    room: str | None = None
    joined_at: int | None = Field(default=None, sa_type=BigInteger)


SUPPORT_CASE = METADATA.tables["support_case"]
SUPPORT_CASE_LINE = METADATA.tables["support_case_line"]
SUPPORT_CASE_CARD = METADATA.tables["support_case_card"]
TEAM = METADATA.tables["team"]
