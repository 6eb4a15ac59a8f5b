"""What customers gave to the methods that relate touchpoints to overall satisfaction."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mapping.columns import Flags, Floats, Ints

LEAST_TOUCHPOINTS = 2
"""A customer who scored fewer says nothing about which touchpoint goes with the whole."""

LEAST_CUSTOMERS = 100
"""Fewer such customers are refused: with 80 the top driver of an airport survey is not found again."""

SURE_CUSTOMERS = 500
"""Fewer are shown with a warning."""

HIGHEST = 2.0
"""Scores lie between this below and above 0."""

Reason = Literal["few_customers", "few_touchpoints", "overall_all_equal", "collinear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why nothing is worked out; `customers` have an overall score and scores of two touchpoints."""

    reason: Reason
    customers: int
    touchpoints: int
    needed_customers: int = LEAST_CUSTOMERS
    needed_touchpoints: int = LEAST_TOUCHPOINTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answered:
    """One row per customer, one column per touchpoint.

    `scores` (customers, touchpoints) lie on -2..+2, NaN where the customer gave none; `unused` says which
    of these did not use the touchpoint, the others did not answer. `overall` (customers,) is the customer's
    satisfaction with the whole on any scale, NaN where none.
    Raises ValueError where shapes differ, a score lies outside, or an unused touchpoint has a score.
    """

    touchpoints: tuple[str, ...]
    scores: Floats
    unused: Flags
    overall: Floats

    def __post_init__(self) -> None:
        shape = (len(self.overall), len(self.touchpoints))
        if not self.scores.shape == self.unused.shape == shape:
            raise ValueError(f"scores {self.scores.shape} and unused {self.unused.shape} must be {shape}")
        if (np.abs(self.scores) > HIGHEST).any() or np.isinf(self.overall).any():
            raise ValueError("a score lies outside -2..+2, or an overall score is infinite")
        if (self.unused & self.given).any():
            raise ValueError("a touchpoint that was not used has a score; clear one of the two")

    @property
    def given(self) -> Flags:
        """Whether there is a score; (customers, touchpoints)."""
        given: Flags = ~np.isnan(self.scores)
        return given

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self.overall)

    @property
    def is_overall_equal(self) -> bool:
        """Whether all overall scores are one value, or there is none."""
        known = self.overall[~np.isnan(self.overall)]
        return len(known) == 0 or bool(known.min() == known.max())

    def columns(self, kept: Ints) -> "Answered":
        """Return the same customers with only these touchpoints, in this order."""
        return Answered(
            touchpoints=tuple(self.touchpoints[place] for place in kept),
            scores=self.scores[:, kept],
            unused=self.unused[:, kept],
            overall=self.overall,
        )

    def rows(self, kept: Flags | Ints) -> "Answered":
        """Return only these customers."""
        return Answered(
            touchpoints=self.touchpoints,
            scores=self.scores[kept],
            unused=self.unused[kept],
            overall=self.overall[kept],
        )

    def usable(self) -> "Answered":
        """Return the customers with an overall score and scores of at least two touchpoints."""
        return self.rows(~np.isnan(self.overall) & (self.given.sum(axis=1) >= LEAST_TOUCHPOINTS))

    def refusal(self) -> Refused | None:
        """Say why these customers, taken as they are, are too few or too alike; None where they are not."""
        reason: Reason
        if len(self.touchpoints) < LEAST_TOUCHPOINTS:
            reason = "few_touchpoints"
        elif self.customers < LEAST_CUSTOMERS:
            reason = "few_customers"
        elif self.is_overall_equal:
            reason = "overall_all_equal"
        else:
            return None
        return self.refused(reason)

    def refused(self, reason: Reason) -> Refused:
        """Return the refusal with the numbers of these customers."""
        return Refused(reason=reason, customers=self.customers, touchpoints=len(self.touchpoints))
