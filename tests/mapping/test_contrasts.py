"""Groups beside all others: what differs is found, what is chance is not, and few are not told."""

import numpy as np
import pytest

from mapping.contrasts import EVERYWHERE, contrasts, told_apart
from mapping.table import ScoreTable

STAGES = {"find": ("search",), "buy": ("checkout",)}


def table(scores: dict[str, list[tuple[str, float]]]) -> ScoreTable:
    rows = [(customer, point, score) for customer, said in scores.items() for point, score in said]
    ones = np.ones(len(rows), dtype=np.int64)
    values = np.array([row[2] for row in rows], dtype=np.float64)
    return ScoreTable.of_columns(
        customer=[row[0] for row in rows],
        touchpoint=[row[1] for row in rows],
        week=[np.datetime64("2026-09-07", "D")] * len(rows),
        answers=ones,
        rated=ones,
        rating_sum=values,
        scored=ones,
        score_sum=values,
        histogram=np.zeros((len(rows), 5), dtype=np.int64),
        last_at=[np.datetime64("2026-09-08", "us")] * len(rows),
    )


def mixed(own: float, others: float, *, of: int = 30) -> tuple[ScoreTable, ScoreTable]:
    said = {f"a{each}": [("search", own), ("checkout", 1.0)] for each in range(of)}
    said |= {f"b{each}": [("search", others), ("checkout", 1.0)] for each in range(of)}
    return told_apart(table(said), {f"a{each}" for each in range(of)})


def test_a_group_that_feels_worse_at_one_stage_counts_there_and_not_elsewhere() -> None:
    own, others = mixed(-1.0, 1.0)

    found = {each.place: each for each in contrasts({"a": own}, {"a": others}, stages=STAGES, least=5)}

    assert found["find"].counts
    assert not found["buy"].counts
    assert found["find"].difference is not None
    assert found["find"].difference.difference == pytest.approx(-2.0)
    own_side = found[EVERYWHERE].own
    assert own_side is not None
    assert own_side.voters == 30


def test_of_few_on_either_side_nothing_is_told() -> None:
    own, others = mixed(-1.0, 1.0, of=4)

    found = contrasts({"a": own}, {"a": others}, stages=STAGES, least=5)

    assert not any(each.is_told or each.counts for each in found)


def test_looking_at_many_groups_does_not_find_more_by_chance_alone() -> None:
    rng = np.random.default_rng(7)
    said = {
        f"c{each}": [("search", float(rng.integers(-2, 3))), ("checkout", float(rng.integers(-2, 3)))]
        for each in range(200)
    }
    groups = {f"g{each}": frozenset(rng.choice(list(said), size=60, replace=False)) for each in range(20)}
    sides = {name: told_apart(table(said), members) for name, members in groups.items()}

    found = contrasts(
        {name: pair[0] for name, pair in sides.items()},
        {name: pair[1] for name, pair in sides.items()},
        stages=STAGES,
        least=5,
    )

    assert sum(each.counts for each in found) <= 2
