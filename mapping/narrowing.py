"""A part of the journey: its figures are those of the whole map, and it hides what the whole map hides.

So a stage reads the same whether it is asked for alone or not, and nobody learns by asking for less.
"""

from collections.abc import Iterable, Mapping

from config.journey import Journey
from mapping.deliveries import DeliveryTable
from mapping.disclosure import Cell, Disclosed, Visibility, disclose, guarded
from mapping.rollup import Stages, prior_of, roll_up
from mapping.table import ScoreTable


def part_of(journey: Journey, part: Stages | None) -> Journey:
    """Return the journey with these stages and touchpoints alone; None is all of it."""
    if part is None:
        return journey
    stages = [
        each.model_copy(
            update={"touchpoints": tuple(point for point in each.touchpoints if point.id in part[each.id])}
        )
        for each in journey.stages
        if each.id in part
    ]
    opportunities = [
        each
        for each in journey.opportunities
        if each.stage in part and each.touchpoint in {None, *part[each.stage]}
    ]
    return journey.model_copy(update={"stages": tuple(stages), "opportunities": tuple(opportunities)})


def shown_part(
    table: ScoreTable,
    *,
    stages: Stages,
    part: Stages | None,
    min_customers: int,
    deliveries: DeliveryTable | None = None,
) -> Disclosed:
    """Return what may be shown of `part` (None: of all `stages`); `table` holds the rows of the whole."""
    whole = disclose(
        roll_up(table, stages=stages, deliveries=deliveries), stages=stages, min_customers=min_customers
    )
    if part is None:
        return whole
    prior = prior_of(table, stages=stages)
    own = disclose(
        roll_up(table, stages=part, deliveries=deliveries, prior=prior),
        stages=part,
        min_customers=min_customers,
    )
    return narrowed(whole, stages=stages, part=part, own=own)


def narrowed(whole: Disclosed, *, stages: Stages, part: Stages, own: Disclosed | None = None) -> Disclosed:
    """Return the cells of `part` out of those of the whole.

    A stage of which only some touchpoints are meant is told by `own`, the figures of the part alone, unless
    one of them hides: they add up to it. Without `own` it is told where a single touchpoint is meant.
    """
    told = {stage: _stage(whole, stage, points, stages, own) for stage, points in part.items()}
    points = [point for held in part.values() for point in held]
    if len(told) == 1:
        overall = next(iter(told.values()))
    else:
        overall = _guarded(own.overall if own else None, points, whole.touchpoints)
    return Disclosed(
        overall=overall, stages=told, touchpoints={point: whole.touchpoints[point] for point in points}
    )


def _stage(
    whole: Disclosed, stage: str, points: Iterable[str], stages: Stages, own: Disclosed | None
) -> Cell:
    meant = tuple(points)
    if set(meant) == set(stages[stage]):
        return whole.stages[stage]
    if len(meant) == 1:
        return whole.touchpoints[meant[0]]
    return _guarded(own.stages[stage] if own else None, meant, whole.touchpoints)


def _guarded(cell: Cell | None, points: Iterable[str], shown: Mapping[str, Cell]) -> Cell:
    """Return the cell that these touchpoints add up to, without what hides in one; hidden if not counted."""
    if cell is None:
        return Cell(visibility=Visibility.COMPLEMENT)
    return guarded(cell, [shown[point] for point in points])
