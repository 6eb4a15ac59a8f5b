"""What reports stand on, from the store: one reading of it, restricted to what is asked about."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bot.analyst import Source, whole_weeks
from bot.charting import members, quotes_for
from bot.pain_points import mention_table, themes_in_force
from bot.reporting import Query
from bot.watching import Stream, standing
from config.journey import Journey, Opportunity
from config.rules import Rule
from feedback.common_themes import COMMON_THEMES
from feedback.opportunity_overlay import overlay as opportunities_in_force
from feedback.scrub import scrub
from feedback.store.store import Store
from feedback.theme_overlay import Overlay, overlay
from feedback.work import Wanted
from mapping.deliveries import DeliveryTable
from mapping.given import GivenTable
from mapping.mention_table import MentionTable
from mapping.methods.events import EventTable
from mapping.parts import About
from mapping.period import Period
from mapping.quote import Quote
from mapping.table import ScoreTable
from mapping.tapped import Tapped

_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9999, 12, 30)
_UTC = ZoneInfo("UTC")
_STANDARD = ("nps", "csat", "ces")


class FileGrounds:
    """What files of another tool hold; they quote nobody, for nobody in them has agreed to it."""

    def __init__(self, source: Source, *, min_customers: int | None = None) -> None:
        """Stand on `source`; `min_customers` overrides the journey's own, on an operator's own machine."""
        self._source = source
        self.journey: Journey = source.loaded.journey
        self.as_of: datetime = source.now()
        self.min_customers = self.journey.policy.min_customers if min_customers is None else min_customers

    def about(self, query: Query) -> About:
        """Return what stands over every report."""
        journey, language = self.journey, query.language
        titles = {
            **{each.id: journey.say(each.title, language) for each in journey.personas},
            **{each.id: journey.say(each.title, language) for each in journey.segments},
        }
        return About(
            journey=journey.id,
            title=journey.say(journey.title, language),
            version=self._source.loaded.version,
            language=language or journey.language,
            period=Period(*whole_weeks(query)),
            previous_period=None,
            persona=titles.get(query.persona or "", query.persona),
            segment=titles.get(query.segment or "", query.segment),
            channels=tuple(filter(None, (self._stage(query), query.medium))),
            as_of=self.as_of,
            scorer=self._source.scorer[1],
            min_customers=self.min_customers,
            unjudged=self._unjudged(),
        )

    def scores(self, query: Query) -> ScoreTable:
        """Return the scores summed per customer, touchpoint and week."""
        table = self._source.scores(query)
        return table.picked(self._wanted(query, table.touchpoints)[table.touchpoint])

    def deliveries(self, query: Query) -> DeliveryTable:
        """Return what was put to whom."""
        table = self._source.deliveries(query)
        return table.picked(self._wanted(query, table.touchpoints)[table.touchpoint])

    def events(self, query: Query) -> EventTable:
        """Return who was where and when, and how it felt."""
        table = self._source.events(query)
        return table.picked(self._wanted(query, table.touchpoints)[table.touchpoint])

    @property
    def themes(self) -> Mapping[str, str]:
        """The titles of the themes in force by their ids."""
        return {theme.id: self.journey.say(theme.title) for theme in self._themes.shown}

    @property
    def opportunities(self) -> Sequence[Opportunity]:
        """What could be done better, as the journey file has it."""
        return self.journey.opportunities

    def mentions(self, query: Query) -> MentionTable | None:  # noqa: ARG002 - what the protocol asks
        """Return what customers spoke of: files are read for their scores alone."""
        return None

    def words(self, mentions: MentionTable) -> tuple[str | None, ...]:
        """Return the words of each mention: none may be shown."""
        return (None,) * len(mentions)

    @property
    def _themes(self) -> Overlay:
        return overlay(self.journey.themes or COMMON_THEMES, ())

    def agreed(self, customers: Collection[str]) -> Mapping[str, str]:  # noqa: ARG002 - what the protocol asks
        """Return who of these agreed to be asked: files do not say."""
        return {}

    def given(self, query: Query) -> GivenTable | None:  # noqa: ARG002 - what the protocol asks
        """Return what was answered to which question: files of scores do not say."""
        return None

    def tapped(self, query: Query) -> Sequence[Tapped] | None:  # noqa: ARG002 - what the protocol asks
        """Return the numbers tapped for NPS, CSAT and CES: files of scores have none."""
        return None

    def quotes(self, query: Query) -> tuple[Quote, ...]:  # noqa: ARG002 - what the protocol asks
        """Return the words that may be shown: none."""
        return ()

    def watched(self) -> Sequence[Stream]:
        """Return the streams that are watched: none, for what is in a file is over."""
        return ()

    def members(self, *, persona: str | None = None, segment: str | None = None) -> frozenset[str]:
        """Return the customers of a persona or a segment, of all who answered or came by."""
        return frozenset(self._source.scores(Query(persona=persona, segment=segment)).customers)

    def _stage(self, query: Query) -> str | None:
        """Return the title of the stage the query is about, if it is about one."""
        found = next((each for each in self.journey.stages if each.id == query.stage), None)
        return None if found is None else self.journey.say(found.title, query.language)

    def _wanted(
        self, query: Query, touchpoints: tuple[str, ...]
    ) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Say of each touchpoint whether the query is about it."""
        held = {
            point.id
            for stage in self.journey.stages
            for point in stage.touchpoints
            if query.stage in {None, stage.id} and query.medium in {None, point.medium}
        }
        is_free = query.stage is None and query.medium is None
        return np.array([is_free or point in held for point in touchpoints], dtype=np.bool_)

    def _unjudged(self) -> int:
        return 0


class StoreGrounds(FileGrounds):
    """What the store holds."""

    def __init__(self, source: Source, *, store: Store, unjudged: Callable[[], int]) -> None:
        """Stand on `store`, read through `source`; `unjudged` answers have no score of its scorer yet."""
        super().__init__(source)
        self._store = store
        self._count_unjudged = unjudged

    def given(self, query: Query) -> GivenTable | None:
        """Return what was answered to which question."""
        since, until = whole_weeks(query)
        found = self._store.read_given(self.journey.id, scorer=self._source.scorer, since=since, until=until)
        among = self._among(query)
        kept = [at for at, customer in enumerate(found.customer) if among is None or customer in among]
        return GivenTable.of_columns(
            customer=[found.customer[at] for at in kept],
            touchpoint=[found.touchpoint[at] for at in kept],
            question=[found.question[at] for at in kept],
            valence=found.valence[kept],
        )

    def tapped(self, query: Query) -> Sequence[Tapped] | None:
        """Return the numbers tapped for NPS, CSAT and CES, in order of time."""
        since, until = whole_weeks(query)
        found = self._store.read_tapped(self.journey.id, kinds=_STANDARD, since=since, until=until)
        among = self._among(query)
        points = tuple(sorted({each.touchpoint for each in found}))
        wanted = dict(zip(points, self._wanted(query, points).tolist(), strict=True))
        return [
            Tapped(
                customer=each.customer,
                question=each.question,
                kind=each.kind,
                value=each.value,
                top=each.top,
            )
            for each in found
            if wanted[each.touchpoint] and (among is None or each.customer in among)
        ]

    def quotes(self, query: Query) -> tuple[Quote, ...]:
        """Return the words that may be shown: allowed by the policy, of the customers meant, and scrubbed."""
        since, until = _span(query)
        words = self._store.read_quotes(self.journey.id, since=since, until=until, scorer=self._source.scorer)
        found = quotes_for(words, policy=self.journey.policy, among=self._among(query))
        wanted = dict(
            zip(
                places := tuple({quote.touchpoint for quote in found}),
                self._wanted(query, places).tolist(),
                strict=True,
            )
        )
        return tuple(quote for quote in found if wanted[quote.touchpoint])

    @property
    def opportunities(self) -> Sequence[Opportunity]:
        """What could be done better, as managers have left it."""
        return opportunities_in_force(self.journey, self._store.opportunity_edits(self.journey.id))

    def mentions(self, query: Query) -> MentionTable | None:
        """Return what customers spoke of, merged themes as one."""
        since, until = _span(query)
        found = self._store.read_mentions(
            self.journey.id, scorer=self._source.scorer, since=since, until=until
        )
        table = mention_table(found, self._themes, self.journey)
        among = self._among(query)
        table = table if among is None else table.of_customers(among)
        return table.picked(self._wanted(query, table.touchpoints)[table.touchpoint])

    def words(self, mentions: MentionTable) -> tuple[str | None, ...]:
        """Return the words of each mention, scrubbed; None where they may not be shown."""
        allowed = mentions.picked(mentions.may_quote)
        named = list(zip(allowed.answer, allowed.place.tolist(), strict=True))
        found = self._store.read_clauses(named, scorer=self._source.scorer)
        return tuple(
            scrub(found[name].text) if name in found else None
            for name in zip(mentions.answer, mentions.place.tolist(), strict=True)
        )

    def agreed(self, customers: Collection[str]) -> Mapping[str, str]:
        """Return what the operator calls those of these who agreed to be asked and have not stopped us."""
        found = self._store.load(Wanted(customers=frozenset(customers))).customers
        return {
            each.id: each.external_id
            for each in found.values()
            if each.consent == "given" and each.stopped_at is None and each.external_id is not None
        }

    @property
    def _themes(self) -> Overlay:
        return themes_in_force(self._store, self.journey)

    def watched(self) -> Sequence[Stream]:
        """Return where every stage stands, in the journey's order."""
        return standing(self._store.monitors(self.journey.id), [stage.id for stage in self.journey.stages])

    def members(self, *, persona: str | None = None, segment: str | None = None) -> frozenset[str]:
        """Return the customers of a persona or a segment."""
        found = self._among(Query(persona=persona, segment=segment))
        return frozenset(self._store.read_customers_facts()) if found is None else found

    def _among(self, query: Query) -> frozenset[str] | None:
        rules: list[Rule] = [each.rule for each in self.journey.personas if each.id == query.persona]
        rules += [each.rule for each in self.journey.segments if each.id == query.segment]
        return members(rules, self._store.read_customers_facts()) if rules else None

    def _unjudged(self) -> int:
        return self._count_unjudged()


def _span(query: Query) -> tuple[datetime, datetime]:
    """Return the moment at which the weeks asked about begin, and the one at which they are over."""
    since, until = whole_weeks(query)
    return (
        datetime.combine(since or _FIRST_DAY, time(), tzinfo=_UTC),
        datetime.combine((until or _LAST_DAY) + timedelta(days=1), time(), tzinfo=_UTC),
    )
