"""What is written as CSV can be read by anything that reads CSV, and starts no formula in a spreadsheet."""

import csv
import io
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

import pytest

from mapping.catalogue import MAPS
from mapping.disclosure import Cell, Visibility
from mapping.journey_map import JourneyMap, drawn
from mapping.parts import MapOpportunity, PainPoint
from mapping.renderers.csv import render
from mapping.wrapping import tidy

DOC = Path(__file__).parents[2] / "docs" / "map-formats.md"
FIGURES = (
    *("level", "score", "low", "high", "voters", "answers", "customers", "rated", "rating_mean"),
    *("very_negative", "negative", "neutral", "positive", "very_positive", "emotions"),
    *("delivered", "responded", "response_rate", "response_low", "response_high", "last_at"),
)


class MapOf(Protocol):
    def __call__(
        self, stages: int, *, language: str = "en", min_customers: int | None = None
    ) -> JourneyMap: ...


def rows(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline=""), strict=True))


def spoiled(example: JourneyMap, text: str) -> JourneyMap:
    """Return the example with one text wherever somebody may write one."""
    about = replace(example.about, title=text, persona=text, segment=text, scorer=text)
    stages = [
        replace(
            stage,
            title=text,
            owner=text,
            touchpoints=tuple(replace(point, title=text, medium=text) for point in stage.touchpoints),
            quotes=tuple(replace(quote, text=text) for quote in stage.quotes),
            pain_points=(PainPoint(title=text, customers=9, severity=1.0),),
            opportunities=(MapOpportunity(id="o", title=text),),
        )
        for stage in example.stages
    ]
    return drawn(about, overall=example.overall, stages=stages)


def test_every_column_is_documented_in_its_order(example: JourneyMap) -> None:
    section = DOC.read_text(encoding="utf-8").split("## CSV\n")[1].split("\n## ")[0]
    documented = re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)))

    assert list(rows(render(example))[0]) == documented


def test_the_columns_are_the_same_for_every_map(example: JourneyMap, map_of: MapOf) -> None:
    heads = {render(drawn).split(b"\r\n")[0] for drawn in (example, map_of(1), map_of(16, language="fr"))}

    assert len(heads) == 1


def test_there_is_a_row_for_each_stage_and_each_touchpoint(example: JourneyMap) -> None:
    names = [(row["kind"], row["stage"], row["touchpoint"]) for row in rows(render(example))]

    expected = []
    for stage in example.stages:
        expected.append(("stage", stage.id, ""))
        expected += [("touchpoint", stage.id, point.id) for point in stage.touchpoints]
    assert names == expected


def test_figures_are_unrounded_with_a_dot_in_every_language(map_of: MapOf) -> None:
    for language in MAPS.languages:
        drawn = map_of(6, language=language)

        by_id = {row["stage"]: row for row in rows(render(drawn)) if row["kind"] == "stage"}

        for stage in drawn.stages:
            row = by_id[stage.id]
            if stage.cell.score is not None:
                assert float(row["score"]) == stage.cell.score
                assert float(row["low"]) == stage.cell.low
                assert float(row["high"]) == stage.cell.high
                assert int(row["voters"]) == stage.cell.voters
                assert row["reason"] == ""
            assert row["as_of"] == drawn.about.as_of.isoformat()
            assert date.fromisoformat(row["since"]) == drawn.about.period.since


def test_times_are_iso_and_aware(example: JourneyMap) -> None:
    for row in rows(render(example)):
        assert datetime.fromisoformat(row["as_of"]) == example.about.as_of
        assert datetime.fromisoformat(row["last_at"]).tzinfo is not None


def test_what_is_hidden_is_empty_and_says_why(example: JourneyMap) -> None:
    hidden = Cell(visibility=Visibility.FEW)
    stages = [replace(stage, cell=hidden, touchpoints=()) for stage in example.stages]

    for row in rows(render(drawn(example.about, overall=hidden, stages=stages))):
        assert [row[name] for name in FIGURES] == [""] * len(FIGURES)
        assert (row["hidden"], row["reason"]) == ("true", "few_customers")


def test_a_map_with_awkward_cells_says_why_each_is_empty(map_of: MapOf) -> None:
    told = rows(render(map_of(12)))

    assert {row["reason"] for row in told} >= {"", "no_answers", "few_customers", "complement"}
    for row in told:
        assert (row["score"] == "") == (row["reason"] != "")


def test_spreadsheets_see_utf_8_and_lines_end_as_the_rfc_has_it(map_of: MapOf) -> None:
    written = render(map_of(8))

    assert written.startswith(b"\xef\xbb\xbfkind,")
    assert written.endswith(b"\r\n")
    assert written.count(b"\n") == written.count(b"\r\n") == len(rows(written)) + 1
    assert written.count(b"\xef\xbb\xbf") == 1


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example","click")',
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        "\x00=1+1",
        "\u202e=1+1",
        "\uff1d1+1",
        "-",
    ],
)
def test_no_text_starts_a_formula(example: JourneyMap, text: str) -> None:
    for row in rows(render(spoiled(example, text))):
        for name in ("stage_title", "persona", "scorer", "touchpoint_title", "owner", "quotes"):
            assert row[name] in {f"'{tidy(text)}", ""}
        assert row["stage_title"] == f"'{tidy(text)}"
        for name, value in row.items():
            if value[:1] in {*"=+@\t\r", "-", "\uff1d"}:
                assert name in {"score", "low", "high", "rating_mean", "level", "previous_score", "change"}
                float(value)


def test_a_number_below_zero_stays_a_number(example: JourneyMap) -> None:
    delivery = next(row for row in rows(render(example)) if row["stage"] == "delivery")

    assert (delivery["score"], delivery["level"]) == ("-1.1", "-1")
    assert (delivery["change"], delivery["change_since"]) == ("-0.8", "2026-09-04")


@pytest.mark.parametrize(
    "text", ['say "so", she said', "a,b;c", "first\nsecond\r\nthird", "配達 📦", "التسليم", "it's | so"]
)
def test_texts_come_back_as_they_were_on_one_line(example: JourneyMap, text: str) -> None:
    for row in rows(render(spoiled(example, text))):
        assert row["stage_title"] == tidy(text)
        assert row["persona"] == tidy(text)
        if row["kind"] == "stage":
            assert row["quotes"] == row["opportunities"] == tidy(text)
            assert row["pain_points"] == f"{tidy(text)} (customers=9, severity=1.0)"


def test_emotions_that_nobody_had_are_left_out(example: JourneyMap) -> None:
    cell = replace(example.stages[0].cell, emotions={"joy": 40, "fear": 0, "anger": 2})
    stages = [replace(example.stages[0], cell=cell), *example.stages[1:]]

    written = render(drawn(example.about, overall=example.overall, stages=stages))

    assert rows(written)[0]["emotions"] == "joy=40 | anger=2"


def test_what_only_stages_have_is_empty_at_touchpoints(example: JourneyMap) -> None:
    for row in rows(render(example)):
        is_stage = row["kind"] == "stage"
        assert (row["previous_score"] != "") == is_stage
        assert (row["quotes"] != "") == is_stage
        assert (row["touchpoint"] == "") == is_stage
