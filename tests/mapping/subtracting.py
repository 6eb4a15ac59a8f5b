"""What can be made of figures by adding and subtracting them, exactly."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from mapping.columns import Ints

PRIME = 1_000_003

Part = tuple[object, ...]
"""What a figure adds up: who comes first, what else tells it from others after that."""


def rank(matrix: Ints) -> int:
    """Return how many rows are independent."""
    return len(_reduced(matrix))


def _reduced(matrix: Ints) -> Ints:
    """Return as many rows as are independent, which span the same."""
    work, found = matrix.copy() % PRIME, 0
    for column in range(work.shape[1]):
        if found == work.shape[0]:
            break
        places = np.flatnonzero(work[found:, column])
        if not len(places):
            continue
        pivot = found + int(places[0])
        work[[found, pivot]] = work[[pivot, found]]
        inverse = pow(int(work[found, column]), PRIME - 2, PRIME)
        factor = work[found + 1 :, column] * inverse % PRIME
        work[found + 1 :] = (work[found + 1 :] - factor[:, None] * work[found][None, :]) % PRIME
        found += 1
    return work[:found]


def given_away(rows: Sequence[frozenset[Part]], *, k: int) -> list[tuple[object, ...]]:
    """Return every group of fewer than k customers of whom a combination of the rows tells something."""
    columns = sorted(set().union(*rows), key=str) if rows else []
    if not columns:
        return []
    place = {column: number for number, column in enumerate(columns)}
    matrix = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for number, row in enumerate(rows):
        matrix[number, [place[each] for each in row]] = 1
    matrix = _reduced(np.unique(matrix, axis=0))
    customers = sorted({column[0] for column in columns}, key=str)
    return [
        some
        for some in combinations(customers, min(k - 1, len(customers)))
        if rank(matrix[:, [column[0] not in some for column in columns]]) < len(matrix)
    ]
