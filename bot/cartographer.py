"""From what the store has summed up to the map: drawn when asked for, kept up to date as answers come in."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.analyst import media_of, weeks_of, whole_weeks
from bot.case_sums import ELSEWHERE, cases_told
from bot.charting import delivery_table, quotes_for, score_table
from bot.filters import Filters, filters_named, part_asked, refused_query
from bot.overlaying import GroupName
from bot.pain_points import pain_points
from bot.plugins import renderers
from bot.remembering import Memory, Sums
from bot.reporting import Query
from config.loader import LoadedJourney
from feedback.grouping import GroupCommit
from feedback.intake import Refused
from feedback.opportunity_overlay import in_force
from feedback.store.store import Store
from mapping.case_lines import MapCases
from mapping.edition_figures import Material
from mapping.journey_map import JourneyMap, about_map, build_map
from mapping.lattice import ALL, group_of, is_week, period_between, span
from mapping.pages.lattice_views import with_views
from mapping.pages.lattices import Live
from mapping.parts import Change
from mapping.period import Period
from mapping.rollup import roll_up
from mapping.table import ScoreTable
from mapping.telling import stages_of

_MOST_CELLS = 2_000
"""How many cells one turn brings up to date, so that replies in the writer's queue do not wait long."""


class MapQuery(Filters, Protocol):
    """Which map is wanted; None does not restrict."""

    @property
    def language(self) -> str | None:
        """The language of the map's words."""


class Cartographer:
    """Keeps the sums up to date and draws maps of them."""

    def __init__(
        self,
        *,
        store: Store,
        writer: GroupCommit,
        loaded: LoadedJourney,
        scorer: Callable[[], tuple[str, str]],
        now: Callable[[], datetime],
        changed: Callable[[], None],
        unjudged: Callable[[], int] = lambda: 0,
        changes: Callable[[], Mapping[str, Change]] = dict,
    ) -> None:
        """Count scores of the `scorer` in force (name, version), which has yet to judge `unjudged` answers.

        Call `changed` whenever figures have changed; `changes` tells by stage what monitors found real.
        """
        self._changes = changes
        self._unjudged = unjudged
        self._store = store
        self._writer = writer
        self._journey = loaded.journey
        self._version = loaded.version
        self._scorer = scorer
        self._now = now
        self._changed = changed
        self._memory = Memory(store, loaded.journey)
        self._widths: Mapping[str, float | None] = {}

    async def turn(self) -> int:
        """Bring out-of-date figures up to date; return how many there were."""
        swept = await asyncio.wrap_future(self._writer.submit(self._sweep, None))
        if swept:
            if self._journey.policy.ask_budget is not None:
                self._widths = await asyncio.to_thread(self._measured)
            if self._memory.is_warm:
                await asyncio.to_thread(self._memory.sums)  # so that who asks next need not wait
            self._changed()
        return swept

    def _sweep(self, asked: Sequence[None]) -> Sequence[int]:
        swept = self._store.sweep_dirty(limit=_MOST_CELLS, scorers={self._journey.id: self._scorer()})
        return [swept] * len(asked)

    def widths(self) -> Mapping[str, float | None]:
        """Return how wide each stage's interval is; the ask budget goes where least is known."""
        return self._widths

    def _measured(self) -> Mapping[str, float | None]:
        table = score_table(self._store.read_partials(self._journey.id))
        stages = roll_up(table, stages=stages_of(self._journey)).stages
        return {
            stage: None if one.low is None or one.high is None else one.high - one.low
            for stage, one in stages.items()
        }

    async def render(self, form: str, *, query: MapQuery) -> bytes | Refused:
        """Return the map in `form`, or what is wrong with the query; off the event loop."""
        refused = refused_query(self._journey, query, language=query.language)
        if refused is not None:
            return refused
        renderer = renderers()[form]
        draw = self.draw_page if renderer.has_views else self.draw
        return await asyncio.to_thread(lambda: renderer.render(draw(query)))

    def draw(
        self, query: MapQuery, *, min_customers: int | None = None, overlay: Sequence[GroupName] = ()
    ) -> JourneyMap:
        """Return the map of what is summed up now, with a line for each group of the `overlay`."""
        weeks, part = weeks_of(query), part_asked(self._journey, query)
        sums, among = self.sums(query), self._memory.among(query)
        table = sums.scores
        words = self._store.read_quotes(
            self._journey.id, since=weeks.begin, until=weeks.end, scorer=self._scorer()
        )
        before = _before(weeks.since, weeks.until)
        return build_map(
            in_force(self._journey, self._store.opportunity_edits(self._journey.id)),
            table,
            version=self._version,
            period=weeks,
            as_of=self._now(),
            scorer=self._scorer()[1],
            unjudged=self._unjudged(),
            channels=filters_named(self._journey, query, language=query.language),
            part=part,
            deliveries=sums.deliveries,
            quotes=quotes_for(words, policy=self._journey.policy, among=among),
            previous=None if before is None else self._scores(before, among),
            previous_period=before,
            changes=self._changes() if _is_watched(query) else None,
            persona=query.persona,
            segment=query.segment,
            language=query.language,
            min_customers=min_customers,
            pain_points=pain_points(
                self._store,
                self._journey,
                table,
                scorer=self._scorer(),
                period=weeks,
                among=among,
                language=query.language,
                least=self._journey.policy.min_customers if min_customers is None else min_customers,
                part=part,
            ),
            groups=[
                each.of(self._memory.among(each.query) or frozenset(), language=query.language)
                for each in overlay
            ],
            cases=self._cases(query, weeks, among, min_customers=min_customers),
        )

    def sums(self, query: MapQuery) -> Sums:
        """Return what the map of a query is counted from."""
        sums, among = self._sums(*whole_weeks(query)), self._memory.among(query)
        if among is None:
            return sums
        return Sums(sums.scores.of_customers(among), sums.deliveries.of_customers(among))

    def draw_page(self, query: MapQuery) -> JourneyMap:
        """Return the map with the views of all periods and groups of the lattice, live as itself.

        Where the query is none of the lattice, it is the map alone.
        """
        spot = _spot(query)
        if spot is None:
            return self.draw(query)
        (period, group), groups = spot, self._groups()
        sums, journey = self._memory.sums(), self._journey
        days, among, changes = span(period), groups.get(group), self._changes()
        words = self._store.read_quotes(
            journey.id, since=Period().begin, until=Period().end, scorer=self._scorer()
        )
        material = Material(
            table=sums.scores,
            deliveries=sums.deliveries,
            stages=stages_of(journey),
            groups=groups,
            media=media_of(journey),
        )
        return with_views(
            in_force(journey, self._store.opportunity_edits(journey.id)),
            Live(material, k=journey.policy.min_customers),
            about=about_map(
                journey,
                version=self._version,
                period=days,
                as_of=self._now(),
                scorer=self._scorer()[1],
                unjudged=self._unjudged(),
                persona=query.persona,
                segment=query.segment,
                language=query.language,
                has_changes=bool(changes) and _is_watched(query),
            ),
            period=period,
            group=group,
            quotes=quotes_for(words, policy=journey.policy, among=None),
            members=groups,
            pain_points=pain_points(
                self._store,
                journey,
                self.sums(query).scores,
                scorer=self._scorer(),
                period=days,
                among=among,
                language=query.language,
                least=journey.policy.min_customers,
                words=words,
            ),
            changes=changes,
            cases=self._cases(query, days, among, min_customers=None),
        )

    def _cases(
        self, query: MapQuery, period: Period, among: frozenset[str] | None, *, min_customers: int | None
    ) -> MapCases | None:
        """Return what became of the cases opened; None where there is none, or a medium is meant."""
        journey = self._journey
        fates = self._store.case_fates(journey.id, since=period.begin, until=period.end)
        meant = [each for each in fates if among is None or each.customer in among]
        if not meant or query.medium is not None:
            return None
        told = cases_told(meant, journey, k=min_customers or journey.policy.min_customers)
        stages = {name: each for name, each in told.stages.items() if query.stage in {None, name}}
        stages.pop(ELSEWHERE, None)
        return MapCases(whole=told.whole if query.stage is None else None, stages=stages)

    def _groups(self) -> Mapping[str, frozenset[str]]:
        """Return who belongs to each persona and segment."""
        asked = {f"persona:{each.id}": Query(persona=each.id) for each in self._journey.personas}
        asked |= {f"segment:{each.id}": Query(segment=each.id) for each in self._journey.segments}
        return {group: self._memory.among(query) or frozenset() for group, query in asked.items()}

    def _scores(self, period: Period, among: frozenset[str] | None) -> ScoreTable:
        table = self._sums(period.since, period.until).scores
        return table if among is None else table.of_customers(among)

    def _sums(self, since: date | None, until: date | None) -> Sums:
        """Return the sums of whole weeks: from memory, unless one period alone is quicker to read."""
        if not self._memory.is_warm and (since, until) != (None, None):
            partials = self._store.read_partials(self._journey.id, since=since, until=until)
            return Sums(score_table(partials), delivery_table(partials))
        sums = self._memory.sums()
        if (since, until) == (None, None):
            return sums
        return Sums(
            sums.scores.between(since=since, until=until), sums.deliveries.between(since=since, until=until)
        )


def _before(since: date | None, until: date | None) -> Period | None:
    """Return as many whole weeks right before these; None where they have no beginning or no end."""
    if since is None or until is None:
        return None
    length = until - since + timedelta(days=1)
    return Period(since - length, since - timedelta(days=1))


def _is_watched(query: MapQuery) -> bool:
    """Say whether the map is of all customers and all time at whole stages: what monitors watch."""
    return (query.persona, query.segment, query.medium, query.since, query.until) == (None,) * 5


def _spot(query: MapQuery) -> tuple[str, str] | None:
    """Return the period and group of the lattice that the query means; None where it means none."""
    if query.stage is not None or query.medium is not None:
        return None
    if query.persona is not None and query.segment is not None:
        return None
    period: str | None = ALL
    if query.since is not None or query.until is not None:
        period = period_between(query.since, query.until) if query.since and query.until else None
    group = group_of(persona=query.persona, segment=query.segment)
    return None if period is None or (is_week(period) and group != ALL) else (period, group)
