"""What shared maps show: editions, made when a week is over and drawn from until the next."""

import asyncio
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Protocol

from pydantic import TypeAdapter

from bot.cartographer import MapQuery
from bot.charting import delivery_table, members, quotes_for, score_table
from bot.filters import filters_named, part_asked, refused_query
from bot.plugins import renderers
from config.journey import Journey
from config.loader import LoadedJourney
from feedback.grouping import GroupCommit
from feedback.intake import Refused
from feedback.opportunity_overlay import in_force
from feedback.store.store import Store
from mapping.disclosure import Cell, Disclosed
from mapping.edition import Edition, counted_through, shown_in
from mapping.edition_figures import Material
from mapping.journey_map import JourneyMap, about_map, map_of
from mapping.lattice import (
    ALL,
    PERIOD_FORMS,
    WHOLE,
    Spot,
    group_of,
    is_week,
    period_between,
    periods_of,
    span,
)
from mapping.narrowing import narrowed, part_of
from mapping.pages.lattice_views import with_views
from mapping.pages.lattices import Published
from mapping.parts import About
from mapping.period import Period, midnight
from mapping.publishing import publish
from mapping.quote import Quote
from mapping.telling import Findings, stages_of

_REST = timedelta(hours=1)
"""How long after a week is over its last answers may still be judged and summed up."""

_TOKEN_BYTES = 12
_EDITION = TypeAdapter(Edition)


class SharedQuery(MapQuery, Protocol):
    """Which shared map is wanted: a persona or a segment, a whole period; None does not restrict."""

    @property
    def period(self) -> str | None:
        """A year, quarter, month or week, such as 2026-03; days may stand for it, not beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOfIt:
    """The query that restricts nothing."""

    language: str | None = None
    persona: str | None = None
    segment: str | None = None
    medium: str | None = None
    stage: str | None = None
    period: str | None = None
    since: date | None = None
    until: date | None = None


class Publisher:
    """Makes editions, and draws shared maps of the last one."""

    def __init__(
        self,
        *,
        store: Store,
        writer: GroupCommit,
        loaded: LoadedJourney,
        scorer: Callable[[], tuple[str, str]],
        now: Callable[[], datetime],
        unjudged: Callable[[], int] = lambda: 0,
    ) -> None:
        """Publish scores of the `scorer` in force, which has still `unjudged` answers to judge."""
        self._store = store
        self._writer = writer
        self._journey = loaded.journey
        self._version = loaded.version
        self._scorer = scorer
        self._now = now
        self._unjudged = unjudged
        self._last: Edition | None = None
        self._looked_through: date | None = None

    async def turn(self) -> int:
        """Publish once after each week, when everything is judged; return how many editions were made."""
        through = _last_sunday(self._now() - _REST)
        if self._looked_through == through or self._unjudged():
            return 0
        made = await self.publish()
        self._looked_through = through
        return int(made)

    async def publish(self) -> bool:
        """Publish what the weeks that are over hold; say whether there is a new edition."""
        before = await asyncio.to_thread(self.edition)
        edition = await asyncio.to_thread(self._made, before)
        if edition is before:
            return False
        kept = await asyncio.wrap_future(self._writer.submit(self._keep, (before, edition)))
        return bool(kept)

    def _made(self, before: Edition | None) -> Edition | None:
        through = _last_sunday(self._now())
        partials = self._store.read_partials(self._journey.id, until=through)
        if before is None and not len(partials.customer):
            return None
        material = Material(
            table=score_table(partials),
            deliveries=delivery_table(partials),
            stages=stages_of(self._journey),
            groups=self._groups(),
            token=self._token(),
        )
        k = self._journey.policy.min_customers
        return publish(before, material, k=k, through=through, made_at=self._now())

    def _keep(self, editions: Sequence[tuple[Edition | None, Edition | None]]) -> Sequence[bool]:
        """Keep what was made, unless another process was faster."""
        kept = []
        for before, edition in editions:
            is_kept = edition is not None and self._store.keep_edition(
                self._journey.id,
                zlib.compress(_EDITION.dump_json(edition)),
                made_at=edition.made_at,
                after=before.made_at if before else None,
            )
            kept.append(is_kept)
        return kept

    def edition(self) -> Edition | None:
        """Return the last edition; None where nothing was ever published."""
        made_at = self._store.edition_made_at(self._journey.id)
        last = self._last
        if last is not None and last.made_at == made_at:
            return last
        content = self._store.read_edition(self._journey.id)
        self._last = None if content is None else _EDITION.validate_json(zlib.decompress(content))
        return self._last

    async def render(self, form: str, *, query: SharedQuery) -> bytes | Refused:
        """Return the shared map in `form`, or what is wrong with the query; off the event loop."""
        refused = refused_shared_query(self._journey, query)
        if refused is not None:
            return refused
        renderer = renderers()[form]
        draw = self.draw_page if renderer.has_views else self.draw
        return await asyncio.to_thread(lambda: renderer.render(draw(query)))

    def draw(self, query: SharedQuery) -> JourneyMap:
        """Return the map as it was published."""
        edition, period, group = (
            self.edition(),
            _period(query),
            group_of(persona=query.persona, segment=query.segment),
        )
        shown = _NOTHING if edition is None else self._shown(edition, period=period, group=group)
        shown, part = self._complete(shown), part_asked(self._journey, query)
        if part is not None:
            # Only what was published as such is told: a stage's share of one medium was not.
            shown = narrowed(shown, stages=stages_of(self._journey), part=part)
        quotes = () if edition is None else self._quotes(edition, period=period, group=group)
        journey = in_force(self._journey, self._store.opportunity_edits(self._journey.id))
        return map_of(
            part_of(journey, part),
            shown,
            about=self._about(edition, query),
            findings=Findings(quotes=quotes),
        )

    def draw_page(self, query: SharedQuery) -> JourneyMap:
        """Return the map with the views of everything else that was published."""
        edition = self.edition()
        if edition is None or part_asked(self._journey, query) is not None:
            return self.draw(query)
        return with_views(
            in_force(self._journey, self._store.opportunity_edits(self._journey.id)),
            Published(edition, stages=stages_of(self._journey)),
            about=self._about(edition, query),
            period=_period(query),
            group=group_of(persona=query.persona, segment=query.segment),
            quotes=quotes_for(
                self._store.read_quotes(
                    self._journey.id,
                    since=Period().begin,
                    until=midnight(edition.through, days=1),
                    scorer=self._scorer(),
                ),
                policy=self._journey.policy,
                among=None,
            ),
            members=self._groups(),
        )

    def _about(self, edition: Edition | None, query: SharedQuery) -> About:
        period, group = _period(query), group_of(persona=query.persona, segment=query.segment)
        return about_map(
            self._journey,
            version=self._version,
            period=span(period),
            as_of=_as_of(edition, period=period, group=group) or self._now(),
            scorer=self._scorer()[1],
            persona=query.persona,
            segment=query.segment,
            language=query.language,
            channels=filters_named(self._journey, query, language=query.language),
        )

    def overall(self, *, week: date) -> Cell:
        """Return how the week of this Monday was over all, as it was published."""
        edition = self.edition()
        return (
            Cell()
            if edition is None
            else self._shown(edition, period=periods_of(week)[-1], group=ALL).overall
        )

    def _shown(self, edition: Edition, *, period: str, group: str) -> Disclosed:
        return shown_in(edition, stages=stages_of(self._journey), period=period, group=group)

    def _complete(self, shown: Disclosed) -> Disclosed:
        """Fill in empty cells where nothing was published."""
        stages = stages_of(self._journey)
        points = [point for points in stages.values() for point in points]
        return Disclosed(
            overall=shown.overall,
            stages={stage: shown.stages.get(stage, Cell()) for stage in stages},
            touchpoints={point: shown.touchpoints.get(point, Cell()) for point in points},
        )

    def _quotes(self, edition: Edition, *, period: str, group: str) -> Sequence[Quote]:
        """Return what may be quoted: words that were counted in what is shown."""
        days = span(period)
        words = self._store.read_quotes(
            self._journey.id,
            since=days.begin,
            until=midnight(min(days.until or date.max, edition.through), days=1),
            scorer=self._scorer(),
        )
        among = None if group == ALL else self._groups()[group]
        quotes = quotes_for(words, policy=self._journey.policy, among=among)
        return [each for each in quotes if _is_counted(each, edition, period=period, group=group)]

    def _groups(self) -> Mapping[str, frozenset[str]]:
        """Return who belongs to each persona and segment now."""
        journey = self._journey
        rules = {f"persona:{each.id}": each.rule for each in journey.personas}
        rules |= {f"segment:{each.id}": each.rule for each in journey.segments}
        facts = self._store.read_customers_facts() if rules else {}
        return {group: members([rule], facts) for group, rule in rules.items()}

    def _token(self) -> Callable[[str], str]:
        """Return what makes of a customer's id a token that says nothing without the key."""
        key = self._store.secret("editions")[: blake2b.MAX_KEY_SIZE]

        def token(customer: str) -> str:
            digest = blake2b(customer.encode(), key=key, digest_size=_TOKEN_BYTES).digest()
            return urlsafe_b64encode(digest).decode()

        return token


_NOTHING = Disclosed(overall=Cell(), stages={}, touchpoints={})


def refused_shared_query(journey: Journey, query: SharedQuery) -> Refused | None:
    """Return the first thing that is wrong with a query for a shared map, if any."""
    refused = refused_query(journey, query)
    if refused is not None:
        return refused
    if query.persona is not None and query.segment is not None:
        return Refused(
            pointer="/segment",
            what="shared figures are told by persona or by segment, not by both at once",
            fix="leave one of them out",
        )
    has_days = query.since is not None or query.until is not None
    if query.period is not None and has_days:
        return Refused(
            pointer="/period", what="period and days say the same", fix="leave since and until out"
        )
    try:
        period = _period(query)
    except ValueError:
        return Refused(
            pointer="/since" if has_days else "/period",
            what="shared figures are told by whole years, quarters, months and weeks",
            fix=f"write period={PERIOD_FORMS}; a week belongs to the month of its Thursday",
        )
    if is_week(period) and group_of(persona=query.persona, segment=query.segment) != ALL:
        return Refused(
            pointer="/period",
            what="weeks are told of all customers together only",
            fix="ask for the month, or leave persona and segment out",
        )
    return None


def _period(query: SharedQuery) -> str:
    """Return the period of the lattice that is asked for; raise `ValueError` where it is none."""
    if query.period is not None:
        span(query.period)
        return query.period
    if query.since is None and query.until is None:
        return ALL
    found = period_between(query.since, query.until) if query.since and query.until else None
    if found is None:
        raise ValueError("these days are no period of the lattice")
    return found


def _as_of(edition: Edition | None, *, period: str, group: str) -> datetime | None:
    """Return up to when the figures over all count; where these hide, up to when the edition does."""
    if edition is None:
        return None
    found = edition.figures.get(Spot(WHOLE, period, group).key)
    return midnight(found.through if found else edition.through, days=1)


def _is_counted(quote: Quote, edition: Edition, *, period: str, group: str) -> bool:
    """Say whether the words are older than the figures they stand beside."""
    through = counted_through(edition, touchpoint=quote.touchpoint, period=period, group=group)
    return through is not None and quote.at < midnight(through, days=1)


def _last_sunday(now: datetime) -> date:
    """Return the last day of the last week that is over."""
    today = now.astimezone(UTC).date()
    return today - timedelta(days=today.weekday() + 1)
