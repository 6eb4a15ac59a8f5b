"""From what the store keeps to the tables that every report is counted from: one query, one answer."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from bot.charting import delivery_table, members, score_table
from bot.duck import DuckDb
from bot.filters import Among
from bot.recomputing import recomputed_deliveries, recomputed_scores
from config.journey import Journey
from config.loader import LoadedJourney
from config.rules import Rule
from config.weeks import widened
from feedback.store.named import Named
from feedback.store.partials import Partials
from feedback.store.store import Store
from mapping.columns import Coded
from mapping.deliveries import DeliveryTable
from mapping.engine import Engine
from mapping.methods.events import EventTable
from mapping.period import Period
from mapping.table import ScoreTable


class Source(Protocol):
    """Where figures come from: the store, or a file that somebody gave."""

    @property
    def loaded(self) -> LoadedJourney:
        """The journey they are about."""

    @property
    def scorer(self) -> tuple[str, str]:
        """Whose judgement they are, by name and version."""

    def now(self) -> datetime:
        """Return the moment up to which they are known."""

    def events(self, query: Among) -> EventTable:
        """Return who came where when, and how it felt; of whole weeks, like all the rest."""

    def scores(self, query: Among) -> ScoreTable:
        """Return what was answered."""

    def deliveries(self, query: Among) -> DeliveryTable:
        """Return what was put to whom."""


class Analyst:
    """Reads the store for reports; off the event loop, for a million rows take their time."""

    def __init__(
        self,
        *,
        store: Store,
        loaded: LoadedJourney,
        scorer: tuple[str, str],
        now: Callable[[], datetime],
        engine: Engine | None = None,
    ) -> None:
        """Count the scores of `scorer`, by name and version; raw answers on `engine`, else on DuckDB."""
        self.loaded = loaded
        self.scorer = scorer
        self.now = now
        self._store = store
        self._engine = engine or DuckDb()

    def events(self, query: Among) -> EventTable:
        """Return who came where when, and how it felt."""
        since, until = whole_weeks(query)
        journey = self.loaded.journey
        facts = self._store.read_events(journey.id, scorer=self.scorer, since=since, until=until)
        media = media_of(journey)
        points = facts.touchpoint
        table = EventTable.of_columns(
            customer=_coded(facts.customer),
            touchpoint=_coded(points),
            at=facts.at,
            score=facts.valence,
            medium=Coded([media.get(point, "") for point in points.ids], points.codes),
            campaign=_coded(facts.campaign),
        )
        among = self.among(query)
        return table if among is None else table.of_customers(among)

    def scores(self, query: Among) -> ScoreTable:
        """Return what was answered, as it is summed up now."""
        table = score_table(self._partials(query))
        among = self.among(query)
        return table if among is None else table.of_customers(among)

    def deliveries(self, query: Among) -> DeliveryTable:
        """Return what was put to whom."""
        table = delivery_table(self._partials(query))
        among = self.among(query)
        return table if among is None else table.of_customers(among)

    def recomputed(self) -> ScoreTable:
        """Return what was answered, all of it and from the raw answers: what `scores` should come to."""
        facts = self._store.read_answers(self.loaded.journey.id, scorer=self.scorer)
        return recomputed_scores(self._engine, facts)

    def redelivered(self) -> DeliveryTable:
        """Return what was put to whom, all of it and from the raw deliveries."""
        return recomputed_deliveries(self._engine, self._store.read_deliveries(self.loaded.journey.id))

    def among(self, query: Among) -> frozenset[str] | None:
        """Return the customers a query is about; None is everybody."""
        rules = rules_of(self.loaded.journey, query)
        return members(rules, self._store.read_customers_facts()) if rules else None

    def _partials(self, query: Among) -> Partials:
        since, until = whole_weeks(query)
        return self._store.read_partials(self.loaded.journey.id, since=since, until=until)


def _coded(column: Named) -> Coded:
    return Coded(column.ids, column.codes)


def whole_weeks(query: Among) -> tuple[date | None, date | None]:
    """Return the period widened to the weeks it touches: sums are kept by week."""
    return widened(query.since, query.until)


def weeks_of(query: Among) -> Period:
    """Return the period that figures of a query are of."""
    return Period(*whole_weeks(query))


def rules_of(journey: Journey, query: Among) -> list[Rule]:
    """Return what must hold of a customer for a query to be about them."""
    rules: list[Rule] = [each.rule for each in journey.personas if each.id == query.persona]
    return rules + [each.rule for each in journey.segments if each.id == query.segment]


def media_of(journey: Journey) -> dict[str, str]:
    """Return the medium of each touchpoint."""
    return {point.id: point.medium for stage in journey.stages for point in stage.touchpoints}
