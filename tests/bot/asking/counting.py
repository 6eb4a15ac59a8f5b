"""A counter for questions in tests: the made-up shop, shown to managers as if all of it were published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from bot.actor import Actor
from bot.counter import Counter
from bot.filters import filters_named, part_asked, refused_query
from bot.plugins import reports
from bot.report_cells import whole_of
from bot.reporting import Grounds, Query
from bot.share import linking
from bot.shared_query import AllOfIt, refused_shared_query
from feedback.desk import House
from feedback.intake import Intake, Refused, Result
from feedback.rights import Grant, Rights, Role
from feedback.store.store import Store
from mapping.journey_map import JourneyMap, build_map
from mapping.report import Report
from tests.bot.reports.standing import NOW, MadeUp, Overheard

SECRET = b"a secret for tests"


@dataclass(frozen=True, slots=True)
class Shop:
    """Answers what counters are asked, from what a test made up."""

    made: MadeUp

    @property
    def _grounds(self) -> Overheard:
        return Overheard(self.made)

    async def report(self, name: str, query: Query, actor: Actor) -> Report | Refused:
        del actor
        refused = refused_query(self.made.loaded.journey, query, language=query.language)
        return refused or reports()[name].make(self._grounds, query)

    async def grounds(self, actor: Actor) -> Grounds:
        del actor
        return self._grounds

    async def draw(self, query: Query, actor: Actor) -> JourneyMap | Refused:
        journey = self.made.loaded.journey
        sees_all = actor.rights.may({"agent"}, journey=journey.id)
        refused = refused_query(journey, query, language=query.language)
        refused = refused or (None if sees_all else _unpublished(self.made, query))
        return refused or self._drawn(query)

    def _drawn(self, query: Query) -> JourneyMap:
        journey, grounds = self.made.loaded.journey, self._grounds
        days = grounds.about(query).period
        whole = replace(whole_of(query), since=days.since, until=days.until)
        return build_map(
            journey,
            grounds.scores(whole),
            version="v1",
            period=days,
            as_of=NOW,
            scorer="rating_only-1",
            channels=filters_named(journey, query, language=query.language),
            part=part_asked(journey, query),
            deliveries=grounds.deliveries(whole),
            persona=query.persona,
            segment=query.segment,
            language=query.language,
        )


def _unpublished(made: MadeUp, query: Query) -> Refused | None:
    shared = AllOfIt(
        language=query.language, persona=query.persona, segment=query.segment, medium=query.medium,
        stage=query.stage, since=query.since, until=query.until,
    )  # fmt: skip
    return refused_shared_query(made.loaded.journey, shared)


async def _handle(intakes: Sequence[Intake]) -> Sequence[Result | Exception]:
    raise AssertionError(f"questions change nothing, and {len(intakes)} things were to be changed")


def counter_of(
    made: MadeUp, *, site: str | None = "https://maps.example", now: Callable[[], datetime] = lambda: NOW
) -> Counter:
    """Return a counter; it has neither a store nor a house, for questions need none."""
    shop = Shop(made)
    return Counter(
        loaded=made.loaded,
        house=cast("House", None),
        store=cast("Store", None),
        now=now,
        new_id=lambda: "id",
        report=shop.report,
        grounds=shop.grounds,
        draw=shop.draw,
        handle=_handle,
        link=linking(site=site, secret=SECRET),
    )


def actor_of(role: Role, language: str, *, timezone: str = "Europe/Berlin", channel: str = "web") -> Actor:
    """Return somebody of a role."""
    return Actor(
        id="c1",
        channel=channel,
        address="a1",
        language=language,
        timezone=timezone,
        rights=Rights(frozenset({Grant(role=role)})),
    )
