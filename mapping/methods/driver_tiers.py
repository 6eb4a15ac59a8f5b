"""How sure the order of the drivers is: intervals and tiers from a bootstrap over customers.

Ranks promise more than a survey can keep: among 11 touchpoints of an airport the same one came out on top
in a third of the samples of 200. So drivers that the draws do not tell apart stand in one tier.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from mapping.columns import Flags, Floats, Ints
from mapping.methods.answered import Answered, Refused
from mapping.methods.correlations import cross_sums, pairwise, sound
from mapping.methods.drivers import Driver, Drivers, Usable, described, shares, usable_drivers

DRAWS = 500
HELD = 0.95
"""Share of draws in which one driver must stand over another to be told apart from it."""

_TAILS = (0.025, 0.975)
_SETS_AT_ONCE, _WEIGHTS_AT_ONCE = 2**21, 2**22


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A driver with about 95 % bounds for its share, and its tier: 1 is the highest.

    A long tier may hold drivers that are told apart from each other, but not from those between them. So
    there are ranks too: `best_rank` has only those in front that are told to be over it, `worst_rank` has
    everyone in front but those that are told to be under it.
    """

    driver: Driver
    low: float
    high: float
    tier: int
    best_rank: int
    worst_rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverTiers:
    """The drivers in tiers, the largest share first.

    `top_kept` is the share of draws in which the first driver came out first again; `r_squared_low` and
    `r_squared_high` bound R squared, of which few customers show too much.
    """

    standings: tuple[Standing, ...]
    drivers: Drivers
    draws: int
    top_kept: float
    r_squared_low: float
    r_squared_high: float


def driver_tiers(answered: Answered, *, rng: Generator, draws: int = DRAWS) -> DriverTiers | Refused:
    """Return the drivers' intervals and tiers, or why there are too few data."""
    if draws < 1:
        raise ValueError(f"draws is {draws}; it must be at least 1")
    usable = usable_drivers(answered)
    if isinstance(usable, Refused):
        return usable
    found = described(usable)
    places = {name: place for place, name in enumerate(usable.answered.touchpoints)}
    drawn = drawn_shares(usable, rng=rng, draws=draws)[:, [places[each.touchpoint] for each in found.drivers]]
    total_low, total_high = np.quantile(drawn.sum(axis=1), _TAILS)
    return DriverTiers(
        standings=_standings(found, drawn),
        drivers=found,
        draws=draws,
        top_kept=float((drawn.argmax(axis=1) == 0).mean()),
        r_squared_low=min(float(total_low), found.r_squared),
        r_squared_high=max(float(total_high), found.r_squared),
    )


def told_apart(drawn: Floats, *, held: float = HELD) -> Flags:
    """Say of each pair whether the first had the larger share in at least `held` of the draws; (k, k)."""
    over: Flags = (drawn[:, :, None] > drawn[:, None, :]).mean(axis=0) >= held
    return over


def tiers(over: Flags) -> Ints:
    """Return the tier of each driver, where `over` (k, k) in order of the shares says who is told apart.

    A tier ends behind a driver where everyone up to it is told to be over everyone behind it. So no two that
    are not told apart stand in different tiers, and there are as many tiers as that allows.
    """
    ends = [bool(over[:place, place:].all()) for place in range(1, len(over))]
    return np.cumsum([1, *ends], dtype=np.int64)[: len(over)]


def drawn_shares(usable: Usable, *, rng: Generator, draws: int) -> Floats:
    """Return the drivers' shares in samples of as many customers, drawn with repeats; (draws, drivers)."""
    columns, customers = usable.columns, usable.answered.customers
    at_once = max(1, min(_SETS_AT_ONCE >> min(columns.shape[1], 20), _WEIGHTS_AT_ONCE // customers))
    made: list[Floats] = []
    for begin in range(0, draws, at_once):
        picked = rng.integers(customers, size=(min(at_once, draws - begin), customers))
        weights = np.array([np.bincount(each, minlength=customers) for each in picked], dtype=np.float64)
        measured, _ = pairwise(cross_sums(columns, weights))
        made.append(shares(sound(measured)))
    return np.concatenate(made)


def _standings(found: Drivers, drawn: Floats) -> tuple[Standing, ...]:
    """Return where each driver stands, from draws with columns in the drivers' order."""
    low, high = np.quantile(drawn, _TAILS, axis=0)
    over = told_apart(drawn)
    tier, above, below = tiers(over), over.sum(axis=0), over.sum(axis=1)
    return tuple(
        Standing(
            driver=each,
            low=min(float(low[place]), each.share),
            high=max(float(high[place]), each.share),
            tier=int(tier[place]),
            best_rank=1 + int(above[place]),
            worst_rank=len(over) - int(below[place]),
        )
        for place, each in enumerate(found.drivers)
    )
