"""The moments of truth, each with the reason why it is one: peak, low, end, driver and largest loss."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.filters import asked_stages, stage_titles, touchpoint_titles
from bot.funnel_counts import HARDLY_ANY, WINDOW
from bot.overall import overall_question
from bot.report_cells import cells, journey_prior
from bot.report_words import CANNOT_TELL, INTERVAL, MEAN, NOBODY_YET
from bot.reporting import Grounds, Query, ReportSpec
from config.duration import format_duration
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
    Column(key="moment", title="Moment"),
    Column(key="where", title="Where"),
    Column(key="score", title="Score", kind="score"),
    Column(key="share", title="Share", kind="share"),
    Column(key="n", title="n", kind="count"),
    Column(key="because", title="Because"),
)
_KEPT = (
    Column(key="what", title="Over the whole journey"),
    Column(key="score", title="Score", kind="score"),
    Column(key="n", title="n", kind="count"),
)
_NAMES: Mapping[Moment, str] = {"peak": "Peak", "lowest": "Low", "end": "End"}
_BECAUSE: Mapping[Moment, str] = {
    "peak": "the highest score, and surely above the lowest",
    "lowest": "the lowest score, and surely below the highest",
    "end": "the last stage with a score: ends are remembered",
}
_NOT_TOLD: Mapping[Moment, str] = {
    "peak": "no stage's score is surely above the others'",
    "lowest": "no stage's score is surely below the others'",
    "end": "fewer than two stages have a score",
}
_DRIVER, _LOSS = "Driver", "Largest loss"
_FORMULAS = (
    Formula(
        what="Peak and low",
        formula="The stages of the highest and the lowest score, named where each lies outside the other's "
        "interval; of fewer than 10 customers only where no others have a score. The same as on the map.",
        n="customers with a score at the stage",
        source="the rule that names them on the map",
    ),
    MEAN,
    INTERVAL,
    Formula(
        what="Driver",
        formula="The touchpoints of the first tier: their share in what goes with satisfaction with the "
        "whole (see `aftertouch drivers`). It goes with it; nothing here shows that it drives it.",
        n="customers with both answers",
        source="Lindeman, Merenda & Gold 1980; Johnson 2000",
    ),
    Formula(
        what="Largest loss",
        formula="The stage after which the smallest share went on, of those whose window is over (see "
        "`aftertouch funnel`); named where every other stage's share lies above its interval. Told is the "
        "share that did not go on, with Wilson's interval.",
        n="customers of the stage whose window is over",
        source="Wilson 1927",
    ),
    Formula(
        what="Peak-end",
        formula="Of each customer (most extreme score + last score) / 2, then the mean over customers; "
        "beside it the plain mean of the same customers. Neither is the better one: in 174 effects both "
        "went with later judgement about as well.",
        n="customers with a score",
        source="Alaybek et al. 2022, doi 10.1016/j.obhdp.2022.104149",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One moment: where it is, its figure and n, and why; `where` is None where nobody can tell."""

    moment: str
    because: str
    where: str | None = None
    score: Bounded | None = None
    share: Bounded | None = None
    n: int | None = None

    @property
    def row(self) -> Row:
        """What stands in the table."""
        return self.moment, self.where or CANNOT_TELL, self.score, self.share, self.n, self.because


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Work out which moments decide."""
    told = [*_felt(grounds, query), *_drivers(grounds, query), _loss(grounds, query)]
    has_answers = len(grounds.scores(query)) > 0
    findings = tuple(_findings(told)) if has_answers else (NOBODY_YET,)
    table = Table(
        key="moments", title="Moments of truth", columns=_COLUMNS, rows=tuple(each.row for each in told)
    )
    return Report(
        name="moments",
        title="Moments of truth",
        about=grounds.about(query),
        findings=findings,
        tables=(table, _kept(grounds, query)),
        notes=("Where it says can't tell, chance alone explains the difference; more answers may tell.",),
        formulas=_FORMULAS,
        description="; ".join(findings),
    )


def _felt(grounds: Grounds, query: Query) -> Iterator[_Told]:
    """Tell peak, low and end by the map's own rule."""
    shown = cells(grounds, query).stages
    told, titles = list(shown.values()), stage_titles(grounds.journey, query.language)
    named = moments_of(told)
    for moment, name in _NAMES.items():
        at = next((place for place, moments in enumerate(named) if moment in moments), None)
        if at is None:
            yield _Told(moment=name, because=_NOT_TOLD[moment])
            continue
        yield _Told(
            moment=name,
            where=titles[list(shown)[at]],
            score=_score(told[at]),
            n=told[at].voters,
            because=_BECAUSE[moment],
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
        yield _Told(moment=_DRIVER, because="nobody was asked about the whole")
        return
    titles = touchpoint_titles(grounds.journey, query, language=query.language)
    said = answered(given, grounds.events(query), overall=overall, order=tuple(titles))
    found = driver_tiers(said, rng=np.random.default_rng(SEED))
    if isinstance(found, TooFew):
        yield _Told(moment=_DRIVER, because="too few answered about the whole and about touchpoints")
        return
    for each in found.standings:
        if each.tier == 1:
            yield _driver(each, titles, alone=sum(other.tier == 1 for other in found.standings) == 1)


def _driver(each: Standing, titles: Mapping[str, str], *, alone: bool) -> _Told:
    because = "goes with satisfaction with the whole more than all others do"
    return _Told(
        moment=_DRIVER,
        where=titles[each.driver.touchpoint],
        share=Bounded(each.driver.share, each.low, each.high),
        n=each.driver.pairs,
        because=because if alone else "in the first tier of what goes with satisfaction with the whole",
    )


def _loss(grounds: Grounds, query: Query) -> _Told:
    """Tell after which stage the most are lost, where that is sure."""
    stages = asked_stages(grounds.journey, query)
    counted = funnel(
        grounds.events(query),
        stages=stages,
        as_of=grounds.as_of,
        windows=dict.fromkeys(list(stages)[:-1], WINDOW),
    ).stages
    steps = [
        (step, each.stage)
        for step, each in zip(shown_steps(counted, k=grounds.min_customers), counted, strict=True)
        if step is not None
    ]
    if not steps:
        return _Told(moment=_LOSS, because="of no stage enough customers have had their time to go on")
    (worst, stage), *others = sorted(steps, key=lambda each: each[0].share.value)
    if worst.share.value >= HARDLY_ANY:
        return _Told(moment=_LOSS, because="hardly anybody is lost")
    if not _is_surely_least(worst, [step for step, _ in others]):
        return _Told(moment=_LOSS, because="no stage surely loses more than the others")
    share = worst.share
    return _Told(
        moment=_LOSS,
        where=f"after {stage_titles(grounds.journey, query.language)[stage]}",
        share=Bounded(1 - share.value, 1 - share.high, 1 - share.low),
        n=worst.of,
        because=f"the largest share that did not go on within {format_duration(WINDOW)}",
    )


def _is_surely_least(worst: StepRate, others: Sequence[StepRate]) -> bool:
    return all(other.share.value > worst.share.high for other in others)


def _kept(grounds: Grounds, query: Query) -> Table:
    """Return what is remembered of the whole, beside the plain mean of the same customers."""
    events = grounds.events(query)
    found = peak_end(events.customer, at=events.at, score=events.score, prior=journey_prior(grounds, query))
    title = "Peak-end beside the mean"
    if isinstance(found, NoScores):
        return Table(key="peak_end", title=title, columns=_KEPT, rows=(), empty=NOBODY_YET)
    is_told = found.n >= grounds.min_customers
    rows = tuple(
        (what, _bounded(value), found.n) if is_told else (what, HIDDEN, HIDDEN)
        for what, value in (("Peak-end", found.peak_end), ("Plain mean", found.plain))
    )
    return Table(key="peak_end", title=title, columns=_KEPT, rows=rows)


def _bounded(value: Estimate) -> Bounded:
    return Bounded(value.value, value.low, value.high)


def _findings(told: Sequence[_Told]) -> Iterator[str]:
    known = [each for each in told if each.where is not None]
    if not known:
        yield "No moment can be told from the others yet."
    for each in known:
        yield f"{each.moment}: {each.where}, {each.because}."


SPEC = ReportSpec(
    name="moments",
    summary="Tell which moments decide what customers remember, each with the reason why it is one.",
    make=make,
)
