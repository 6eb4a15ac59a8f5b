"""Step rates of a funnel as they may be shown: not where what is shown beside them gives a few away."""

from collections.abc import Sequence

from mapping.chained_counts import shown_chain
from mapping.disclosing_counts import disclosed_counts
from mapping.methods.funnel import FunnelStage, StepRate


def shown_step(each: FunnelStage, *, k: int) -> StepRate | None:
    """Return the step rate of a stage whose count and whose next stage's count are shown; None hides."""
    step = each.step
    if step is None or step.of < k or 0 < step.of - step.count < k:
        return None
    return None if None in disclosed_counts((each.lost, each.not_yet), k=k) else step


def shown_steps(stages: Sequence[FunnelStage], *, k: int) -> tuple[StepRate | None, ...]:
    """Return the step rate of each stage, None where it is hidden or there is none, as at the last."""
    reached = shown_chain([each.reached for each in stages], k=k)
    pairs = zip(stages[:-1], reached, reached[1:], strict=False)
    told = [None if None in (here, after) else shown_step(each, k=k) for each, here, after in pairs]
    return (*told, None) if stages else ()
