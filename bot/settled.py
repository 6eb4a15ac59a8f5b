"""What reports for managers stand on: what was dealt into bundles when a week was over.

So no single answer can be seen coming in, changing or going; `mapping.holding_back` has the rule.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from bot.analyst import Analyst, weeks_of
from bot.bundling import Kind
from bot.case_sums import as_known
from bot.grounds import StoreGrounds
from bot.reporting import Query
from config.weeks import last_sunday, told_by
from feedback.case_figures import CaseFate
from feedback.store.store import Store
from mapping.came import Came, answered, delivered, felt, keyed, keys_of, visited
from mapping.columns import moment
from mapping.deliveries import DeliveryTable
from mapping.given import GivenTable
from mapping.holding_back import Asked, Bundles, Told
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
    """The store's figures of the weeks that are over, as far as the last edition dealt them out."""

    def __init__(
        self,
        analyst: Analyst,
        *,
        store: Store,
        unjudged: Callable[[], int],
        bundles: Mapping[Kind, Bundles],
    ) -> None:
        """Stand on the `bundles` that hold now."""
        super().__init__(analyst, store=store, unjudged=unjudged)
        self._through = last_sunday(analyst.now())
        self._bundles = bundles
        self._known: dict[tuple[object, ...], Told] = {}

    def about(self, query: Query) -> About:
        """Return what stands over every report."""
        about = super().about(self._settled(query))
        reaches_now = query.until is None or query.until > self._through
        return replace(about, due=told_by(self.as_of)) if reaches_now else about

    def scores(self, query: Query) -> ScoreTable:
        """Return the scores summed per customer, touchpoint and week."""
        return self._scores_of(query, self._asked(query))

    def apart(
        self, query: Query, *, persona: str | None = None, segment: str | None = None
    ) -> tuple[ScoreTable, ScoreTable]:
        """Return the scores of a persona's or a segment's customers, and those of everybody else."""
        asked, groups = self._asked(query), _groups(persona, segment)
        return (
            self._scores_of(query, replace(asked, within=asked.within | groups)),
            self._scores_of(query, replace(asked, without=groups)),
        )

    def deliveries(self, query: Query) -> DeliveryTable:
        """Return what was put to whom."""
        table = super().deliveries(self._everybody(query))
        return table.picked(self._told("deliveries", self._asked(query)).tells(keys_of(table, table.week)))

    def events(self, query: Query) -> EventTable:
        """Return who was where and when, and how it felt, where that is told."""
        table, asked = super().events(self._everybody(query)), self._asked(query)
        keys = keys_of(table, table.at)
        score = np.where(self._told("feelings", asked).tells(keys), table.score, np.nan)
        return replace(table, score=score).picked(self._told("visits", asked).tells(keys))

    def given(self, query: Query) -> GivenTable | None:
        """Return what was answered to which question."""
        return self._given(self._everybody(query), self._told("answers", self._asked(query)).tells)

    def tapped(self, query: Query) -> Sequence[Tapped] | None:
        """Return the numbers tapped for NPS, CSAT and CES, in order of time."""
        return list(self._tapped(self._everybody(query), self._told("answers", self._asked(query)).tells))

    def mentions(self, query: Query) -> MentionTable | None:
        """Return what customers spoke of."""
        table = super().mentions(self._everybody(query))
        if table is None:
            return None
        return table.picked(self._told("answers", self._asked(query)).tells(keys_of(table, table.at)))

    def quotes(self, query: Query) -> tuple[Quote, ...]:
        """Return the words that may be shown."""
        found = super().quotes(self._everybody(query))
        keys = keyed(
            [quote.customer for quote in found],
            [quote.touchpoint for quote in found],
            np.array([moment(quote.at) for quote in found], dtype="datetime64[us]"),
        )
        told = self._told("answers", self._asked(query)).tells(keys).tolist()
        return tuple(quote for quote, is_told in zip(found, told, strict=True) if is_told)

    def cases(self, query: Query) -> Sequence[CaseFate]:
        """Return what had become of cases by the end of the last week that is over."""
        end = Period(None, self._through).end
        return [as_known(each, at=end) for each in super().cases(self._settled(query))]

    def _settled(self, query: Query) -> Query:
        return settled(query, through=self._through)

    def _everybody(self, query: Query) -> Query:
        """Return the query for everybody: who is in a group is as it was when they were dealt out."""
        asked = self._asked(query)
        return replace(query, persona=None, segment=None, since=asked.since, until=asked.until)

    def _asked(self, query: Query) -> Asked:
        weeks = weeks_of(self._settled(query))
        return Asked(within=_groups(query.persona, query.segment), since=weeks.since, until=weeks.until)

    def _scores_of(self, query: Query, asked: Asked) -> ScoreTable:
        table = super().scores(self._everybody(query))
        return table.picked(self._told("answers", asked).tells(keys_of(table, table.week)))

    def _told(self, kind: Kind, asked: Asked) -> Told:
        """Return what is told of a kind, all of what there is now beside what was dealt."""
        if (kind, asked) not in self._known:
            whole = Query(since=asked.since, until=asked.until)
            self._known[kind, asked] = self._bundles[kind].told(self._came(kind, whole), asked)
        return self._known[kind, asked]

    def _came(self, kind: Kind, query: Query) -> Came:
        match kind:
            case "answers":
                return answered(self._scores(query))
            case "deliveries":
                return delivered(self._deliveries(query))
            case "visits":
                return visited(self._events(query))
            case "feelings":
                return felt(self._events(query))


def _groups(persona: str | None, segment: str | None) -> frozenset[str]:
    """Return the names of the groups meant."""
    named = {"persona": persona, "segment": segment}
    return frozenset(f"{kind}:{name}" for kind, name in named.items() if name is not None)
