"""The map fits any terminal, in colour and without."""

import re
from typing import Protocol

import pytest

from mapping.journey_map import JourneyMap
from mapping.renderers.terminal import PLAIN, reach, render, wrapped, write

_ANSI = re.compile(r"\x1b\[[\d;]*m")


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


@pytest.fixture(scope="module")
def maps(map_of: MapOf, example: JourneyMap) -> list[JourneyMap]:
    return [example, map_of(16), map_of(8, language="de")]


@pytest.mark.parametrize("columns", [40, 41, 59, 79, 80, 81, 99, 100, 120, 121, 163, 200])
def test_no_line_is_wider_than_the_terminal(columns: int, maps: list[JourneyMap]) -> None:
    for journey_map in maps:
        lines = write(journey_map, columns=columns, colour=False).splitlines()

        assert max(map(reach, lines)) <= columns


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_every_figure_is_told_at_any_width(columns: int, example: JourneyMap) -> None:
    told = write(example, columns=columns, colour=False)

    for figure in ("−1.1", "−1.4…−0.8", "n=88", "▼ 0.8 since 4 Sep", "+1.5", "n=6 low n"):
        assert figure in told
    for stage in example.stages:
        assert stage.title in told


def test_colours_change_nothing_but_colours(example: JourneyMap) -> None:
    plain = write(example, columns=100, colour=False)

    for is_true in (False, True):
        bright = write(example, columns=100, colour=True, is_true=is_true)
        assert ("38;2;" in bright) == is_true
        assert [line.rstrip() for line in _ANSI.sub("", bright).splitlines()] == plain.splitlines()
    assert "\x1b" not in plain


def test_a_file_is_eighty_columns_wide(example: JourneyMap) -> None:
    assert render(example).decode() == write(example, columns=PLAIN, colour=False)


def test_a_word_longer_than_a_line_is_broken_with_hyphens_where_its_script_has_them() -> None:
    assert wrapped("Donaudampfschifffahrt", 10) == ["Donaudamp-", "fschifffa-", "hrt"]
    assert wrapped("配送晚了两天没有人", 8) == ["配送晚", "了两天", "没有人"]
    assert all(reach(line) <= 12 for line in wrapped("x" * 60 + " 👨\u200d👩\u200d👧" * 9, 12))
