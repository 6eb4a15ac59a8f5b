"""Least squares with errors that hold where some rows scatter more than others (HC3).

MacKinnon & White 1985: each squared residual is divided by the square of one less its leverage. p and the
95 % intervals are by Student's t with rows - columns degrees of freedom.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np

from mapping.columns import Floats
from mapping.methods.student import point, two_sided

_ALONE = 1e-9
"""A row whose leverage lies this close to 1 is fitted exactly: it has no residual to judge by."""

_REPEATED = 1e-10
"""A column of which those before it leave no more than this share of its length is made up of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A coefficient or a sum of some: its value, standard error, 95 % interval and two-sided p for 0."""

    value: float
    error: float
    low: float
    high: float
    p: float

    @property
    def is_over_zero(self) -> bool:
        """Whether the whole interval lies over 0."""
        return self.low > 0

    @property
    def is_under_zero(self) -> bool:
        """Whether the whole interval lies under 0."""
        return self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """Coefficients (columns,) with their HC3 covariance, from `rows` rows; `r_squared` is about the mean."""

    coefficients: Floats
    covariance: Floats
    rows: int
    r_squared: float

    @property
    def freedom(self) -> int:
        """Degrees of freedom: rows less columns."""
        return self.rows - len(self.coefficients)

    def effect(self, weights: Floats) -> Effect:
        """Return the sum of the coefficients, each by its weight; one weight of 1 gives one coefficient."""
        value = float(weights @ self.coefficients)
        error = sqrt(max(float(weights @ self.covariance @ weights), 0.0))
        reach = point(0.975, df=self.freedom) * error
        return Effect(
            value=value,
            error=error,
            low=value - reach,
            high=value + reach,
            p=two_sided_p(value, error=error, freedom=self.freedom),
        )

    def effects(self) -> tuple[Effect, ...]:
        """Return every coefficient."""
        return tuple(self.effect(weights) for weights in np.eye(len(self.coefficients)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfitted:
    """Why there is no fit: too few rows, columns that repeat each other, or a row that decides alone."""

    reason: Literal["few_rows", "collinear", "row_alone"]
    rows: int
    columns: int


def least_squares(design: Floats, outcome: Floats) -> Fit | Unfitted:
    """Fit `outcome` (rows,) by `design` (rows, columns), which holds its own column of ones."""
    rows, columns = design.shape
    if outcome.shape != (rows,):
        raise ValueError(f"outcome {outcome.shape} must have one value for each of {rows} rows")
    if rows <= columns:
        return Unfitted(reason="few_rows", rows=rows, columns=columns)
    basis, upper = np.linalg.qr(design)
    if (np.abs(np.diag(upper)) <= _REPEATED * np.sqrt((design**2).sum(axis=0))).any():
        return Unfitted(reason="collinear", rows=rows, columns=columns)
    free = 1.0 - (basis**2).sum(axis=1)
    if free.min() < _ALONE:
        return Unfitted(reason="row_alone", rows=rows, columns=columns)
    coefficients = np.linalg.solve(upper, basis.T @ outcome)
    residual = outcome - design @ coefficients
    # (X'X)^-1 X' is R^-1 Q', so each row's pull on the coefficients is known without inverting X'X.
    pull = np.linalg.solve(upper, (basis * (residual / free)[:, None]).T)
    spread = float(((outcome - outcome.mean()) ** 2).sum())
    return Fit(
        coefficients=coefficients,
        covariance=pull @ pull.T,
        rows=rows,
        r_squared=1.0 - float(residual @ residual) / spread if spread > 0 else 0.0,
    )


def two_sided_p(value: float, *, error: float, freedom: int) -> float:
    """Return the chance under Student's t of a value at least as far from 0; 1 for 0 without error."""
    if error == 0:
        return 1.0 if value == 0 else 0.0
    return two_sided(value / error, df=freedom)
