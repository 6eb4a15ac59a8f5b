"""The closed loop in figures that may be shown: who was rescued, how long it took, how they felt.

Of fewer customers than the policy allows nothing is told, nor what such few could be worked out from: a part
that is held back is the whole less the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import numpy as np

from mapping.columns import Floats
from mapping.contrasts import Side, side
from mapping.disclosure import covering
from mapping.interval import Share, bins, pooled_prior, wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """How long something took in working time: of `n` cases half at most `middle`, 90 % at most `most`.

    `low` and `high` are the bounds of the middle, where there are cases enough for them.
    """

    n: int
    middle: timedelta
    most: timedelta
    low: timedelta | None = None
    high: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSums:
    """What the cases of one group came to, before it is decided what may be shown.

    Of `customers`, `waiting` have a case that is open, and of those who said whether it is fixed, `rescued`
    say so and `lost` do not. `replied` and `resolved` are the customers whose times are known. `before` and
    `after` hold one vote (-2..+2) for each customer of whom both are known, in the same order.
    """

    opened: int
    open: int
    customers: int
    waiting: int
    rescued: int
    lost: int
    replied: int
    resolved: int
    first_reply: Took | None
    resolve: Took | None
    before: Floats
    after: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCases:
    """What may be shown of the cases of one group; None is not known, or held back where `hidden` has it."""

    opened: int | None = None
    open: int | None = None
    customers: int | None = None
    rescued: Share | None = None
    said: int | None = None
    first_reply: Took | None = None
    resolve: Took | None = None
    before: Side | None = None
    after: Side | None = None
    hidden: frozenset["CaseMeasure"] = frozenset()


class CaseMeasure(StrEnum):
    """A figure of cases, each of which stands on customers of its own."""

    CASES = "cases"
    OPEN = "open"
    RESCUED = "rescued"
    FIRST_REPLY = "first_reply"
    RESOLVE = "resolve"
    FELT = "felt"


_SPLITS: Mapping[CaseMeasure, Callable[[CaseSums], tuple[int, ...]]] = {
    CaseMeasure.CASES: lambda sums: (sums.customers,),
    CaseMeasure.OPEN: lambda sums: (sums.waiting, sums.customers - sums.waiting),
    CaseMeasure.RESCUED: lambda sums: (sums.rescued, sums.lost, sums.customers - sums.rescued - sums.lost),
    CaseMeasure.FIRST_REPLY: lambda sums: (sums.replied,),
    CaseMeasure.RESOLVE: lambda sums: (sums.resolved,),
    CaseMeasure.FELT: lambda sums: (len(sums.before),),
}
"""The groups of customers that a figure sets apart from each other."""


def disclosed_cases(
    whole: CaseSums, parts: Mapping[str, CaseSums], *, k: int
) -> tuple[ShownCases, Mapping[str, ShownCases]]:
    """Return what may be shown of all cases, and of the parts that they fall into."""
    hidden: dict[str, set[CaseMeasure]] = {name: set() for name in ("", *parts)}
    for measure in CaseMeasure:
        for name in _hidden(
            whole, parts, measure, out={n for n in parts if CaseMeasure.CASES in hidden[n]}, k=k
        ):
            hidden[name].add(measure)
    prior = pooled_prior(bins(np.concatenate([whole.before, whole.after])).sum(axis=0, keepdims=True))
    return (
        _shown(whole, hidden[""], prior=prior),
        {name: _shown(sums, hidden[name], prior=prior) for name, sums in parts.items()},
    )


def _hidden(
    whole: CaseSums, parts: Mapping[str, CaseSums], measure: CaseMeasure, *, out: set[str], k: int
) -> set[str]:
    """Return which groups hide a figure, the whole as ""; those in `out` tell nothing at all."""
    split = _SPLITS[measure]
    if _is_few(split(whole), k=k):
        return {"", *parts}
    sizes = {
        name: split(sums)[0] if len(split(sums)) == 1 else sums.customers for name, sums in parts.items()
    }
    few = {name for name, sums in parts.items() if name in out or _is_few(split(sums), k=k)}
    found = covering(sizes, k=k, hidden=few) | few
    together = [sum(counts) for counts in zip(*(split(parts[name]) for name in found), strict=True)]
    # What the whole and the parts that show leave over is a group of its own.
    return set(parts) if _is_few(together, k=k) else found


def _is_few(counts: Sequence[int], *, k: int) -> bool:
    return any(0 < count < k for count in counts)


def _shown(sums: CaseSums, hidden: set[CaseMeasure], *, prior: Floats) -> ShownCases:
    if CaseMeasure.CASES in hidden:
        return ShownCases(hidden=frozenset(CaseMeasure))
    said = sums.rescued + sums.lost
    has_said, is_felt = CaseMeasure.RESCUED not in hidden, CaseMeasure.FELT not in hidden and len(sums.before)
    return ShownCases(
        opened=sums.opened,
        open=None if CaseMeasure.OPEN in hidden else sums.open,
        customers=sums.customers,
        rescued=wilson(sums.rescued, of=said) if has_said else None,
        said=said if has_said else None,
        first_reply=None if CaseMeasure.FIRST_REPLY in hidden else sums.first_reply,
        resolve=None if CaseMeasure.RESOLVE in hidden else sums.resolve,
        before=side(sums.before, prior=prior) if is_felt else None,
        after=side(sums.after, prior=prior) if is_felt else None,
        hidden=frozenset(hidden),
    )
