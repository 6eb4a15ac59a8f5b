"""What reports for managers stand on: weeks that are over, so that no single answer can be seen coming in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.analyst import Analyst
from bot.case_sums import as_known
from bot.grounds import StoreGrounds
from bot.reporting import Query
from config.weeks import last_sunday, told_by
from feedback.case_figures import CaseFate
from feedback.store.store import Store
from mapping.deliveries import DeliveryTable
from mapping.given import GivenTable
from mapping.mention_table import MentionTable
from mapping.methods.events import EventTable
from mapping.parts import About
from mapping.period import Period
from mapping.quote import Quote
from mapping.table import ScoreTable
from mapping.tapped import Tapped


def settled(query: Query, *, through: date) -> Query:
    """Return a query that asks for nothing after `through`."""
    return replace(query, until=through if query.until is None else min(query.until, through))


class SettledGrounds(StoreGrounds):
    """The store's figures up to the last week that is over, whatever is asked for."""

    def __init__(self, analyst: Analyst, *, store: Store, unjudged: Callable[[], int]) -> None:
        """Stand on the weeks that are over now."""
        super().__init__(analyst, store=store, unjudged=unjudged)
        self._through = last_sunday(analyst.now())

    def about(self, query: Query) -> About:
        """Return what stands over every report."""
        about = super().about(self._settled(query))
        reaches_now = query.until is None or query.until > self._through
        return replace(about, due=told_by(self.as_of)) if reaches_now else about

    def scores(self, query: Query) -> ScoreTable:
        """Return the scores summed per customer, touchpoint and week."""
        return super().scores(self._settled(query))

    def deliveries(self, query: Query) -> DeliveryTable:
        """Return what was put to whom."""
        return super().deliveries(self._settled(query))

    def events(self, query: Query) -> EventTable:
        """Return who was where and when, and how it felt."""
        return super().events(self._settled(query))

    def given(self, query: Query) -> GivenTable | None:
        """Return what was answered to which question."""
        return super().given(self._settled(query))

    def tapped(self, query: Query) -> Sequence[Tapped] | None:
        """Return the numbers tapped for NPS, CSAT and CES."""
        return super().tapped(self._settled(query))

    def mentions(self, query: Query) -> MentionTable | None:
        """Return what customers spoke of."""
        return super().mentions(self._settled(query))

    def quotes(self, query: Query) -> tuple[Quote, ...]:
        """Return the words that may be shown."""
        return super().quotes(self._settled(query))

    def cases(self, query: Query) -> Sequence[CaseFate]:
        """Return what had become of cases by the end of the last week that is over."""
        end = Period(None, self._through).end
        return [as_known(each, at=end) for each in super().cases(self._settled(query))]

    def _settled(self, query: Query) -> Query:
        return settled(query, through=self._through)
