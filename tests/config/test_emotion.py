"""The list of emotions is whole and its levels lie evenly about neutral."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.emotion import BY_NAME, EMOTIONS, Basic, Level, Petal


def test_there_are_27_emotions_and_neutral_in_the_order_of_a_models_outputs() -> None:
    names = [emotion.name for emotion in EMOTIONS]

    assert len(names) == len(set(names)) == 28
    assert names == [*sorted(names[:-1]), "neutral"]


def test_every_group_of_ekman_and_plutchik_is_used() -> None:
    assert {emotion.basic for emotion in EMOTIONS} == set(Basic)
    assert {emotion.petal for emotion in EMOTIONS} == set(Petal)


def test_valences_stay_on_the_scale_and_neutral_is_nought() -> None:
    assert all(-2 <= emotion.valence <= 2 for emotion in EMOTIONS)
    assert BY_NAME["neutral"].valence == 0


@pytest.mark.parametrize(
    ("valence", "level"),
    [
        (-2, Level.VERY_NEGATIVE),
        (-1, Level.NEGATIVE),
        (-0.4, Level.NEUTRAL),
        (0, Level.NEUTRAL),
        (0.5, Level.POSITIVE),
        (-1.49, Level.NEGATIVE),
        (1.5, Level.VERY_POSITIVE),
        (2, Level.VERY_POSITIVE),
    ],
)
def test_a_valence_has_the_nearest_level_and_halfway_counts_away_from_neutral(
    valence: float, level: Level
) -> None:
    assert Level.of(valence) == level


@given(st.floats(min_value=-2, max_value=2), st.floats(min_value=-2, max_value=2))
def test_a_better_feeling_never_has_a_worse_level(one: float, other: float) -> None:
    order = list(Level)
    worse, better = sorted((one, other))

    assert order.index(Level.of(worse)) <= order.index(Level.of(better))
