"""What the operator declares: the journey, what is asked along it, and whom to leave in peace."""

from datetime import time, timedelta
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializeAsAny,
    StringConstraints,
    WithJsonSchema,
)

from config.duration import format_duration, parse_duration, parse_time_of_day
from config.rules import Rule
from config.text import Text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
"""An id: lower-case letters, digits, - and _; it is stored with every answer, so it should not change."""

LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 tag such as en, de or pt-BR."""

Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "examples": ["30m", "48h", "7d", "2w"]}),
]
"""A length of time, written 30m, 48h, 7d or 2w."""

TimeOfDay = Annotated[
    time,
    BeforeValidator(parse_time_of_day),
    PlainSerializer(lambda moment: f"{moment:%H:%M}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d{2}$", "examples": ["21:00"]}),
]
"""A time on the customer's own clock, written 21:30."""


def _parse_wait(value: object) -> object:
    try:
        return value if value in {"shared", "ignore"} else parse_duration(value)
    except (TypeError, ValueError):
        msg = f'"{value}" is no time to wait; write shared, ignore, or a length such as 7d'
        raise ValueError(msg) from None


Wait = Annotated[Duration | Literal["shared", "ignore"], BeforeValidator(_parse_wait)]
"""How long to leave a customer alone: a length of time, the policy's (shared), or not at all (ignore)."""

Valence = Annotated[float, Field(ge=-2, le=2)]
"""How it felt, from -2 (very negative) to +2 (very positive)."""

END = "end"
"""The branch target that finishes a survey."""


class Declared(BaseModel):
    """A part of the journey file: never changed once read, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Touchpoint(Declared):
    """A place where customer and company meet; its survey is asked right after."""

    id: Slug
    title: Text
    where: Literal["online", "offline"] = "online"
    medium: str = "web"
    survey: Slug | None = None
    ask_after: Duration = timedelta(0)
    fresh_for: Duration | None = None


class Stage(Declared):
    """A phase of the journey as the customer sees it."""

    id: Slug
    title: Text
    touchpoints: tuple[Touchpoint, ...] = Field(min_length=1)
    target: Valence | None = None
    owner: str | None = None
    expects: Text | None = None


class Persona(Declared):
    """A kind of customer, told by a rule over their attributes."""

    id: Slug
    title: Text
    rule: Rule
    goals: tuple[Text, ...] = ()
    needs: tuple[Text, ...] = ()
    frustrations: tuple[Text, ...] = ()


class Segment(Declared):
    """A group of customers, told by a rule over their attributes."""

    id: Slug
    title: Text
    rule: Rule


class Branch(Declared):
    """Where to go next when a rule holds over `answer`, `score` and the customer's attributes."""

    when: Rule
    go: Slug


class Question(Declared):
    """One thing asked; `options` are the settings of its kind, checked by that kind's plugin."""

    id: Slug
    kind: Slug
    ask: Text
    about: Literal["feeling", "reason", "problem", "improvement", "other"] = "feeling"
    required: bool = False
    branches: tuple[Branch, ...] = ()
    next: Slug | None = None
    options: SerializeAsAny[BaseModel]


class Recontact(Declared):
    """How often one customer meets this survey, and how it heeds the clock shared by all surveys."""

    mode: Literal["once", "some", "until_answered", "always"] = "always"
    times: Annotated[int, Field(ge=1)] | None = None
    wait: Wait = "shared"


class Survey(Declared):
    """A short talk: questions in order, with branches."""

    id: Slug
    title: Text
    questions: tuple[Question, ...] = Field(min_length=1)
    intro: Text | None = None
    thanks: Text | None = None
    expires_after: Duration = timedelta(days=3)
    editable_for: Duration = timedelta(days=14)
    reminders: tuple[Duration, ...] = ()
    recontact: Recontact = Recontact()
    sample: Annotated[float, Field(ge=0, le=1)] = 1.0

    def question(self, question_id: str) -> Question | None:
        """Return the question called `question_id`, if this version of the survey has it."""
        return next((question for question in self.questions if question.id == question_id), None)


class QuietHours(Declared):
    """Hours of the customer's own day in which nobody is asked; may run over midnight."""

    start: TimeOfDay
    end: TimeOfDay


class Cap(Declared):
    """At most `count` within any window as long as `within`."""

    count: Annotated[int, Field(ge=1)]
    within: Duration


class Policy(Declared):
    """Whom to ask, how often, and when to leave them in peace."""

    consent: Literal["required", "implied"] = "implied"
    quiet_hours: QuietHours | None = None
    fresh_for: Duration = timedelta(hours=48)
    wait: Duration = timedelta(days=7)
    cap: Cap | None = None
    ask_budget: Cap | None = None
    sample: Annotated[float, Field(ge=0, le=1)] = 1.0
    min_customers: Annotated[int, Field(ge=3)] = 5


class Theme(Declared):
    """A subject customers speak of, told by a few seed phrases."""

    id: Slug
    title: Text
    phrases: tuple[str, ...] = Field(min_length=1)


class Opportunity(Declared):
    """Something the company could do better, with who does it and how far they are."""

    id: Slug
    title: Text
    stage: Slug
    touchpoint: Slug | None = None
    theme: Slug | None = None
    owner: str | None = None
    status: Literal["idea", "planned", "doing", "done", "dropped"] = "idea"
    effort: Annotated[int, Field(ge=1, le=5)] | None = None


class Journey(Declared):
    """The whole journey file."""

    id: Slug
    title: Text
    language: LanguageTag = "en"
    languages: tuple[LanguageTag, ...] = ()
    timezone: str = "UTC"
    scorer: Slug = "textblob"
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=16)
    surveys: tuple[Survey, ...] = ()
    personas: tuple[Persona, ...] = ()
    segments: tuple[Segment, ...] = ()
    policy: Policy = Policy()
    themes: tuple[Theme, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()

    def say(self, text: Text, language: str | None = None) -> str:
        """Return `text` in `language`, falling back to the journey's own."""
        return text.wording(language or self.language, default=self.language)

    def survey(self, survey_id: str) -> Survey | None:
        """Return the survey called `survey_id`, if any."""
        return next((survey for survey in self.surveys if survey.id == survey_id), None)

    def place(self, touchpoint_id: str) -> tuple[Stage, Touchpoint] | None:
        """Return the touchpoint called `touchpoint_id` with its stage, if any."""
        for stage in self.stages:
            for touchpoint in stage.touchpoints:
                if touchpoint.id == touchpoint_id:
                    return stage, touchpoint
        return None
