"""Student's t distribution: its tails and its points, by the incomplete beta function."""

from functools import cache
from math import exp, lgamma, log, log1p

_SMALL = 1e-300
_CLOSE = 1e-15
_HALF = 0.5
_HALVINGS = 80


def two_sided(statistic: float, *, df: float) -> float:
    """Return the chance that Student's t with `df` degrees lies further from 0 than `statistic`."""
    whole = df + statistic**2
    return incomplete_beta(df / whole, a=df / 2, b=0.5, rest=statistic**2 / whole)


@cache
def point(share: float, *, df: float) -> float:
    """Return the point under which `share` (0.5 to under 1) of Student's t lies."""
    tail = 2.0 * (1.0 - share)
    near, far = 0.0, 1.0
    while two_sided(far, df=df) > tail:
        near, far = far, 2.0 * far
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        if two_sided(middle, df=df) > tail:
            near = middle
        else:
            far = middle
    return (near + far) / 2


def incomplete_beta(x: float, *, a: float, b: float, rest: float | None = None) -> float:
    """Return the regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22).

    `rest` is 1 - x where the caller knows it better than by subtraction, for an x close to 1.
    """
    if not (0 <= x <= 1 and a > 0 and b > 0):
        raise ValueError(f"x is {x}, a {a}, b {b}: x must be within 0..1, a and b above 0")
    left = 1 - x if rest is None else rest
    if 0.0 in {x, left}:
        return x
    log_x = log(x) if left > _HALF else log1p(-left)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log_x + b * log(left))
    # The fraction converges fast on this side of the mean; on the other, the mirrored one does.
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front / (a * _fraction(x, a, b)))
    return max(0.0, 1 - front / (b * _fraction(left, b, a)))


def _fraction(x: float, a: float, b: float) -> float:
    """Return 1 + d1/(1 + d2/(1 + ...)), by Lentz's method."""
    value = upper = 1.0
    lower = 0.0
    # About sqrt(max(a, b)) steps are needed; so many serve a sample of a thousand million.
    for step in range(1, 100_000):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        lower = 1 / (1 + term * lower or _SMALL)
        upper = 1 + term / upper or _SMALL
        value *= upper * lower
        if abs(upper * lower - 1) < _CLOSE:
            break
    return value
