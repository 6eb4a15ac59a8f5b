"""The counter, wired: what commands may ask, draw and change."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actor import Actor
from bot.analyst import Analyst
from bot.cartographer import Cartographer
from bot.filters import refused_query
from bot.grounds import StoreGrounds
from bot.plugins import reports
from bot.publisher import Publisher
from bot.reporting import Grounds, Query
from bot.settled import SettledGrounds
from bot.shared_query import AllOfIt, refused_shared_query
from config.loader import LoadedJourney
from feedback.grouping import GroupCommit
from feedback.intake import Intake, Refused, Result
from feedback.service import Service
from feedback.store.store import Store
from mapping.journey_map import JourneyMap
from mapping.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Serves commands: what takes long runs in a thread, what changes something in the one that writes."""

    store: Store
    writer: GroupCommit
    service: Service
    loaded: LoadedJourney
    cartographer: Cartographer
    publisher: Publisher
    scorer: Callable[[], tuple[str, str]]
    unjudged: Callable[[], int]
    now: Callable[[], datetime]

    async def grounds(self, actor: Actor) -> Grounds:
        """Return what reports stand on for somebody: for managers, the weeks that are over."""
        return await asyncio.to_thread(self._grounds, is_live=self._sees_answers(actor))

    async def report(self, name: str, query: Query, actor: Actor) -> Report | Refused:
        """Return a report as somebody may see it."""
        grounds = await self.grounds(actor)
        refused = refused_query(self.loaded.journey, query, language=query.language)
        if refused is not None:
            return refused
        return await asyncio.to_thread(reports()[name].make, grounds, query)

    async def draw(self, query: Query, actor: Actor) -> JourneyMap | Refused:
        """Return the map as somebody may see it: live for those who may see single answers."""
        journey = self.loaded.journey
        if self._sees_answers(actor):
            refused = refused_query(journey, query, language=query.language)
            if refused is not None:
                return refused
            return await asyncio.to_thread(self.cartographer.draw, query)
        shared = AllOfIt(
            language=query.language,
            persona=query.persona,
            segment=query.segment,
            medium=query.medium,
            stage=query.stage,
            since=query.since,
            until=query.until,
        )
        refused = refused_shared_query(journey, shared)
        if refused is not None:
            return refused
        return await asyncio.to_thread(self.publisher.draw, shared)

    def handle(self, intakes: Sequence[Intake]) -> Awaitable[Sequence[Result | Exception]]:
        """Let the service decide, in its one transaction."""
        return asyncio.wrap_future(self.writer.submit(self._handle, intakes))

    def _handle(self, batches: Sequence[Sequence[Intake]]) -> Sequence[Sequence[Result | Exception]]:
        return [self.service.handle(batch) for batch in batches]

    def _sees_answers(self, actor: Actor) -> bool:
        """Say whether somebody may see single answers anyway, so that nothing live tells them more."""
        return actor.rights.may({"agent"}, journey=self.loaded.journey.id)

    def _grounds(self, *, is_live: bool) -> Grounds:
        analyst = Analyst(store=self.store, loaded=self.loaded, scorer=self.scorer(), now=self.now)
        if is_live:
            return StoreGrounds(analyst, store=self.store, unjudged=self.unjudged)
        return SettledGrounds(
            analyst, store=self.store, unjudged=self.unjudged, bundles=self.publisher.bundles()
        )
