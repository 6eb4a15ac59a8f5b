"""How often customers may have what is costly, as told by when they had it before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback.rates import Rate, wait_after

RATES: Mapping[str, Rate] = {"mydata": Rate(burst=3, every=timedelta(minutes=5))}
"""How often each costly order is obeyed: it reads all that is kept about somebody, and makes files of it.

Whatever stops, begins or erases is never limited.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """That a costly order of a customer's was obeyed; one that was refused is none."""

    id: str
    customer: str
    order: str
    at: datetime


def wait_for(order: str, before: Iterable[Use], *, at: datetime) -> timedelta:
    """Return how long somebody has to wait who gives an order at a moment, by what they had before."""
    return wait_after(sorted(use.at for use in before if use.order == order), RATES[order], now=at)
