"""What the scores tell: feeling, mixedness, replies, standard scores and rank."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.grounds import FileGrounds
from bot.plugins import reports
from bot.reporting import Query
from feedback.intake import Refused
from mapping.catalogue import words_for
from mapping.mixedness import mixedness
from mapping.report import HIDDEN, Bounded, Report, Table, Value, column_values
from mapping.spelling import spelt
from mapping.tapped import Tapped
from tests.bot.reports.standing import bustle, lively, shop


class Asking(FileGrounds):
    """A shop that asked for NPS, CSAT and CES: 20 customers each, and of one question only three."""

    def tapped(self, query: Query) -> Sequence[Tapped] | None:
        def each(question: str, kind: str, values: Sequence[int], top: int, count: int = 20) -> list[Tapped]:
            return [
                Tapped(
                    customer=f"c{number}", question=question, kind=kind, top=top,
                    value=values[number % len(values)],
                )
                for number in range(count)
            ]  # fmt: skip

        return [
            *each("recommend", "nps", (10, 9, 8, 2), 10),
            *each("happy", "csat", (5, 2), 5),
            *each("easy", "ces", (7, 4), 7),
            *each("rare", "csat", (5,), 5, count=3),
        ]


def told(answer: Report | Refused) -> Report:
    assert isinstance(answer, Report), answer
    return answer


def tables(grounds: FileGrounds, query: Query | None = None) -> dict[str, Table]:
    report = told(reports()["scores"].make(grounds, query or Query()))
    return {table.key: table for table in report.tables}


def test_standard_scores_are_named_with_how_they_are_counted(tmp_path: Path) -> None:
    table = tables(Asking(bustle(tmp_path, customers=60)))["standard"]

    rows = {(row[0], row[1]): row for row in table.rows}
    points = rows["recommend", "NPS"][2]
    assert isinstance(points, Bounded)
    assert points.value == pytest.approx(25)
    assert spelt(replace(points, value=-18.18), "number", words_for("en")).startswith("−18 (")
    shares: list[Value] = [rows["happy", "CSAT"][3], rows["easy", "CES, share"][3]]
    assert [share.value for share in shares if isinstance(share, Bounded)] == pytest.approx([0.5, 0.5])
    mean = rows["easy", "CES, mean"][2]
    assert isinstance(mean, Bounded)
    assert mean.value == pytest.approx(5.5)
    assert rows["recommend", "NPS"][5] == "% of 9 and 10 less % of 0 to 6"
    assert rows["recommend", "NPS"][4] == 20


def test_of_few_who_answered_a_question_nothing_is_told(tmp_path: Path) -> None:
    table = tables(Asking(bustle(tmp_path, customers=60)))["standard"]

    assert next(row[2:5] for row in table.rows if row[0] == "rare") == (None, HIDDEN, HIDDEN)


def test_replies_and_silence_add_up(tmp_path: Path) -> None:
    table = tables(lively(tmp_path, customers=150))["replies"]

    for replied, silent in zip(column_values(table, "replied"), column_values(table, "silent"), strict=True):
        if isinstance(replied, Bounded):
            assert isinstance(silent, Bounded)
            assert replied.value + silent.value == pytest.approx(1)
            assert (silent.low, silent.high) == pytest.approx((1 - replied.high, 1 - replied.low))


def test_touchpoints_are_ranked_in_tiers_and_the_unhappy_one_is_last(tmp_path: Path) -> None:
    ranks = tables(lively(tmp_path, customers=200))["ranks"]

    assert column_values(ranks, "touchpoint")[-1] == "Courier"
    assert column_values(ranks, "tier")[-1] == 2


def test_with_too_few_touchpoints_it_says_it_cannot_tell(tmp_path: Path) -> None:
    report = told(reports()["scores"].make(lively(tmp_path, customers=200), Query(stage="receive")))

    assert report.findings[0] == "Which touchpoints are better and which worse: can't tell yet."
    assert [row[0] for row in report.tables[0].rows] == ["Receive 📦", "· Courier", "· Help"]


@pytest.mark.parametrize(
    ("votes", "told"),
    [
        ([1.0] * 10 + [-1.0] * 10, 1.0),
        ([1.0] * 20, 0.0),
        ([1.0] * 10 + [-1.0] * 5 + [0.0] * 5, 0.5),
    ],
)
def test_mixedness_is_how_nearly_half_stand_against_half(votes: list[float], told: float) -> None:
    found = mixedness(np.array(votes, dtype=np.float64), k=5)

    assert isinstance(found, Bounded)
    assert found.value == pytest.approx(told)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


@pytest.mark.parametrize(
    ("votes", "told"), [([1.0] * 18 + [-1.0] * 2, HIDDEN), ([1.0] * 3, HIDDEN), ([], None)]
)
def test_mixedness_of_few_is_not_told(votes: list[float], told: Value) -> None:
    assert mixedness(np.array(votes, dtype=np.float64), k=5) == told


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.3, 0.3), (0.6, 0.2), (0.8, 0.05)])
def test_the_interval_of_mixedness_holds_the_truth_as_often_as_it_says(shares: tuple[float, float]) -> None:
    """Of 400 samples of 25 customers; of 4,000 it holds it in 92 to 96 %."""
    chance, truth = np.random.default_rng(3), 2 * min(shares)
    held = 0
    for happy, unhappy, _ in chance.multinomial(25, [*shares, max(0.0, 1 - sum(shares))], size=400):
        found = mixedness(np.array([1.0] * happy + [-1.0] * unhappy + [0.0] * (25 - happy - unhappy)), k=1)
        assert isinstance(found, Bounded)
        held += found.low <= truth <= found.high
    assert held >= 0.91 * 400


def test_emotions_have_an_interval_and_say_how_many_were_named(tmp_path: Path) -> None:
    for share, answers in (row[2:] for row in tables(lively(tmp_path, customers=150))["emotions"].rows):
        assert isinstance(share, Bounded)
        assert isinstance(answers, int)


def test_only_stages_that_have_the_medium_asked_about_are_told(tmp_path: Path) -> None:
    told = tables(lively(tmp_path, customers=150), Query(medium="courier"))

    assert column_values(told["scores"], "place") == ["Receive 📦", "· Courier"]
    assert column_values(told["replies"], "place") == ["Receive 📦", "· Courier"]


def test_a_stage_reads_the_same_when_it_is_asked_about_alone(tmp_path: Path) -> None:
    grounds = lively(tmp_path, customers=150)

    alone = tables(grounds, Query(stage="receive"))["scores"].rows

    assert alone == tables(grounds)["scores"].rows[-3:]


def test_nobody_has_no_score(tmp_path: Path) -> None:
    assert set(column_values(tables(shop(tmp_path))["scores"], "score")) == {None}
