"""docs/map-json.md and what is written are the same, member by member."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from mapping.journey_map import JourneyMap
from mapping.renderers.json import SCHEMA, render

DOC = Path(__file__).parents[2] / "docs" / "map-json.md"


class MapOf(Protocol):
    def __call__(self, stages: int) -> JourneyMap: ...


class Cell(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)

    answers: int | None
    customers: int | None
    voters: int | None
    rated: int | None
    rating_mean: float | None
    score: float | None
    low: float | None
    high: float | None
    low_n: bool
    histogram: list[int | None] | None
    response_rate: float | None
    hidden: bool
    reason: str | None


class Stage(Cell):
    id: str
    title: str
    level: int | None
    touchpoints: list[str]


class Touchpoint(Cell):
    id: str
    title: str
    stage: str
    where: str


class Whole(BaseModel):
    model_config = ConfigDict(extra="allow")

    overall: Cell
    stages: list[Stage]
    touchpoints: list[Touchpoint]
    as_of: datetime


def documented(heading: str) -> set[str]:
    section = DOC.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


@pytest.mark.parametrize("stages", [1, 6, 12])
def test_every_member_written_is_documented_and_the_other_way_round(map_of: MapOf, stages: int) -> None:
    said = json.loads(render(map_of(stages)))

    cell = documented("A cell")
    assert said["schema"] == SCHEMA
    assert set(said) == documented("The whole")
    assert set(said["overall"]) == cell
    for stage in said["stages"]:
        assert set(stage) == cell | documented("A stage")
    for point in said["touchpoints"]:
        assert set(point) == cell | documented("A touchpoint")


@pytest.mark.parametrize("stages", [1, 6, 12])
def test_the_types_are_those_documented(map_of: MapOf, stages: int) -> None:
    whole = TypeAdapter(Whole).validate_json(render(map_of(stages)))

    for cell in (whole.overall, *whole.stages, *whole.touchpoints):
        if cell.score is None:
            assert cell.reason is not None
            assert (cell.low, cell.high) == (None, None)
        else:
            assert cell.low is not None
            assert cell.high is not None
            assert -2 <= cell.low <= cell.score <= cell.high <= 2
        if cell.hidden:
            assert (cell.answers, cell.customers, cell.rated) == (None, None, None)
        elif cell.reason == "no_answers":
            assert (cell.answers, cell.customers, cell.rated) == (0, 0, 0)


def test_every_reason_is_documented(map_of: MapOf) -> None:
    doc = DOC.read_text(encoding="utf-8")

    for stage in json.loads(render(map_of(12)))["stages"]:
        assert stage["reason"] is None or f"| `{stage['reason']}` |" in doc
