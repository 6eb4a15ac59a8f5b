"""The Slack message keeps Block Kit's limits, tells every stage, and takes nobody's words for markup."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import pytest

from mapping.journey_map import JourneyMap, drawn
from mapping.parts import MapOpportunity, MapTouchpoint, PainPoint
from mapping.renderers.slack import render
from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.checks import block_problems

HOSTILE = "<!channel> <@U1> & *bold* _it_ `code` :skull: http://evil.example @here " + "x" * 4000


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


def message(journey_map: JourneyMap) -> dict[str, list[dict[str, object]]]:
    read: dict[str, list[dict[str, object]]] = json.loads(render(journey_map))
    return read


def spoiled(example: JourneyMap, *, stages: int) -> JourneyMap:
    """A journey of many stages, with one text wherever somebody may write one, and much of everything."""
    first = example.stages[3]
    point = first.touchpoints[0]
    spoilt = replace(
        first,
        title=HOSTILE,
        touchpoints=tuple(replace(point, id=f"p{place}", title=HOSTILE) for place in range(12)),
        quotes=(replace(first.quotes[0], text=HOSTILE),),
        pain_points=tuple(PainPoint(title=HOSTILE, customers=9, severity=1.0) for _ in range(9)),
        opportunities=tuple(MapOpportunity(id=f"o{place}", title=HOSTILE) for place in range(9)),
    )
    return drawn(
        replace(example.about, title=HOSTILE, persona=HOSTILE),
        overall=example.overall,
        stages=[replace(spoilt, id=f"s{place}") for place in range(stages)],
    )


def strings(value: object) -> Iterator[tuple[str, str]]:
    """Yield the kind of each object that has a text, and the text."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield str(value.get("type")), value["text"]
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


@pytest.mark.parametrize("key", ["blocks", "blocks_without_charts"])
def test_slack_takes_the_message_whatever_is_in_it(key: str, example: JourneyMap, map_of: MapOf) -> None:
    for journey_map in (example, map_of(1), map_of(16, language="de"), spoiled(example, stages=16)):
        said: dict[str, Json] = json.loads(render(journey_map))

        assert block_problems(said[key], pointer="/blocks", most="MESSAGE_BLOCKS_MAX_ITEMS") == []
        assert len(message(journey_map)[key]) <= 50


def test_the_curve_is_a_chart_with_its_interval_and_a_table_stands_in(example: JourneyMap) -> None:
    both = message(example)

    chart = next(block for block in both["blocks"] if block["type"] == "data_visualization")
    assert "data_visualization" not in [block["type"] for block in both["blocks_without_charts"]]
    assert "table" in [block["type"] for block in both["blocks_without_charts"]]
    drawn_chart = chart["chart"]
    assert isinstance(drawn_chart, dict)
    found = {line["name"]: [point["value"] for point in line["data"]] for line in drawn_chart["series"]}
    assert found["Emotion"] == [stage.cell.score for stage in example.stages]
    assert found["Interval from"] == [stage.cell.low for stage in example.stages]


def test_a_hidden_stage_is_told_and_not_drawn(map_of: MapOf) -> None:
    journey_map = map_of(6)
    blocks = message(journey_map)["blocks"]

    hidden = [stage for stage in journey_map.stages if stage.cell.score is None]
    chart = next(block for block in blocks if block["type"] == "data_visualization")
    labels = [text for text in json.dumps(chart, ensure_ascii=False).split('"') if text]
    assert hidden
    assert not any(stage.title[:15] in labels for stage in hidden)
    assert "not enough answers (hidden)" in "".join(text for _, text in strings(blocks))


def test_every_stage_has_its_face_its_figures_and_its_words(example: JourneyMap) -> None:
    told = "\n".join(text for _, text in strings(message(example)["blocks"]))

    for text in (
        "🙁 Delivery · Lowest",
        "−1.1 (−1.4 … −0.8), n=88 · ▼ 0.8 since 4 Sep",
        "⚪ Loyalty · End",
        "“Two days late and nobody told me where my parcel was.”",
        "Late, no notice · 41 customers · severity 1.6/2",
        "363 answers from 214 customers",
        "As of 30 Sep 2026",
    ):
        assert text in told


def test_words_of_people_are_in_no_markup_but_the_summary_which_is_escaped(example: JourneyMap) -> None:
    both = message(spoiled(example, stages=2))

    assert {kind for kind, _ in strings(both["blocks"])} == {"plain_text", "text"}
    summary = str(both["text"])
    assert "<" not in summary
    assert "&lt;!channel&gt;" in summary
    assert len(summary) <= 3000


def test_touchpoints_beyond_the_list_are_counted(example: JourneyMap) -> None:
    extra = tuple(
        MapTouchpoint(id=f"p{place}", title=f"P{place}", where="online", medium="web", cell=example.overall)
        for place in range(12)
    )
    stages = (replace(example.stages[0], touchpoints=extra), *example.stages[1:])

    blocks = message(drawn(example.about, overall=example.overall, stages=stages))["blocks"]

    assert "+4 more" in [text for _, text in strings(blocks)]
