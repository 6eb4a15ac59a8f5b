"""Every map of a lattice, for one page: few enough that the page stays small."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from config.journey import Journey
from mapping.case_lines import MapCases
from mapping.disclosure import Cell
from mapping.edges import header_text
from mapping.journey_map import JourneyMap, map_of
from mapping.lattice import ALL, periods_of, span
from mapping.naming import kind_of, named
from mapping.pages.lattices import Lattice
from mapping.parts import About, Change, PainPoint
from mapping.period import midnight
from mapping.quote import Quote
from mapping.telling import Findings, tell
from mapping.views import View, Views
from mapping.words import Words
from mapping.wrapping import tidy

MOST_CELLS = 9_000
"""As many are told in one page: about half a megabyte. Fine periods of long ago go first."""

KINDS = ("all", "year", "quarter", "month", "week")
"""Kinds of periods, the longest first."""

_WEEK = timedelta(weeks=1)
MOST_QUOTES_LOOKED_AT = 12
"""As many of the latest words of a touchpoint are looked at for the most telling ones of a view."""


def with_views(
    journey: Journey,
    lattice: Lattice,
    *,
    about: About,
    period: str,
    group: str,
    quotes: Sequence[Quote],
    members: Mapping[str, AbstractSet[str]],
    pain_points: Mapping[str, Sequence[PainPoint]] | None = None,
    changes: Mapping[str, Change] | None = None,
    cases: MapCases | None = None,
) -> JourneyMap:
    """Return the map of one period and group, and with it the views of all others that may be told.

    `about` is that of the map; `quotes` may be of everybody and any time: shown are words counted in what
    they stand beside. `members` are the customers of each group. Pain points and `cases` are told of this
    map alone, `changes` of everybody over all time: what monitors watch.
    """
    said = _Said(lattice, quotes=quotes, members=members, changes=changes or {})
    drawn = map_of(
        journey,
        lattice.shown(period, group),
        about=about,
        before=_before(lattice, period, group),
        findings=said.findings(period, group, most=None, pain_points=pain_points),
        cases=cases,
    )
    opened = View(
        period=period,
        group=group,
        text=drawn.text,
        overall=drawn.overall,
        stages=drawn.stages,
        media=lattice.media(period, group),
    )
    others = [
        _view(journey, lattice, said, about=about, period=each, group=other, words=drawn.words)
        for each, other in _asked(lattice, opened=(period, group))
    ]
    periods = _ordered({view.period for view in (opened, *others)})
    views = Views(
        opened=(period, group),
        groups=_titles(journey, {view.group for view in (opened, *others)}, drawn.words, about.language),
        periods={each: named(each, drawn.words) for each in periods},
        media=sorted({point.medium for stage in journey.stages for point in stage.touchpoints}),
        views=(opened, *others),
    )
    return replace(drawn, views=views)


def _asked(lattice: Lattice, *, opened: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Return period and group of the views there is room for, coarse and late ones first."""
    cells = {spot: size for spot, size in lattice.sizes.items() if spot != opened}
    left = MOST_CELLS - lattice.sizes.get(opened, 0)
    for period in _ordered({period for period, _ in cells}):
        groups = sorted(group for each, group in cells if each == period)
        left -= sum(cells[period, group] for group in groups)
        if left < 0:
            return
        yield from ((period, group) for group in groups)


def _view(
    journey: Journey, lattice: Lattice, said: "_Said", *, about: About, period: str, group: str, words: Words
) -> View:
    """Return one of the other views."""
    shown = lattice.shown(period, group)
    kind, _, _ = group.partition(":")
    title = _titles(journey, {group}, words, about.language)[group]
    here = replace(
        about,
        period=span(period),
        previous_period=None,
        persona=title if kind == "persona" else None,
        segment=title if kind == "segment" else None,
    )
    return View(
        period=period,
        group=group,
        text=header_text(here, shown.overall, words=words),
        overall=shown.overall,
        stages=tell(
            journey,
            shown=shown,
            before=_before(lattice, period, group),
            findings=said.findings(period, group, most=MOST_QUOTES_LOOKED_AT),
            language=about.language,
            min_customers=about.min_customers,
        ),
        media=lattice.media(period, group),
    )


def _before(lattice: Lattice, period: str, group: str) -> Mapping[str, Cell]:
    """Return the stages' cells of the period before."""
    since = span(period).since
    if since is None:
        return {}
    earlier = next(each for each in periods_of(since - _WEEK) if kind_of(each) == kind_of(period))
    return lattice.shown(earlier, group).stages if (earlier, group) in lattice.sizes else {}


def _ordered(periods: AbstractSet[str]) -> list[str]:
    """Return all time, then years, quarters, months and weeks, of each the latest first."""
    return [
        period
        for kind in KINDS
        for period in sorted((each for each in periods if kind_of(each) == kind), reverse=True)
    ]


def _titles(journey: Journey, groups: AbstractSet[str], words: Words, language: str) -> dict[str, str]:
    """Return the titles of groups, everybody first and then as in the journey."""
    titles = {ALL: words.everybody}
    titles |= {f"persona:{each.id}": tidy(journey.say(each.title, language)) for each in journey.personas}
    titles |= {f"segment:{each.id}": tidy(journey.say(each.title, language)) for each in journey.segments}
    return {group: title for group, title in titles.items() if group in groups}


class _Said:
    """What is known beside the figures: words by touchpoint, found by when they were said, and changes."""

    def __init__(
        self,
        lattice: Lattice,
        *,
        quotes: Sequence[Quote],
        members: Mapping[str, AbstractSet[str]],
        changes: Mapping[str, Change],
    ) -> None:
        self._lattice, self._members, self._changes = lattice, members, changes
        self._quotes: dict[str, list[Quote]] = defaultdict(list)
        for quote in sorted(quotes, key=lambda each: (each.at, each.customer, each.text)):
            self._quotes[quote.touchpoint].append(quote)

    def findings(
        self,
        period: str,
        group: str,
        *,
        most: int | None,
        pain_points: Mapping[str, Sequence[PainPoint]] | None = None,
    ) -> Findings:
        """Return what stands beside the figures of a period and group."""
        return Findings(
            quotes=self.at(period, group, most=most),
            changes=self._changes if (period, group) == (ALL, ALL) else {},
            pain_points=pain_points,
        )

    def at(self, period: str, group: str, *, most: int | None) -> list[Quote]:
        """Return the latest words at each touchpoint that are counted in what is shown of it."""
        found: list[Quote] = []
        days = span(period)
        among = None if group == ALL else self._members.get(group, frozenset())
        for touchpoint, quotes in self._quotes.items():
            through = self._lattice.through(touchpoint, period, group)
            if through is None:
                continue
            first = 0 if days.since is None else bisect_left(quotes, midnight(days.since), key=_at)
            last = bisect_left(quotes, midnight(min(through, days.until or through), days=1), key=_at)
            meant = (
                quote for quote in reversed(quotes[first:last]) if among is None or quote.customer in among
            )
            found += islice(meant, most)
        return found


def _at(quote: Quote) -> datetime:
    return quote.at
