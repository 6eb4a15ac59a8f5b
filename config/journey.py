"""What the operator declares: the journey, what is asked along it, and whom to leave in peace."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, SerializeAsAny, WithJsonSchema

from config.company import Company
from config.declared import Declared, Duration, LanguageTag, Slug, TimeOfDay, Valence
from config.duration import parse_duration
from config.retention import Retention
from config.rules import Rule
from config.support import CaseRule, Danger, Sla
from config.text import Text


def _parse_wait(value: object) -> object:
    try:
        return value if value in {"shared", "ignore"} else parse_duration(value)
    except (TypeError, ValueError):
        msg = f'"{value}" is no time to wait; write shared, ignore, or a length such as 7d'
        raise ValueError(msg) from None


Wait = Annotated[Duration | Literal["shared", "ignore"], BeforeValidator(_parse_wait)]
"""How long to leave a customer alone: a length of time, the policy's (shared), or not at all (ignore)."""


def _parse_currency(value: object) -> object:
    if isinstance(value, str) and len(value) == _CURRENCY_LETTERS and value.isascii() and value.isalpha():
        return value.upper()
    msg = f'"{value}" is no currency; write its three letters, such as EUR'
    raise ValueError(msg)


_CURRENCY_LETTERS = 3

Currency = Annotated[
    str, BeforeValidator(_parse_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{3}$"})
]
"""A currency by its three letters (ISO 4217)."""

END = "end"
"""The branch target that finishes a survey."""


class Touchpoint(Declared):
    """A place where customer and company meet; its survey is asked right after."""

    id: Slug
    """Its id; stored with every answer, so leave it when the title changes."""
    title: Text
    """What the map calls it."""
    where: Literal["online", "offline"] = "online"
    """Whether customer and company meet online or offline."""
    medium: str = "web"
    """Through what they meet, such as web, app, email, phone, store, post."""
    survey: Slug | None = None
    """The id of the survey asked after it; without one it is on the map but nobody is asked."""
    ask_after: Duration = timedelta(0)
    """How long to wait before asking."""
    fresh_for: Duration | None = None
    """How long a prompt is worth sending; the policy's, unless written here."""


class Stage(Declared):
    """A phase of the journey as the customer sees it."""

    id: Slug
    """Its id; stored with every answer."""
    title: Text
    """What the map calls it."""
    touchpoints: tuple[Touchpoint, ...] = Field(min_length=1)
    """Where customer and company meet in this stage, in order."""
    target: Valence | None = None
    """How this stage should feel, from -2 to 2; the map marks where it falls short."""
    owner: str | None = None
    """Who looks after it."""
    expects: Text | None = None
    """What the customer expects here."""


class Persona(Declared):
    """A kind of customer, told by a rule over their attributes."""

    id: Slug
    """Its id."""
    title: Text
    """What the map calls them."""
    rule: Rule
    """Who belongs to it."""
    goals: tuple[Text, ...] = ()
    """What they want to get done."""
    needs: tuple[Text, ...] = ()
    """What they need for it."""
    frustrations: tuple[Text, ...] = ()
    """What gets in their way."""


class Segment(Declared):
    """A group of customers, told by a rule over their attributes."""

    id: Slug
    """Its id."""
    title: Text
    """What maps and tables call it."""
    rule: Rule
    """Who belongs to it."""


class Branch(Declared):
    """Where to go next when a rule holds over `answer`, `score` and the customer's attributes."""

    when: Rule
    """The rule that must hold."""
    go: Slug
    """The id of a later question, or end."""


class Question(Declared):
    """One thing asked; `options` are the settings of its kind, checked by that kind's plugin."""

    id: Slug
    """Its id, which branches and rules name; stored with every answer."""
    kind: Slug
    """What sort of question it is."""
    ask: Text
    """Its words."""
    about: Literal["feeling", "reason", "problem", "improvement", "other"] = "feeling"
    """What an answer speaks of, which tells how to read it."""
    required: bool = False
    """Whether it cannot be skipped."""
    branches: tuple[Branch, ...] = ()
    """Where to go next; the first rule that holds decides."""
    next: Slug | None = None
    """Where to go when no branch does: a later question, or end; else the one below."""
    options: SerializeAsAny[BaseModel]
    """The settings of its kind; in the file they stand beside the other keys."""


class Recontact(Declared):
    """How often one customer meets this survey, and how it heeds the clock shared by all surveys."""

    mode: Literal["once", "some", "until_answered", "always"] = "always"
    """How often one customer meets this survey."""
    times: Annotated[int, Field(ge=1)] | None = None
    """How many times, for the mode some."""
    wait: Wait = "shared"
    """How long after any survey this one must wait: shared is the policy's, ignore is not at all."""


class Survey(Declared):
    """A short talk: questions in order, with branches."""

    id: Slug
    """Its id, which touchpoints name."""
    title: Text
    """What the team calls it; customers do not see it."""
    questions: tuple[Question, ...] = Field(min_length=1)
    """What is asked, in order."""
    intro: Text | None = None
    """What is said before the first question."""
    thanks: Text | None = None
    """What is said at the end."""
    thanks_unhappy: Text | None = None
    """What is said at the end to whoever was unhappy; without it `thanks`, or words of ours that fit."""
    expires_after: Duration = timedelta(days=3)
    """How long it can be answered."""
    editable_for: Duration = timedelta(days=14)
    """How long an answer can be changed."""
    reminders: tuple[Duration, ...] = ()
    """How long after asking to remind those who have not answered."""
    ask_on_contradiction: bool = True
    """Whether a customer whose words contradict their rating is asked, at the end, which should count."""
    recontact: Recontact = Recontact()
    """How often one customer meets it."""
    sample: Annotated[float, Field(ge=0, le=1)] = 1.0
    """Which share of customers is asked, from 0 to 1."""
    cases: tuple[CaseRule, ...] | None = None
    """When an answer opens a case, the first that holds; the policy's, unless written here."""

    def question(self, question_id: str) -> Question | None:
        """Return the question called `question_id`, if this version of the survey has it."""
        return next((question for question in self.questions if question.id == question_id), None)


class QuietHours(Declared):
    """Hours of the customer's own day in which nobody is asked; may run over midnight."""

    start: TimeOfDay
    """When the quiet begins."""
    end: TimeOfDay
    """When it ends."""


class Cap(Declared):
    """At most `count` within any window as long as `within`."""

    count: Annotated[int, Field(ge=1)]
    """How many at most."""
    within: Duration
    """In any window as long as this."""


class Policy(Declared):
    """Whom to ask, how often, and when to leave them in peace."""

    consent: Literal["required", "implied", "notice", "ask"] = "implied"
    """Whether a customer must have agreed (required), is asked first whether they do (ask), is told first who
    asks (notice), or may only object (implied)."""
    quiet_hours: QuietHours | None = None
    """Hours of the customer's own day in which nobody is asked."""
    fresh_for: Duration = timedelta(hours=48)
    """How long a prompt is worth sending; what is late is dropped, never sent late."""
    wait: Duration = timedelta(days=7)
    """How long to leave a customer alone after any survey."""
    cap: Cap | None = None
    """How often one customer is asked at most."""
    ask_budget: Cap | None = None
    """How many surveys one customer gets, spent where the map knows least."""
    sample: Annotated[float, Field(ge=0, le=1)] = 1.0
    """Which share of customers is asked at all, from 0 to 1."""
    min_customers: Annotated[int, Field(ge=3)] = 5
    """Figures over fewer customers are hidden, to keep answers private."""
    quotes: Literal["consented", "all", "none"] = "consented"
    """Whose words may be shown, scrubbed: of those who agreed, of all, or of nobody."""
    hear_back: bool = False
    """Whether customers who named what hurts are asked, once, if they want to hear when it is done."""
    cases: tuple[CaseRule, ...] = ()
    """When an answer opens a case, for surveys that say nothing of it themselves."""
    team: str | None = None
    """The team that gets cases, where nothing else is said; else the team that was made first."""
    sla: Sla = Sla()
    """How soon cases are seen to."""
    anonymous: bool = False
    """Whether customers may answer without their name, each time anew."""
    retention: Retention = Retention()
    """How long what tells of single people is kept."""
    danger: Danger | None = None
    """Words of distress or danger; without it nobody looks for them."""


class Theme(Declared):
    """A subject customers speak of, told by a few seed phrases."""

    id: Slug
    """Its id."""
    title: Text
    """What the map calls it."""
    phrases: tuple[str, ...] = Field(min_length=1)
    """A few phrases that customers would write, in any language."""


class Opportunity(Declared):
    """Something the company could do better, with who does it and how far they are."""

    id: Slug
    """Its id."""
    title: Text
    """What could be better."""
    stage: Slug
    """The stage it belongs to."""
    touchpoint: Slug | None = None
    """The touchpoint it belongs to, if one."""
    theme: Slug | None = None
    """The theme it answers."""
    owner: str | None = None
    """Who does it."""
    status: Literal["idea", "planned", "doing", "done", "dropped"] = "idea"
    """How far it is."""
    effort: Annotated[int, Field(ge=1, le=5)] | None = None
    """How much work, from 1 to 5."""


class Campaign(Declared):
    """A way by which customers were brought; an interaction may name the one it came through."""

    id: Slug
    """Its id, which interactions name; a name of a campaign, never of a person."""
    title: Text
    """What tables call it."""
    medium: str | None = None
    """Through what it reaches people, such as email, search, social or post."""
    cost: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """What it has cost, in the currency of all costs here."""
    since: date | None = None
    """The first day it ran."""
    until: date | None = None
    """The last day it ran."""


class Journey(Declared):
    """The whole journey file."""

    id: Slug
    """Its id."""
    title: Text
    """What the map is called."""
    language: LanguageTag = "en"
    """The language of words written without one, and of last resort."""
    languages: tuple[LanguageTag, ...] = ()
    """All languages customers are asked in."""
    company: Company | None = None
    """Who asks; customers are told at first contact, and again when these words change."""
    timezone: str = "UTC"
    """The time zone of customers whose own is not known."""
    scorer: Slug = "aftertouch"
    """The engine that judges texts."""
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=16)
    """The journey itself, in order."""
    surveys: tuple[Survey, ...] = ()
    """What is asked."""
    personas: tuple[Persona, ...] = ()
    """Kinds of customers."""
    segments: tuple[Segment, ...] = ()
    """Groups of customers to compare."""
    policy: Policy = Policy()
    """Whom to ask, how often, and when to leave them in peace."""
    themes: tuple[Theme, ...] = ()
    """What customers speak of."""
    opportunities: tuple[Opportunity, ...] = ()
    """What could be done better."""
    campaigns: tuple[Campaign, ...] = ()
    """The ways by which customers were brought, for counting what each is worth."""
    currency: Currency | None = None
    """What costs are counted in: EUR, USD, CHF ..."""
    overall: Slug | None = None
    """The id of the question about the whole, such as nps: drivers are what goes with its answers."""

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
