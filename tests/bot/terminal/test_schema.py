"""`aftertouch schema`: what editors check a journey file with knows every journey that we hand out."""

import json
from functools import cache

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from bot.plugins import question_options
from bot.simulation.journey import demo_journey
from config.schema import journey_schema
from config.template import read_template, template_names


@cache
def editor() -> Draft202012Validator:
    return Draft202012Validator(journey_schema(question_options()))


def marked(text: str) -> list[str]:
    """Return where an editor would mark a mistake."""
    read: object = YAML(typ="safe", pure=True).load(text)
    document: object = json.loads(json.dumps(read, default=str))
    return [each.json_path for each in editor().iter_errors(document)]


@pytest.mark.parametrize("name", template_names())
def test_an_editor_finds_nothing_wrong_with_a_template(name: str) -> None:
    assert marked(read_template(name).text) == []


def test_an_editor_finds_nothing_wrong_with_the_journey_of_the_demo() -> None:
    assert marked(demo_journey()) == []


def test_an_editor_marks_a_number_without_a_unit_where_a_time_belongs() -> None:
    assert marked(demo_journey().replace("wait: 0", "wait: 7")) == ["$.policy.wait"]
