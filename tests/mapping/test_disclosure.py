"""Nobody can be told apart: few are hidden, and so is what would give them away."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.disclosure import Visibility, disclose
from mapping.rollup import Rollup, Rollups

STAGES = {"one": ("a", "b", "c"), "two": ("d",), "three": ("e", "f")}


def cell(count: int) -> Rollup:
    if not count:
        return Rollup()
    return Rollup(
        answers=count,
        customers=count,
        voters=count,
        rated=count,
        score=1.0,
        low=0.5,
        high=1.5,
        rating_mean=1.0,
    )


def rolled(counts: dict[str, int]) -> Rollups:
    points = {point: counts.get(point, 0) for members in STAGES.values() for point in members}
    sums = {name: sum(points[point] for point in members) for name, members in STAGES.items()}
    return Rollups(
        overall=cell(sum(sums.values())),
        stages={name: cell(count) for name, count in sums.items()},
        touchpoints={name: cell(count) for name, count in points.items()},
    )


def shown(counts: dict[str, int], k: int = 5) -> dict[str, Visibility]:
    disclosed = disclose(rolled(counts), stages=STAGES, min_customers=k)
    return {name: found.visibility for name, found in {**disclosed.stages, **disclosed.touchpoints}.items()}


def test_a_cell_of_few_customers_tells_nothing_at_all() -> None:
    found = disclose(rolled({"a": 4, "d": 20, "e": 20}), stages=STAGES, min_customers=5).touchpoints["a"]

    assert found.visibility is Visibility.FEW
    assert (found.answers, found.customers, found.score, found.rating_mean, found.histogram) == (None,) * 5


def test_one_hidden_touchpoint_hides_the_next_smallest_too() -> None:
    found = shown({"a": 3, "b": 9, "c": 30, "d": 20, "e": 20, "f": 20})

    assert found["a"] is Visibility.FEW
    assert found["b"] is Visibility.COMPLEMENT
    assert found["c"] is Visibility.SHOWN
    assert found["one"] is Visibility.SHOWN


def test_two_hidden_touchpoints_that_are_few_together_hide_a_third() -> None:
    found = shown({"a": 1, "b": 2, "c": 30, "d": 20, "e": 20, "f": 20})

    assert found["c"] is Visibility.COMPLEMENT


def test_a_hidden_stage_hides_its_touchpoints_and_another_stage() -> None:
    found = shown({"d": 2, "a": 30, "b": 30, "e": 8, "f": 8})

    assert found["two"] is Visibility.FEW
    assert found["three"] is Visibility.COMPLEMENT
    assert (found["e"], found["f"]) == (Visibility.COMPLEMENT, Visibility.COMPLEMENT)
    assert found["one"] is Visibility.SHOWN


def test_a_cell_nobody_answered_is_empty_and_says_so() -> None:
    found = disclose(rolled({"a": 30, "e": 30, "f": 30}), stages=STAGES, min_customers=5).stages["two"]

    assert found.visibility is Visibility.EMPTY
    assert (found.answers, found.customers, found.rated, found.score) == (0, 0, 0, None)


def test_few_ratings_among_many_answers_hide_the_rating_only() -> None:
    few = Rollup(answers=20, customers=20, voters=20, rated=2, score=1.0, low=0.5, high=1.5, rating_mean=2.0)
    rollups = Rollups(overall=few, stages={"one": few}, touchpoints={"a": few})

    found = disclose(rollups, stages={"one": ("a",)}, min_customers=5).overall

    assert found.score == 1.0
    assert (found.rated, found.rating_mean) == (None, None)


def test_an_operator_may_see_every_cell_on_their_own_machine() -> None:
    assert Visibility.FEW not in shown({"a": 1, "d": 1, "e": 1}, k=1).values()


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=6), st.integers(3, 6))
def test_no_hidden_figure_can_be_had_by_subtraction(counts: list[int], k: int) -> None:
    sizes = dict(zip("abcdef", counts, strict=True))
    disclosed = disclose(rolled(sizes), stages=STAGES, min_customers=k)

    points = disclosed.touchpoints
    stage_sizes = {name: sum(sizes[point] for point in members) for name, members in STAGES.items()}
    wholes = [(disclosed.stages[name].is_hidden, members, points, sizes) for name, members in STAGES.items()]
    wholes.append((disclosed.overall.is_hidden, tuple(STAGES), disclosed.stages, stage_sizes))
    for is_hidden, members, cells, counted in wholes:
        if is_hidden:
            assert all(cells[name].is_hidden or not counted[name] for name in members)
            continue
        hidden = [counted[name] for name in members if cells[name].is_hidden]
        is_any_shown = any(cells[name].visibility is Visibility.SHOWN for name in members)
        assert not hidden or sum(hidden) >= k
        assert len(hidden) != 1 or not is_any_shown
