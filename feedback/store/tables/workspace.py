"""What an installation keeps of itself: its tenants with their journeys and keys."""

from typing import Literal

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlmodel import Field

from feedback.store.tables.row import METADATA, Row, one_of

ImportState = Literal["running", "done"]


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


class ApiKeyRow(Row, table=True):
    """A key of the HTTP API: only its hash is kept."""

    __table_args__ = (UniqueConstraint("workspace", "key_hash"),)

    id: str = Field(primary_key=True)
    name: str
    key_hash: str
    secret: bytes | None = None
    created_at: int = Field(sa_type=BigInteger)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)


class SafeRow(Row, table=True):
    """Something that is secret in itself, such as another system's token, found by its blind index."""

    __table_args__ = (Index(None, "workspace", "until"),)

    name_hash: str = Field(primary_key=True)
    content: bytes
    until: int | None = Field(default=None, sa_type=BigInteger)


class ImportRunRow(Row, table=True):
    """How far an import has come, so that it can be resumed."""

    __table_args__ = (one_of("state", ImportState),)

    file_hash: str = Field(primary_key=True)
    mapping_hash: str = Field(primary_key=True)
    rows_done: int
    state: str
    started_at: int = Field(sa_type=BigInteger)
    updated_at: int = Field(sa_type=BigInteger)


class LeaderRow(Row, table=True):
    """Who alone does something, and until when unless they say so again; PostgreSQL has locks for it."""

    name: str = Field(primary_key=True)
    owner: str
    held_until: int = Field(sa_type=BigInteger)


WORKSPACE = METADATA.tables["workspace"]
JOURNEY_VERSION = METADATA.tables["journey_version"]
API_KEY = METADATA.tables["api_key"]
SAFE = METADATA.tables["safe"]
IMPORT_RUN = METADATA.tables["import_run"]
LEADER = METADATA.tables["leader"]
