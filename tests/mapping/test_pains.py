"""What hurts: reach, severity and impact as a plain count gives them, and of few nothing."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.mention_table import MentionTable
from mapping.pains import Pain, impact, pains
from mapping.table import ScoreTable

STAGES = {"buy": ("checkout", "cart"), "receive": ("courier",)}
Said = tuple[str, str, str | None, float]
"""Customer, touchpoint, theme, valence."""


def mentioned(said: list[Said]) -> MentionTable:
    return MentionTable.of_columns(
        customer=[row[0] for row in said],
        touchpoint=[row[1] for row in said],
        theme=[row[2] for row in said],
        at=[np.datetime64("2026-09-01T10", "us")] * len(said),
        valence=[row[3] for row in said],
        is_negative=[row[3] < 0 for row in said],
        may_quote=[True] * len(said),
        answer=[f"a{place}" for place in range(len(said))],
        place=[0] * len(said),
    )


def scored(votes: dict[tuple[str, str], float]) -> ScoreTable:
    values = np.array(list(votes.values()), dtype=np.float64)
    ones = np.ones(len(votes), dtype=np.int64)
    return ScoreTable.of_columns(
        customer=[customer for customer, _ in votes],
        touchpoint=[point for _, point in votes],
        week=[np.datetime64("2026-08-31", "D")] * len(votes),
        answers=ones,
        rated=ones,
        rating_sum=values,
        scored=ones,
        score_sum=values,
        histogram=np.zeros((len(votes), 5), dtype=np.int64),
        last_at=[np.datetime64("2026-09-01", "us")] * len(votes),
    )


def found(said: list[Said], votes: dict[tuple[str, str], float], *, least: int = 5) -> tuple[Pain, ...]:
    return pains(mentioned(said), scored(votes), stages=STAGES, least=least, seed=1).pains


def late(customers: int, *, of: int) -> tuple[list[Said], dict[tuple[str, str], float]]:
    said: list[Said] = [(f"c{each}", "courier", "delay", -2.0) for each in range(customers)]
    votes = {(f"c{each}", "courier"): -2.0 if each < customers else 1.0 for each in range(of)}
    return said, votes


def test_reach_is_of_all_customers_of_the_stage_and_one_customer_counts_once() -> None:
    said, votes = late(12, of=48)

    (pain,) = found(said * 3, votes)

    assert (pain.stage, pain.theme, pain.customers, pain.of) == ("receive", "delay", 12, 48)
    assert pain.reach.value == pytest.approx(0.25)


def test_impact_is_the_score_less_the_score_without_them() -> None:
    said, votes = late(12, of=48)

    (pain,) = found(said, votes)

    everybody, others = (12 * -2.0 + 36 * 1.0) / 48, 1.0
    assert pain.impact is not None
    assert pain.impact.value == pytest.approx(everybody - others)
    assert pain.impact.value == pytest.approx(12 * (-2.0 - everybody) / (48 - 12)), "Qualtrics' formula"
    assert pain.impact.low <= pain.impact.value <= pain.impact.high < 0


def test_impact_is_not_told_of_fewer_than_ten() -> None:
    said, votes = late(9, of=48)

    assert found(said, votes)[0].impact is None


def test_severity_of_few_is_shrunken_toward_that_of_all() -> None:
    said, votes = late(40, of=60)
    mild: list[Said] = [(f"m{each}", "cart", "price", -1.0) for each in range(5)]

    deep = {pain.theme: pain.severity for pain in found(said + mild, votes)}

    assert 1.0 < deep["price"].value < 1.3
    assert 1.9 < deep["delay"].value < 2.0
    assert deep["price"].low <= deep["price"].value <= deep["price"].high


def test_a_pain_is_the_same_whether_its_stage_is_asked_about_alone_or_not() -> None:
    said, votes = late(40, of=60)
    said += [(f"m{each}", "cart", "price", -1.0) for each in range(12)]
    votes |= {(f"m{each}", "cart"): 1.0 - each / 4 for each in range(30)}

    def of_stage(stages: Mapping[str, Sequence[str]]) -> list[tuple[object, ...]]:
        told = pains(mentioned(said), scored(votes), stages=stages, least=5, seed=1).pains
        return [
            (each.theme, each.reach, each.severity, each.impact) for each in told if each.stage == "receive"
        ]

    assert of_stage({"receive": STAGES["receive"]}) == of_stage(STAGES)
    assert of_stage(STAGES)[0][3] is not None


def test_a_theme_of_a_few_is_left_out_and_counted() -> None:
    said, votes = late(4, of=48)

    assert not found(said, votes)
    assert pains(mentioned(said), scored(votes), stages=STAGES, least=5, seed=1).few == 1


def test_a_stage_that_matters_more_comes_first() -> None:
    said, votes = late(12, of=48)
    said += [(f"c{each}", "checkout", "price", -2.0) for each in range(12)]
    votes |= {(f"c{each}", "checkout"): -2.0 for each in range(48)}

    ranked = pains(
        mentioned(said), scored(votes), stages=STAGES, least=5, seed=1,
        importance={"buy": 2.0, "receive": 0.5},
    ).pains  # fmt: skip

    assert [pain.stage for pain in ranked] == ["buy", "receive"]


def test_praise_is_no_pain() -> None:
    said: list[Said] = [(f"c{each}", "courier", "delay", 1.5) for each in range(20)]

    assert not found(said, {("c0", "courier"): 1.0})


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([f"c{each}" for each in range(12)]),
            st.sampled_from(["checkout", "cart", "courier", "elsewhere"]),
            st.sampled_from(["delay", "price", None]),
            st.sampled_from([-2.0, -1.0, -0.5, 0.5]),
        ),
        max_size=40,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_mentions_does_not_matter_and_no_figure_leaves_its_range(
    said: list[Said], chance: object
) -> None:
    votes = {(customer, point): valence for customer, point, _, valence in said}
    shuffled = sorted(said, key=lambda row: hash((row, str(chance))))

    one, other = found(said, votes, least=2), found(shuffled, votes, least=2)

    assert [(pain.stage, pain.theme, pain.customers, pain.reach) for pain in one] == [
        (pain.stage, pain.theme, pain.customers, pain.reach) for pain in other
    ]
    for pain in one:
        assert 0 <= pain.severity.low <= pain.severity.value <= pain.severity.high <= 2
        assert 2 <= pain.customers <= pain.of


def test_nothing_is_said_to_matter_where_nobody_is_left_to_compare_with() -> None:
    votes = np.array([-1.0] * 30)

    assert impact(votes, np.ones(30, dtype=np.bool_), rng=np.random.default_rng(1), least=5) is None
