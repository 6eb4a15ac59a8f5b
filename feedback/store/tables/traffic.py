"""What platforms told us and what is on its way to them."""

from sqlalchemy import BigInteger, Index, SmallInteger, text
from sqlmodel import Field

from feedback.records import (
    InboxState,
    OutboxState,
)
from feedback.store.tables.row import METADATA, Row, belongs_to, one_of


class OutboxRow(Row, table=True):
    """A prompt on its way out; only what is still to go is indexed by when it is due."""

    __table_args__ = (
        Index("ix_outbox_due", "workspace", "due_at",
              sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")),
        Index("ix_outbox_sending", "workspace", "lease_until",
              sqlite_where=text("state = 'sending'"), postgresql_where=text("state = 'sending'")),
        Index("ix_outbox_settled", "workspace", "created_at",
              sqlite_where=text("forget_at IS NULL AND state NOT IN ('pending', 'sending')"),
              postgresql_where=text("forget_at IS NULL AND state NOT IN ('pending', 'sending')")),
        Index(None, "workspace", "customer", "created_at"),
        Index(None, "workspace", "prompt_id"),
        Index(None, "workspace", "address_hash", "created_at"),
        Index(None, "workspace", "session"),
        Index("ix_outbox_receipt", "workspace", "receipt_hash",
              sqlite_where=text("receipt_hash IS NOT NULL"),
              postgresql_where=text("receipt_hash IS NOT NULL")),
        Index("ix_outbox_forget", "workspace", "forget_at",
              sqlite_where=text("forget_at IS NOT NULL"),
              postgresql_where=text("forget_at IS NOT NULL")),
        one_of("state", OutboxState),
        belongs_to("customer", "customer"),
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


class InboxRow(Row, table=True):
    """Something a platform told us, raw, under the workspace's key: we may not know yet from whom."""

    __table_args__ = (
        Index("ix_inbox_new", "workspace", "received_at",
              sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        Index("ix_inbox_dealt", "workspace", "received_at",
              sqlite_where=text("state <> 'new'"), postgresql_where=text("state <> 'new'")),
        Index(None, "workspace", "address_hash", "received_at"),
        Index(None, "workspace", "customer"),
        one_of("state", InboxState),
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


class HoldRow(Row, table=True):
    """A lane of a channel that a platform told us to keep out of for a while."""

    channel: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    held_until: int = Field(sa_type=BigInteger)


class PulseRow(Row, table=True):
    """When a channel was last able to hear."""

    channel: str = Field(primary_key=True)
    beat_at: int = Field(sa_type=BigInteger)


OUTBOX = METADATA.tables["outbox"]
INBOX = METADATA.tables["inbox"]
HOLD = METADATA.tables["hold"]
PULSE = METADATA.tables["pulse"]
