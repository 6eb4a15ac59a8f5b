"""What cases came to, stage by stage and team by team, as far as it may be shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from config.journey import Journey
from feedback.business_hours import Calendar
from feedback.case_clocks import terms_of
from feedback.case_figures import CaseFate, Waits, case_figures
from mapping.cases import CaseSums, ShownCases, Took, disclosed_cases
from mapping.telling import stages_of

ELSEWHERE = ""
"""Cases that began at no stage of the journey, or are nobody's team's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesTold:
    """What may be shown of all cases, and of those of each stage and team that has had one."""

    whole: ShownCases
    stages: Mapping[str, ShownCases]
    teams: Mapping[str, ShownCases]


def cases_told(fates: Sequence[CaseFate], journey: Journey, *, k: int) -> CasesTold:
    """Decide what is shown of these cases; stages are in the journey's order, teams by their names."""
    calendar = terms_of(journey).calendar
    stage_of = {point: stage for stage, points in stages_of(journey).items() for point in points}
    by_stage, by_team = defaultdict[str, list[CaseFate]](list), defaultdict[str, list[CaseFate]](list)
    for fate in fates:
        by_stage[stage_of.get(fate.touchpoint or "", ELSEWHERE)].append(fate)
        by_team[fate.team or ELSEWHERE].append(fate)
    order = [stage for stage in (*stages_of(journey), ELSEWHERE) if stage in by_stage]
    total = case_sums(fates, calendar)
    whole, stages = disclosed_cases(total, {each: case_sums(by_stage[each], calendar) for each in order}, k=k)
    _, teams = disclosed_cases(
        total, {each: case_sums(by_team[each], calendar) for each in sorted(by_team)}, k=k
    )
    return CasesTold(whole=whole, stages=stages, teams=teams)


def case_sums(fates: Sequence[CaseFate], calendar: Calendar) -> CaseSums:
    """Sum up cases; each customer says once whether they were rescued, and feels once: the mean."""
    figures = case_figures(fates, calendar=calendar)
    said = {each.customer: each.is_fixed for each in fates if each.is_fixed is not None}
    waiting = [each for each in fates if each.resolved_at is None and each.closed_at is None]
    before, after = _votes(fates)
    return CaseSums(
        opened=figures.opened,
        open=len(waiting),
        customers=figures.customers,
        waiting=_customers(waiting),
        rescued=sum(said.values()),
        lost=len(said) - sum(said.values()),
        replied=_customers(each for each in fates if each.replied_at is not None),
        resolved=_customers(each for each in fates if each.resolved_at is not None),
        first_reply=_took(figures.first_reply),
        resolve=_took(figures.resolve),
        before=np.array(before, dtype=np.float64),
        after=np.array(after, dtype=np.float64),
    )


def as_known(fate: CaseFate, *, at: datetime) -> CaseFate:
    """Return what was known of a case at a moment; of one not closed by then, not how it ended."""
    is_closed = fate.closed_at is not None and fate.closed_at < at
    return replace(
        fate,
        replied_at=_by(fate.replied_at, at),
        resolved_at=_by(fate.resolved_at, at),
        closed_at=_by(fate.closed_at, at),
        is_fixed=fate.is_fixed if is_closed else None,
        after=fate.after if is_closed else None,
    )


def _by(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment is not None and moment < at else None


def _customers(fates: Iterable[CaseFate]) -> int:
    return len({each.customer for each in fates})


def _took(waits: Waits) -> Took | None:
    if waits.middle is None or waits.most is None:
        return None
    return Took(n=waits.n, middle=waits.middle, most=waits.most, low=waits.low, high=waits.high)


def _votes(fates: Iterable[CaseFate]) -> tuple[list[float], list[float]]:
    """Return how each customer felt before and after, of those of whom both are known."""
    marks = defaultdict[str, list[tuple[float, float]]](list)
    for each in fates:
        if each.before is not None and each.after is not None:
            marks[each.customer].append((each.before, each.after))
    means = [np.mean(marks[customer], axis=0) for customer in sorted(marks)]
    return [float(each[0]) for each in means], [float(each[1]) for each in means]
