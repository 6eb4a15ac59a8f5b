"""How often something may be done: a bucket, full at first, that use empties and that drips full again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NOW = timedelta(0)
"""The wait of whoever need not wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many times at once, and then once `every` so long."""

    burst: int
    every: timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """How much was left at a moment."""

    left: float
    at: datetime


def take(bucket: Bucket | None, rate: Rate, *, now: datetime) -> tuple[Bucket, timedelta]:
    """Take one out; return the bucket afterwards and, where it was too empty, how long to wait for one.

    Whoever has to wait has taken nothing, so that asking again does not make the wait longer. A clock that
    goes back fills nothing.
    """
    if bucket is None:
        return Bucket(rate.burst - 1, now), NOW
    passed = max(now - bucket.at, NOW)
    left = min(rate.burst, bucket.left + passed / rate.every)
    if left >= 1:
        return Bucket(left - 1, max(now, bucket.at)), NOW
    return Bucket(left, max(now, bucket.at)), (1 - left) * rate.every


def wait_after(before: Iterable[datetime], rate: Rate, *, now: datetime) -> timedelta:
    """Return how long somebody has to wait who did it `before`, the earliest first."""
    bucket = None
    for at in before:
        bucket, _ = take(bucket, rate, now=at)
    return take(bucket, rate, now=now)[1]
