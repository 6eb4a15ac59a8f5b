"""What was answered, how it was judged, and what came along with it."""

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, Text, UniqueConstraint, text
from sqlmodel import Field

from feedback.records import (
    EnclosureState,
)
from feedback.store.tables.row import METADATA, Row, belongs_to, one_of


class AnswerRow(Row, table=True):
    """A reply understood; what was written is sealed, what was tapped is a number."""

    __table_args__ = (
        UniqueConstraint("workspace", "session", "question", "revision"),
        Index(None, "workspace", "customer", "touchpoint"),
        Index(None, "workspace", "journey", "answered_at"),
        Index("ix_answer_worded", "workspace", "journey", "answered_at", "id",
              sqlite_where=text("words IS NOT NULL"), postgresql_where=text("words IS NOT NULL")),
        Index("ix_answer_message", "workspace", "message_hash",
              sqlite_where=text("message_hash IS NOT NULL"),
              postgresql_where=text("message_hash IS NOT NULL")),
        belongs_to("interaction", "interaction"),
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
        belongs_to("answer", "answer"),
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
        belongs_to("answer", "answer"),
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


class EnclosureRow(Row, table=True):
    """Something sent along with an answer; `details` holds its name, its reference and where it came from."""

    __table_args__ = (
        Index("ix_enclosure_due", "workspace", "due_at",
              sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")),
        Index(None, "workspace", "answer"),
        Index(None, "workspace", "customer"),
        one_of("state", EnclosureState),
        belongs_to("answer", "answer"),
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

    __table_args__ = (Index(None, "workspace", "customer"), belongs_to("enclosure", "enclosure"))

    enclosure: str = Field(primary_key=True)
    customer: str
    content: bytes


ANSWER = METADATA.tables["answer"]
SCORE = METADATA.tables["score"]
MENTION = METADATA.tables["mention"]
ENCLOSURE = METADATA.tables["enclosure"]
CONTENT = METADATA.tables["content"]
