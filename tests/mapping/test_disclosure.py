"""Nobody can be told apart: few are hidden, and so is what would give them away."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.disclosure import Disclosed, Visibility, disclose
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


def voted(customers: int, voters: int, *, rated: int = 20, delivered: int = 20) -> Rollup:
    return Rollup(
        answers=customers,
        customers=customers,
        voters=voters,
        rated=rated,
        score=1.0 if voters else None,
        rating_mean=1.0,
        delivered=delivered,
        histogram=(0, 0, voters, 0, 0),
    )


def test_a_score_on_few_voters_hides_with_the_neighbour_that_would_give_it_away() -> None:
    points = {"a": voted(20, 2), "b": voted(20, 12), "c": voted(20, 20), "d": voted(20, 20)}
    whole, stages = voted(80, 54), {"one": ("a", "b", "c"), "two": ("d",)}
    rollups = Rollups(overall=whole, stages={"one": voted(60, 34), "two": voted(20, 20)}, touchpoints=points)

    found = disclose(rollups, stages=stages, min_customers=5)

    assert [found.touchpoints[name].score is None for name in "abcd"] == [True, True, False, False]
    assert (found.touchpoints["b"].reason, found.touchpoints["b"].answers) == ("few_scored", 20)
    assert found.stages["one"].score == 1.0


def test_few_ratings_and_few_deliveries_take_a_neighbour_with_them_too() -> None:
    points = {"a": voted(20, 20, rated=3, delivered=4), "b": voted(20, 20, rated=9), "c": voted(20, 20)}
    whole = voted(60, 60, rated=32, delivered=44)
    rollups = Rollups(overall=whole, stages={"one": whole}, touchpoints=points)

    found = disclose(rollups, stages={"one": ("a", "b", "c")}, min_customers=5).touchpoints

    assert [found[name].rating_mean is None for name in "abc"] == [True, True, False]
    assert [found[name].delivered for name in "abc"].count(None) == 2


def felt(*counts: int, anger: int = 0) -> Rollup:
    return replace(
        cell(sum(counts)),
        histogram=counts,
        emotions={"anger": anger, "joy": counts[4]},
    )


def told_of(points: dict[str, Rollup], *, k: int = 5) -> Disclosed:
    """Return what is told of one stage of these touchpoints."""
    sums = [sum(levels) for levels in zip(*(point.histogram for point in points.values()), strict=True)]
    anger = sum((point.emotions or {})["anger"] for point in points.values())
    whole = felt(*sums, anger=anger)
    rollups = Rollups(overall=whole, stages={"one": whole}, touchpoints=points)
    return disclose(rollups, stages={"one": tuple(points)}, min_customers=k)


def test_one_furious_customer_is_not_told_nor_had_from_the_rest_or_from_the_stage() -> None:
    found = told_of({"a": felt(1, 9, 20, 10, 8, anger=1), "b": felt(30, 12, 20, 10, 8, anger=30)})

    first, second = found.touchpoints["a"], found.touchpoints["b"]
    assert first.histogram == (None, 9, 20, 10, None)
    assert second.histogram == (None, 12, 20, 10, None)
    assert found.stages["one"].histogram == (31, 21, 40, 20, 16)
    assert (first.emotions, second.emotions) == ({"anger": None, "joy": 8}, {"anger": None, "joy": 8})
    assert (first.score, first.answers) == (1.0, 48)


def test_a_level_at_which_nobody_was_is_no_secret() -> None:
    assert told_of({"a": felt(0, 9, 20, 0, 8)}).touchpoints["a"].histogram == (0, 9, 20, 0, 8)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.sampled_from([0, 1, 2, 4, 6, 9, 30]), min_size=5, max_size=5), min_size=1, max_size=4
    ),
    st.integers(3, 6),
)
def test_no_level_of_few_can_be_had_by_subtracting_levels_or_touchpoints(
    counts: list[list[int]], k: int
) -> None:
    points = {f"p{number}": felt(*levels) for number, levels in enumerate(counts)}

    found = told_of(points, k=k)

    whole = found.stages["one"]
    for name, point in points.items():
        told = found.touchpoints[name].histogram or (None,) * 5
        rest = [count for count, shown in zip(point.histogram, told, strict=True) if shown is None and count]
        assert all(shown is None or shown == 0 or shown >= k for shown in told)
        assert not rest or (told.count(None) > 1 and sum(rest) >= k) or told == (None,) * 5
    for level in range(5):
        hidden = [
            points[name].histogram[level]
            for name in points
            if (found.touchpoints[name].histogram or (None,) * 5)[level] is None
        ]
        filled = [count for count in hidden if count]
        if whole.histogram is None or whole.histogram[level] is None:
            assert len(hidden) == len(points)
        elif filled and len(filled) < sum(point.histogram[level] > 0 for point in points.values()):
            assert len(filled) > 1
            assert sum(filled) >= k
