"""An edition: the figures that shared maps, digests and exports may show, as they were published.

A shared figure never moves with a single answer. It is published anew when readers of everything published
so far can make nothing of it that stands on fewer than k customers (`mapping.protecting`); until then it
stays what it was, with its date.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mapping.disclosure import Cell, Disclosed, Visibility
from mapping.holding_back import Dealt
from mapping.lattice import ALL, WHOLE, Spot
from mapping.rollup import Stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One cell as it was published, over what was counted by `step`: the weeks up to the Sunday `through`."""

    cell: Cell
    through: date
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPain:
    """A pain point as it was published: about how many customers named it, in steps of k, and how deep."""

    theme: str
    customers: int
    severity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Which contributions have been counted: one per customer, touchpoint and week, in columns.

    `customers` holds a token of each and the class they were dealt into, nothing else of them. `pattern` is
    the place in `patterns` of the groups they were in when first counted, `checksum` tells whether what they
    said has changed since, `step` when they were counted.
    """

    customers: Mapping[str, int] = field(default_factory=dict)
    patterns: Sequence[Sequence[str]] = ()
    customer: Sequence[str] = ()
    touchpoint: Sequence[str] = ()
    week: Sequence[date] = ()
    pattern: Sequence[int] = ()
    checksum: Sequence[int] = ()
    step: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What readers do not know yet, by row: `mapping.protecting.Known` as lists."""

    rows: Sequence[str] = ()
    left: Sequence[Sequence[Sequence[int]]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Everything published so far, by spot of the lattice, and what must be known to publish more.

    `left` is what readers do not know of answers and levels, `moods` of each emotion. `pains` are by stage,
    of everybody over all time. `through` is the last Sunday it counts, `step` how many weeks' batches have
    been counted, `hidden` why spots that have answers are not shown. `dealt` is what reports are told
    from, by kind.
    """

    made_at: datetime
    through: date
    k: int
    step: int
    scopes: Mapping[str, Sequence[str]]
    figures: Mapping[str, Figures]
    hidden: Mapping[str, Visibility]
    ledger: Ledger
    left: Left
    waiting: Mapping[str, Sequence[int]]
    moods: Mapping[str, Left] = field(default_factory=dict)
    pains: Mapping[str, Sequence[KeptPain]] = field(default_factory=dict)
    dealt: Mapping[str, Dealt] = field(default_factory=dict)


def shown_in(edition: Edition, *, stages: Stages, period: str = ALL, group: str = ALL) -> Disclosed:
    """Return the cells of one map as they were published."""
    return Disclosed(
        overall=_cell(edition, Spot(WHOLE, period, group)),
        stages={stage: _cell(edition, Spot(f"stage:{stage}", period, group)) for stage in stages},
        touchpoints={
            point: _cell(edition, Spot(f"touchpoint:{point}", period, group))
            for points in stages.values()
            for point in points
        },
    )


def with_medium(
    shown: Disclosed, edition: Edition, *, medium: str, period: str = ALL, group: str = ALL
) -> Disclosed:
    """Return the cells of a part of the journey with what was published of this medium as such."""
    shares = {stage: Spot(f"share:{stage}/{medium}", period, group) for stage in shown.stages}
    stages = {
        stage: _cell(edition, shares[stage]) if shares[stage].scope in edition.scopes else cell
        for stage, cell in shown.stages.items()
    }
    whole = _cell(edition, Spot(f"medium:{medium}", period, group))
    overall = whole if len(stages) > 1 else next(iter(stages.values()), shown.overall)
    return replace(shown, overall=overall, stages=stages)


def told_anew(edition: Edition, before: Edition | None, *, stages: Iterable[str]) -> dict[str, date]:
    """Return the stages told anew since `before`, of everybody over all time, and up to which Sunday."""
    spots = {stage: Spot(f"stage:{stage}", ALL, ALL).key for stage in stages}
    old = before.figures if before else {}
    return {
        stage: edition.figures[key].through
        for stage, key in spots.items()
        if key in edition.figures and edition.figures[key] != old.get(key)
    }


def kept_pain(theme: str, *, customers: int, severity: float, k: int) -> KeptPain:
    """Return a pain point as it may be published: customers to the nearest k, how deep to a tenth."""
    steps = (2 * customers + k - 1) // (2 * k)
    return KeptPain(theme=theme, customers=max(1, steps) * k, severity=round(severity, 1))


def counted_through(edition: Edition, *, touchpoint: str, period: str = ALL, group: str = ALL) -> date | None:
    """Return the last Sunday that a touchpoint's figures count; None where none are published."""
    found = edition.figures.get(Spot(f"touchpoint:{touchpoint}", period, group).key)
    return found.through if found else None


def _cell(edition: Edition, spot: Spot) -> Cell:
    """Return the cell of a spot; one without any answers is empty, and that is told."""
    found = edition.figures.get(spot.key)
    if found is not None:
        return found.cell
    return Cell(visibility=edition.hidden[spot.key]) if spot.key in edition.hidden else NOBODY


NOBODY = Cell(answers=0, customers=0, voters=0, rated=0, histogram=None, delivered=0, responded=0)
"""The cell of a spot where nobody has answered."""
