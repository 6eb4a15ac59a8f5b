"""What drivers are worked out from: the whole apart from its parts, and unused apart from unanswered."""

import numpy as np
import pytest

from mapping.given import GivenTable, answered
from mapping.methods.events import EventTable

ORDER = ("search", "checkout", "courier")


def given(*rows: tuple[str, str, str, float]) -> GivenTable:
    return GivenTable.of_columns(
        customer=[row[0] for row in rows],
        touchpoint=[row[1] for row in rows],
        question=[row[2] for row in rows],
        valence=np.array([row[3] for row in rows], dtype=np.float64),
    )


def events(*rows: tuple[str, str]) -> EventTable:
    return EventTable.of_columns(
        customer=[row[0] for row in rows],
        touchpoint=[row[1] for row in rows],
        at=[np.datetime64("2026-09-01T10", "us")] * len(rows),
    )


def test_answers_about_the_whole_count_at_no_touchpoint() -> None:
    found = answered(
        given(("a", "search", "felt", 1.0), ("a", "courier", "nps", -2.0)),
        events(("a", "search"), ("a", "courier")),
        overall="nps",
        order=ORDER,
    )

    assert found.overall.tolist() == [-2.0]
    assert found.scores[0, 0] == pytest.approx(1.0)
    assert np.isnan(found.scores[0, 2])


def test_a_customer_who_answers_twice_has_one_score_at_a_touchpoint() -> None:
    found = answered(
        given(("a", "search", "felt", 1.0), ("a", "search", "why", -1.0)),
        events(),
        overall="nps",
        order=ORDER,
    )

    assert found.scores[0, 0] == pytest.approx(0.0)


def test_not_used_is_told_apart_from_not_answered() -> None:
    found = answered(
        given(("a", "search", "felt", 1.0)),
        events(("a", "search"), ("a", "checkout"), ("stranger", "courier")),
        overall="nps",
        order=ORDER,
    )

    assert found.unused.tolist() == [[False, False, True]]


def test_a_touchpoint_that_is_not_asked_about_counts_nowhere() -> None:
    found = answered(given(("a", "elsewhere", "felt", 1.0)), events(), overall="nps", order=ORDER)

    assert np.isnan(found.scores).all()
