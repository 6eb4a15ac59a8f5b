"""What goes with satisfaction with the whole: drivers in tiers, penalties, rewards, where to look first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bot.filters import touchpoint_titles
from bot.overall import overall_question
from bot.reporting import Grounds, Option, Query, ReportSpec
from feedback.intake import Refused
from mapping.catalogue import words_for
from mapping.charts.bars import Bar, bars
from mapping.given import answered
from mapping.layout import Drawing
from mapping.methods.answered import Answered
from mapping.methods.answered import Refused as TooFew
from mapping.methods.driver_tiers import DriverTiers, driver_tiers
from mapping.methods.importance import Matrix, importance_performance
from mapping.methods.least_squares import Effect
from mapping.methods.penalty_reward import PenaltyReward, penalty_reward
from mapping.palette import Ink
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table, Value
from mapping.spelling import made
from mapping.words import Words

SEED = 7
"""Draws are the same ones every time: the same answers give the same report."""

_TIERS = (
    Column(key="tier", title="Tier", kind="count"),
    Column(key="touchpoint", title="Touchpoint"),
    Column(key="share", title="Share of the whole", kind="share"),
    Column(key="correlation", title="Correlation", kind="number"),
    Column(key="ranks", title="Rank, perhaps"),
    Column(key="pairs", title="n", kind="count"),
)
_KANO = (
    Column(key="touchpoint", title="Touchpoint"),
    Column(key="penalty", title="Bad instead of fair", kind="change"),
    Column(key="reward", title="Great instead of fair", kind="change"),
    Column(key="kind", title="So it is"),
    Column(key="low", title="n bad", kind="count"),
    Column(key="middle", title="n fair", kind="count"),
    Column(key="top", title="n great", kind="count"),
)
_MATRIX = (
    Column(key="touchpoint", title="Touchpoint"),
    Column(key="importance", title="Importance", kind="share"),
    Column(key="performance", title="Performance", kind="score"),
    Column(key="voters", title="n", kind="count"),
    Column(key="quadrant", title="So"),
)
_KANO_WORDS = {
    "must_be": "a must: it can only disappoint",
    "attractive": "a delight: it can only please",
    "performance": "both ways",
    "indifferent": "hardly either",
    "cannot_tell": "can't tell",
}
_QUADRANTS = {
    "keep_up": "keep it up",
    "concentrate": "look here first",
    "low_priority": "later",
    "overkill": "more than needed",
    "cannot_tell": "can't tell",
}
_REASONS = {
    "few_customers": "{n} customers answered about the whole and about two touchpoints or more; "
    "{needed} are needed.",
    "few_touchpoints": "Fewer than two touchpoints have enough answers together with the whole.",
    "overall_all_equal": "All customers are equally satisfied with the whole; nothing can go with it.",
    "collinear": "The touchpoints are answered alike; none can be told from the others.",
}
_FORMULAS = (
    Formula(
        what="Share of the whole",
        formula="LMG: R squared gained by a touchpoint, averaged over all orders (to 14 touchpoints; "
        "Johnson's relative weights above). It goes with the whole; nothing here shows that it drives it.",
        n="customers with both answers; correlations by pairs, made to fit together",
        source="Lindeman, Merenda & Gold 1980; Johnson 2000",
    ),
    Formula(
        what="Tier",
        formula="Bootstrap over customers; touchpoints that change places in more than one draw in twenty "
        "share a tier.",
        n="customers with an answer about the whole",
        source="docs/methods.md, 'Drivers'",
    ),
    Formula(
        what="Bad or great instead of fair",
        formula="Least squares on two marks a touchpoint (low, top), with HC3 errors: points of the whole.",
        n="customers per level",
        source="Brandt 1987; MacKinnon & White 1985",
    ),
    Formula(
        what="Where to look first",
        formula="Importance (share) against performance (mean score); the lines are the means of both.",
        n="customers with a score at the touchpoint",
        source="Martilla & James 1977",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was worked out, with the touchpoints' titles."""

    tiers: DriverTiers
    kano: PenaltyReward | TooFew
    matrix: Matrix
    titles: Mapping[str, str]
    k: int


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Work out what goes with the answers to the question about the whole."""
    overall = overall_question(grounds.journey, query.own.get("question"))
    if isinstance(overall, Refused):
        return overall
    given, about = grounds.given(query), grounds.about(query)
    if given is None:
        fix = "ask a database where customers answered surveys"
        return Refused(pointer="/", what="these files do not say which question was answered", fix=fix)
    titles = touchpoint_titles(grounds.journey, query, language=query.language)
    said = answered(given, grounds.events(query), overall=overall, order=tuple(titles))
    tiers = driver_tiers(said, rng=np.random.default_rng(SEED))
    if isinstance(tiers, TooFew):
        few = (_refusal(tiers, k=grounds.min_customers),)
        return Report(name="drivers", title="Drivers", about=about, findings=few, formulas=_FORMULAS)
    return _told(_worked(tiers, said, titles, k=grounds.min_customers), grounds, query)


def _worked(tiers: DriverTiers, said: Answered, titles: Mapping[str, str], *, k: int) -> _Found:
    return _Found(
        tiers=tiers,
        kano=penalty_reward(said),
        matrix=importance_performance(tiers, said),
        titles=titles,
        k=k,
    )


def _refusal(few: TooFew, *, k: int) -> str:
    count = f"Only {few.customers}" if few.customers >= k else "Too few"
    return _REASONS[few.reason].format(n=count, needed=few.needed_customers)


def _told(found: _Found, grounds: Grounds, query: Query) -> Report:
    about = grounds.about(query)
    words = words_for(about.language)
    findings = tuple(_findings(found, words))
    return Report(
        name="drivers",
        title="Drivers: what goes with the whole",
        about=about,
        findings=findings,
        tables=(_tiers(found), _matrix(found), _kano(found)),
        notes=tuple(_notes(found, words)),
        formulas=_FORMULAS,
        drawing=_drawing(found, grounds, words, subtitle=made(about, words)),
        description="; ".join(findings),
    )


def _tiers(found: _Found) -> Table:
    rows: list[tuple[Value, ...]] = []
    for each in found.tiers.standings:
        driver = each.driver
        ranks = (
            str(each.best_rank)
            if each.best_rank == each.worst_rank
            else f"{each.best_rank} to {each.worst_rank}"
        )
        rows.append(
            (
                each.tier,
                found.titles[driver.touchpoint],
                Bounded(driver.share, each.low, each.high),
                driver.correlation,
                ranks,
                driver.pairs,
            )
        )
    return Table(key="drivers", title="In tiers", columns=_TIERS, rows=tuple(rows))


def _matrix(found: _Found) -> Table:
    rows = tuple(
        (
            found.titles[each.touchpoint],
            Bounded(each.importance.value, each.importance.low, each.importance.high),
            Bounded(each.performance.value, each.performance.low, each.performance.high),
            each.voters,
            _QUADRANTS[each.quadrant],
        )
        for each in found.matrix.placed
    )
    return Table(key="matrix", title="Importance and performance", columns=_MATRIX, rows=rows)


def _kano(found: _Found) -> Table:
    rows: tuple[tuple[Value, ...], ...] = ()
    if isinstance(found.kano, PenaltyReward):
        rows = tuple(
            (
                found.titles[each.touchpoint],
                _effect(each.penalty),
                _effect(each.reward),
                _KANO_WORDS[each.kano],
                *(count if count >= found.k else HIDDEN for count in (each.low, each.middle, each.top)),
            )
            for each in found.kano.contrasts
        )
    empty = "No touchpoint has enough bad, fair and great answers."
    title = "What bad and great moments go with, in points of the whole"
    return Table(key="kano", title=title, columns=_KANO, rows=rows, empty=empty)


def _effect(effect: Effect) -> Bounded:
    return Bounded(effect.value, effect.low, effect.high)


def _findings(found: _Found, words: Words) -> Iterator[str]:
    first = [found.titles[each.driver.touchpoint] for each in found.tiers.standings if each.tier == 1]
    drivers = found.tiers.drivers
    share = words.percent(drivers.r_squared)
    yield (
        f"First tier: {', '.join(first)}. Together all touchpoints go with {share} of how "
        f"satisfaction with the whole differs (n={words.count(drivers.customers)})."
    )
    urgent = [found.titles[each.touchpoint] for each in found.matrix.placed if each.quadrant == "concentrate"]
    if urgent:
        yield f"Important and below the mean: {', '.join(urgent)}."


def _notes(found: _Found, words: Words) -> Iterator[str]:
    if found.tiers.drivers.is_unsure:
        kept = words.percent(found.tiers.top_kept)
        yield f"Under 500 customers the order changes easily: the first stayed first in {kept} of draws."
    for dropped in found.tiers.drivers.dropped:
        yield f"{found.titles[dropped.touchpoint]} is left out: too few answered about it and the others."


def _drawing(found: _Found, grounds: Grounds, words: Words, *, subtitle: str) -> Drawing:
    rows = [
        Bar(
            name=found.titles[each.driver.touchpoint],
            said=f"{words.percent(each.driver.share)} · tier {each.tier}",
            value=each.driver.share,
            low=each.low,
            high=each.high,
            ink=Ink.POSITIVE if each.driver.sign >= 0 else Ink.NEGATIVE,
            note=f"n={each.driver.pairs:,}",
        )
        for each in found.tiers.standings
    ]
    drivers = found.tiers.drivers
    method = (
        f"Shares of R squared ({drivers.method.upper()}) of {drivers.customers:,} customers' satisfaction "
        f"with the whole, with about 95 %. They go with it; that they drive it, no experiment has shown. "
        f"As of {grounds.as_of:%d %b %Y %H:%M %Z}."
    )
    return bars(rows, title="Drivers", subtitle=subtitle, method=method)


SPEC = ReportSpec(
    name="drivers",
    summary="Tell which touchpoints go with satisfaction with the whole, and where to look first.",
    make=make,
    options=(
        Option(
            name="question", metavar="ID", help="The question about the whole: `overall`, or the only NPS."
        ),
    ),
)
