"""The chat set keeps its promises: broad, labelled twice, and split so that nothing leaks."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.plugins import question_options
from config.loader import load_journey
from feedback.reading import plain
from training.chat_set import FOLDER, HELD_OUT, Row, examples, rows, taught, themes
from training.examples import EMOTION_NAMES, FEELINGS
from training.measures import accuracy, kappa

TEMPLATES = Path(__file__).parents[2] / "config" / "templates"


@pytest.fixture(scope="module")
def found() -> list[Row]:
    return list(rows())


@pytest.fixture(scope="module")
def learnt() -> list[Row]:
    return list(taught())


def test_there_are_thousands_of_answers_each_with_an_id_of_its_own(found: list[Row]) -> None:
    assert len(found) >= 3000
    assert len({row.id for row in found}) == len(found)


def test_they_come_from_many_businesses_in_eight_languages(found: list[Row]) -> None:
    assert len({row.business for row in found}) >= 12
    assert Counter(row.language for row in found).keys() == {"en", "de", "fr", "es", "pt", "it", "nl", "pl"}


def test_every_touchpoint_of_the_five_templates_is_answered(found: list[Row]) -> None:
    businesses = json.loads((FOLDER / "businesses.json").read_text(encoding="utf-8"))
    names = {business["template"]: name for name, business in businesses.items() if business["template"]}
    for path in TEMPLATES.glob("*.yaml"):
        journey = load_journey(
            path.read_text(encoding="utf-8"), file=path.name, kinds=question_options()
        ).journey
        answered = {row.touchpoint for row in found if row.business == names[path.stem]}
        asked = {touchpoint.id for stage in journey.stages for touchpoint in stage.touchpoints}
        assert asked <= answered, path.stem


def test_nothing_is_taught_that_is_held_out(found: list[Row], learnt: list[Row]) -> None:
    held_out = {plain(row.text) for row in found if row.held_out}
    again = [row for row in learnt if plain(row.text) in held_out]
    assert not any(row.held_out for row in learnt)
    # A word or two is bound to be written by more than one person.
    assert all(len(row.text.split()) <= 3 for row in again)


def test_four_businesses_are_met_only_when_judged(found: list[Row]) -> None:
    taught, held_out = ({row.business for row in found if row.held_out is side} for side in (False, True))
    assert held_out - taught == {"optician", "movers", "theatre", "pharmacy"}
    assert themes().keys() == taught | held_out


def test_the_held_out_passes_were_read_twice_and_the_readers_agree(found: list[Row]) -> None:
    twice = [row for row in found if row.held_out and row.second]
    assert len(twice) == sum(row.held_out for row in found)
    assert {row.id.split("-")[0] for row in twice} == HELD_OUT
    one, other = (np.array([side(row) for row in twice]) for side in (_first, _second))
    assert accuracy(one, other) > 0.9
    assert kappa(one, other) > 0.85


def test_where_two_readers_differed_it_was_settled_or_is_not_taught(
    found: list[Row], learnt: list[Row]
) -> None:
    assert [row.id for row in learnt if row.differ and row.settled is None] == []
    assert [row.id for row in found if row.held_out and row.is_in_doubt] == []


def test_an_answer_becomes_an_example_with_all_its_targets(found: list[Row]) -> None:
    row = next(row for row in found if row.labels.theme and row.labels.valence is not None)
    (example,) = examples([row])
    assert example.text == row.text
    assert example.feeling == {name: float(name == row.labels.sentiment) for name in FEELINGS}
    assert example.valence == row.labels.valence
    assert {name for name, there in example.emotions.items() if there} == set(row.labels.emotions)
    assert example.emotions.keys() == set(EMOTION_NAMES)
    assert (example.themes, example.theme) == (row.business, row.labels.theme)


def _first(row: Row) -> str:
    return row.first.sentiment


def _second(row: Row) -> str:
    return row.second.sentiment if row.second else ""
