from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.combination import LEARNT, Class, Combination, Terms, combine, contradicts, moved, within
from feedback.scorer import About, Feeling

SYMMETRIC = Combination(version=1, beside=Terms(trust=0.8, rated={"negative": -0.9, "positive": 0.9}))
MIRRORED: dict[Feeling, Feeling] = {
    "negative": "positive",
    "positive": "negative",
    "neutral": "neutral",
    "mixed": "mixed",
    "non_answer": "non_answer",
}
SIDES = {"very_negative": -1, "negative": -1, "positive": 1, "very_positive": 1}

valences = st.floats(-2, 2)
chances: st.SearchStrategy[dict[Feeling, float]] = st.lists(st.floats(0.001, 1), min_size=5, max_size=5).map(
    lambda weights: {name: each / sum(weights) for name, each in zip(MIRRORED, weights, strict=True)}
)
abouts: st.SearchStrategy[About] = st.sampled_from(["feeling", "reason", "problem", "improvement", "other"])


def sure(feeling: Feeling) -> dict[Feeling, float]:
    return {name: 0.96 if name == feeling else 0.01 for name in MIRRORED}


def test_words_alone_are_what_the_engine_says() -> None:
    found = combine(sure("negative"), -1.2, rating=None, about="feeling")

    assert (found.label, found.valence, found.contradiction) == ("negative", -1.2, False)


def test_a_rating_makes_its_own_side_likelier() -> None:
    torn: dict[Feeling, float] = {"negative": 0.4, "neutral": 0.2, "positive": 0.35, "mixed": 0.05}

    alone, beside = (
        combine(torn, 0.0, rating=rating, about="feeling", by=SYMMETRIC).label for rating in (None, 2.0)
    )

    assert (alone, beside) == ("negative", "very_positive")


def test_clear_words_against_a_clear_rating_keep_both() -> None:
    found = combine(sure("negative"), -1.8, rating=2.0, about="feeling", by=replace(LEARNT, most=0.5))

    assert found.contradiction
    assert found.label == "very_negative"
    assert found.valence == 1.5


def test_a_satisfied_customers_wish_is_no_contradiction() -> None:
    found = combine(sure("negative"), -0.5, rating=2.0, about="improvement")

    assert not found.contradiction
    assert found.valence > 0


def test_words_that_could_be_anything_are_unsure_unless_rated() -> None:
    even: dict[Feeling, float] = {"negative": 0.26, "neutral": 0.25, "positive": 0.25, "mixed": 0.24}

    assert combine(even, 0.0, rating=None, about="feeling").label == "unsure"
    assert combine(even, 0.0, rating=2.0, about="feeling").label != "unsure"


@given(told=chances, words=valences, rating=st.none() | valences, about=abouts)
def test_everything_stays_within_its_range(
    told: dict[Feeling, float], words: float, rating: float | None, about: About
) -> None:
    found = combine(told, words, rating=rating, about=about)

    assert -2 <= found.valence <= 2
    assert 0 <= found.confidence <= 1
    if rating is not None:
        assert abs(found.valence - rating) <= LEARNT.most + 1e-9


@given(words=valences, low=valences, high=valences)
def test_a_better_rating_never_counts_less(words: float, low: float, high: float) -> None:
    low, high = sorted((low, high))

    assert moved(low, words, by=LEARNT) <= moved(high, words, by=LEARNT) + 1e-9


@given(rating=valences, sad=valences, glad=valences)
def test_better_words_never_count_less(rating: float, sad: float, glad: float) -> None:
    sad, glad = sorted((sad, glad))

    assert moved(rating, sad, by=LEARNT) <= moved(rating, glad, by=LEARNT) + 1e-9


@given(told=chances, words=valences, rating=st.none() | valences)
def test_praise_and_blame_are_weighed_alike(
    told: dict[Feeling, float], words: float, rating: float | None
) -> None:
    mirror: dict[Feeling, float] = {MIRRORED[name]: share for name, share in told.items()}
    other = None if rating is None else -rating

    found = combine(told, words, rating=rating, about="feeling", by=SYMMETRIC)
    mirrored = combine(mirror, -words, rating=other, about="feeling", by=SYMMETRIC)

    if len({round(share, 6) for share in told.values()}) == len(told):  # else either of two may come first
        assert mirrored.valence == pytest.approx(-found.valence)
        assert mirrored.confidence == pytest.approx(found.confidence)
        assert mirrored.contradiction == found.contradiction


@given(told=chances, words=valences, rating=st.none() | valences, about=abouts)
def test_label_and_valence_tell_opposite_stories_only_where_it_is_said(
    told: dict[Feeling, float], words: float, rating: float | None, about: About
) -> None:
    found = combine(told, words, rating=rating, about=about)

    if SIDES.get(found.label, 0) * found.valence < 0 and abs(found.valence) >= 0.5:
        assert found.contradiction or about in {"improvement", "problem"}


@given(told=chances, words=valences, about=abouts)
def test_without_a_rating_there_is_nothing_to_contradict(
    told: dict[Feeling, float], words: float, about: About
) -> None:
    found = combine(told, words, rating=None, about=about)

    assert not found.contradiction
    assert SIDES.get(found.label, 0) * found.valence >= 0


@given(rating=st.none() | valences, words=st.none() | valences)
def test_only_two_clear_sides_contradict_each_other(rating: float | None, words: float | None) -> None:
    if contradicts(rating, words):
        assert rating is not None
        assert words is not None
        assert rating * words < 0
        assert min(abs(rating), abs(words)) >= 1
        assert abs(rating - words) >= 3


@pytest.mark.parametrize(
    ("told", "words", "expected"),
    [("negative", 0.3, -0.5), ("positive", 1.7, 1.7), ("neutral", 1.0, 0.4), ("mixed", -1.5, -1.0)],
)
def test_the_words_valence_keeps_to_the_side_of_its_class(told: Class, words: float, expected: float) -> None:
    assert within(told, words) == expected
