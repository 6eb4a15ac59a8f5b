"""Which shared map is wanted, and what of it can be asked for."""

from dataclasses import dataclass
from typing import Protocol

from bot.cartographer import MapQuery
from bot.filters import refused_query
from bot.refusals import refuse
from bot.reporting import Query
from config.journey import Journey
from feedback.intake import Refused
from mapping.lattice import ALL, PERIOD_FORMS, group_of, is_week, period_between, span


class SharedQuery(MapQuery, Protocol):
    """Which shared map is wanted: a persona or a segment, a whole period; None does not restrict."""

    @property
    def period(self) -> str | None:
        """A year, quarter, month or week, such as 2026-03; days may stand for it, not beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOfIt(Query):
    """A query for a shared map: by itself it restricts nothing."""

    period: str | None = None


def refused_shared_query(journey: Journey, query: SharedQuery) -> Refused | None:
    """Return the first thing that is wrong with a query for a shared map, if any."""
    language = query.language
    refused = refused_query(journey, query, language=language)
    if refused is not None:
        return refused
    if query.persona is not None and query.segment is not None:
        return refuse("/segment", "both_groups", "leave_one_out", language)
    has_days = query.since is not None or query.until is not None
    if query.period is not None and has_days:
        return refuse("/period", "twice_told", "leave_days_out", language)
    try:
        period = period_asked(query)
    except ValueError:
        pointer = "/since" if has_days else "/period"
        return refuse(pointer, "whole_periods", "write_period", language, forms=PERIOD_FORMS)
    if is_week(period) and group_asked(query) != ALL:
        return refuse("/period", "weeks_of_all", "ask_for_month", language)
    return None


def period_asked(query: SharedQuery) -> str:
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


def group_asked(query: SharedQuery) -> str:
    """Return the group of the lattice that is asked for."""
    return group_of(persona=query.persona, segment=query.segment)
