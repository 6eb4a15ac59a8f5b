"""A manager who asks for every window and group, before and after every change, learns of k or of nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations, groupby, product
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.came import Came, mondays
from mapping.dealing import deal
from mapping.holding_back import Asked, Bundles, Dealt
from tests.mapping.subtracting import Part, given_away

K = 3
FIRST = date(2026, 1, 5)
POINTS = ("box", "courier")
WEEKS = 4
CUSTOMERS = [f"c{number}" for number in range(9)]

Key = tuple[str, str, int]
"""A customer, a touchpoint, and the number of a week."""


def monday(week: int) -> date:
    return FIRST + timedelta(weeks=week)


def came(said: Mapping[Key, int]) -> Came:
    customers = tuple(sorted({customer for customer, _, _ in said}))
    return Came(
        customers=customers,
        touchpoints=POINTS,
        customer=np.array([customers.index(customer) for customer, _, _ in said], dtype=np.int64),
        touchpoint=np.array([POINTS.index(point) for _, point, _ in said], dtype=np.int64),
        week=np.array([monday(week) for _, _, week in said], dtype="datetime64[D]"),
        checksum=np.array([crc32(repr(each).encode()) + 1 for each in said.items()], dtype=np.int64),
    )


def token(customer: str) -> str:
    return customer[::-1]


def windows() -> Iterator[tuple[date | None, date | None]]:
    edges = [None, *(monday(week) for week in range(WEEKS))]
    for since, until in product(edges, edges):
        if since is None or until is None or since <= until:
            yield since, None if until is None else until + timedelta(days=6)


@dataclass
class Store:
    """What customers said, the groups they are in, and what was dealt of it."""

    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    said: dict[Key, int] = field(default_factory=dict)
    dealt: Dealt = field(default_factory=Dealt)
    bundles: Bundles = field(default_factory=lambda: Bundles(Dealt(), token=token))
    told: list[frozenset[Part]] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)

    def week_is_over(self, week: int, k: int = K) -> None:
        """Deal what lies in the weeks up to this one."""
        over = {key: value for key, value in self.said.items() if key[2] <= week}
        names = {key[0]: token(key[0]) for key in over}
        self.dealt = deal(self.dealt, came(over), groups=self.groups, names=names, k=k)
        self.bundles = Bundles(self.dealt, token=token)

    def erase(self, customer: str) -> None:
        """Erase somebody; who comes again is somebody else."""
        self.erased.add(customer)
        self.said = {key: value for key, value in self.said.items() if key[0] != customer}

    def reading(self, asked: Asked, now: Came) -> frozenset[Part]:
        """Return what one window tells of: whose answers at which touchpoint of which week, and which."""
        shown = self.bundles.told(now, asked).tells(now).tolist()
        return frozenset(
            (*key, value) for (key, value), here in zip(self.said.items(), shown, strict=True) if here
        )

    def ask_everything(self) -> None:
        """Ask for each window, of everybody, each group, what two have in common, and all others."""
        now, nobody = came(self.said), frozenset[str]()
        whose = [frozenset(some) for size in range(3) for some in combinations(sorted(self.groups), size)]
        sides = {*((some, nobody) for some in whose), *((nobody, some) for some in whose)}
        for (within, without), (since, until) in product(sides, windows()):
            asked = Asked(within=within, without=without, since=since, until=until)
            self.told.append(self.reading(asked, now))


contribution = st.tuples(st.sampled_from(CUSTOMERS), st.sampled_from(POINTS), st.integers(0, WEEKS - 1))
some_group = st.frozensets(st.sampled_from(CUSTOMERS), min_size=2)
change = st.tuples(st.sampled_from(["edit", "undo", "erase", "late", "late"]), contribution)
histories = st.lists(st.tuples(st.lists(change, max_size=6), st.booleans()), min_size=2, max_size=4)


@settings(deadline=None, max_examples=8)
@given(
    first=st.lists(contribution, min_size=12, max_size=40),
    history=histories,
    ones=some_group,
    others=some_group,
)
def test_nothing_asked_before_and_after_any_change_tells_of_fewer_than_k(
    first: list[Key],
    history: list[tuple[list[tuple[str, Key]], bool]],
    ones: frozenset[str],
    others: frozenset[str],
) -> None:
    store = Store(groups={"ones": ones, "others": others}, said=dict.fromkeys(first, 0))
    for week, (changes, is_dealt) in enumerate(history):
        if is_dealt or not week:
            store.week_is_over(week + 1)
        store.ask_everything()
        for kind, key in changes:
            _change(store, kind, key)
        store.ask_everything()

    assert given_away(store.told, k=K) == []


def _change(store: Store, kind: str, key: Key) -> None:
    if kind == "erase":
        store.erase(key[0])
    elif kind == "late" and key[0] not in store.erased:
        store.said.setdefault(key, 0)
    elif key in store.said:
        store.said[key] = 0 if kind == "undo" else store.said[key] + 1


def test_the_same_attacker_wins_where_weeks_are_counted_when_asked() -> None:
    store = Store(said={(f"c{number}", "box", number // 6): 0 for number in range(9)})
    told = []
    for _ in range(2):
        told += [
            frozenset((*key, store.said[key]) for key in block) for block in blocks_when_asked(store.said)
        ]
        store.said["c1", "box", 0] += 1

    assert given_away(told, k=K) == [("c0", "c1"), *((("c1"), f"c{number}") for number in range(2, 9))]


def blocks_when_asked(said: Mapping[Key, int]) -> list[list[Key]]:
    """Return the weeks of the box that a manager was told of before there were bundles."""
    blocks: list[list[Key]] = [[]]
    for _, week in groupby(sorted(said, key=lambda key: key[2]), key=lambda key: key[2]):
        blocks[-1] += week
        if len({key[0] for key in blocks[-1]}) >= K:
            blocks.append([])
    return blocks[:-1]


def answers_of(store: Store, **asked: date | frozenset[str]) -> set[str]:
    """Return whose answers a window tells of."""
    told = store.reading(Asked(**asked), came(store.said))  # type: ignore[arg-type] # by name
    return {f"{customer} {week}" for customer, _, week, _ in told}


def test_where_enough_come_every_week_nothing_is_held_back() -> None:
    store = Store(said={(f"c{number}", "box", week): 0 for number in range(K) for week in range(WEEKS)})
    store.week_is_over(WEEKS)

    for since, until in windows():
        told = store.reading(Asked(since=since, until=until), came(store.said))
        assert {key[:3] for key in told} == {
            key for key in store.said
            if (since is None or monday(key[2]) >= since) and (until is None or monday(key[2]) <= until)
        }  # fmt: skip


def test_nothing_is_told_before_a_week_is_over_and_few_wait_for_others() -> None:
    store = Store(said={("c0", "box", 0): 0, ("c1", "box", 0): 0})
    assert answers_of(store) == set()
    store.week_is_over(0)
    assert answers_of(store) == set()

    store.said["c2", "box", 1] = 0
    store.week_is_over(1)

    assert answers_of(store) == {"c0 0", "c1 0", "c2 1"}
    assert answers_of(store, since=monday(1)) == set()


def test_a_change_takes_the_whole_bundle_away_at_once_and_no_other() -> None:
    store = Store(said={(f"c{number}", "box", 0): 0 for number in range(6)})
    store.week_is_over(0)
    store.said["c4", "box", 0] = 1
    of_others = answers_of(store)
    store.week_is_over(0)

    assert len(of_others) == K
    assert answers_of(store) == of_others
    store.said["c4", "box", 0] = 0
    assert answers_of(store) == of_others


def test_what_is_left_of_a_bundle_comes_back_with_k_new_ones() -> None:
    store = Store(said={(f"c{number}", "box", 0): 0 for number in range(3)})
    store.week_is_over(0)
    store.erase("c1")
    store.said |= {("c3", "box", 0): 0, ("c4", "box", 0): 0}
    store.week_is_over(1)
    assert answers_of(store) == set()

    store.said["c5", "box", 0] = 0
    store.week_is_over(2)

    assert answers_of(store) == {f"c{number} 0" for number in (0, 2, 3, 4, 5)}


def test_after_all_were_judged_anew_all_is_told_anew() -> None:
    store = Store(said={(f"c{number}", "box", number % 2): 0 for number in range(8)})
    store.week_is_over(1)
    store.said = dict.fromkeys(store.said, 1)
    assert answers_of(store) == set()

    store.week_is_over(1)

    assert len(answers_of(store)) == 8


@pytest.mark.parametrize("meanwhile", [{("c0", "box", 0): 1}, {("c0", "courier", 0): 0}])
def test_what_comes_back_as_it_was_is_nothing_new(meanwhile: Mapping[Key, int]) -> None:
    first: dict[Key, int] = {(f"c{number}", "box", 0): 0 for number in range(3)}
    store = Store(said={**first})
    store.week_is_over(0)
    del store.said["c0", "box", 0]
    store.said |= meanwhile
    store.week_is_over(0)
    store.said |= {**first, ("d0", "box", 0): 0, ("d1", "box", 0): 0}
    store.week_is_over(0)
    assert answers_of(store) == set()

    store.said["d2", "box", 0] = 0
    store.week_is_over(0)

    assert answers_of(store) >= {f"{name}{number} 0" for name in "cd" for number in range(3)}


def test_of_who_is_erased_nothing_is_kept_and_the_bundle_stays_broken() -> None:
    store = Store(said={(f"c{number}", "box", 0): 0 for number in range(3)})
    store.week_is_over(0)
    kept = store.dealt.customers
    store.erase("c1")
    store.week_is_over(0)

    assert token("c1") in kept
    assert store.dealt.customers == [token("c0"), token("c2")]
    assert store.dealt.size == store.dealt.member == ""


def test_few_of_a_group_are_told_once_as_many_weeks_have_k_of_them_beside_others() -> None:
    ones = frozenset({"c0", "c1", "c2"})
    store = Store(groups={"ones": ones})
    for week in range(3):
        store.said |= {(f"c{week}", "box", week): 0, **{(f"d{week}{n}", "box", week): 0 for n in range(3)}}
    store.week_is_over(1)
    assert answers_of(store, within=frozenset({"ones"})) == set()

    store.week_is_over(2)

    assert answers_of(store, within=frozenset({"ones"})) == {"c0 0", "c1 1", "c2 2"}
    assert answers_of(store, within=frozenset({"ones"}), since=monday(1)) == set()


def test_a_group_of_all_but_one_is_told_only_what_does_not_give_the_one_away() -> None:
    store = Store(groups={"ones": frozenset(f"c{number}" for number in range(6))})
    store.said = {(f"c{number}", "box", 0): 0 for number in range(7)}
    store.week_is_over(0)

    assert len(answers_of(store)) == 7
    assert len(answers_of(store, within=frozenset({"ones"}))) == K
    assert answers_of(store, without=frozenset({"ones"})) == set()


def test_what_a_groups_own_bundle_leaves_is_told_to_the_other_group_too() -> None:
    store = Store(
        groups={"ones": frozenset({"c0", "c1", "c2"}), "others": frozenset({"d0", "d1", "d2", "d3"})}
    )
    store.said = {(f"c{n}", "box", n): 0 for n in range(3)} | {(f"d{n}", "box", n % 3): 0 for n in range(4)}
    store.said |= {(f"d{n}", "box", n - 1): 0 for n in range(1, 4)}
    store.week_is_over(2)

    everybody, ones = answers_of(store), answers_of(store, within=frozenset({"ones"}))

    assert ones == {"c0 0", "c1 1", "c2 2"}
    assert answers_of(store, within=frozenset({"others"})) == everybody - ones


def test_who_joins_a_group_later_is_not_among_it_where_it_was_told_before() -> None:
    store = Store(groups={"ones": frozenset({"c0", "c1", "c2"})})
    store.said = {(f"c{number}", "box", 0): 0 for number in range(6)}
    store.week_is_over(0)
    store.groups = {"ones": frozenset({"c0", "c1", "c2", "c3"})}
    store.week_is_over(1)

    assert answers_of(store, within=frozenset({"ones"})) == {"c0 0", "c1 0", "c2 0"}


@given(at=st.datetimes(datetime(1969, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - in UTC
def test_the_monday_of_a_moment_is_that_of_its_week(at: datetime) -> None:
    (found,) = mondays(np.array([at], dtype="datetime64[us]")).tolist()

    assert found == at.date() - timedelta(days=at.weekday())
