"""What reports stand on, from the store: one reading of it, restricted to what is asked about."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import compress
from typing import Generic, TypeVar

import numpy as np

from bot.analyst import Analyst, Source, weeks_of
from bot.charting import quotes_for
from bot.filters import filters_named, part_asked
from bot.pain_points import mention_table, themes_in_force
from bot.report_cells import whole_of
from bot.reporting import Query
from bot.watching import Stream, standing
from config.journey import Journey, Opportunity
from feedback.case_figures import CaseFate
from feedback.common_themes import COMMON_THEMES
from feedback.opportunity_overlay import overlay as opportunities_in_force
from feedback.scrub import scrub
from feedback.store.store import Store
from feedback.theme_overlay import Overlay, overlay
from feedback.work import Wanted
from mapping.came import Came, keyed
from mapping.columns import Flags, members_of, moment
from mapping.contrasts import told_apart
from mapping.deliveries import DeliveryTable
from mapping.given import GivenTable
from mapping.mention_table import MentionTable
from mapping.methods.events import EventTable
from mapping.narrowing import shown_part
from mapping.parts import About
from mapping.quote import Quote
from mapping.table import ScoreTable
from mapping.tapped import Tapped
from mapping.telling import stages_of

_STANDARD = ("nps", "csat", "ces")


Table = TypeVar("Table")


Keeps = Callable[[Came], Flags]
"""Says of each row whether it is told of."""


class _Once(Generic[Table]):
    """Reads each table of the same customers and weeks once: a report is of one moment."""

    def __init__(self, read: Callable[[Query], Table]) -> None:
        self._read = read
        self._known: dict[tuple[object, ...], Table] = {}

    def __call__(self, query: Query) -> Table:
        """Return what was found when it was first asked for."""
        key = (query.persona, query.segment, query.since, query.until)
        if key not in self._known:
            self._known[key] = self._read(query)
        return self._known[key]


class FileGrounds:
    """What files of another tool hold; they quote nobody, for nobody in them has agreed to it."""

    def __init__(self, source: Source, *, min_customers: int | None = None) -> None:
        """Stand on `source`; `min_customers` overrides the journey's own, on an operator's own machine."""
        self._source = source
        self._scores, self._deliveries = _Once(source.scores), _Once(source.deliveries)
        self._events = _Once(source.events)
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
            period=weeks_of(query),
            previous_period=None,
            persona=titles.get(query.persona or "", query.persona),
            segment=titles.get(query.segment or "", query.segment),
            channels=filters_named(journey, query, language=language),
            as_of=self.as_of,
            scorer=self._source.scorer[1],
            min_customers=self.min_customers,
            unjudged=self._unjudged(),
            data_to=self._last_answer(query),
        )

    def scores(self, query: Query) -> ScoreTable:
        """Return the scores summed per customer, touchpoint and week."""
        table = self._scores(query)
        return table.picked(self._wanted(query, table.touchpoints)[table.touchpoint])

    def apart(
        self, query: Query, *, persona: str | None = None, segment: str | None = None
    ) -> tuple[ScoreTable, ScoreTable]:
        """Return the scores of a persona's or a segment's customers, and those of everybody else."""
        return told_apart(self.scores(query), self.members(persona=persona, segment=segment))

    def deliveries(self, query: Query) -> DeliveryTable:
        """Return what was put to whom."""
        table = self._deliveries(query)
        return table.picked(self._wanted(query, table.touchpoints)[table.touchpoint])

    def events(self, query: Query) -> EventTable:
        """Return who was where and when, and how it felt."""
        table = self._events(query)
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

    def cases(self, query: Query) -> Sequence[CaseFate] | None:  # noqa: ARG002 - what the protocol asks
        """Return what became of cases: files know of none."""
        return None

    def watched(self) -> Sequence[Stream]:
        """Return the streams that are watched: none, for what is in a file is over."""
        return ()

    def members(self, *, persona: str | None = None, segment: str | None = None) -> frozenset[str]:
        """Return the customers of a persona or a segment, of all who answered or came by."""
        return frozenset(self._source.scores(Query(persona=persona, segment=segment)).customers)

    def _last_answer(self, query: Query) -> datetime | None:
        """Return when the last answer counted was given, where the map of the query tells it."""
        return shown_part(
            self.scores(whole_of(query)),
            stages=stages_of(self.journey),
            part=part_asked(self.journey, query),
            min_customers=self.min_customers,
        ).overall.last_at

    def _wanted(self, query: Query, touchpoints: tuple[str, ...]) -> Flags:
        """Say of each touchpoint whether the query is about it."""
        part = part_asked(self.journey, query)
        held = None if part is None else {point for points in part.values() for point in points}
        return np.array([held is None or point in held for point in touchpoints], dtype=np.bool_)

    def _unjudged(self) -> int:
        return 0


class StoreGrounds(FileGrounds):
    """What the store holds."""

    def __init__(self, analyst: Analyst, *, store: Store, unjudged: Callable[[], int]) -> None:
        """Stand on `store`, read through `analyst`; `unjudged` answers have no score of its scorer yet."""
        super().__init__(analyst)
        self._analyst = analyst
        self._store = store
        self._count_unjudged = unjudged

    def given(self, query: Query) -> GivenTable | None:
        """Return what was answered to which question."""
        return self._given(query, self._keeps(query))

    def _given(self, query: Query, keeps: Keeps) -> GivenTable:
        weeks = weeks_of(query)
        found = self._store.read_given(
            self.journey.id, scorer=self._source.scorer, since=weeks.since, until=weeks.until
        )
        kept = keeps(keyed(found.customer, found.touchpoint, np.asarray(found.at, dtype="datetime64[us]")))
        customers, touchpoints, questions = (
            list(compress(column, kept.tolist()))
            for column in (found.customer, found.touchpoint, found.question)
        )
        return GivenTable.of_columns(
            customer=customers, touchpoint=touchpoints, question=questions, valence=found.valence[kept]
        )

    def _keeps(self, query: Query) -> Keeps:
        """Return what keeps the rows of the customers meant."""
        among = self._analyst.among(query)

        def keeps(came: Came) -> Flags:
            if among is None:
                return np.ones(len(came.customer), dtype=np.bool_)
            return members_of(among, came.customers)[came.customer]

        return keeps

    def tapped(self, query: Query) -> Sequence[Tapped] | None:
        """Return the numbers tapped for NPS, CSAT and CES, in order of time."""
        return list(self._tapped(query, self._keeps(query)))

    def _tapped(self, query: Query, keeps: Keeps) -> Iterator[Tapped]:
        weeks = weeks_of(query)
        found = self._store.read_tapped(
            self.journey.id, kinds=_STANDARD, since=weeks.since, until=weeks.until
        )
        came = keyed(
            [each.customer for each in found],
            [each.touchpoint for each in found],
            np.array([moment(each.at) for each in found], dtype="datetime64[us]"),
        )
        kept = keeps(came) & self._wanted(query, came.touchpoints)[came.touchpoint]
        for each, is_kept in zip(found, kept.tolist(), strict=True):
            if is_kept:
                yield Tapped(
                    customer=each.customer,
                    question=each.question,
                    kind=each.kind,
                    value=each.value,
                    top=each.top,
                )

    def quotes(self, query: Query) -> tuple[Quote, ...]:
        """Return the words that may be shown: allowed by the policy, of the customers meant, and scrubbed."""
        weeks = weeks_of(query)
        words = self._store.read_quotes(
            self.journey.id, since=weeks.begin, until=weeks.end, scorer=self._source.scorer
        )
        found = quotes_for(words, policy=self.journey.policy, among=self._analyst.among(query))
        places = tuple({quote.touchpoint for quote in found})
        wanted = dict(zip(places, self._wanted(query, places).tolist(), strict=True))
        return tuple(quote for quote in found if wanted[quote.touchpoint])

    @property
    def opportunities(self) -> Sequence[Opportunity]:
        """What could be done better, as managers have left it."""
        return opportunities_in_force(self.journey, self._store.opportunity_edits(self.journey.id))

    def mentions(self, query: Query) -> MentionTable | None:
        """Return what customers spoke of, merged themes as one."""
        weeks, among = weeks_of(query), self._analyst.among(query)
        found = self._store.read_mentions(
            self.journey.id, scorer=self._source.scorer, since=weeks.begin, until=weeks.end
        )
        table = mention_table(found, self._themes, self.journey)
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

    def done_days(self) -> Mapping[str, date]:
        """Return the day on which each opportunity that is done became so, by its id."""
        days: dict[str, date] = {}
        for edit in self._store.opportunity_edits(self.journey.id):
            if edit.status == "done":
                days.setdefault(edit.opportunity, edit.at.date())
            elif edit.status is not None:
                days.pop(edit.opportunity, None)
        return days

    def rescued(self, query: Query) -> tuple[int, int]:
        """Return how many customers with a case of the time said if it is fixed, and how many that it is."""
        said = {each.customer: each.is_fixed for each in self.cases(query) if each.is_fixed is not None}
        return len(said), sum(said.values())

    def cases(self, query: Query) -> Sequence[CaseFate]:
        """Return what became of the cases opened in the weeks meant, of the customers meant."""
        weeks, among = weeks_of(query), self._analyst.among(query)
        fates = self._store.case_fates(self.journey.id, since=weeks.begin, until=weeks.end)
        return [each for each in fates if among is None or each.customer in among]

    def watched(self) -> Sequence[Stream]:
        """Return where every stage stands, in the journey's order."""
        return standing(self._store.monitors(self.journey.id), [stage.id for stage in self.journey.stages])

    def members(self, *, persona: str | None = None, segment: str | None = None) -> frozenset[str]:
        """Return the customers of a persona or a segment."""
        found = self._analyst.among(Query(persona=persona, segment=segment))
        return frozenset(self._store.read_customers_facts()) if found is None else found

    def _unjudged(self) -> int:
        return self._count_unjudged()
