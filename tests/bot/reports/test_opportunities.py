"""What opportunities tell: what speaks for each, and whether it is worth its effort."""

from pathlib import Path

import pytest

from bot.plugins import report_forms, reports
from bot.reporting import Query
from bot.reports.opportunities import verdict
from feedback.intake import Refused
from mapping.report import HIDDEN, Bounded, Report, column_values
from tests.bot.reports.standing import few, lively, overheard


def told(answer: Report | Refused) -> Report:
    assert isinstance(answer, Report), answer
    return answer


def test_what_speaks_for_it_stands_beside_what_it_takes(tmp_path: Path) -> None:
    report = told(reports()["opportunities"].make(overheard(tmp_path, customers=150), Query()))

    listed, evidence = report.tables
    assert column_values(listed, "id") == ["warn", "tidy"]
    assert column_values(listed, "verdict") == ["quick win", "can't tell"]
    assert isinstance(column_values(evidence, "customers")[0], int)
    gain = column_values(evidence, "gain")[0]
    assert isinstance(gain, Bounded)
    assert 0 < gain.low <= gain.value <= gain.high
    assert report.findings == ("Quick win: Warn of delays.",)
    assert report.drawing is not None


def test_files_without_words_tell_how_far_the_stage_is_from_its_target_and_no_more(tmp_path: Path) -> None:
    report = told(reports()["opportunities"].make(lively(tmp_path, customers=150), Query()))

    assert column_values(report.tables[0], "verdict") == ["can't tell", "can't tell"]
    assert report.drawing is None


def test_nothing_is_told_of_few(tmp_path: Path) -> None:
    report = told(reports()["opportunities"].make(few(tmp_path), Query()))

    assert set(column_values(report.tables[1], "voters")) == {HIDDEN}


def test_only_those_of_the_stage_asked_about_are_listed(tmp_path: Path) -> None:
    report = told(reports()["opportunities"].make(lively(tmp_path), Query(stage="find")))

    assert column_values(report.tables[0], "id") == ["tidy"]


def test_where_none_was_named_nothing_is_said_to_be_done(tmp_path: Path) -> None:
    report = told(reports()["opportunities"].make(lively(tmp_path), Query(stage="buy")))

    assert report.findings == ("Nobody has named an opportunity yet.",)


@pytest.mark.parametrize(
    ("effort", "gain", "said"),
    [
        (2, Bounded(0.5, 0.3, 0.7), "quick win"),
        (3, Bounded(0.5, 0.3, 0.7), "big bet"),
        (1, Bounded(0.02, 0.0, 0.05), "fill in"),
        (5, Bounded(0.02, 0.0, 0.05), "leave for later"),
        (2, Bounded(0.5, 0.05, 0.7), "can't tell"),
        (None, Bounded(0.5, 0.3, 0.7), "can't tell"),
        (2, None, "can't tell"),
    ],
)
def test_large_gains_are_above_the_line_with_their_whole_interval(
    effort: int | None, gain: Bounded | None, said: str
) -> None:
    assert verdict(effort, gain) == said


def test_the_picture_names_every_opportunity_it_shows(tmp_path: Path) -> None:
    report = told(reports()["opportunities"].make(overheard(tmp_path, customers=150), Query()))

    assert b"Warn of delays" in report_forms()["svg"].write(report, False)  # noqa: FBT003 - the port's own
