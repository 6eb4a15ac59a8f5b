"""How long customers take to go on from a stage, counting those still under way for what they are.

Leaving out who has not gone on yet makes every wait look short: the slow ones are the ones left out. So the
curve is Kaplan and Meier's (1958), with Greenwood's variance; its quantiles have the interval of Brookmeyer
and Crowley (1982) on the log-log scale, and its points a log-log band. Times are in seconds.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from mapping.columns import Flags, Floats, Ints, frozen
from mapping.methods.passages import Passages

_Z = 1.959963984540054
_EQUAL = 1e-12  # a share and its product of fractions differ by less
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WaitCurve:
    """The share still waiting after each time at which anybody went on; before the first it is 1.

    `seconds`, `waiting` with its pointwise band `low` to `high` (about 95 %), `at_risk` who were still
    observed then, `went_on` who went on then: arrays of equal length. `customers` in all, `events` of these
    went on; the others were still under way when last seen.
    """

    customers: int
    events: int
    seconds: Floats
    waiting: Floats
    low: Floats
    high: Floats
    at_risk: Ints
    went_on: Ints

    def wait(self, share: float) -> "Wait":
        """Return after which time `share` (0..1) of the customers had gone on; 0.5 is the median."""
        if not 0 < share < 1:
            raise ValueError(f"share is {share}; it must lie between 0 and 1")
        there = np.flatnonzero(self.waiting <= 1 - share + _EQUAL)
        low, high = self._interval(share)
        return Wait(
            share=share,
            customers=self.customers,
            events=self.events,
            after=self._time(int(there[0])) if len(there) else None,
            low=low,
            high=high,
        )

    def _interval(self, share: float) -> tuple[timedelta | None, timedelta | None]:
        """Return the times at which `1 - share` is a value of the curve that the data do not rule out."""
        inner = np.flatnonzero((self.waiting > 0) & (self.waiting < 1))
        gap = _log_log(self.waiting[inner]) - np.log(-np.log(1 - share))
        close = inner[np.abs(gap) <= _Z * _deviation(self.waiting, self.at_risk, self.went_on)[inner]]
        if not len(close):
            return None, None
        after = int(close[-1]) + 1
        return self._time(int(close[0])), self._time(after) if after < len(self.seconds) else None

    def _time(self, step: int) -> timedelta:
        return timedelta(seconds=float(self.seconds[step]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """After which time a share of the customers had gone on, with about 95 %.

    `after` is the first time at which at most 1 - `share` still waited; None where the curve never falls so
    low. `low` and `high` are None where nothing bounds them: too few went on, or for too short a time.
    """

    share: float
    customers: int
    events: int
    after: timedelta | None
    low: timedelta | None
    high: timedelta | None


def kaplan_meier(seconds: Floats, *, went_on: Flags) -> WaitCurve:
    """Return the curve of waits; where `went_on` is false, the customer still waited when last seen.

    ValueError for a wait below nothing. Who is last seen at the very time others go on was still at risk.
    """
    if not (seconds >= 0).all():
        raise ValueError("a wait is negative or not known; leave out who never began to wait")
    times, step = np.unique(seconds, return_inverse=True)
    left = np.bincount(step, minlength=len(times))
    gone = np.bincount(step, weights=went_on, minlength=len(times)).astype(np.int64)
    at_risk = len(seconds) - np.concatenate([[0], np.cumsum(left)[:-1]]).astype(np.int64)[: len(times)]
    kept = gone > 0
    at_risk, gone = at_risk[kept], gone[kept]
    waiting = np.cumprod((at_risk - gone) / at_risk, dtype=np.float64)
    low, high = _band(waiting, at_risk, gone)
    return WaitCurve(
        customers=len(seconds),
        events=int(gone.sum()),
        seconds=frozen(times[kept]),
        waiting=frozen(waiting),
        low=frozen(low),
        high=frozen(high),
        at_risk=frozen(at_risk),
        went_on=frozen(gone),
    )


def waits(passed: Passages, *, stage: str) -> tuple[Floats, Flags]:
    """Return the seconds each customer of a stage took to go on, or was seen waiting, and whether they did.

    Who has not gone on is seen until `as_of`, or until their window ended: coming later does not count.
    """
    number = passed.stages.index(stage)
    rows = np.flatnonzero(passed.has_reached[:, number])
    began = passed.at[rows, number].astype(np.int64)
    went_on = passed.went_on[rows, number]
    ended = np.where(went_on, passed.next_at[rows, number].astype(np.int64), passed.seen_until)
    window = passed.lengths[number]
    seconds: Floats = np.minimum(ended - began, window) / _MICROSECONDS
    return seconds, went_on


def _band(waiting: Floats, at_risk: Ints, gone: Ints) -> tuple[Floats, Floats]:
    """Return the log-log band. Where nobody waits any more it has no width of its own: it keeps the last."""
    inner = waiting > 0
    reach = np.exp(_Z * _deviation(waiting, at_risk, gone)[inner])
    low, high = np.zeros(len(waiting)), np.ones(len(waiting))
    low[inner], high[inner] = waiting[inner] ** reach, waiting[inner] ** (1 / reach)
    if inner.any():
        high[~inner] = high[inner][-1]
    return low, high


def _deviation(waiting: Floats, at_risk: Ints, gone: Ints) -> Floats:
    """Return the standard error of log(-log(waiting)) by Greenwood's formula; NaN where nobody waits."""
    stay = at_risk - gone
    parts = np.divide(gone, at_risk * stay, out=np.full(len(gone), np.nan), where=stay > 0)
    logs = np.log(waiting, out=np.full(len(waiting), np.nan), where=waiting > 0)
    deviation: Floats = np.sqrt(np.cumsum(parts)) / np.abs(logs)
    return deviation


def _log_log(waiting: Floats) -> Floats:
    """Return log(-log(waiting)), for shares between 0 and 1."""
    turned: Floats = np.log(-np.log(waiting))
    return turned
