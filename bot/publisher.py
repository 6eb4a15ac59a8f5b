"""What shared maps show: editions, made when a week is over and drawn from until the next."""

import asyncio
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import blake2b

from pydantic import TypeAdapter

from bot.analyst import Analyst, media_of
from bot.bundling import Kind, bundles_in, dealt_anew
from bot.charting import delivery_table, members, quotes_for, score_table
from bot.filters import filters_named, part_asked
from bot.plugins import renderers
from bot.published_pains import kept_pains, published_pains
from bot.shared_query import AllOfIt, SharedQuery, group_asked, period_asked, refused_shared_query
from config.loader import LoadedJourney
from config.weeks import last_sunday, told_by
from feedback.grouping import GroupCommit
from feedback.intake import Refused
from feedback.opportunity_overlay import in_force
from feedback.store.store import Store
from mapping.disclosure import Cell, Disclosed
from mapping.edition import Edition, counted_through, shown_in, with_medium
from mapping.edition_figures import Material
from mapping.holding_back import Bundles, Dealt
from mapping.journey_map import JourneyMap, about_map, map_of
from mapping.lattice import ALL, WHOLE, Spot, periods_of, span
from mapping.narrowing import narrowed, part_of
from mapping.pages.lattice_views import with_views
from mapping.pages.lattices import Published
from mapping.parts import About, PainPoint
from mapping.period import Period, midnight
from mapping.publishing import publish
from mapping.quote import Quote
from mapping.rollup import Stages
from mapping.telling import Findings, stages_of

_REST = timedelta(hours=1)
"""How long after a week is over its last answers may still be judged and summed up."""

_TOKEN_BYTES = 12
_EDITION = TypeAdapter(Edition)


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
        self._loaded = loaded
        self._journey = loaded.journey
        self._scorer = scorer
        self._now = now
        self._unjudged = unjudged
        self._last: Edition | None = None
        self._bundles: tuple[Edition | None, Mapping[Kind, Bundles]] | None = None
        self._looked_through: date | None = None

    async def turn(self) -> int:
        """Publish once after each week, when everything is judged; return how many editions were made."""
        through = last_sunday(self._now() - _REST)
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
        through = last_sunday(self._now())
        partials = self._store.read_partials(self._journey.id, until=through)
        if before is None and not len(partials.customer):
            return None
        material = Material(
            table=score_table(partials),
            deliveries=delivery_table(partials),
            stages=stages_of(self._journey),
            groups=self._groups(),
            media=media_of(self._journey),
            token=self._token(),
        )
        k = self._journey.policy.min_customers
        edition = publish(before, material, k=k, through=through, made_at=self._now())
        dealt = self._dealt(before, material, through=through)
        if edition is before:
            return before if dealt == before.dealt else replace(before, made_at=self._now(), dealt=dealt)
        pains = kept_pains(self._store, self._journey, edition, before, material.table, scorer=self._scorer())
        return replace(edition, pains=pains, dealt=dealt)

    def _dealt(self, before: Edition | None, material: Material, *, through: date) -> Mapping[str, Dealt]:
        """Return the bundles that managers' reports are told from until the next edition."""
        analyst = Analyst(store=self._store, loaded=self._loaded, scorer=self._scorer(), now=self._now)
        return dealt_anew(
            before.dealt if before else {},
            scores=material.table,
            deliveries=material.deliveries,
            events=analyst.events(AllOfIt(until=through)),
            groups=material.groups,
            token=material.token,
            k=self._journey.policy.min_customers,
        )

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

    def bundles(self) -> Mapping[Kind, Bundles]:
        """Return what managers' reports are told from, as of the last edition; none before the first."""
        edition = self.edition()
        known = self._bundles
        if known is None or known[0] is not edition:
            dealt = edition.dealt if edition else {}
            self._bundles = known = (edition, bundles_in(dealt, token=self._token()))
        return known[1]

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
        edition, part = self.edition(), part_asked(self._journey, query)
        journey = in_force(self._journey, self._store.opportunity_edits(self._journey.id))
        return map_of(
            part_of(journey, part),
            self._shown_to(edition, query, part),
            about=self._about(edition, query),
            findings=Findings() if edition is None else self._findings(edition, query),
        )

    def _shown_to(self, edition: Edition | None, query: SharedQuery, part: Stages | None) -> Disclosed:
        """Return the cells of the part of the journey that is asked for."""
        if edition is None or _is_ahead(edition, query):
            return _unpublished(stages_of(self._journey) if part is None else part)
        period, group = period_asked(query), group_asked(query)
        shown = self._complete(self._shown(edition, period=period, group=group))
        if part is None:
            return shown
        shown = narrowed(shown, stages=stages_of(self._journey), part=part)
        if query.medium is None:
            return shown
        return with_medium(shown, edition, medium=query.medium, period=period, group=group)

    def _findings(self, edition: Edition, query: SharedQuery) -> Findings:
        period, group = period_asked(query), group_asked(query)
        return Findings(
            quotes=self._quotes(edition, period=period, group=group),
            pain_points=self._pains(edition, query),
        )

    def _pains(self, edition: Edition, query: SharedQuery) -> Mapping[str, Sequence[PainPoint]] | None:
        """Return the pain points as they were published: of whole stages, of everybody over all time."""
        stages, part = stages_of(self._journey), part_asked(self._journey, query) or {}
        is_whole = all(set(points) == set(stages[stage]) for stage, points in part.items())
        if not is_whole or (period_asked(query), group_asked(query)) != (ALL, ALL):
            return None
        return published_pains(self._store, self._journey, edition, language=query.language)

    def draw_page(self, query: SharedQuery) -> JourneyMap:
        """Return the map with the views of everything else that was published."""
        edition = self.edition()
        if edition is None or part_asked(self._journey, query) is not None:
            return self.draw(query)
        return with_views(
            in_force(self._journey, self._store.opportunity_edits(self._journey.id)),
            Published(edition, stages=stages_of(self._journey)),
            about=self._about(edition, query),
            period=period_asked(query),
            group=group_asked(query),
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
            pain_points=self._pains(edition, query),
        )

    def _about(self, edition: Edition | None, query: SharedQuery) -> About:
        period, group = period_asked(query), group_asked(query)
        about = about_map(
            self._journey,
            version=self._loaded.version,
            period=span(period),
            as_of=_as_of(edition, period=period, group=group) or self._now(),
            scorer=self._scorer()[1],
            persona=query.persona,
            segment=query.segment,
            language=query.language,
            channels=filters_named(self._journey, query, language=query.language),
        )
        if edition is not None and not _is_ahead(edition, query):
            return about
        begin = span(period).since
        due = told_by(self._now()) if begin is None else max(told_by(self._now()), told_by(midnight(begin)))
        return replace(about, as_of=self._now(), due=due)

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


def _unpublished(part: Stages) -> Disclosed:
    """Return the cells of which nothing is known yet."""
    points = [point for held in part.values() for point in held]
    return Disclosed(
        overall=Cell(), stages=dict.fromkeys(part, Cell()), touchpoints=dict.fromkeys(points, Cell())
    )


def _is_ahead(edition: Edition, query: SharedQuery) -> bool:
    """Say whether the period begins after all that was published: of it nothing is known yet."""
    begin = span(period_asked(query)).since
    return begin is not None and begin > edition.through


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
