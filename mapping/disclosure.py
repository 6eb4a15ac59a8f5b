"""Who must not be told apart: cells of few customers are hidden, and so is what would give them away."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mapping.disclosing_levels import hidden_counts
from mapping.interval import Share
from mapping.lattice import WHOLE
from mapping.rollup import Rollup, Rollups, Stages

LOW_N = 10
"""Fewer voters than this are shown with a hollow face and 'low n'."""


class Visibility(StrEnum):
    """Whether a cell's figures are shown, and if not, why."""

    SHOWN = "shown"
    EMPTY = "no_answers"
    FEW = "few_customers"
    COMPLEMENT = "complement"


class Measure(StrEnum):
    """A figure that stands on fewer customers than those who answered."""

    SCORE = "score"
    RATING = "rating"
    REPLIES = "replies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A rollup as it may be shown: None is either not known or not told; `visibility` says which."""

    visibility: Visibility = Visibility.EMPTY
    answers: int | None = None
    customers: int | None = None
    voters: int | None = None
    rated: int | None = None
    score: float | None = None
    low: float | None = None
    high: float | None = None
    rating_mean: float | None = None
    histogram: tuple[int | None, ...] | None = None
    """Answers at each level, None where that is not told."""
    emotions: Mapping[str, int | None] | None = None
    """Answers for each emotion, None where that is not told."""
    delivered: int | None = None
    responded: int | None = None
    response: Share | None = None
    last_at: datetime | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether there is something that is not told."""
        return self.visibility in {Visibility.FEW, Visibility.COMPLEMENT}

    @property
    def is_unpublished(self) -> bool:
        """Whether nothing is known of it: of what nobody answered it is known that nobody did."""
        return self.visibility is Visibility.EMPTY and self.customers is None

    @property
    def reason(self) -> str | None:
        """Why there is no score; None where there is one."""
        if self.score is not None:
            return None
        if self.is_unpublished:
            return "unpublished"
        if self.visibility is not Visibility.SHOWN:
            return self.visibility.value
        return "no_scores" if self.voters == 0 else "few_scored"

    @property
    def untold(self) -> frozenset[Measure]:
        """Which figures are not told of how many there are."""
        sizes = (self.voters, self.rated, self.delivered)
        return frozenset(measure for measure, size in zip(Measure, sizes, strict=True) if size is None)

    @property
    def is_low_n(self) -> bool:
        """Whether the score stands on few customers."""
        return self.score is not None and (self.voters or 0) < LOW_N


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """Every cell as it may be shown."""

    overall: Cell
    stages: Mapping[str, Cell]
    touchpoints: Mapping[str, Cell]


_SIZES: Mapping[Measure, Callable[[Rollup], int]] = {
    Measure.SCORE: lambda cell: cell.voters,
    Measure.RATING: lambda cell: cell.rated,
    Measure.REPLIES: lambda cell: cell.delivered,
}


def disclose(rollups: Rollups, *, stages: Stages, min_customers: int) -> Disclosed:
    """Hide every cell of fewer than `min_customers`, and what would give it away by subtraction."""
    k = min_customers
    if k < 1:
        raise ValueError(f"min_customers is {k}; it must be at least 1")
    hidden = _hidden_cells(rollups, stages, k=k)
    untold = untold_in(rollups, stages=stages, k=k, hidden=hidden.keys())
    cells = {
        name: as_shown(cell, hidden.get(name), untold=untold[name], k=k)
        for name, cell in _cells_of(rollups).items()
    }  # fmt: skip
    shown = _without_few(cells, rollups, stages, k=k)
    return Disclosed(
        overall=shown[WHOLE],
        stages={name: shown[f"stage:{name}"] for name in rollups.stages},
        touchpoints={name: shown[f"touchpoint:{name}"] for name in rollups.touchpoints},
    )


def _cells_of(rollups: Rollups) -> dict[str, Rollup]:
    """Return every cell by its scope."""
    return {
        WHOLE: rollups.overall,
        **{f"stage:{name}": cell for name, cell in rollups.stages.items()},
        **{f"touchpoint:{name}": cell for name, cell in rollups.touchpoints.items()},
    }


def _lines(stages: Stages) -> list[tuple[str, list[str]]]:
    """Return the scopes that add up to others, coarse ones first."""
    of_stages = [(f"stage:{name}", [f"touchpoint:{point}" for point in stages[name]]) for name in stages]
    return [(WHOLE, [name for name, _ in of_stages]), *of_stages]


def _hidden_cells(rollups: Rollups, stages: Stages, *, k: int) -> dict[str, Visibility]:
    """Return which cells hide, and why."""
    cells, hidden = _cells_of(rollups), dict[str, Visibility]()
    if 0 < rollups.overall.customers < k:
        hidden[WHOLE] = Visibility.FEW
    for whole, parts in _lines(stages):
        if whole != WHOLE and whole in hidden:
            # The touchpoints of a stage add up to it, so none of them may show.
            hidden |= {part: hidden[whole] for part in parts if cells[part].customers}
            continue
        sizes = {part: cells[part].customers for part in parts}
        for part in covering(sizes, k=k):
            hidden[part] = Visibility.FEW if sizes[part] < k else Visibility.COMPLEMENT
    return hidden


def untold_in(
    rollups: Rollups, *, stages: Stages, k: int, hidden: AbstractSet[str] = frozenset()
) -> Mapping[str, frozenset[Measure]]:
    """Say by scope which figures hide in a cell that shows: few stand behind them, or they cover for such."""
    cells, found = _cells_of(rollups), defaultdict[str, set[Measure]](set)
    for measure, size in _SIZES.items():
        for whole, parts in _lines(stages):
            sizes = {part: size(cells[part]) for part in parts}
            if 0 < size(cells[whole]) < k:
                found[whole].add(measure)
            is_told = whole not in hidden and measure not in found[whole]
            for part in covering(sizes, k=k, hidden=hidden) if is_told else parts:
                found[part].add(measure)
    return {name: frozenset(found[name]) for name in cells}


def covering(sizes: Mapping[str, int], *, k: int, hidden: AbstractSet[str] = frozenset()) -> set[str]:
    """Return which cells that add up to a shown whole must hide, those that are `hidden` among them.

    One hidden cell is the whole less the others; so at least two hide, of `k` customers together.
    """
    filled = sorted((name for name in sizes if sizes[name]), key=sizes.__getitem__)
    found = {name for name in filled if sizes[name] < k or name in hidden}
    rest = [name for name in filled if name not in found]
    while found and rest and not (len(found) > 1 and sum(sizes[name] for name in found) >= k):
        found.add(rest.pop(0))
    return found


def as_shown(
    rollup: Rollup,
    hidden: Visibility | None = None,
    *,
    untold: AbstractSet[Measure] = frozenset(),
    k: int,
) -> Cell:
    """Return what may be shown of one rollup: figures that fewer than `k` customers make up are left out.

    So are those that are `untold`. Levels and emotions are not looked at here.
    """
    if hidden is not None:
        return Cell(visibility=hidden)
    scored, rated, sent = (size(rollup) >= k and measure not in untold for measure, size in _SIZES.items())
    return Cell(
        visibility=Visibility.SHOWN if rollup.customers else Visibility.EMPTY,
        answers=rollup.answers,
        customers=rollup.customers,
        voters=rollup.voters if scored or not rollup.voters else None,
        rated=rollup.rated if rated or not rollup.rated else None,
        score=rollup.score if scored else None,
        low=rollup.low if scored else None,
        high=rollup.high if scored else None,
        rating_mean=rollup.rating_mean if rated else None,
        histogram=rollup.histogram if scored else None,
        emotions=rollup.emotions if scored else None,
        delivered=rollup.delivered if sent or not rollup.delivered else None,
        responded=rollup.responded if sent or not rollup.delivered else None,
        response=rollup.response if sent else None,
        last_at=rollup.last_at,
    )


def _without_few(cells: Mapping[str, Cell], rollups: Rollups, stages: Stages, *, k: int) -> dict[str, Cell]:
    """Leave out answers by level and by emotion of which there are few, and what would give these away."""
    counted = _cells_of(rollups)
    names = [*next((cell.emotions for cell in counted.values() if cell.emotions), {})]
    untold = {name for name, cell in cells.items() if cell.is_hidden or cell.reason == "few_scored"}
    levels = {name: cell.histogram for name, cell in counted.items()}
    named = {name: [(cell.emotions or {}).get(each, 0) for each in names] for name, cell in counted.items()}
    hidden_levels = hidden_counts(levels, _lines(stages), untold=untold, adds_up=True, k=k)
    hidden_names = hidden_counts(named, _lines(stages), untold=untold, adds_up=False, k=k)
    return {
        name: replace(
            cell,
            histogram=_left(cell.histogram, hidden_levels[name]),
            emotions=None
            if cell.emotions is None
            else dict(
                zip(names, _left(named[name], hidden_names[name]) or (None,) * len(names), strict=True)
            ),
        )
        for name, cell in cells.items()
    }


def _left(counts: Sequence[int | None] | None, hidden: Sequence[bool]) -> tuple[int | None, ...] | None:
    """Return the counts without those that hide; None where all do."""
    if counts is None or all(hidden):
        return None
    return tuple(None if out else count for count, out in zip(counts, hidden, strict=True))


def guarded(cell: Cell, parts: Sequence[Cell]) -> Cell:
    """Return a cell without what hides in one of the `parts` that add up to it."""
    if any(part.is_hidden for part in parts):
        return cell if cell.is_hidden else Cell(visibility=Visibility.COMPLEMENT)
    untold = frozenset[Measure]().union(*(part.untold for part in parts))
    counts = [count for part in parts if part.answers for count in part.histogram or (None,)]
    if None in counts:
        cell = replace(cell, histogram=None, emotions=None)
    if Measure.SCORE in untold:
        cell = replace(cell, voters=None, score=None, low=None, high=None, histogram=None, emotions=None)
    if Measure.RATING in untold:
        cell = replace(cell, rated=None, rating_mean=None)
    if Measure.REPLIES in untold:
        cell = replace(cell, delivered=None, responded=None, response=None)
    return cell
