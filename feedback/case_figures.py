"""What cases came to: how many were saved, how long customers waited, and how they felt before and after."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import comb
from statistics import fmean

from feedback.business_hours import Calendar, worked
from feedback.case_records import CaseReason

_NINE_TENTHS = 0.9
_TAIL = 0.025
"""How often the middle may lie below its lower bound at most; and as often above the upper one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFate:
    """What became of one case, in columns: no words, and nobody named but by the customer's id.

    `touchpoint` is where it began, as far as is known. `before` is the worst that opened it, `after` what
    the customer felt afterwards: by their own words to 'did we fix it?', else by their next answer on the
    journey. Both -2..+2.
    """

    customer: str
    team: str | None
    touchpoint: str | None = None
    opened_at: datetime
    replied_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    reason: CaseReason | None = None
    reopened: int = 0
    is_fixed: bool | None = None
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long something took, in working time: of `n` cases half took `middle` at most, and 90 % `most`.

    `low` and `high` hold the middle of all such cases with 95 % at least; few cases have no such bounds.
    """

    n: int
    middle: timedelta | None
    most: timedelta | None
    low: timedelta | None = None
    high: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """The closed loop in figures, over the cases of a time.

    Of `said` customers who said whether it is fixed, `rescued` found it is. `before` and `after` are means
    over the same `felt` cases, those of which both are known.
    """

    opened: int
    resolved: int
    reopened: int
    customers: int
    said: int
    rescued: int
    first_reply: Waits
    resolve: Waits
    felt: int
    before: float | None
    after: float | None

    @property
    def rescue_rate(self) -> float | None:
        """The share of those who said whether it is fixed that said yes; None where nobody has said."""
        return self.rescued / self.said if self.said else None


def case_figures(fates: Iterable[CaseFate], *, calendar: Calendar) -> CaseFigures:
    """Sum up cases; times count only while the team works by `calendar`."""
    all_of = tuple(fates)
    said = [each.is_fixed for each in all_of if each.is_fixed is not None]
    marks = ((each.before, each.after) for each in all_of)
    felt = [(before, after) for before, after in marks if before is not None and after is not None]
    return CaseFigures(
        opened=len(all_of),
        resolved=sum(each.resolved_at is not None for each in all_of),
        reopened=sum(each.reopened > 0 for each in all_of),
        customers=len({each.customer for each in all_of}),
        said=len(said),
        rescued=sum(said),
        first_reply=_waits(all_of, lambda each: each.replied_at, calendar),
        resolve=_waits(all_of, lambda each: each.resolved_at, calendar),
        felt=len(felt),
        before=fmean(before for before, _ in felt) if felt else None,
        after=fmean(after for _, after in felt) if felt else None,
    )


def _waits(
    fates: Sequence[CaseFate], end_of: Callable[[CaseFate], datetime | None], calendar: Calendar
) -> Waits:
    ends = ((each.opened_at, end_of(each)) for each in fates)
    took = sorted(worked(start, end, calendar) for start, end in ends if end is not None)
    if not took:
        return Waits(n=0, middle=None, most=None)
    edge = _edge(len(took))
    bounds = (None, None) if edge is None else (took[edge], took[-1 - edge])
    return Waits(
        n=len(took), middle=_middle(took), most=took[_rank(len(took))], low=bounds[0], high=bounds[1]
    )


def _middle(took: Sequence[timedelta]) -> timedelta:
    """Return what half of these are not above, between the two in the middle where their number is even."""
    half = len(took) // 2
    return took[half] if len(took) % 2 else (took[half - 1] + took[half]) / 2


def _edge(n: int) -> int | None:
    """Return the place, from either end, of the bounds of the median of `n`: those of the sign test."""
    below = 0.0
    for place in range((n + 1) // 2):
        below += comb(n, place) / 2**n
        if below > _TAIL:
            return place - 1 if place else None
    return None


def _rank(n: int) -> int:
    """Return the place, from 0, of the smallest of `n` that 90 % are not above: the nearest rank."""
    return max(0, -int(-_NINE_TENTHS * n // 1) - 1)
