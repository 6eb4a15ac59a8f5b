"""Who may do what, by which codes, and who did."""

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field

from feedback.records import (
    CodeKind,
)
from feedback.rights import Role
from feedback.store.tables.row import METADATA, Row, belongs_to, one_of


class RoleGrantRow(Row, table=True):
    """A role that a person was given; without a journey or a team it is for all of them."""

    __table_args__ = (
        Index(None, "workspace", "customer"),
        one_of("role", Role),
        belongs_to("customer", "customer"),
    )

    id: str = Field(primary_key=True)
    customer: str
    role: str
    journey: str | None = None
    team: str | None = None
    given_at: int = Field(sa_type=BigInteger)


class ErrandRow(Row, table=True):
    """A command that somebody gave and that was not answered yet; `content` is what was said, and where."""

    __table_args__ = (
        Index(None, "workspace", "due_at"),
        Index(None, "workspace", "customer"),
        belongs_to("customer", "customer"),
    )

    id: str = Field(primary_key=True)
    customer: str
    content: bytes
    at: int = Field(sa_type=BigInteger)
    due_at: int = Field(sa_type=BigInteger)
    tries: int


class CommandUseRow(Row, table=True):
    """That somebody gave a command of late, or a costly order (`own_order`): all processes know how often."""

    __table_args__ = (
        Index(None, "workspace", "customer", "at"),
        belongs_to("customer", "customer"),
    )

    errand: str = Field(primary_key=True)
    customer: str
    at: int = Field(sa_type=BigInteger)
    own_order: str | None = None


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


class CodeRow(Row, table=True):
    """What a short code stands for, found by its blind index."""

    __table_args__ = (one_of("kind", CodeKind),)

    code_hash: str = Field(primary_key=True)
    kind: str
    subject: str
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int | None = Field(default=None, sa_type=BigInteger)
    used_at: int | None = Field(default=None, sa_type=BigInteger)


class GuessRow(Row, table=True):
    """How many wrong codes came from one address of late."""

    __table_args__ = (Index(None, "workspace", "since"),)

    address_hash: str = Field(primary_key=True)
    wrong: int
    since: int = Field(sa_type=BigInteger)


ROLE_GRANT = METADATA.tables["role_grant"]
ERRAND = METADATA.tables["errand"]
COMMAND_USE = METADATA.tables["command_use"]
AUDIT = METADATA.tables["audit"]
CODE = METADATA.tables["code"]
GUESS = METADATA.tables["guess"]
