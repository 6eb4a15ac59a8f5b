"""What is written for Mermaid is a journey that Mermaid's grammar accepts, whatever the names are.

The rules below are those of its lexer for `journey`, in its order: the first that fits wins.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.catalogue import MAPS, words_for
from mapping.disclosure import Cell, Visibility
from mapping.journey_map import JourneyMap, drawn
from mapping.parts import About, MapStage, MapTouchpoint
from mapping.period import Period
from mapping.renderers.mermaid import render
from mapping.wrapping import tidy

LEXER = [
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"%(?!\{)[^\n]*", None),
        (r"[^\}]%%[^\n]*", None),
        (r"\n+", "line"),
        (r"\s+", None),
        (r"#[^\n]*", None),
        (r"journey\b", "journey"),
        (r"title\s[^#\n;]+", "title"),
        (r"accTitle\s*:\s*[^\n]*", "accTitle"),
        (r"accDescr\s*:\s*[^\n]*", "accDescr"),
        (r"accDescr\s*\{\s*", "accDescr block"),
        (r"section\s[^#:\n;]+", "section"),
        (r"[^#:\n;]+", "task"),
        (r":[^#\n;]+", "data"),
        (r":", "colon"),
        (r".", "invalid"),
    )
]
AS_OF = datetime(2026, 9, 30, 18, tzinfo=UTC)
HOSTILE = (
    "Chat: sales",
    "one; two",
    "order #42 #35;",
    "first\nsecond",
    "end",
    "The End",
    "Journey planner",
    "title page",
    "Section 8",
    "accTitle: x",
    "accDescr { x",
    "100%% sure",
    '%%{init: {"theme": "dark"}}%%',
    "%%%",
    "%",
    "<script>alert(1)</script><br/>",
    "``` and `code`",
    "--- x ---",
    "配達状況のお知らせ",
    "رسالة نصية",
    "👩‍👩‍👧 family",
    ":",
    " ",
    "a, b",
)


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


def tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found, kind = next((found, kind) for rule, kind in LEXER if (found := rule.match(text, at)))
        at = found.end()
        if kind is not None:
            yield kind, found[0]


def parsed(written: bytes) -> dict[str, list[tuple[str, int, list[str]]]]:
    """Return the tasks by section, as Mermaid has them; fail where it would."""
    sections: dict[str, list[tuple[str, int, list[str]]]] = {}
    said = [(kind, text) for kind, text in tokens(written.decode()) if kind != "line"]
    assert [kind for kind, _ in said[:4]] == ["journey", "title", "accTitle", "accDescr"]
    rest = iter(said[4:])
    for kind, text in rest:
        if kind == "section":
            sections[f"{len(sections)} {text[8:]}"] = []
        else:
            assert kind == "task"
            what, data = next(rest)
            assert what == "data"
            score, people = data[1:].split(":")
            sections[list(sections)[-1]].append(
                (text, int(score), [one.strip() for one in people.split(",")])
            )
    return sections


def comments(written: bytes) -> list[str]:
    return [line[3:] for line in written.decode().splitlines() if line.startswith("%% ")]


def spoiled(example: JourneyMap, text: str) -> JourneyMap:
    """Return the example with one text wherever somebody may write one."""
    about = replace(example.about, title=text, persona=text, segment=text, scorer=text)
    stages = [
        replace(
            stage, title=text, touchpoints=tuple(replace(point, title=text) for point in stage.touchpoints)
        )
        for stage in example.stages
    ]
    return drawn(about, overall=example.overall, stages=stages)


def shape(written: bytes) -> list[list[int]]:
    return [[score for _, score, _ in tasks] for tasks in parsed(written).values()]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_breaks_the_diagram(example: JourneyMap, text: str) -> None:
    written = render(spoiled(example, text))

    assert shape(written) == shape(render(example))
    for tasks in parsed(written).values():
        for name, _, people in tasks:
            assert name.strip()
            assert len(people) == 1
            assert re.search(r"(?<!“)\bend\b", name, re.IGNORECASE) is None
    assert re.search(r"%%\s*\{|[<>;#]", written.decode()) is None


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_name_at_all_is_one_task(text: str) -> None:
    written = render(lone(text))

    assert [len(tasks) for tasks in parsed(written).values()] == [1]


def lone(title: str) -> JourneyMap:
    """Return a map of one stage with one touchpoint, both of one name."""
    cell = scored(1.0)
    point = MapTouchpoint(id="t", title=tidy(title), where="online", medium="web", cell=cell)
    about = About(
        journey="j",
        title=title,
        version="1",
        language="en",
        period=Period(),
        previous_period=None,
        persona=title or None,
        segment=None,
        channels=(),
        as_of=AS_OF,
        scorer="s 1",
        min_customers=1,
    )
    return drawn(
        about,
        overall=cell,
        stages=[MapStage(id="s", title=tidy(title), cell=cell, touchpoints=(point,))],
    )


def test_ordinary_names_stay_as_they_are(example: JourneyMap) -> None:
    sections = parsed(render(example))

    assert [name.split(maxsplit=1)[1] for name in sections] == [stage.title for stage in example.stages]
    assert list(sections.values())[3] == [
        ("Courier", 2, ["Busy parent"]),
        ("Tracking SMS", 2, ["Busy parent"]),
    ]
    assert "    title Online order journey\n" in render(example).decode()


@pytest.mark.parametrize(
    ("score", "drawn_as"),
    [
        (-2.0, 1),
        (-1.5, 1),
        (-1.49, 2),
        (-0.5, 2),
        (-0.49, 3),
        (0.0, 3),
        (0.5, 4),
        (1.49, 4),
        (1.5, 5),
        (2.0, 5),
    ],
)
def test_scores_are_rounded_to_the_face_that_the_map_shows(
    example: JourneyMap, score: float, drawn_as: int
) -> None:
    cell = scored(score)
    stages = [
        replace(stage, cell=cell, touchpoints=tuple(replace(point, cell=cell) for point in stage.touchpoints))
        for stage in example.stages
    ]

    written = render(drawn(example.about, overall=cell, stages=stages))

    assert {each for scores in shape(written) for each in scores} == {drawn_as}


def scored(score: float) -> Cell:
    return Cell(
        visibility=Visibility.SHOWN, answers=9, customers=9, voters=9, score=score, low=score, high=score
    )


def test_without_a_persona_it_is_the_customers_journey(example: JourneyMap) -> None:
    for language, customers in (("en", "Customers"), ("de", "Kunden")):
        about = replace(example.about, persona=None, language=language)

        sections = parsed(render(drawn(about, overall=example.overall, stages=example.stages)))

        assert {person for tasks in sections.values() for _, _, people in tasks for person in people} == {
            customers
        }


def test_what_has_no_score_is_left_out_and_said_in_a_comment(map_of: MapOf) -> None:
    journey_map = map_of(12)

    written = render(journey_map)

    told = comments(written)
    points = [point for stage in journey_map.stages for point in stage.touchpoints]
    lone = [stage for stage in journey_map.stages if stage.level is not None and not drawn_points(stage)]
    assert sum(len(tasks) for tasks in parsed(written).values()) == len(lone) + sum(
        point.level is not None for point in points
    )
    assert any(point.cell.is_hidden for point in points)
    for stage in journey_map.stages:
        if stage.cell.is_hidden:
            assert any(line.endswith(("(hidden)", "small group away")) for line in told)
    assert any(line.endswith(": no answers yet") for line in told)


def drawn_points(stage: MapStage) -> list[MapTouchpoint]:
    return [point for point in stage.touchpoints if point.level is not None]


def test_a_stage_stands_in_for_touchpoints_that_are_hidden(example: JourneyMap) -> None:
    few = Cell(visibility=Visibility.FEW)
    stages = [
        replace(stage, touchpoints=tuple(replace(point, cell=few) for point in stage.touchpoints))
        for stage in example.stages
    ]

    written = render(drawn(example.about, overall=example.overall, stages=stages))

    assert list(parsed(written).values())[3] == [("Delivery", 2, ["Busy parent"])]
    assert "Courier: not enough answers (hidden)" in comments(written)


def test_n_interval_and_date_stand_below(example: JourneyMap) -> None:
    written = render(example)

    told = comments(written)
    assert told[0].startswith("As of 30 Sep 2026 18:00 UTC")
    assert "Delivery: −1.1 (−1.4 … −0.8), n=88 · Lowest" in told
    assert "· Courier: −1.1 (−1.4 … −0.8), n=88" in told
    assert written.decode().rstrip().splitlines()[-1].startswith("%% Emotion −2…+2")


@pytest.mark.parametrize("language", MAPS.languages)
@pytest.mark.parametrize("stages", [1, 16])
def test_every_length_and_language_is_a_diagram(map_of: MapOf, stages: int, language: str) -> None:
    written = render(map_of(stages, language=language))

    assert parsed(written)
    assert words_for(language).as_of in comments(written)[-1] or any(
        line.startswith(words_for(language).as_of) for line in comments(written)
    )


def test_a_map_without_answers_is_a_diagram_without_tasks(example: JourneyMap) -> None:
    nobody = Cell(answers=0, customers=0, voters=0)
    stages = [
        replace(
            stage,
            cell=nobody,
            touchpoints=tuple(replace(point, cell=nobody) for point in stage.touchpoints),
            moments=(),
        )
        for stage in example.stages
    ]

    written = render(drawn(example.about, overall=nobody, stages=stages))

    assert parsed(written) == {}
    assert "Delivery: no answers yet" in comments(written)
    assert "Courier: no answers yet" in comments(written)
