"""The closed loop on the map: a line for all cases and one for each stage; nothing where there is none."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bot.plugins import renderers
from mapping.case_lines import MapCases, case_line
from mapping.cases import CaseSums, Took, disclosed_cases
from mapping.catalogue import words_for
from mapping.journey_map import JourneyMap, drawn
from tests.json_schemas import problems

HOUR = timedelta(hours=1)
TOLD = "half with a reply in 2.0 h of work"


def sums(customers: int, *, lost: int, waiting: int = 0) -> CaseSums:
    took = Took(n=customers, middle=2 * HOUR, most=5 * HOUR)
    felt = customers - lost
    return CaseSums(
        opened=customers, open=waiting, customers=customers, waiting=waiting, rescued=customers - lost,
        lost=lost, replied=customers, resolved=customers, first_reply=took, resolve=took,
        before=np.full(felt, -1.5), after=np.full(felt, 0.6),
    )  # fmt: skip


def closed(example: JourneyMap, parts: dict[str, CaseSums], whole: CaseSums) -> JourneyMap:
    overall, stages = disclosed_cases(whole, parts, k=example.about.min_customers)
    return drawn(
        example.about,
        overall=example.overall,
        stages=example.stages,
        cases=MapCases(whole=overall, stages=stages),
    )


@pytest.fixture(scope="module")
def cared(example: JourneyMap) -> JourneyMap:
    parts = {"delivery": sums(30, lost=10), "support": sums(12, lost=6)}
    return closed(example, parts, sums(42, lost=16))


def test_a_line_tells_what_became_of_cases() -> None:
    whole, _ = disclosed_cases(sums(42, lost=16, waiting=7), {}, k=5)

    assert case_line(whole, words_for("en")).replace("\u00a0", " ") == (
        "42 opened · 7 open now · 62% of 42 won back (47% … 75%) · half with a reply in 2.0 h of work · "
        "half resolved in 2.0 h of work · felt −1.5 before, +0.6 after"
    )


@pytest.mark.parametrize("form", ["markdown", "html", "terminal", "slack"])
def test_stages_with_cases_say_so_and_all_together(cared: JourneyMap, form: str) -> None:
    told = " ".join(renderers()[form].render(cared).decode().split())

    assert told.count("30 opened") >= 1
    assert told.count("12 opened") >= 1
    assert "42 opened" in told


def test_the_picture_says_it_below_what_it_draws(cared: JourneyMap, example: JourneyMap) -> None:
    (method,) = (group for group in cared.drawing.groups if group.part == "method")

    assert (method.title or "").startswith("Cases: 42 opened")
    assert TOLD in (method.title or "")
    assert cared.drawing.height > example.drawing.height


def test_figures_are_there_for_machines(cared: JourneyMap) -> None:
    written = renderers()["json"].render(cared)
    told = json.loads(written)["cases"]

    assert problems("map", written) == []
    assert told["overall"]["opened"] == 42
    assert told["stages"]["delivery"]["rescue_rate"] == pytest.approx(2 / 3)
    assert told["stages"]["delivery"]["first_reply"] == {"n": 30, "median_hours": 2.0, "p90_hours": 5.0}
    assert told["stages"]["support"]["before"]["score"] == pytest.approx(-1.5)


def test_a_stage_of_few_takes_the_next_with_it(example: JourneyMap) -> None:
    few = closed(example, {"delivery": sums(30, lost=10), "support": sums(3, lost=1)}, sums(33, lost=11))

    told = renderers()["terminal"].render(few).decode()
    written = renderers()["json"].render(few)
    figures = json.loads(written)["cases"]

    assert problems("map", written) == []
    assert "33 opened" in " ".join(told.split())
    assert "30 opened" not in told
    assert "3 opened" not in told.replace("33 opened", "")
    assert figures["stages"]["support"]["opened"] is None
    assert figures["stages"]["delivery"]["opened"] is None


@pytest.mark.parametrize("form", ["markdown", "html", "terminal", "slack", "json", "svg", "csv"])
def test_a_map_without_cases_is_as_it_was(example: JourneyMap, form: str) -> None:
    again = drawn(example.about, overall=example.overall, stages=example.stages)

    told = renderers()[form].render(replace(again, cases=None))

    assert told == renderers()[form].render(example)
    assert b"won back" not in told
