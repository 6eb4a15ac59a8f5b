"""How many customers come along the journey's stages, go on, are lost, not yet on, or came in further on.

What reaching, going on and a window mean is named in `mapping.methods.passages`. Customers who never were in
the first stage are counted apart, once, at the stage of their first event (the earliest stage where several
events are at one moment).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np

from mapping.columns import Ints
from mapping.interval import Share, wilson
from mapping.methods.events import EventTable, Stages, changes, places, reached
from mapping.methods.passages import Passages, Skipping, passages, seen_until


class Denominator(StrEnum):
    """Whom a step rate is a share of."""

    WINDOW_OVER = "customers_of_the_stage_whose_window_is_over"
    SO_FAR = "customers_of_the_stage_so_far"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRate:
    """The share that went on, `count` of `of`, and whom it is a share of."""

    count: int
    of: int
    denominator: Denominator
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStage:
    """One stage. `customers` were in it at all, and that is what paths and the map count too.

    Of these `reached` came in order and `apart` did not. The reached are split in `went_on`, `lost` and
    `not_yet`; at the last stage nobody has anywhere to go, so the three are zero and `step` is None.
    `step` is None also where nobody is in its denominator. `of_entered` is the share `reached` of all who
    entered at the first stage. `entered_here` never were in the first stage and had their first event here.
    """

    stage: str
    customers: int
    reached: int
    apart: int
    entered_here: int
    went_on: int
    lost: int
    not_yet: int
    window: timedelta | None
    step: StepRate | None
    of_entered: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """All stages in the journey's order; `entered` in the first one, `entered_later` never were there."""

    stages: tuple[FunnelStage, ...]
    entered: int
    entered_later: int
    skipping: Skipping
    as_of: datetime


def funnel(
    table: EventTable,
    *,
    stages: Stages,
    as_of: datetime,
    windows: Mapping[str, timedelta] | None = None,
    skipping: Skipping = "never",
) -> Funnel:
    """Count the funnel as it stood at `as_of`; later events do not count. `passages` names the rules."""
    passed = passages(table, stages=stages, as_of=as_of, windows=windows, skipping=skipping)
    seen = seen_until(table, as_of)
    customers = reached(seen, stages=stages)
    entered_here = _entered_later(seen, stages=stages)
    entered = int(passed.has_reached[:, 0].sum()) if stages else 0
    return Funnel(
        stages=tuple(
            _stage(
                passed,
                number,
                customers=customers[stage],
                entered_here=int(entered_here[number]),
                entered=entered,
            )
            for number, stage in enumerate(passed.stages)
        ),
        entered=entered,
        entered_later=int(entered_here.sum()),
        skipping=skipping,
        as_of=as_of,
    )


def _stage(passed: Passages, number: int, *, customers: int, entered_here: int, entered: int) -> FunnelStage:
    """Count one stage."""
    is_last = number == len(passed.stages) - 1
    here = passed.has_reached[:, number]
    count = int(here.sum())
    went_on, lost = int(passed.went_on[:, number].sum()), int(passed.is_lost[:, number].sum())
    return FunnelStage(
        stage=passed.stages[number],
        customers=customers,
        reached=count,
        apart=customers - count,
        entered_here=entered_here,
        went_on=went_on,
        lost=lost,
        not_yet=0 if is_last else count - went_on - lost,
        window=passed.windows[number],
        step=None if is_last else _step(passed, number),
        of_entered=wilson(count, of=entered),
    )


def _step(passed: Passages, number: int) -> StepRate | None:
    """Return the rate among those who had all of their window, or among all where there is none.

    Who went on fast and still has window left is not in it: those who are as new and slow are not either.
    """
    has_window = passed.windows[number] is not None
    among = passed.is_over[:, number] if has_window else passed.has_reached[:, number]
    count, of = int((among & passed.went_on[:, number]).sum()), int(among.sum())
    share = wilson(count, of=of)
    denominator = Denominator.WINDOW_OVER if has_window else Denominator.SO_FAR
    return None if share is None else StepRate(count=count, of=of, denominator=denominator, share=share)


def _entered_later(seen: EventTable, *, stages: Stages) -> Ints:
    """Return per stage the customers whose first event is there, of those never in the first stage."""
    place = places(seen, stages=stages).place
    began = np.zeros(len(seen.customers), dtype=np.bool_)
    began[seen.customer[place == 0]] = True
    rows = np.flatnonzero((place >= 0) & ~began[seen.customer])
    first = changes(seen.customer[rows])
    begins, own = np.flatnonzero(first), np.cumsum(first) - 1
    at_first = seen.at[rows] == seen.at[rows][begins][own]
    earliest = np.minimum.reduceat(np.where(at_first, place[rows], len(stages)), begins)
    return np.bincount(earliest, minlength=len(stages)).astype(np.int64)
