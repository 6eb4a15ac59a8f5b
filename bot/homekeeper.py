"""What people see of theirs beside the conversation, made of what is stored; colleagues see the map too."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from bot.command import Command
from bot.command_words import told
from bot.home import Asked, Chart, ChartKind, Home, Offer, Overview, Series
from bot.pictures import name_picture
from bot.publisher import Publisher
from bot.shared_query import AllOfIt
from config import formats
from config.journey import Journey
from config.phrases import Phrases
from config.weeks import WEEK, monday_of
from feedback.case_records import Case
from feedback.conversing import plan_of
from feedback.desk import House
from feedback.plan import Plan, worded
from feedback.prompts import Shape
from feedback.quiet import zone_of
from feedback.records import Asked as Put
from feedback.records import Customer, Given, Session
from feedback.rights import Rights
from feedback.wording import TALK, say, spoken_language
from feedback.work import Snapshot, Wanted

_REMEMBERED = timedelta(days=365)
_MOST = 20
_WEEKS = 12
_WRITTEN = 100
"""How much of what somebody wrote is quoted to them."""

HOME: Phrases[Literal["by_stage", "by_week"]] = Phrases("bot", "words", "home")


class Loads(Protocol):
    """What is needed of the store."""

    def load(self, wanted: Wanted) -> Snapshot:
        """Return what is known of the keys wanted."""

    def open_cases(self, *, team: str | None = None) -> Sequence[Case]:
        """Return cases that are not over, of one team or all."""


RightsOf = Callable[[str, Collection[str]], Awaitable[Rights]]
"""Returns what the person at an address, kept as these customers, may do."""


async def no_rights(address: str, kept_as: Collection[str]) -> Rights:
    """Know of nobody who may do more than a customer."""
    del address, kept_as
    return Rights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Homekeeper:
    """Makes the homes of one channel; `site` is where the world reaches us over https, if it does."""

    channel: str
    store: Loads
    house: House
    publisher: Publisher
    now: Callable[[], datetime]
    secret: bytes
    language: str
    site: str | None = None
    colleagues: Collection[str] = ()
    rights: RightsOf = no_rights
    commands: Mapping[str, Command] = field(default_factory=dict)

    async def home(self, address: str) -> Home:
        """Return what the person at `address` sees; who is unknown sees that nothing is open."""
        own, kept_as = await asyncio.to_thread(self._own, address)
        rights = await self.rights(address, kept_as)
        offers = self.offered(rights, own.language)
        if not offers and address not in self.colleagues:
            return own
        overview = await asyncio.to_thread(self._overview, own.language)
        cases = await asyncio.to_thread(self._open_cases, rights)
        return replace(own, overview=overview, offers=offers, open_cases=cases)

    async def offers(self, address: str) -> Sequence[Offer]:
        """Return the commands that the person at `address` may use beside those for everybody."""
        own, kept_as = await asyncio.to_thread(self._own, address)
        return self.offered(await self.rights(address, kept_as), own.language)

    def offered(self, rights: Rights, language: str) -> Sequence[Offer]:
        """Return the commands that are not for everybody, to whoever has these rights."""
        journey = self.house.active.journey.id
        return [
            Offer(command=name, about=told(name, language))
            for name, command in self.commands.items()
            if "customer" not in command.roles and rights.may(command.roles, journey=journey)
        ]

    def _open_cases(self, rights: Rights) -> int | None:
        """Return how many cases wait for an agent: those of their teams, or all."""
        journey = self.house.active.journey.id
        own = [grant for grant in rights.grants if grant.journey in {None, journey}]
        teams = {grant.team for grant in own if grant.role in {"agent", "admin"}}
        if not teams:
            return None
        wanted = [None] if None in teams else teams
        cases = (case for team in wanted for case in self.store.open_cases(team=team))
        return sum(case.journey == journey for case in cases)

    def _own(self, address: str) -> tuple[Home, Collection[str]]:
        """Return what concerns the person alone, and as whom they are kept."""
        where, since = (self.channel, address), self.now() - _REMEMBERED
        found = self.store.load(Wanted(addresses=frozenset({where}), history_since=since))
        here = found.addresses.get(where)
        if here is None:
            return Home(language=self.language, is_known=False), ()
        customer = found.customers[here.customer]
        put = [each for each in found.histories.get(customer.id, ()) if each.open or each.answered]
        latest = sorted(put, key=lambda each: each.at, reverse=True)[:_MOST]
        talks = self.store.load(Wanted(sessions=frozenset(each.session for each in latest))).sessions
        language = customer.language or self.house.active.journey.language
        home = Home(
            language=language,
            asked=[self._asked(each, talks.get(each.session), customer, language) for each in latest],
            is_stopped=customer.stopped_at is not None,
            languages=_languages(self.house.active.journey),
        )
        return home, (customer.id,)

    def _asked(self, put: Put, talk: Session | None, customer: Customer, language: str) -> Asked:
        journey = self.house.active.journey
        place = journey.place(put.touchpoint)
        zone, _ = zone_of(customer.timezone, journey.timezone)
        plan = plan_of(talk, customer, self.house) if talk else None
        return Asked(
            about=journey.say(place[1].title, language) if place else put.touchpoint,
            when=formats.day(put.at.astimezone(zone).date(), language),
            is_open=put.open,
            answers=_answers(talk, plan, language) if talk and plan else "",
        )

    def _overview(self, language: str) -> Overview:
        spoken = spoken_language(language)
        name = name_picture(language=spoken, day=self.now().date(), secret=self.secret)
        links = {form: f"{self.site}/pictures/{name}/map.{form}" for form in ("png", "html")}
        drawn = self.publisher.draw(AllOfIt(language=spoken))
        by_stage, by_week = HOME.say("by_stage", spoken), HOME.say("by_week", spoken)
        picture = links["png"] if self.site else None
        felt = [(stage.title, stage.cell.score) for stage in drawn.stages]
        charts = (
            _chart("bar", by_stage, felt, name=drawn.about.title, picture=picture),
            _chart("line", by_week, self._weeks(), name=drawn.about.title, picture=picture),
        )
        return Overview(
            described=drawn.description,
            page=links["html"] if self.site else None,
            charts=[chart for chart in charts if chart is not None],
        )

    def _weeks(self) -> Sequence[tuple[str, float | None]]:
        monday = monday_of(self.now())
        weeks = [monday - ago * WEEK for ago in reversed(range(_WEEKS))]
        return [(week.isoformat(), self._felt_in(week)) for week in weeks]

    def _felt_in(self, week: date) -> float | None:
        return self.publisher.overall(week=week).score


def _languages(journey: Journey) -> Sequence[tuple[str, str]]:
    """Return the languages to choose from; where there is one, there is no choice."""
    tags = [tag for tag in journey.languages or (journey.language,) if tag in TALK.languages]
    return [(tag, say("language_name", tag)) for tag in tags] if len(tags) > 1 else []


def _answers(talk: Session, plan: Plan, language: str) -> str:
    told = []
    for question in plan.survey.questions:
        given = talk.given.get(question.id)
        if given is not None and not given.skipped:
            told.append(_answer(given, worded(question, plan, language=language).shape, language))
    return " · ".join(filter(None, told))


def _answer(given: Given, shape: Shape, language: str) -> str:
    chosen = given.choices or (() if given.value is None else (f"{given.value:g}",))
    picked = [choice for choice in shape.choices if choice.value in chosen]
    words = given.text or ""
    short = words if len(words) <= _WRITTEN else f"{words[: _WRITTEN - 1].rstrip()}…"
    names = [
        f"{choice.label} ({choice.spoken})" if shape.look == "faces" else choice.spoken for choice in picked
    ]
    return ", ".join([*names, *([formats.quoted(short, language)] if short else [])])


def _chart(
    kind: ChartKind, title: str, values: Sequence[tuple[str, float | None]], *, name: str, picture: str | None
) -> Chart | None:
    """Return a chart of what is known; None where nothing is."""
    known = [(label, value) for label, value in values if value is not None]
    if not known:
        return None
    series = Series(name=name, values=[value for _, value in known])
    return Chart(
        kind=kind,
        title=title,
        labels=[label for label, _ in known],
        series=(series,),
        upwards="-2 … +2",
        picture=picture,
    )
