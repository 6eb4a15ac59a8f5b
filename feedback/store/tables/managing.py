"""What managers change and are sent."""

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, Text
from sqlmodel import Field

from feedback.opportunity_overlay import Change as OpportunityChange
from feedback.opportunity_overlay import Status as OpportunityStatus
from feedback.schedules import Rhythm
from feedback.store.tables.row import METADATA, Row, belongs_to, one_of
from feedback.theme_overlay import Change


class ThemeEditRow(Row, table=True):
    """What a manager changed about a theme."""

    __table_args__ = (Index(None, "workspace", "journey", "edited_at"), one_of("change", Change))

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
        one_of("change", OpportunityChange),
        one_of("status", OpportunityStatus),
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


class DigestScheduleRow(Row, table=True):
    """A digest that somebody wants now and then; `room` is the team's room that it goes to, if it is one.

    Times of day are minutes after midnight on the clock of `timezone`.
    """

    __table_args__ = (
        Index(None, "workspace", "next_at"),
        Index(None, "workspace", "customer"),
        one_of("rhythm", Rhythm),
        belongs_to("customer", "customer"),
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


THEME_EDIT = METADATA.tables["theme_edit"]
OPPORTUNITY_EDIT = METADATA.tables["opportunity_edit"]
DIGEST_SCHEDULE = METADATA.tables["digest_schedule"]
MUTE = METADATA.tables["mute"]
