"""A baseline is taken from the earliest stretch in which nothing has changed."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.columns import Floats
from mapping.methods.monitors.steady import earliest_steady

LEVELS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
PLEASED, FALLEN = (0.02, 0.05, 0.13, 0.40, 0.40), (0.20, 0.25, 0.25, 0.20, 0.10)


def drawn(*parts: tuple[int, tuple[float, ...]], seed: int = 1) -> Floats:
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.choice(LEVELS, size=size, p=taste) for size, taste in parts])


def part(values: Floats) -> tuple[int, int]:
    return earliest_steady(values, rng=np.random.default_rng(2))


def test_a_history_without_a_change_is_steady_as_a_whole() -> None:
    wholes = [part(drawn((150, PLEASED), seed=seed)) == (0, 150) for seed in range(20)]

    assert sum(wholes) >= 19


def test_a_fall_ends_the_earliest_part_and_so_does_the_first_of_two() -> None:
    once = part(drawn((120, PLEASED), (80, FALLEN)))
    twice = part(drawn((120, PLEASED), (80, FALLEN), (100, PLEASED)))

    assert (once[0], twice[0]) == (0, 0)
    assert abs(once[1] - 120) <= 12
    assert abs(twice[1] - 120) <= 12


def test_what_lies_before_a_change_and_is_too_short_to_be_known_is_left_out() -> None:
    begin, end = part(drawn((15, FALLEN), (120, PLEASED)))

    assert abs(begin - 15) <= 4
    assert end == 135


def test_thousands_of_answers_are_looked_at_in_blocks() -> None:
    begin, end = part(drawn((7_000, PLEASED), (3_500, FALLEN)))

    assert begin == 0
    assert abs(end - 7_000) <= 30


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from([-2.0, 0.0, 1.0, 2.0]), max_size=120))
def test_any_history_has_a_part_within_it_and_always_the_same(values: list[float]) -> None:
    whole = np.array(values)

    begin, end = part(whole)

    assert 0 <= begin <= end <= len(whole)
    assert (begin, end) == part(whole)
