"""Map files, and everything that can be wrong in one."""

import json
from typing import TYPE_CHECKING

import pytest

from config.errors import ConfigError
from feedback.importing.loading import map_schema, read_map

if TYPE_CHECKING:
    from tests.feedback.importing.conftest import Bench

GOOD = """
source: tool
customer: Customer
touchpoint: checkout
occurred_at: When
answers:
  - { question: rating, column: Stars }
"""


def complaints(bench: "Bench", text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ConfigError) as caught:
        bench.map(text)
    return [(one.line, one.path, one.fix) for one in caught.value.problems]


def test_all_that_is_wrong_is_said_at_once_with_line_path_and_fix(bench: "Bench") -> None:
    text = """source: tool
customer: Customer
touchpoint: { column: Place, values: { Web: chekout } }
occurred_at: { column: When, formats: [DD.MM.YYYY], timezone: Europe/Wien }
encoding: latin-99
answers:
  - { question: ratng, column: Stars }
  - { question: rating, column: Stars, values: { good: 6 }, each: group }
"""
    found = complaints(bench, text)

    assert sorted((line, path) for line, path, _ in found) == [
        (3, "touchpoint.values.Web"),
        (4, "occurred_at.formats[0]"),
        (4, "occurred_at.timezone"),
        (5, "encoding"),
        (7, "answers[0].question"),
        (8, "answers[1].each"),
        (8, "answers[1].values.good"),
    ]
    assert found[0][2] == 'did you mean "checkout"?'
    assert 'did you mean "rating"?' in {fix for _, _, fix in found}


def test_an_unknown_key_is_named_with_the_one_probably_meant(bench: "Bench") -> None:
    ((line, path, fix),) = complaints(bench, GOOD + "custmer: X\n")

    assert (line, path, fix) == (8, "custmer", 'did you mean "customer"?')


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("customer: Customer\n", ""), "write customer: HEADER, or anonymous: true"),
        (
            ("customer: Customer", "customer: A\nanonymous: true"),
            "write customer: HEADER, or anonymous: true",
        ),
        (("touchpoint: checkout", "touchpoint: { column: Place }"), "add values:"),
        (("Stars }", "Stars, scale: { low: 5, high: 1 } }"), "swap them"),
        (("Stars }", "Stars, values: { a: 1 }, missing: { A: x } }"), "keep it in one of the two"),
        (("Stars }", "Stars, scale: { low: 1, high: 5 }, values: { a: 9 } }"), "write one from 1 to 5"),
        (
            ("question: rating, column: Stars", "question: why, column: X, scale: { low: 1, high: 5 }"),
            "leave scale",
        ),
        (("checkout", "exit"), "write survey: at the touchpoint"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(bench: "Bench", change: tuple[str, str], words: str) -> None:
    assert any(words in fix for _, _, fix in complaints(bench, GOOD.replace(*change)))


def test_a_file_that_is_not_there_is_named(bench: "Bench") -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_map(bench.folder / "none.yaml", journey=bench.journey, kinds=bench.kinds)


def test_editors_get_a_schema() -> None:
    schema = json.loads(map_schema())

    assert {"source", "customer", "touchpoint", "occurred_at", "answers"} <= schema["properties"].keys()
