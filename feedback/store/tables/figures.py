"""What the map is drawn from: the sums of answers, and what was published and watched of them."""

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field

from feedback.store.tables.row import METADATA, ZERO, Row


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
    turn: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=ZERO)


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


PARTIAL = METADATA.tables["partial"]
DIRTY = METADATA.tables["dirty"]
TURN = METADATA.tables["turn"]
SUMMED = METADATA.tables["summed"]
EDITION = METADATA.tables["edition"]
MONITOR = METADATA.tables["monitor"]
