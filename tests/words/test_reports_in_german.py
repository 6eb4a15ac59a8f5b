"""Reports and the digest speak German to a German manager, and are the same figures."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digesting import make_digest
from bot.plugins import reports
from bot.reporting import Query
from mapping.report import Bounded, Report
from tests.bot.reports.standing import lively, overheard, shop
from tests.words.catalogues import ROOT, SOURCES, phrases

NAMES = sorted(reports())
_ENGLISH = re.compile(r"\b(the|and|customers|with|which|fewer|too few|than|score)\b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shop")


def in_both(name: str, folder: Path) -> tuple[Report, Report] | None:
    grounds = overheard(folder, customers=120)
    english, german = (reports()[name].make(grounds, Query(language=tag)) for tag in ("en", "de"))
    return (english, german) if isinstance(english, Report) and isinstance(german, Report) else None


def own_words(report: Report) -> Iterator[str]:
    """Yield what a report says of its own accord; names of stages and themes are the operator's."""
    yield from (report.title, *report.notes)
    for table in report.tables:
        yield from (table.title, table.empty, *(column.title for column in table.columns))
    for formula in report.formulas:
        yield from (formula.what, formula.formula, formula.n)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_in_german_has_no_english_left(name: str, folder: Path) -> None:
    both = in_both(name, folder)
    if both is None:
        return
    _, german = both

    assert not [said for said in own_words(german) if _ENGLISH.search(said)]
    assert not [said for said in (*german.findings, german.description) if _ENGLISH.search(said)]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_tell_the_same_figures(name: str, folder: Path) -> None:
    both = in_both(name, folder)
    if both is None:
        return
    english, german = both

    assert [table.key for table in english.tables] == [table.key for table in german.tables]
    assert figures(english) == figures(german)
    assert len(english.findings) == len(german.findings)


def figures(report: Report) -> list[object]:
    told = (value for table in report.tables for row in table.rows for value in row)
    return [value for value in told if isinstance(value, Bounded | int | float)]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_nobody_says_so_in_german(name: str, tmp_path: Path) -> None:
    answer = reports()[name].make(shop(tmp_path), Query(language="de"))

    if isinstance(answer, Report):
        said = [*answer.findings, *(table.empty for table in answer.tables)]
        assert not [each for each in said if _ENGLISH.search(each)]


def test_the_digest_is_german_for_a_german_team(tmp_path: Path) -> None:
    digest = make_digest(lively(tmp_path), language="de")

    assert "was sich geändert hat" in digest.text
    assert "Nichts Neues." in digest.text


def test_every_key_of_a_column_or_formula_is_one_of_the_catalogue() -> None:
    known = phrases(SOURCES["reports"])

    for path in (ROOT / "bot").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        keys = re.findall(r'\b(?:title|what|formula|n)="((?:head|n)_\w+|\w+_(?:what|how))"', text)
        assert set(keys) <= set(known), path
