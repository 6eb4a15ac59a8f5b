"""What goes with satisfaction with the whole: drivers in tiers, penalties, rewards, where to look first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bot.filters import touchpoint_titles
from bot.overall import overall_question
from bot.refusals import refuse
from bot.report_words import Voice
from bot.reporting import Grounds, Option, Query, ReportSpec
from feedback.intake import Refused
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

SEED = 7
"""Draws are the same ones every time: the same answers give the same report."""

_TIERS = (
    Column(key="tier", title="head_tier", kind="count"),
    Column(key="touchpoint", title="head_touchpoint"),
    Column(key="share", title="head_share_of_whole", kind="share"),
    Column(key="correlation", title="head_correlation", kind="number"),
    Column(key="ranks", title="head_rank_perhaps"),
    Column(key="pairs", title="head_n", kind="count"),
)
_KANO = (
    Column(key="touchpoint", title="head_touchpoint"),
    Column(key="penalty", title="head_bad_not_fair", kind="change"),
    Column(key="reward", title="head_great_not_fair", kind="change"),
    Column(key="kind", title="head_so_it_is"),
    Column(key="low", title="head_n_bad", kind="count"),
    Column(key="middle", title="head_n_fair", kind="count"),
    Column(key="top", title="head_n_great", kind="count"),
)
_MATRIX = (
    Column(key="touchpoint", title="head_touchpoint"),
    Column(key="importance", title="head_importance", kind="share"),
    Column(key="performance", title="head_performance", kind="score"),
    Column(key="voters", title="head_n", kind="count"),
    Column(key="quadrant", title="head_so"),
)
_KANO_WORDS = {
    "must_be": "kano_must_be",
    "attractive": "kano_attractive",
    "performance": "kano_performance",
    "indifferent": "kano_indifferent",
    "cannot_tell": "cannot_tell",
}
_QUADRANTS = {
    "keep_up": "quadrant_keep_up",
    "concentrate": "quadrant_concentrate",
    "low_priority": "quadrant_low_priority",
    "overkill": "quadrant_overkill",
    "cannot_tell": "cannot_tell",
}
_REASONS = {
    "few_customers": "drivers_few",
    "few_touchpoints": "drivers_few_points",
    "overall_all_equal": "drivers_all_equal",
    "collinear": "drivers_collinear",
}
_FORMULAS = (
    Formula(
        what="whole_share_what",
        formula="whole_share_how",
        n="n_pairs",
        source="Lindeman, Merenda & Gold 1980; Johnson 2000",
    ),
    Formula(what="tier_what", formula="tier_how", n="n_whole", source="docs/methods.md, 'Tiers, not ranks'"),
    Formula(what="kano_what", formula="kano_how", n="n_levels", source="Brandt 1987; MacKinnon & White 1985"),
    Formula(what="matrix_what", formula="matrix_how", n="n_scored_point", source="Martilla & James 1977"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was worked out, with the touchpoints' titles."""

    tiers: DriverTiers
    kano: PenaltyReward | TooFew
    matrix: Matrix
    titles: Mapping[str, str]
    voice: Voice
    k: int


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Work out what goes with the answers to the question about the whole."""
    overall = overall_question(grounds.journey, query.own.get("question"), language=query.language)
    if isinstance(overall, Refused):
        return overall
    given, about = grounds.given(query), grounds.about(query)
    if given is None:
        return refuse("/", "no_questions", "ask_surveys", query.language)
    voice = Voice(about.language)
    titles = touchpoint_titles(grounds.journey, query, language=query.language)
    said = answered(given, grounds.events(query), overall=overall, order=tuple(titles))
    tiers = driver_tiers(said, rng=np.random.default_rng(SEED))
    if isinstance(tiers, TooFew):
        return Report(
            name="drivers",
            title=voice.say("drivers_short"),
            about=about,
            findings=(_refusal(tiers, voice, k=grounds.min_customers),),
            formulas=voice.formulas(_FORMULAS),
        )
    return _told(_worked(tiers, said, titles, voice, k=grounds.min_customers), grounds, query)


def _worked(tiers: DriverTiers, said: Answered, titles: Mapping[str, str], voice: Voice, *, k: int) -> _Found:
    return _Found(
        tiers=tiers,
        kano=penalty_reward(said),
        matrix=importance_performance(tiers, said),
        titles=titles,
        voice=voice,
        k=k,
    )


def _refusal(few: TooFew, voice: Voice, *, k: int) -> str:
    is_told = few.customers >= k
    who = voice.count("drivers_only", few.customers) if is_told else voice.say("drivers_too_few")
    return voice.say(_REASONS[few.reason], who=who, needed=few.needed_customers)


def _told(found: _Found, grounds: Grounds, query: Query) -> Report:
    about, voice = grounds.about(query), found.voice
    findings = tuple(_findings(found))
    return Report(
        name="drivers",
        title=voice.say("drivers_title"),
        about=about,
        findings=findings,
        tables=(_tiers(found), _matrix(found), _kano(found)),
        notes=tuple(_notes(found)),
        formulas=voice.formulas(_FORMULAS),
        drawing=_drawing(found, grounds, subtitle=made(about, voice.words)),
        description="; ".join(findings),
    )


def _tiers(found: _Found) -> Table:
    rows: list[tuple[Value, ...]] = []
    for each in found.tiers.standings:
        driver = each.driver
        ranks = (
            str(each.best_rank)
            if each.best_rank == each.worst_rank
            else found.voice.say("drivers_ranks", best=each.best_rank, worst=each.worst_rank)
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
    title, columns = found.voice.say("drivers_tiers"), found.voice.columns(_TIERS)
    return Table(key="drivers", title=title, columns=columns, rows=tuple(rows))


def _matrix(found: _Found) -> Table:
    rows = tuple(
        (
            found.titles[each.touchpoint],
            Bounded(each.importance.value, each.importance.low, each.importance.high),
            Bounded(each.performance.value, each.performance.low, each.performance.high),
            each.voters,
            found.voice.say(_QUADRANTS[each.quadrant]),
        )
        for each in found.matrix.placed
    )
    title, columns = found.voice.say("drivers_matrix"), found.voice.columns(_MATRIX)
    return Table(key="matrix", title=title, columns=columns, rows=rows)


def _kano(found: _Found) -> Table:
    rows: tuple[tuple[Value, ...], ...] = ()
    if isinstance(found.kano, PenaltyReward):
        rows = tuple(
            (
                found.titles[each.touchpoint],
                _effect(each.penalty),
                _effect(each.reward),
                found.voice.say(_KANO_WORDS[each.kano]),
                *(count if count >= found.k else HIDDEN for count in (each.low, each.middle, each.top)),
            )
            for each in found.kano.contrasts
        )
    return Table(
        key="kano",
        title=found.voice.say("drivers_kano"),
        columns=found.voice.columns(_KANO),
        rows=rows,
        empty=found.voice.say("drivers_no_kano"),
    )


def _effect(effect: Effect) -> Bounded:
    return Bounded(effect.value, effect.low, effect.high)


def _findings(found: _Found) -> Iterator[str]:
    voice, words = found.voice, found.voice.words
    first = [found.titles[each.driver.touchpoint] for each in found.tiers.standings if each.tier == 1]
    drivers = found.tiers.drivers
    share = words.percent(drivers.r_squared)
    yield voice.say("drivers_first", first=", ".join(first), share=share, n=words.count(drivers.customers))
    urgent = [found.titles[each.touchpoint] for each in found.matrix.placed if each.quadrant == "concentrate"]
    if urgent:
        yield voice.say("drivers_urgent", points=", ".join(urgent))


def _notes(found: _Found) -> Iterator[str]:
    voice = found.voice
    if found.tiers.drivers.is_unsure:
        yield voice.say("drivers_unsure", kept=voice.words.percent(found.tiers.top_kept))
    for dropped in found.tiers.drivers.dropped:
        yield voice.say("drivers_dropped", point=found.titles[dropped.touchpoint])


def _drawing(found: _Found, grounds: Grounds, *, subtitle: str) -> Drawing:
    voice, words = found.voice, found.voice.words
    rows = [
        Bar(
            name=found.titles[each.driver.touchpoint],
            said=voice.say("drivers_bar", share=words.percent(each.driver.share), tier=each.tier),
            value=each.driver.share,
            low=each.low,
            high=each.high,
            ink=Ink.POSITIVE if each.driver.sign >= 0 else Ink.NEGATIVE,
            note=f"n={words.count(each.driver.pairs)}",
        )
        for each in found.tiers.standings
    ]
    drivers = found.tiers.drivers
    method = voice.say(
        "drivers_method",
        method=drivers.method.upper(),
        n=words.count(drivers.customers),
        when=voice.when(grounds.as_of),
    )
    return bars(rows, title=voice.say("drivers_title"), subtitle=subtitle, method=method)


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
