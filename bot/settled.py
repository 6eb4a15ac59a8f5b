"""What reports for managers stand on: weeks that are over, so that no single answer can be seen coming in.

What they may be told of these weeks, by whatever windows and groups they ask, `mapping.holding_back` decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.analyst import Analyst, weeks_of
from bot.case_sums import as_known
from bot.grounds import Part, StoreGrounds
from bot.reporting import Query
from config.weeks import TO_SUNDAY, last_sunday, monday_of, told_by
from feedback.case_figures import CaseFate
from feedback.store.store import Store
from mapping.deliveries import DeliveryTable
from mapping.given import GivenTable
from mapping.holding_back import Came, Span, mondays, spans, spans_of_group, tells
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
        self._spans: dict[tuple[object, ...], Mapping[str, Span]] = {}

    def about(self, query: Query) -> About:
        """Return what stands over every report."""
        about = super().about(self._settled(query))
        reaches_now = query.until is None or query.until > self._through
        return replace(about, due=told_by(self.as_of)) if reaches_now else about

    def scores(self, query: Query) -> ScoreTable:
        """Return the scores summed per customer, touchpoint and week."""
        table = super().scores(self._settled(query))
        return table.picked(tells(table.touchpoints, table.touchpoint, table.week, self._told(query)))

    def deliveries(self, query: Query) -> DeliveryTable:
        """Return what was put to whom."""
        table = super().deliveries(self._settled(query))
        return table.picked(tells(table.touchpoints, table.touchpoint, table.week, self._told(query)))

    def events(self, query: Query) -> EventTable:
        """Return who was where and when, and how it felt."""
        table, told = super().events(self._settled(query)), self._told(query, visits=True)
        return table.picked(tells(table.touchpoints, table.touchpoint, table.at, told))

    def given(self, query: Query) -> GivenTable | None:
        """Return what was answered to which question."""
        return self._given(self._parts(query))

    def tapped(self, query: Query) -> Sequence[Tapped] | None:
        """Return the numbers tapped for NPS, CSAT and CES; of each touchpoint in order of time."""
        return self._tapped(self._parts(query))

    def mentions(self, query: Query) -> MentionTable | None:
        """Return what customers spoke of."""
        table = super().mentions(self._settled(query))
        if table is None:
            return None
        return table.picked(tells(table.touchpoints, table.touchpoint, table.at, self._told(query)))

    def quotes(self, query: Query) -> tuple[Quote, ...]:
        """Return the words that may be shown."""
        told = self._told(query)
        return tuple(
            quote
            for quote in super().quotes(self._settled(query))
            if quote.touchpoint in told and _lies_in(quote.at, told[quote.touchpoint])
        )

    def cases(self, query: Query) -> Sequence[CaseFate]:
        """Return what had become of cases by the end of the last week that is over."""
        end = Period(None, self._through).end
        return [as_known(each, at=end) for each in super().cases(self._settled(query))]

    def _settled(self, query: Query) -> Query:
        return settled(query, through=self._through)

    def _told(self, query: Query, *, visits: bool = False) -> Mapping[str, Span]:
        """Return the weeks of each touchpoint that may be told of, by those who answered or who came by."""
        key = (visits, query.persona, query.segment, query.since, query.until)
        if key not in self._spans:
            self._spans[key] = self._spans_of(query, visits=visits)
        return self._spans[key]

    def _spans_of(self, query: Query, *, visits: bool) -> Mapping[str, Span]:
        window = weeks_of(self._settled(query))
        known = Query(until=self._through)
        everybody, k = self._came(known, visits=visits), self.min_customers
        if query.persona is None and query.segment is None:
            return spans(everybody, k=k, since=window.since, until=window.until)
        group = self._came(replace(known, persona=query.persona, segment=query.segment), visits=visits)
        return spans_of_group(everybody, group, k=k, since=window.since, until=window.until)

    def _came(self, query: Query, *, visits: bool) -> Came:
        """Return who answered, or came by, at which touchpoint and in which week, since the beginning."""
        found = self._events(query) if visits else self._scores(query)
        week = mondays(found.at) if isinstance(found, EventTable) else found.week
        return Came(
            touchpoints=found.touchpoints,
            touchpoint=found.touchpoint,
            week=week,
            customer=found.customer,
            customers=found.customers,
        )

    def _parts(self, query: Query) -> Iterator[Part]:
        """Yield the query for each stretch of weeks, with the touchpoints that may tell of just that one."""
        asked = self._settled(query)
        by_span: defaultdict[Span, set[str]] = defaultdict(set)
        for point, span in self._told(query).items():
            by_span[span].add(point)
        for (first, last), points in sorted(by_span.items()):
            yield replace(asked, since=first, until=last + TO_SUNDAY), frozenset(points)


def _lies_in(at: datetime, span: Span) -> bool:
    return span[0] <= monday_of(at) <= span[1]
