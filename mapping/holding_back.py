"""What is held back of figures that move with every window: contributions are told in bundles, or not at all.

A contribution is what one customer did at one touchpoint in one week. `mapping.dealing` deals them into
bundles of k customers or more. A window tells of a bundle as a whole, where all of it lies in the window and
is as it was when it was dealt; so two tellings, whenever they are asked for, differ by whole bundles or by
nobody.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from config.weeks import TO_SUNDAY
from mapping.came import Came
from mapping.columns import Flags, Floats, Ints

EVERYBODY = ""
"""The audience of figures of all customers; others are groups."""

_DAYS, _NUMBERS, _WEEK = "datetime64[D]", "<i8", 7


def packed(numbers: Sequence[int]) -> str:
    """Return numbers as they are kept."""
    return b64encode(np.array(numbers, dtype=_NUMBERS).tobytes()).decode()


def unpacked(text: str) -> Ints:
    """Return the numbers that were kept."""
    return np.frombuffer(b64decode(text), dtype=_NUMBERS).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """Contributions of one kind that were ever told and are still there, and the bundles that hold.

    Of each: places in `customers` (tokens), `touchpoints` and `patterns` (the groups its customer was in),
    the Monday as days from 1970, the checksum, and `past`, a number shared by those that were in the same
    bundles so far. Of each bundle: to which of `audiences` it is told, and how many of `member`, places of
    contributions laid end to end, are in it. Columns of numbers are `packed`.
    """

    customers: Sequence[str] = ()
    touchpoints: Sequence[str] = ()
    patterns: Sequence[Sequence[str]] = ()
    customer: str = ""
    touchpoint: str = ""
    week: str = ""
    pattern: str = ""
    checksum: str = ""
    past: str = ""
    audiences: Sequence[Sequence[str]] = ()
    audience: str = ""
    size: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose figures of which weeks are wanted: of customers in all groups `within`, and not in all `without`.

    Days are whole, both ends included; None does not restrict.
    """

    within: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None


class Bundles:
    """The bundles of one kind of contributions, for reading."""

    def __init__(self, dealt: Dealt, *, token: Callable[[str], str]) -> None:
        """Read what was dealt; `token` is what makes of a customer's id the token it was dealt by."""
        self._token = token
        self._tokens = {name: code for code, name in enumerate(dealt.customers)}
        self._customers: dict[str, int] = {}
        self._points = {name: code for code, name in enumerate(dealt.touchpoints)}
        self._patterns = [frozenset(pattern) for pattern in dealt.patterns]
        self._pattern = unpacked(dealt.pattern)
        self._week = unpacked(dealt.week)
        self._member = unpacked(dealt.member)
        size = unpacked(dealt.size)
        self._bundle = np.repeat(np.arange(len(size)), size)
        self._audiences = [frozenset(each) for each in dealt.audiences]
        self._audience = unpacked(dealt.audience)
        self._sums = self._of_bundles(unpacked(dealt.checksum)[self._member])
        begins = np.cumsum(size) - size
        weeks = self._week[self._member]
        self._first = np.minimum.reduceat(weeks, begins) if len(size) else weeks
        self._last = np.maximum.reduceat(weeks, begins) if len(size) else weeks
        self._begin = int(self._week.min()) if len(self._week) else 0
        self._weeks = (int(self._week.max()) - self._begin) // _WEEK + 1 if len(self._week) else 0
        keys = self._keys(unpacked(dealt.customer), unpacked(dealt.touchpoint), self._week)
        standing = np.unique(self._member)
        self._order = standing[np.argsort(keys[standing], kind="stable")]
        self._sorted = keys[self._order]

    def told(self, came: Came, asked: Asked) -> "Told":
        """Return what may be told, where `came` is all that there is now of the weeks asked for."""
        bundle = self._wanted(asked)
        rows = self.bundled(came, bundle)
        inside = rows >= 0
        sums = np.bincount(rows[inside], weights=came.checksum[inside], minlength=len(self._audience))
        holds = np.append(sums == self._sums, False)
        return Told(self, np.where(holds[bundle], bundle, -1))

    def bundled(self, came: Came, bundle: Ints) -> Ints:
        """Return the bundle of each row, -1 for none, where `bundle` has that of each contribution."""
        place = self._places(came)
        return np.where(place >= 0, np.append(bundle, -1)[place], -1)

    def _wanted(self, asked: Asked) -> Ints:
        """Return the bundle by which each contribution is told to whoever asks; -1 for none."""
        groups = asked.within or {EVERYBODY}
        hears: Flags = np.array([groups <= each for each in self._audiences], dtype=np.bool_)
        is_wanted: Flags = hears[self._audience]
        if asked.since is not None:
            is_wanted &= self._first >= np.datetime64(asked.since, "D").astype(np.int64)
        if asked.until is not None:
            is_wanted &= self._last <= np.datetime64(asked.until - TO_SUNDAY, "D").astype(np.int64)
        if asked.without:
            inside = np.array([asked.without <= each for each in self._patterns], dtype=np.bool_)
            is_wanted &= self._of_bundles(inside[self._pattern[self._member]]) == 0
        bundle = np.full(len(self._week), -1, dtype=np.int64)
        kept = is_wanted[self._bundle]
        bundle[self._member[kept]] = self._bundle[kept]
        return bundle

    def _of_bundles(self, amounts: Ints | Flags) -> Floats:
        """Add up amounts of members, bundle by bundle; checksums are small enough to be added exactly."""
        return np.bincount(self._bundle, weights=amounts, minlength=len(self._audience)).astype(np.float64)

    def _places(self, came: Came) -> Ints:
        """Return the place of each row among the contributions in bundles, -1 for none."""
        customer = np.fromiter(map(self._code, came.customers), dtype=np.int64, count=len(came.customers))
        point = np.array([self._points.get(name, -1) for name in came.touchpoints], dtype=np.int64)
        week = came.week.astype(_DAYS).astype(np.int64)
        found = np.full(len(week), -1, dtype=np.int64)
        if not len(self._sorted) or not len(week):
            return found
        who, where = customer[came.customer], point[came.touchpoint]
        keys = self._keys(who, where, week)
        at = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        is_known = (self._sorted[at] == keys) & (who >= 0) & (where >= 0)
        found[is_known] = self._order[at[is_known]]
        return found

    def _code(self, customer: str) -> int:
        code = self._customers.get(customer)
        if code is None:
            code = self._customers[customer] = self._tokens.get(self._token(customer), -1)
        return code

    def _keys(self, customer: Ints, touchpoint: Ints, week: Ints) -> Ints:
        """Return one number for each customer, touchpoint and week; weeks dealt of have their own."""
        at = np.clip((week - self._begin) // _WEEK, -1, self._weeks) + 1
        return (customer * len(self._points) + touchpoint) * (self._weeks + 2) + at


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What one window tells: `bundle` of each contribution, -1 where nothing is told of it."""

    bundles: Bundles
    bundle: Ints

    def tells(self, came: Came) -> Flags:
        """Say of each row whether it is told of."""
        shown: Flags = self.bundles.bundled(came, self.bundle) >= 0
        return shown
