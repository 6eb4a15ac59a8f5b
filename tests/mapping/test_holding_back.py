"""A manager who asks for every window and group, week after week, and subtracts, learns of k or of nobody."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mapping.holding_back import Came, mondays, spans, spans_of_group, tells

K = 3
FIRST = date(2026, 1, 5)
POINTS = ("box", "courier")
Row = tuple[str, str, int]
"""A customer, a touchpoint, and the number of a week."""
Reading = frozenset[Row]
Window = tuple[date | None, date | None]

ROWS = st.lists(
    st.tuples(st.sampled_from([f"c{n}" for n in range(8)]), st.sampled_from(POINTS), st.integers(0, 5)),
    unique=True,
    max_size=40,
)
GROUP = st.frozensets(st.sampled_from([f"c{n}" for n in range(8)]))


def monday(week: int) -> date:
    return FIRST + timedelta(weeks=week)


def came(rows: list[Row]) -> Came:
    customers = tuple(sorted({customer for customer, _, _ in rows}))
    return Came(
        touchpoints=POINTS,
        touchpoint=np.array([POINTS.index(point) for _, point, _ in rows], dtype=np.int64),
        week=np.array([monday(week) for _, _, week in rows], dtype="datetime64[D]"),
        customer=np.array([customers.index(customer) for customer, _, _ in rows], dtype=np.int64),
        customers=customers,
    )


def windows() -> Iterator[Window]:
    edges = [None, *(monday(week) for week in range(6))]
    for since in edges:
        for until in edges:
            yield since, None if until is None else until + timedelta(days=6)


def readings(rows: list[Row], group: frozenset[str] | None = None) -> dict[Window, dict[str, Reading]]:
    """Return what each window shows of each touchpoint: whose answers of which weeks its figures add up."""
    found = {}
    for since, until in windows():
        everybody = came(rows)
        if group is None:
            told = spans(everybody, k=K, since=since, until=until)
        else:
            inside = came([row for row in rows if row[0] in group])
            told = spans_of_group(everybody, inside, k=K, since=since, until=until)
        shown = [row for row in rows if group is None or row[0] in group]
        found[since, until] = {
            point: frozenset(
                row for row in shown
                if row[1] == point and point in told and told[point][0] <= monday(row[2]) <= told[point][1]
            )
            for point in POINTS
        }  # fmt: skip
    return found


def few(one: Reading, other: Reading) -> bool:
    """Say whether what one has beyond the other is of somebody, and of fewer than k."""
    return one <= other and 0 < len({customer for customer, _, _ in other - one}) < K


@given(rows=ROWS)
def test_two_windows_never_differ_by_a_few(rows: list[Row]) -> None:
    found = readings(rows).values()

    for point in POINTS:
        told: set[Reading] = {frozenset(), *(each[point] for each in found)}
        assert not any(few(one, other) or few(other, one) for one, other in combinations(told, 2))


@given(rows=ROWS)
def test_nor_does_any_sum_of_windows(rows: list[Row]) -> None:
    """Each reading adds up whole blocks, which share no row; so does whatever is made of readings."""
    for point in POINTS:
        told = {each[point] for each in readings(rows).values()}
        atoms = {frozenset(each for each in told if row in each) for reading in told for row in reading}
        for atom in atoms:
            inside = frozenset.intersection(*atom) - frozenset().union(*(told - atom))
            assert len({customer for customer, _, _ in inside}) >= K


@given(rows=ROWS, week=st.integers(0, 5))
def test_what_was_told_last_week_and_what_is_told_today_never_differ_by_a_few(
    rows: list[Row], week: int
) -> None:
    before = readings([row for row in rows if row[2] <= week])
    now = readings(rows)

    for point in POINTS:
        told = {each[point] for found in (before, now) for each in found.values()}
        assert not any(few(one, other) or few(other, one) for one, other in combinations(told, 2))


@given(rows=ROWS, group=GROUP)
def test_a_group_is_told_beside_everybody_only_where_the_others_are_not_few(
    rows: list[Row], group: frozenset[str]
) -> None:
    everybody, inside = readings(rows), readings(rows, group)

    for window, told in inside.items():
        for point in POINTS:
            assert not told[point] or not few(told[point], everybody[window][point])
    for point in POINTS:
        of_group = {each[point] for each in inside.values()}
        assert not any(few(one, other) or few(other, one) for one, other in combinations(of_group, 2))


def test_the_same_manager_wins_where_windows_are_told_as_they_are_asked() -> None:
    rows: list[Row] = [("c0", "box", 0), ("c1", "box", 0), ("c2", "box", 0), ("c3", "box", 1)]
    asked = [frozenset(row for row in rows if row[2] <= until) for until in (0, 1)]

    assert few(*asked)
    assert {each["box"] for each in readings(rows).values()} == {frozenset(), asked[0]}


def test_where_enough_come_every_week_nothing_is_held_back() -> None:
    rows = [(f"c{n}", "box", week) for n in range(K) for week in range(6)]

    found = readings(rows)

    for (since, until), told in found.items():
        assert told["box"] == frozenset(
            row for row in rows
            if (since is None or monday(row[2]) >= since) and (until is None or monday(row[2]) <= until)
        )  # fmt: skip


@given(at=st.datetimes(datetime(1969, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - in UTC
def test_the_monday_of_a_moment_is_that_of_its_week(at: datetime) -> None:
    (found,) = mondays(np.array([at], dtype="datetime64[us]")).tolist()

    assert found == at.date() - timedelta(days=at.weekday())


def test_rows_lie_in_the_weeks_that_their_touchpoint_tells_of() -> None:
    at = np.array([datetime(2026, 1, day, 23, 59, tzinfo=UTC).replace(tzinfo=None) for day in (4, 5, 11, 12)])
    known: Mapping[str, tuple[date, date]] = {"box": (FIRST, FIRST)}

    shown = tells(POINTS, np.array([0, 0, 0, 0]), at.astype("datetime64[us]"), known)
    unknown = tells(POINTS, np.array([1, 1, 1, 1]), at.astype("datetime64[us]"), known)

    assert shown.tolist() == [False, True, True, False]
    assert not unknown.any()
