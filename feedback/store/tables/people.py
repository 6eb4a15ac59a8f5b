"""Customers, where they are reached, and what they agreed to."""

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from feedback.consents import ConsentKind
from feedback.hearing_back import HearBackKind
from feedback.records import (
    Consent,
    WishKind,
)
from feedback.store.tables.row import METADATA, ZERO, Row, belongs_to, one_of


class CustomerRow(Row, table=True):
    """A customer; `details` holds external id, name and attributes, and no `data_key` means erased."""

    __table_args__ = (
        UniqueConstraint("workspace", "external_hash"),
        Index(None, "workspace", "changed_at"),
        one_of("consent", Consent),
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
    changed_at: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=ZERO)


class AddressRow(Row, table=True):
    """A chat account, found by its blind index."""

    __table_args__ = (Index(None, "workspace", "customer"), belongs_to("customer", "customer"))

    address_hash: str = Field(primary_key=True)
    channel: str
    address: bytes
    customer: str
    created_at: int = Field(sa_type=BigInteger)
    gone_at: int | None = Field(default=None, sa_type=BigInteger)


class ConsentRow(Row, table=True):
    """What a customer was told of us, or said to it; such rows are only ever added."""

    __table_args__ = (
        Index(None, "workspace", "customer"),
        one_of("kind", ConsentKind),
        belongs_to("customer", "customer"),
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


class WishRow(Row, table=True):
    """A question to a customer that belongs to no survey."""

    __table_args__ = (
        Index(None, "workspace", "customer"),
        one_of("kind", WishKind),
        belongs_to("customer", "customer"),
    )

    prompt: str = Field(primary_key=True)
    customer: str
    kind: str
    asked_at: int = Field(sa_type=BigInteger)
    until: int = Field(sa_type=BigInteger)


class HearBackRow(Row, table=True):
    """Whether a customer wants to hear what was done, and what they were told; rows are only ever added."""

    __table_args__ = (
        Index(None, "workspace", "customer"),
        one_of("kind", HearBackKind),
        belongs_to("customer", "customer"),
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


CUSTOMER = METADATA.tables["customer"]
ADDRESS = METADATA.tables["address"]
CONSENT = METADATA.tables["consent"]
WISH = METADATA.tables["wish"]
HEAR_BACK = METADATA.tables["hear_back"]
