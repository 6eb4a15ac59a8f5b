"""Rows are published only where no combination of all of them stands on fewer than k customers."""

import random
from itertools import combinations

import numpy as np
import pytest

from mapping.protecting import PRIME, Known, News, as_classes, publish_rows


def news(rows: dict[str, list[int]], classes: list[int], *, k: int, gone: int = 0) -> News:
    """Return rows of new contributions, of which each is of a customer of its own, in that class."""
    member = np.zeros((len(rows), len(classes)), dtype=np.int64)
    for place, ones in enumerate(rows.values()):
        member[place, ones] = 1
    return News(
        rows=list(rows),
        asked=len(rows),
        member=member,
        classes=np.array([[of == number for of in classes] for number in range(k)], dtype=np.bool_),
        gone=np.ones((len(rows), gone), dtype=np.int64),
    )


def told(rows: dict[str, list[int]], classes: list[int], *, k: int) -> set[str]:
    return set(publish_rows(Known.nothing(k), news(rows, classes, k=k))[1])


def test_a_row_of_k_customers_is_published_and_one_of_fewer_is_not() -> None:
    assert told({"many": [0, 1, 2]}, [0, 1, 2], k=3) == {"many"}
    assert told({"few": [0, 1]}, [0, 1, 2], k=3) == set()


def test_the_last_part_hides_where_another_part_is_few() -> None:
    rows = {"whole": list(range(11)), "a": [0, 1, 2], "b": [3, 4, 5], "c": [6, 7, 8], "few": [9, 10]}

    assert told(rows, [0, 1, 2] * 3 + [0, 1], k=3) == {"whole", "a", "b"}


def test_what_can_be_reckoned_anyway_is_published() -> None:
    rows = {"whole": list(range(6)), "one": [0, 1, 2], "other": [3, 4, 5]}

    assert told(rows, [0, 1, 2, 0, 1, 2], k=3) == {"whole", "one", "other"}


def test_who_waits_counts_with_who_comes_later() -> None:
    known, first = publish_rows(Known.nothing(3), news({"rare": [0, 1]}, [0, 1], k=3))
    _, then = publish_rows(known, news({"rare": [0]}, [2], k=3))

    assert (first, then) == (frozenset(), frozenset(("rare",)))


def test_a_row_from_which_something_went_is_not_told_for_that_alone() -> None:
    known, _ = publish_rows(Known.nothing(3), news({"row": [0, 1, 2]}, [0, 1, 2], k=3))
    known = known.without_classes({1})

    assert publish_rows(known, news({"row": []}, [], k=3, gone=1))[1] == frozenset()


def test_a_row_defined_anew_is_the_sum_of_its_parts() -> None:
    known, _ = publish_rows(Known.nothing(3), news({"a": [0, 1], "b": [2]}, [0, 1, 2], k=3))

    known = known.redefined({"both": ["a", "b", "c"]})

    assert publish_rows(known, news({"both": [0]}, [0], k=3))[1] == {"both"}


def test_customers_new_in_a_cell_are_dealt_into_different_classes() -> None:
    cells = {f"c{number}": ["small" if number < 5 else "large", "all"] for number in range(40)}

    dealt = as_classes(list(cells), cells, k=5, dealt={"c1": 3}, waiting={})

    assert {dealt.get(f"c{number}", 3) for number in range(5)} == set(range(5))
    assert "c1" not in dealt


@pytest.mark.parametrize("seed", range(40))
def test_no_combination_of_published_rows_stands_on_fewer_than_k(seed: int) -> None:
    chance, k = random.Random(seed), 3
    customers = {f"c{number}": number % k for number in range(9)}
    known, published, columns = Known.nothing(k), [], list[str]()
    content: dict[str, set[int]] = {f"row{number}": set() for number in range(7)}
    for _ in range(4):
        new = [chance.choice(sorted(customers)) for _ in range(chance.randint(1, 7))]
        rows = {row: [at for at in range(len(new)) if chance.random() < 0.6] for row in content}
        known, may = publish_rows(known, news(rows, [customers[one] for one in new], k=k))
        for row, ones in rows.items():
            content[row] |= {len(columns) + at for at in ones}
        columns += new
        published += [set(content[row]) for row in may]

    matrix = np.array([[at in row for at in range(len(columns))] for row in published], dtype=np.float64)
    matrix = matrix.reshape(len(published), len(columns))
    whole = np.linalg.matrix_rank(matrix)
    for some in combinations(customers, k - 1):
        rest = matrix[:, [one not in some for one in columns]]
        assert np.linalg.matrix_rank(rest) == whole


def test_what_is_left_stays_below_the_prime() -> None:
    known, _ = publish_rows(Known.nothing(2), news({"a": [0, 1], "b": [1], "c": [0]}, [0, 0], k=2))

    assert all(((left >= 0) & (left < PRIME)).all() for left in known.left)
