"""Partials merge in any order and any grouping, and rolling up does not see how they came together."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.weeks import monday_of
from mapping.columns import Coded, as_datetime, coded, moment
from mapping.deliveries import DeliveryTable
from mapping.rollup import roll_up
from mapping.table import Partial, ScoreTable

STAGES = {"early": ("a", "b"), "late": ("c",)}
WEEKS = [date(2026, 8, 31), date(2026, 9, 7), date(2026, 9, 14)]
# Quarters add up exactly, so that tables can be compared without tolerance.
QUARTERS = st.integers(-8, 8).map(lambda quarter: quarter / 4)

Rows = list[Partial]
# Rolling up takes milliseconds; a few dozen tables say as much as a hundred.
quick = settings(deadline=None, max_examples=25)

partials = st.lists(
    st.builds(
        Partial,
        customer=st.sampled_from(["ann", "bob", "cem", "dee"]),
        touchpoint=st.sampled_from(["a", "b", "c"]),
        week=st.sampled_from(WEEKS),
        answers=st.integers(1, 3),
        rated=st.just(1),
        rating_sum=QUARTERS,
        scored=st.just(1),
        score_sum=QUARTERS,
        histogram=st.just((0, 0, 1, 0, 0)),
        emotions=st.one_of(st.none(), st.just((1, 0))),
        last_at=st.one_of(st.none(), st.just(datetime(2026, 9, 8, tzinfo=UTC))),
    ),
    max_size=12,
)


def table(rows: Rows) -> ScoreTable:
    return ScoreTable.of(rows, emotion_names=("joy", "anger"))


def same(one: ScoreTable, other: ScoreTable) -> bool:
    return (
        one.customers == other.customers
        and one.touchpoints == other.touchpoints
        and np.array_equal(one.customer, other.customer)
        and np.array_equal(one.touchpoint, other.touchpoint)
        and np.array_equal(one.week, other.week)
        and np.array_equal(one.counts, other.counts)
        and np.array_equal(one.sums, other.sums)
        and np.array_equal(one.last_at, other.last_at, equal_nan=True)
    )


@quick
@given(partials, partials)
def test_merging_does_not_depend_on_the_order(one: Rows, other: Rows) -> None:
    assert same(ScoreTable.merged([table(one), table(other)]), ScoreTable.merged([table(other), table(one)]))


@quick
@given(partials, partials, partials)
def test_merging_in_steps_is_merging_at_once(
    one: list[Partial], two: list[Partial], three: list[Partial]
) -> None:
    first, second, third = table(one), table(two), table(three)

    in_steps = ScoreTable.merged([ScoreTable.merged([first, second]), third])

    assert same(in_steps, ScoreTable.merged([first, ScoreTable.merged([second, third])]))


@quick
@given(partials, partials)
def test_the_rollup_of_merged_tables_is_the_rollup_of_all_rows(
    one: list[Partial], other: list[Partial]
) -> None:
    merged = ScoreTable.merged([table(one), table(other)])

    assert roll_up(merged, stages=STAGES) == roll_up(table([*one, *other]), stages=STAGES)


@quick
@given(partials)
def test_the_rollup_does_not_see_the_order_of_rows(rows: Rows) -> None:
    assert roll_up(table(rows), stages=STAGES) == roll_up(table(rows[::-1]), stages=STAGES)


@quick
@given(partials)
def test_a_table_split_by_week_merges_back_to_itself(rows: Rows) -> None:
    whole = table(rows)

    parts = [whole.between(since=week, until=week) for week in WEEKS]

    assert same(ScoreTable.merged(parts), whole)


@quick
@given(partials)
def test_what_is_picked_of_what_was_picked_is_what_both_pick(rows: Rows) -> None:
    meant = [row for row in rows if row.customer in {"ann", "bob"} and row.week >= WEEKS[1]]

    picked = table(rows).of_customers({"ann", "bob"}).between(since=WEEKS[1])

    assert np.array_equal(picked.counts, table(meant).counts)
    assert np.array_equal(picked.sums, table(meant).sums)
    assert roll_up(picked, stages=STAGES) == roll_up(table(meant), stages=STAGES)


@quick
@given(partials, partials)
def test_the_rollup_does_not_see_in_which_order_touchpoints_are_named(one: Rows, other: Rows) -> None:
    along = table(one).along(["c", "b"])

    assert along.touchpoints == tuple(sorted({row.touchpoint for row in one}, key="cba".index))
    assert roll_up(along, stages=STAGES) == roll_up(table(one), stages=STAGES)
    assert roll_up(ScoreTable.merged([along, table(other)]), stages=STAGES) == roll_up(
        table([*one, *other]), stages=STAGES
    )


@quick
@given(partials, QUARTERS, st.sampled_from(["ann", "bob", "new"]))
def test_an_answer_more_moves_its_customers_vote_toward_it_and_the_mean_with_that(
    rows: Rows, said: float, customer: str
) -> None:
    more = Partial(
        customer=customer, touchpoint="a", week=WEEKS[0], answers=1, scored=1, score_sum=said, emotions=None
    )
    own = [row.score_sum for row in rows if row.customer == customer and row.touchpoint in STAGES["early"]]

    before = roll_up(table(rows), stages=STAGES).stages["early"].score
    after = roll_up(table([*rows, more]), stages=STAGES).stages["early"].score

    assert after is not None
    if before is None:
        assert after == said
        return
    toward = said - (sum(own) / len(own) if own else before)
    assert (after > before + 1e-9, after < before - 1e-9) == (toward > 1e-9, toward < -1e-9)
    if not own:
        assert abs(after - said) <= abs(before - said), "the mean goes no further than the answer"


def test_rows_that_share_a_key_are_summed() -> None:
    row = Partial(
        customer="ann",
        touchpoint="a",
        week=WEEKS[0],
        answers=1,
        scored=1,
        score_sum=2,
        histogram=(0, 0, 0, 0, 1),
    )

    summed = ScoreTable.of([row, row])

    assert len(summed) == 1
    assert summed.answers.tolist() == [2]
    assert summed.score_sum.tolist() == [4.0]
    assert summed.histogram.tolist() == [[0, 0, 0, 0, 2]]


def test_a_table_keeps_only_the_customers_asked_for() -> None:
    rows = [Partial(customer=name, touchpoint="a", week=WEEKS[0], answers=1) for name in ("ann", "bob")]

    kept = ScoreTable.of(rows).of_customers({"bob"})

    assert [kept.customers[code] for code in kept.customer] == ["bob"]
    assert len(ScoreTable.of([]).of_customers({"bob"})) == 0


def test_columns_cannot_be_written_to() -> None:
    made = ScoreTable.of([Partial(customer="ann", touchpoint="a", week=WEEKS[0], answers=1)])

    with pytest.raises(ValueError, match="read-only"):
        made.counts[0, 0] = 5


def test_tables_of_different_emotions_do_not_merge() -> None:
    row = Partial(customer="ann", touchpoint="a", week=WEEKS[0], answers=1, emotions=(1,))

    with pytest.raises(ValueError, match="different emotions"):
        ScoreTable.merged(
            [ScoreTable.of([row], emotion_names=["joy"]), ScoreTable.of([row], emotion_names=["fear"])]
        )


def test_a_table_without_emotions_merges_with_one_that_has_them() -> None:
    row = Partial(customer="ann", touchpoint="a", week=WEEKS[0], answers=1)
    named = ScoreTable.of([replace(row, customer="bob", emotions=(2, 1))], emotion_names=["joy", "fear"])

    merged = roll_up(ScoreTable.merged([ScoreTable.of([row]), named]), stages=STAGES)

    assert merged.overall.emotions == {"joy": 2, "fear": 1}


def test_deliveries_merge_and_split_like_scores() -> None:
    one = DeliveryTable.of([("ann", "a", WEEKS[0], 2, 1), ("ann", "a", WEEKS[0], 1, 0)])
    other = DeliveryTable.of([("bob", "b", WEEKS[1], 1, 1)])

    merged = DeliveryTable.merged([other, one])

    assert merged.delivered.tolist() == [3, 1]
    assert merged.responded.tolist() == [1, 1]
    assert len(merged.between(since=WEEKS[1])) == 1
    assert merged.between(until=WEEKS[0]).delivered.tolist() == [3]
    assert merged.of_customers({"bob"}).delivered.tolist() == [1]


@given(st.datetimes(min_value=datetime(1980, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_time_survives_its_column(when: datetime) -> None:
    assert as_datetime(moment(when)) == when
    assert monday_of(when).weekday() == 0
    assert 0 <= (when.date() - monday_of(when)).days < 7


def test_a_column_of_ids_is_the_same_written_out_or_coded() -> None:
    ids, codes = coded(Coded(("b", "a", "c"), np.array([0, 1, 1, 0])))

    assert ids == ("a", "b", "c")
    assert codes.tolist() == coded(["b", "a", "a", "b"])[1].tolist()
