"""When it started: found where it was planted, with doubt; many changes as an exhaustive search has them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.columns import Floats
from mapping.methods.monitors.change_point import Change, NoChange, Segment, change_point, segments

LEVELS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
GOOD, BAD = [0.02, 0.05, 0.2, 0.43, 0.3], [0.1, 0.2, 0.3, 0.3, 0.1]


def _planted(before: int, after: int, seed: int = 1) -> Floats:
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.choice(LEVELS, before, p=GOOD), rng.choice(LEVELS, after, p=BAD)])


def _found(values: Floats, seed: int = 1, rounds: int = 200) -> Change:
    found = change_point(values, rng=np.random.default_rng(seed), rounds=rounds)
    assert isinstance(found, Change)
    return found


def test_a_planted_drop_is_found_with_its_size() -> None:
    found = _found(_planted(200, 60))

    assert found.low <= found.at <= found.high
    assert abs(found.at - 200) < 25
    assert found.size_low < found.size < found.size_high < 0
    assert found.size == pytest.approx(found.after - found.before)
    assert found.sure > 0.99
    assert (found.answers, found.answers_after) == (260, 260 - found.at)


def test_the_split_is_the_one_of_least_squares() -> None:
    values = _planted(30, 20, seed=7)

    costs = {k: values[:k].var() * k + values[k:].var() * (50 - k) for k in range(5, 46)}

    assert _found(values).at == min(costs, key=lambda k: costs[k])


def test_without_a_change_one_is_seldom_sure() -> None:
    rng = np.random.default_rng(3)
    sure = [_found(rng.choice(LEVELS, 60, p=GOOD), seed=seed, rounds=99).sure for seed in range(60)]

    assert np.mean(np.array(sure) > 0.9) < 0.25
    assert 0.3 < np.mean(sure) < 0.7


def test_time_and_size_lie_in_their_intervals_about_as_often_as_these_say() -> None:
    found = [_found(_planted(80, 40, seed=seed), seed=seed, rounds=100) for seed in range(60)]
    true = float(LEVELS @ BAD - LEVELS @ GOOD)

    assert np.mean([each.low <= 80 <= each.high for each in found]) >= 0.85
    assert np.mean([each.size_low <= true <= each.size_high for each in found]) >= 0.85


@given(st.lists(st.sampled_from(LEVELS.tolist()), max_size=30), st.integers(0, 9))
@settings(deadline=None)
def test_any_answers_give_a_change_within_them_or_a_reason(values: list[float], seed: int) -> None:
    found = change_point(np.array(values), rng=np.random.default_rng(seed), rounds=20)

    if isinstance(found, NoChange):
        assert len(values) < 10 or len(set(values)) == 1
    else:
        assert 5 <= found.low <= found.at <= found.high <= len(values) - 5
        assert found.size_low <= found.size <= found.size_high
        assert 0 <= found.sure < 1


def test_the_same_seed_says_the_same() -> None:
    assert _found(_planted(40, 20), seed=4) == _found(_planted(40, 20), seed=4)


def _exhaustive(values: Floats, *, least: int, price: float) -> float:
    """Return the least total cost by optimal partitioning without any pruning."""
    n = len(values)
    best = np.full(n + 1, np.inf)
    best[0] = -price
    for end in range(least, n + 1):
        for start in range(end - least + 1):
            if np.isfinite(best[start]):
                part = values[start:end]
                best[end] = min(best[end], best[start] + float(((part - part.mean()) ** 2).sum()) + price)
    return float(best[n])


def _cost(values: Floats, found: tuple[Segment, ...], *, price: float) -> float:
    parts = [values[each.start : each.end] for each in found]
    return sum(float(((part - part.mean()) ** 2).sum()) for part in parts) + price * (len(found) - 1)


@given(
    st.lists(st.sampled_from(LEVELS.tolist()), min_size=8, max_size=36),
    st.integers(1, 8),
    st.sampled_from([0.5, 2.0, 6.0]),
)
@settings(deadline=None)
def test_pruning_loses_nothing(values: list[float], least: int, price: float) -> None:
    answers = np.array(values)
    noise = float(np.sqrt((np.diff(answers) ** 2).mean() / 2)) or 1.0
    scaled = (answers - answers.mean()) / noise

    found = segments(answers, least=least, penalty=price)

    assert _cost(scaled, found, price=price) == pytest.approx(
        _exhaustive(scaled, least=least, price=price), abs=1e-8
    )


@given(st.lists(st.floats(-2, 2), max_size=60), st.sampled_from(["l2", "rank"]))
@settings(deadline=None)
def test_segments_cover_every_answer_once_and_none_is_too_short(values: list[float], cost: str) -> None:
    found = segments(np.array(values), penalty=1.0, cost="rank" if cost == "rank" else "l2")

    assert sum(each.end - each.start for each in found) == len(values)
    assert all(earlier.end == later.start for earlier, later in pairwise(found))
    assert len(found) <= 1 or min(each.end - each.start for each in found) >= 15


@pytest.mark.parametrize("cost", ["l2", "rank"])
def test_a_year_with_a_bad_month_has_three_stretches(cost: str) -> None:
    rng = np.random.default_rng(2)
    year = [rng.choice(LEVELS, n, p=taste) for n, taste in ((250, GOOD), (60, BAD), (210, GOOD))]

    found = segments(np.concatenate(year), cost="rank" if cost == "rank" else "l2")

    assert len(found) == 3
    assert abs(found[1].start - 250) < 15
    assert abs(found[1].end - 310) < 15
    assert found[1].mean < found[0].mean


def test_a_steady_year_is_one_stretch() -> None:
    rng = np.random.default_rng(6)
    counts = [len(segments(rng.choice(LEVELS, 300, p=GOOD))) for _ in range(20)]

    assert np.mean(np.array(counts) == 1) >= 0.9


def test_ranks_do_not_mind_how_far_apart_the_values_are() -> None:
    values = _planted(60, 40)

    stretched = segments(np.exp(3 * values), cost="rank")

    assert [each.start for each in stretched] == [each.start for each in segments(values, cost="rank")]


def test_nothing_and_sameness_have_no_changes() -> None:
    assert segments(np.zeros(0)) == ()
    assert segments(np.full(90, 1.0)) == (Segment(start=0, end=90, mean=1.0),)
    same = change_point(np.full(90, 1.0), rng=np.random.default_rng(1))
    assert isinstance(same, NoChange)
    assert same.reason == "no_spread"


def test_an_answer_without_a_value_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="leave out"):
        change_point(np.array([np.nan] * 20), rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="leave out"):
        segments(np.array([np.nan]))
