"""Dealing contributions into bundles, when a week is over, so that readers learn of k customers or of nobody.

Whoever keeps every figure knows the sums over all bundles ever made, and what can be made of these by adding
and subtracting. So a bundle is made only if it has k *witnesses*, no two of one customer. A witness is

- a contribution that was in no bundle before; or
- a pair, one in the bundle and one not, that were in the same bundles so far.

Or it is what such a bundle leaves of others, which readers can make themselves.

Take any combination of bundles that is not nought, and the last of them that counts in it. Each witness of
that one is something the earlier ones cannot cancel: they do not know the first kind, and tell of both of a
pair alike. So the combination tells of each witness, and of k customers.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TypeVar

import numpy as np

from mapping.came import Came
from mapping.holding_back import EVERYBODY, Dealt, packed, unpacked

Pattern = tuple[str, ...]
"""The groups that a customer is in, sorted."""

_Value = TypeVar("_Value", str, Pattern)


@dataclass(frozen=True, slots=True)
class _Key:
    """Whose it is (a token), at which touchpoint, and in which week: its Monday as days from 1970."""

    touchpoint: str
    week: int
    customer: str


@dataclass(slots=True, eq=False)
class _Contribution:
    key: _Key
    checksum: int
    pattern: Pattern
    past: int = 0
    """A number shared by those that were in the same bundles so far; 0 is none."""
    told: set[str] = field(default_factory=set)
    """The audiences that a bundle tells it to."""
    whole: Sequence["_Contribution"] = ()
    """The bundle that tells it to everybody."""

    @property
    def customer(self) -> str:
        return self.key.customer


@dataclass(frozen=True, slots=True, eq=False)
class _Bundle:
    audiences: Pattern
    members: Sequence[_Contribution]


def deal(
    before: Dealt,
    came: Came,
    *,
    groups: Mapping[str, AbstractSet[str]],
    names: Mapping[str, str],
    k: int,
) -> Dealt:
    """Return what is dealt now that all this `came`, in weeks that are over.

    `groups` has the customers of each group, `names` a token for each customer there is: of others nothing is
    kept. A bundle of which something has changed or gone is broken for good; what is left of it may be dealt
    once more.
    """
    dealer = _Dealer(before, _standing(came, groups, names), present=frozenset(names.values()), k=k)
    for point in dealer.points:
        dealer.deal_at(point)
    return dealer.kept()


def _standing(
    came: Came, groups: Mapping[str, AbstractSet[str]], names: Mapping[str, str]
) -> dict[_Key, _Contribution]:
    """Return each contribution as it is now: its checksum is the sum of its rows'."""
    patterns = {one: tuple(sorted(name for name in groups if one in groups[name])) for one in came.customers}
    week = came.week.astype("datetime64[D]").astype(np.int64)
    found: dict[_Key, _Contribution] = {}
    columns = (came.customer, came.touchpoint, week, came.checksum)
    for customer, point, monday, checksum in zip(*(each.tolist() for each in columns), strict=True):
        one = came.customers[customer]
        key = _Key(came.touchpoints[point], monday, names[one])
        if key in found:
            found[key].checksum += checksum
        else:
            found[key] = _Contribution(key, checksum, patterns[one])
    return found


class _Dealer:
    """Deals touchpoint by touchpoint; remembers of which bundles each contribution was."""

    def __init__(
        self,
        before: Dealt,
        standing: dict[_Key, _Contribution],
        *,
        present: AbstractSet[str],
        k: int,
    ) -> None:
        self._k = k
        self._bundles: list[_Bundle] = []
        self._former: list[_Contribution] = []
        self._last_past = max(unpacked(before.past).tolist(), default=0)
        self._settle(before, standing, present)
        self._at: dict[str, list[_Contribution]] = defaultdict(list)
        for key in sorted(standing, key=lambda key: (key.touchpoint, key.week, key.customer)):
            self._at[key.touchpoint].append(standing[key])
        # Weeks that something was told of are settled: what is new in them is late.
        self._upto: dict[str, int] = {}
        for each in (*standing.values(), *self._former):
            if each.past:
                self._upto[each.key.touchpoint] = max(
                    each.key.week, self._upto.get(each.key.touchpoint, each.key.week)
                )

    def _settle(self, before: Dealt, standing: dict[_Key, _Contribution], present: AbstractSet[str]) -> None:
        """Find what was told already, and the bundles that hold: nothing of these has changed or gone."""
        known = _contributions(before)
        for each in known:
            now = standing.get(each.key)
            if now is not None and now.checksum == each.checksum:
                standing[each.key] = each
            elif each.customer in present:
                # As it was it may come back, and would be no news.
                self._former.append(each)
        for bundle in _bundles(before, known):
            if all(standing.get(each.key) is each for each in bundle.members):
                self._keep(bundle)

    @property
    def points(self) -> Sequence[str]:
        """The touchpoints at which there is something."""
        return list(self._at)

    def deal_at(self, point: str) -> None:
        """Deal what waits at a touchpoint: to everybody, then to each group what no bundle tells it yet."""
        here, upto = self._at[point], self._upto.get(point)
        late, new = list[_Contribution](), list[_Contribution]()
        for each in here:
            if EVERYBODY not in each.told:
                is_late = upto is not None and (each.past or each.key.week <= upto)
                (late if is_late else new).append(each)
        for block in (*self._blocks(late), *self._blocks(new)):
            for members in _chunks(block, k=self._k):
                self._make(members)
        # Whoever comes first leaves fewer pairs to the others: the smallest have fewest to begin with.
        waiting = Counter(group for each in here for group in each.pattern if group not in each.told)
        for group in sorted(waiting, key=lambda group: (waiting[group], group)):
            for members in list(self._own(group, here)):
                self._make(members)
                self._tell_rest(members)

    def _blocks(self, waiting: Iterable[_Contribution]) -> Iterator[list[_Contribution]]:
        """Yield weeks together, just as many as bring k customers with something new; the rest waits."""
        block: list[_Contribution] = []
        for _, week in groupby(waiting, key=lambda each: each.key.week):
            block += week
            if len(_new(block)) >= self._k:
                yield block
                block = []

    def _own(self, group: str, here: Sequence[_Contribution]) -> Iterator[list[_Contribution]]:
        """Yield bundles of a group's own, of what everybody is told: as many weeks as have k witnesses."""
        is_mine = {
            each: group in each.pattern and EVERYBODY in each.told and group not in each.told for each in here
        }
        mine = [each for each in here if is_mine[each]]
        twins: dict[int, list[_Contribution]] = {each.past: [] for each in mine}
        for each in here:
            if each.past in twins and not is_mine[each]:
                twins[each.past].append(each)
        members, met, witnesses = list[_Contribution](), set[str](), 0
        for _, week in groupby(mine, key=lambda each: each.key.week):
            for each in week:
                members.append(each)
                pair = _pair(each, twins[each.past], met)
                met |= pair
                witnesses += bool(pair)
            if witnesses >= self._k:
                yield members
                members, met, witnesses = [], set(), 0

    def _tell_rest(self, members: Collection[_Contribution]) -> None:
        """Tell what a group's own bundle leaves of those of everybody, where it is of one group."""
        wholes, theirs = {id(each.whole): each.whole for each in members}, set(members)
        left = [each for whole in wholes.values() for each in whole if each not in theirs]
        if self._audiences(left):
            self._make(left)

    def _make(self, members: Sequence[_Contribution]) -> None:
        """Make a bundle, told to the groups that all of it is of and that are told none of it otherwise."""
        audiences = self._audiences(members)
        numbers: dict[int, int] = {}
        for each in members:
            if each.past not in numbers:
                self._last_past += 1
                numbers[each.past] = self._last_past
            each.past = numbers[each.past]
        self._keep(_Bundle(audiences, members))

    def _audiences(self, members: Iterable[_Contribution]) -> Pattern:
        shared = frozenset.intersection(*(frozenset(each.pattern) for each in members))
        known = set[str]().union(*(each.told for each in members))
        return tuple(sorted({EVERYBODY, *shared} - known))

    def _keep(self, bundle: _Bundle) -> None:
        self._bundles.append(bundle)
        for each in bundle.members:
            each.told.update(bundle.audiences)
            if EVERYBODY in bundle.audiences:
                each.whole = bundle.members

    def kept(self) -> Dealt:
        """Return what was ever told, and the bundles that hold, as they are kept."""
        told = [each for here in self._at.values() for each in here if each.past] + self._former
        place = {each: number for number, each in enumerate(told)}
        customers, customer = _coded([each.key.customer for each in told])
        touchpoints, touchpoint = _coded([each.key.touchpoint for each in told])
        patterns, pattern = _coded([each.pattern for each in told])
        audiences, audience = _coded([each.audiences for each in self._bundles])
        return Dealt(
            customers=customers,
            touchpoints=touchpoints,
            patterns=[list(each) for each in patterns],
            customer=customer,
            touchpoint=touchpoint,
            week=packed([each.key.week for each in told]),
            pattern=pattern,
            checksum=packed([each.checksum for each in told]),
            past=packed([each.past for each in told]),
            audiences=[list(each) for each in audiences],
            audience=audience,
            size=packed([len(each.members) for each in self._bundles]),
            member=packed([place[each] for bundle in self._bundles for each in bundle.members]),
        )


def _chunks(block: Iterable[_Contribution], *, k: int) -> list[list[_Contribution]]:
    """Part the customers of a block, so that each part has k with something new, and few parts mix groups."""
    theirs: dict[tuple[Pattern, str], list[_Contribution]] = defaultdict(list)
    for each in block:
        theirs[each.pattern, each.customer].append(each)
    parts: list[list[_Contribution]] = []
    rest: list[list[_Contribution]] = []
    for _, some in groupby(sorted(theirs), key=lambda whose: whose[0]):
        alike = [theirs[whose] for whose in some]
        found = _parts(alike, k=k)
        parts += found
        rest += [] if found else alike
    found = _parts(rest, k=k)
    if not found:
        parts[-1] += [each for some in rest for each in some]
    return parts + found


def _parts(customers: Iterable[Sequence[_Contribution]], *, k: int) -> list[list[_Contribution]]:
    """Lay customers together until k have something new, and so on; what is left joins the last part."""
    parts: list[list[_Contribution]] = []
    part: list[_Contribution] = []
    for theirs in customers:
        part += theirs
        if len(_new(part)) >= k:
            parts.append(part)
            part = []
    if parts:
        parts[-1] += part
    return parts


def _new(some: Iterable[_Contribution]) -> frozenset[str]:
    """Return the customers of whom something was in no bundle before."""
    return frozenset(each.customer for each in some if not each.past)


def _pair(one: _Contribution, twins: Iterable[_Contribution], met: AbstractSet[str]) -> frozenset[str]:
    """Return whose a contribution and a twin of it are, where neither customer was met; else nobody."""
    if one.customer in met:
        return frozenset()
    return next(
        (frozenset({one.customer, each.customer}) for each in twins if each.customer not in met), frozenset()
    )


def _contributions(dealt: Dealt) -> list[_Contribution]:
    """Return what was ever told and was still there when it was dealt."""
    patterns = [tuple(each) for each in dealt.patterns]
    columns = (dealt.touchpoint, dealt.week, dealt.customer, dealt.checksum, dealt.pattern, dealt.past)
    return [
        _Contribution(
            _Key(dealt.touchpoints[point], week, dealt.customers[customer]), checksum, patterns[pattern], past
        )
        for point, week, customer, checksum, pattern, past in zip(
            *(unpacked(each).tolist() for each in columns), strict=True
        )
    ]


def _bundles(dealt: Dealt, known: Sequence[_Contribution]) -> Iterator[_Bundle]:
    """Yield what was dealt together."""
    members = iter(unpacked(dealt.member).tolist())
    for audience, size in zip(unpacked(dealt.audience).tolist(), unpacked(dealt.size).tolist(), strict=True):
        yield _Bundle(tuple(dealt.audiences[audience]), [known[place] for place in islice(members, size)])


def _coded(values: Sequence[_Value]) -> tuple[list[_Value], str]:
    """Return each value once, sorted, and the places of them all."""
    ids = sorted(set(values))
    place = {value: number for number, value in enumerate(ids)}
    return ids, packed([place[value] for value in values])
