"""Variants are the paths a plain loop finds, in order, and the rest never tells of a few."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.interval import wilson
from mapping.methods.variants import variants
from tests.mapping.methods.event_rows import Row, event_rows, table, walk

STAGES = {"find": ("a", "b"), "buy": ("c",)}

rows = event_rows("abcx", most=30)
quick = settings(deadline=None)


def plain(made: Sequence[Row]) -> Counter[tuple[str, ...]]:
    ways: Counter[tuple[str, ...]] = Counter()
    for customer in {row[0] for row in made}:
        own = [row[1] for row in sorted(made, key=lambda row: row[2]) if row[0] == customer]
        ways[tuple(point for point, _ in groupby(own))] += 1
    return ways


@quick
@given(rows)
def test_variants_are_the_paths_a_plain_loop_finds(made: list[Row]) -> None:
    found = variants(table(made), least=1, most=99)

    expected = sorted(plain(made).items(), key=lambda item: (-item[1], item[0]))
    assert [(each.path, each.customers) for each in found.variants] == expected
    assert (found.rest_paths, found.rest_customers) == (0, 0)
    assert all(each.share == wilson(each.customers, of=found.customers) for each in found.variants)


@quick
@given(rows, st.integers(1, 5), st.integers(0, 4))
def test_paths_of_few_customers_are_in_the_rest_and_the_rest_is_never_few(
    made: list[Row], least: int, most: int
) -> None:
    found = variants(table(made), least=least, most=most)

    assert len(found.variants) <= most
    assert all(each.customers >= least for each in found.variants)
    assert sum(each.customers for each in found.variants) + found.rest_customers == found.customers
    assert len(found.variants) + found.rest_paths == len(plain(made))
    assert found.rest_customers == 0 or found.rest_customers >= least or not found.variants


@quick
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(made: list[Row], chance: Random) -> None:
    assert variants(table(chance.sample(made, len(made))), least=2) == variants(table(made), least=2)


def test_a_rest_of_few_takes_the_next_smallest_path_with_it() -> None:
    found = variants(table(walk((9, "ab"), (6, "ac"), (3, "b"))))

    assert [each.path for each in found.variants] == [("a", "b")]
    assert (found.rest_paths, found.rest_customers) == (2, 9)


def test_immediate_repeats_are_folded_and_flagged() -> None:
    found = variants(table(walk((5, "aab"), (1, "ab"), (5, "aba"))))

    assert [(each.path, each.customers, each.has_repeats) for each in found.variants] == [
        (("a", "b"), 6, True),
        (("a", "b", "a"), 5, False),
    ]


def test_along_stages_touchpoints_of_one_stage_are_one_place_and_others_are_passed_over() -> None:
    found = variants(table(walk((5, "abxac"), (5, "x"))), stages=STAGES)

    assert [(each.path, each.customers) for each in found.variants] == [(("find", "buy"), 5)]
    assert found.customers == 5


def test_the_score_of_a_path_is_one_vote_each() -> None:
    made: list[Row] = [(f"c{each}", "a", hour, 1.0) for each in range(5) for hour in range(1 + 3 * each)]
    made.append(("c9", "a", 0, -2.0))

    path = variants(table(made)).variants[0]

    assert (path.customers, path.scored) == (6, 6)
    assert path.score == pytest.approx((5 - 2) / 6)
    assert path.low is not None
    assert path.high is not None
    assert path.low < 0.5 < path.high


def test_a_score_of_few_customers_is_not_told() -> None:
    made = walk((6, "a"))
    made[0] = (*made[0][:3], 2.0)

    path = variants(table(made)).variants[0]

    assert (path.scored, path.score, path.low, path.high) == (None, None, None, None)


def test_without_scores_or_events_there_is_nothing_to_say() -> None:
    assert variants(table(walk((5, "a")))).variants[0].scored == 0
    assert variants(table([])).variants == ()
