"""What the map says of each stage: the journey's titles joined with the figures that may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from config.journey import Journey, Stage
from mapping.disclosure import Cell, Disclosed
from mapping.parts import Change, MapOpportunity, MapStage, MapTouchpoint, Moment, PainPoint, Reach
from mapping.quote import Quote, telling
from mapping.rollup import Stages
from mapping.wrapping import tidy

MOST_QUOTES = 3
"""Kept per stage: the picture shows the first, the page all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is known beside the scores, by stage id; `pain_points` None where nobody looked for any."""

    quotes: Sequence[Quote] = ()
    reached: Mapping[str, Reach] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    pain_points: Mapping[str, Sequence[PainPoint]] | None = None


def stages_of(journey: Journey) -> Stages:
    """Return each stage's touchpoints, both as ids in the journey's order."""
    return {stage.id: tuple(point.id for point in stage.touchpoints) for stage in journey.stages}


def tell(
    journey: Journey,
    *,
    shown: Disclosed,
    before: Mapping[str, Cell],
    findings: Findings,
    language: str,
    min_customers: int,
) -> tuple[MapStage, ...]:
    """Return what the map says of each stage, in `language`; findings on few customers are left out."""
    moments = moments_of([shown.stages[stage.id] for stage in journey.stages])
    return tuple(
        MapStage(
            id=stage.id,
            title=tidy(journey.say(stage.title, language)),
            cell=shown.stages[stage.id],
            touchpoints=_touchpoints(journey, stage, shown, language=language),
            moments=moments[place],
            previous=before[stage.id].score if stage.id in before else None,
            target=stage.target,
            change=None if shown.stages[stage.id].score is None else findings.changes.get(stage.id),
            reach=_reach(findings.reached.get(stage.id), k=min_customers),
            quotes=_quotes(findings.quotes, stage, shown, language=language),
            pain_points=_pains(findings.pain_points, stage, shown, k=min_customers),
            opportunities=_opportunities(journey, stage, language=language),
            owner=stage.owner,
        )
        for place, stage in enumerate(journey.stages)
    )


def moments_of(cells: Sequence[Cell]) -> list[tuple[Moment, ...]]:
    """Name the peak, the lowest point and the end.

    A score on few customers is neither peak nor lowest while others will do, and the two are named only
    where each lies outside the other's interval: else nobody could tell them apart.
    """
    named: list[list[Moment]] = [[] for _ in cells]
    scored = [(cell.score, place) for place, cell in enumerate(cells) if cell.score is not None]
    sure = [(score, place) for score, place in scored if not cells[place].is_low_n]
    if len(sure) < 2:  # noqa: PLR2004 - a peak stands over something
        sure = scored
    if len(sure) > 1:
        (best, peak), (worst, lowest) = max(sure), min(sure)
        if (cells[peak].low or 0.0) > worst and (cells[lowest].high or 0.0) < best:
            named[peak].append("peak")
            named[lowest].append("lowest")
    if len(scored) > 1:
        named[scored[-1][1]].append("end")
    return [tuple(moments) for moments in named]


def _touchpoints(
    journey: Journey, stage: Stage, shown: Disclosed, *, language: str
) -> tuple[MapTouchpoint, ...]:
    """Return the stage's touchpoints with what may be shown of them."""
    return tuple(
        MapTouchpoint(
            id=point.id,
            title=tidy(journey.say(point.title, language)),
            where=point.where,
            medium=point.medium,
            cell=shown.touchpoints[point.id],
        )
        for point in stage.touchpoints
    )


def _quotes(quotes: Sequence[Quote], stage: Stage, shown: Disclosed, *, language: str) -> tuple[Quote, ...]:
    """Choose the stage's quotes; nobody is quoted from a cell that hides."""
    score = shown.stages[stage.id].score
    if score is None:
        return ()
    open_points = {point.id for point in stage.touchpoints if shown.touchpoints[point.id].score is not None}
    here = (quote for quote in quotes if quote.touchpoint in open_points and tidy(quote.text))
    return telling(here, score=score, language=language, count=MOST_QUOTES)


def _pains(
    pains: Mapping[str, Sequence[PainPoint]] | None, stage: Stage, shown: Disclosed, *, k: int
) -> tuple[PainPoint, ...] | None:
    """Return the stage's pain points, the weightiest first, none that fewer than `k` customers named."""
    if pains is None:
        return None
    if shown.stages[stage.id].score is None:
        return ()
    told = (pain for pain in pains.get(stage.id, ()) if pain.customers >= k)
    return tuple(sorted(told, key=lambda pain: (-pain.customers * pain.severity, pain.title)))


def _opportunities(journey: Journey, stage: Stage, *, language: str) -> tuple[MapOpportunity, ...]:
    """Return what is still to do at the stage, in the journey's order."""
    return tuple(
        MapOpportunity(
            id=found.id,
            title=tidy(journey.say(found.title, language)),
            touchpoint=found.touchpoint,
            owner=found.owner,
            status=found.status,
        )
        for found in journey.opportunities
        if found.stage == stage.id and found.status not in {"done", "dropped"}
    )


def _reach(reach: Reach | None, *, k: int) -> Reach | None:
    """Return how many came by, unless they are few."""
    return reach if reach is not None and reach.customers >= k else None
