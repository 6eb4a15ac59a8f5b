"""The moments of truth, each with the reason why it is one: peak, low, end, driver and largest loss."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.filters import asked_stages, stage_titles, touchpoint_titles
from bot.funnel_counts import HARDLY_ANY, WINDOW, known_until
from bot.overall import overall_question
from bot.report_cells import cells, journey_prior
from bot.report_words import EXTREMES, INTERVAL, MEAN, Voice
from bot.reporting import Grounds, Query, ReportSpec
from feedback.intake import Refused
from mapping.disclosing_steps import shown_steps
from mapping.disclosure import Cell
from mapping.given import answered
from mapping.methods.answered import Refused as TooFew
from mapping.methods.driver_tiers import Standing, driver_tiers
from mapping.methods.funnel import StepRate, funnel
from mapping.methods.peak_end import Estimate, NoScores, peak_end
from mapping.parts import Moment
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table, Value
from mapping.telling import moments_of

SEED = 7
"""Draws are the same ones every time: the same answers give the same report."""

Row = tuple[Value, ...]

_COLUMNS = (
    Column(key="moment", title="head_moment"),
    Column(key="where", title="head_where"),
    Column(key="score", title="head_score", kind="score"),
    Column(key="share", title="head_share", kind="share"),
    Column(key="n", title="head_n", kind="count"),
    Column(key="because", title="head_because"),
)
_KEPT = (
    Column(key="what", title="head_whole_journey"),
    Column(key="score", title="head_score", kind="score"),
    Column(key="n", title="head_n", kind="count"),
)
_MOMENTS: tuple[Moment, ...] = ("peak", "lowest", "end")
_DRIVER, _LOSS = "moment_driver", "moment_loss"
_FORMULAS = (
    EXTREMES,
    MEAN,
    INTERVAL,
    Formula(
        what="driver_what",
        formula="driver_how",
        n="n_both",
        source="Lindeman, Merenda & Gold 1980; Johnson 2000",
    ),
    Formula(what="loss_what", formula="loss_how", n="n_window", source="Wilson 1927"),
    Formula(
        what="peak_end_what",
        formula="peak_end_how",
        n="n_scored",
        source="Alaybek et al. 2022, doi 10.1016/j.obhdp.2022.104149",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One moment and why it is one, by their keys; where it is (None where nobody can tell), figure and n.

    `facts` are filled into why.
    """

    moment: str
    because: str
    where: str | None = None
    score: Bounded | None = None
    share: Bounded | None = None
    n: int | None = None
    length: str = ""

    def row(self, voice: Voice) -> Row:
        """Return what stands in the table."""
        where = self.where or voice.say("cannot_tell")
        return voice.say(self.moment), where, self.score, self.share, self.n, self.why(voice)

    def why(self, voice: Voice) -> str:
        """Say why it is one."""
        return voice.say(self.because, length=self.length)


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Work out which moments decide."""
    about = grounds.about(query)
    voice = Voice(about.language, about.due)
    told = [*_felt(grounds, query), *_drivers(grounds, query), _loss(grounds, query, voice)]
    has_answers = len(grounds.scores(query)) > 0
    findings = tuple(_findings(told, voice)) if has_answers else (voice.nobody(),)
    table = Table(
        key="moments",
        title=voice.say("moments_title"),
        columns=voice.columns(_COLUMNS),
        rows=tuple(each.row(voice) for each in told),
    )
    return Report(
        name="moments",
        title=voice.say("moments_title"),
        about=about,
        findings=findings,
        tables=(table, _kept(grounds, query, voice)),
        notes=(voice.say("moments_note"),),
        formulas=voice.formulas(_FORMULAS),
        description="; ".join(findings),
    )


def _felt(grounds: Grounds, query: Query) -> Iterator[_Told]:
    """Tell peak, low and end by the map's own rule."""
    shown = cells(grounds, query).stages
    told, titles = list(shown.values()), stage_titles(grounds.journey, query.language)
    named = moments_of(told)
    for moment in _MOMENTS:
        at = next((place for place, moments in enumerate(named) if moment in moments), None)
        if at is None:
            yield _Told(moment=f"moment_{moment}", because=f"not_told_{moment}")
            continue
        yield _Told(
            moment=f"moment_{moment}",
            where=titles[list(shown)[at]],
            score=_score(told[at]),
            n=told[at].voters,
            because=f"because_{moment}",
        )


def _score(cell: Cell) -> Bounded | None:
    if cell.score is None or cell.low is None or cell.high is None:
        return None
    return Bounded(cell.score, cell.low, cell.high)


def _drivers(grounds: Grounds, query: Query) -> Iterator[_Told]:
    """Tell the touchpoints of the first tier."""
    overall = overall_question(grounds.journey, None)
    given = None if isinstance(overall, Refused) else grounds.given(query)
    if given is None or isinstance(overall, Refused):
        yield _Told(moment=_DRIVER, because="moments_not_asked")
        return
    titles = touchpoint_titles(grounds.journey, query, language=query.language)
    said = answered(given, grounds.events(query), overall=overall, order=tuple(titles))
    found = driver_tiers(said, rng=np.random.default_rng(SEED))
    if isinstance(found, TooFew):
        yield _Told(moment=_DRIVER, because="moments_few_drivers")
        return
    for each in found.standings:
        if each.tier == 1:
            yield _driver(each, titles, alone=sum(other.tier == 1 for other in found.standings) == 1)


def _driver(each: Standing, titles: Mapping[str, str], *, alone: bool) -> _Told:
    return _Told(
        moment=_DRIVER,
        where=titles[each.driver.touchpoint],
        share=Bounded(each.driver.share, each.low, each.high),
        n=each.driver.pairs,
        because="moments_driver_alone" if alone else "moments_driver_one",
    )


def _loss(grounds: Grounds, query: Query, voice: Voice) -> _Told:
    """Tell after which stage the most are lost, where that is sure."""
    stages = asked_stages(grounds.journey, query)
    counted = funnel(
        grounds.events(query),
        stages=stages,
        as_of=known_until(grounds, query),
        windows=dict.fromkeys(list(stages)[:-1], WINDOW),
    ).stages
    steps = [
        (step, each.stage)
        for step, each in zip(shown_steps(counted, k=grounds.min_customers), counted, strict=True)
        if step is not None
    ]
    if not steps:
        return _Told(moment=_LOSS, because="moments_no_time")
    (worst, stage), *others = sorted(steps, key=lambda each: each[0].share.value)
    if worst.share.value >= HARDLY_ANY:
        return _Told(moment=_LOSS, because="moments_no_loss")
    if not _is_surely_least(worst, [step for step, _ in others]):
        return _Told(moment=_LOSS, because="moments_no_worst")
    share = worst.share
    return _Told(
        moment=_LOSS,
        where=voice.say("moments_after", stage=stage_titles(grounds.journey, query.language)[stage]),
        share=Bounded(1 - share.value, 1 - share.high, 1 - share.low),
        n=worst.of,
        because="moments_loss",
        length=voice.length(WINDOW),
    )


def _is_surely_least(worst: StepRate, others: Sequence[StepRate]) -> bool:
    return all(other.share.value > worst.share.high for other in others)


def _kept(grounds: Grounds, query: Query, voice: Voice) -> Table:
    """Return what is remembered of the whole, beside the plain mean of the same customers."""
    events = grounds.events(query)
    found = peak_end(events.customer, at=events.at, score=events.score, prior=journey_prior(grounds, query))
    title, columns = voice.say("moments_peak_end"), voice.columns(_KEPT)
    if isinstance(found, NoScores):
        return Table(key="peak_end", title=title, columns=columns, rows=(), empty=voice.nobody())
    is_told = found.n >= grounds.min_customers
    rows = tuple(
        (voice.say(what), *((_bounded(value), found.n) if is_told else (HIDDEN, HIDDEN)))
        for what, value in (("moments_peak_end_row", found.peak_end), ("moments_plain_mean", found.plain))
    )
    return Table(key="peak_end", title=title, columns=columns, rows=rows)


def _bounded(value: Estimate) -> Bounded:
    return Bounded(value.value, value.low, value.high)


def _findings(told: Sequence[_Told], voice: Voice) -> Iterator[str]:
    known = [each for each in told if each.where is not None]
    if not known:
        yield voice.say("moments_none")
    for each in known:
        yield voice.say(
            "moments_finding", moment=voice.say(each.moment), where=each.where or "", because=each.why(voice)
        )


SPEC = ReportSpec(
    name="moments",
    summary="Tell which moments decide what customers remember, each with the reason why it is one.",
    make=make,
)
