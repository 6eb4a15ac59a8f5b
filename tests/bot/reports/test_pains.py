"""Where nothing hurts, it is said whether nobody answered, or nobody used words."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.plugins import reports
from bot.reporting import Query
from mapping.report import Report
from tests.bot.reports.standing import Overheard, Visit, made_up


def findings(folder: Path, visits: Sequence[Visit], language: str = "en") -> Sequence[str]:
    answer = reports()["pains"].make(Overheard(made_up(folder, visits)), Query(language=language))
    assert isinstance(answer, Report)
    return answer.findings


def content(customers: int) -> list[Visit]:
    """Return visits of customers who only tapped a score."""
    return [Visit(customer=f"c{each}", touchpoint="search", hours=1, score=1.0) for each in range(customers)]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "12 customers answered here, and none of them used words."),
        ("de", "12 Kunden haben hier geantwortet, niemand davon mit Worten."),
    ],
)
def test_answers_without_words_are_counted(tmp_path: Path, language: str, said: str) -> None:
    assert findings(tmp_path, content(12), language) == (said,)


def test_of_few_it_is_not_told_how_many_they_are(tmp_path: Path) -> None:
    assert findings(tmp_path, content(3)) == ("A few customers answered here, and none of them used words.",)


def test_where_nobody_answered_that_is_said(tmp_path: Path) -> None:
    assert findings(tmp_path, []) == ("Nobody has answered here yet.",)
