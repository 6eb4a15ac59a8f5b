"""Every report keeps the port's promises, in every form."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bot.plugins import report_forms, reports
from bot.reporting import Query
from feedback.intake import Refused
from mapping.report import Bounded, Report, Value
from tests.bot.reports.standing import few, lively, shop
from tests.json_schemas import report_problems

NAMES = sorted(reports())
DOCS = Path(__file__).parents[3] / "docs"

_SENT = re.compile(r"docs/([a-z-]+\.md)((?:,? (?:and )?'[^']+')*)")
_NAMED, _HEAD = re.compile(r"'([^']+)'"), re.compile(r"#+ ")

Answer = Report | Refused


@pytest.fixture(scope="module")
def answer_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """What a report says of a lively shop, made once."""
    grounds = lively(tmp_path_factory.mktemp("shop"), customers=150)
    return cache(lambda name: reports()[name].make(grounds, Query()))


def told(answer: Answer) -> Report:
    assert isinstance(answer, Report), answer
    return answer


def values(report: Report, kind: str) -> list[Value]:
    return [
        row[place]
        for table in report.tables
        for place, column in enumerate(table.columns)
        if column.kind == kind
        for row in table.rows
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_says_what_it_is_and_how_its_figures_are_made(
    name: str, answer_of: Callable[[str], Answer]
) -> None:
    answer = answer_of(name)

    if isinstance(answer, Report):
        assert answer.name == name
        assert answer.title
        assert answer.formulas, "--explain would have nothing to say"
    else:
        assert answer.fix, "a refusal says what would help"


@pytest.mark.parametrize("name", NAMES)
def test_a_formula_that_sends_to_a_page_names_what_stands_there(
    name: str, answer_of: Callable[[str], Answer]
) -> None:
    answer = answer_of(name)
    formulas = answer.formulas if isinstance(answer, Report) else ()

    for page, heads in _SENT.findall("\n".join(formula.source for formula in formulas)):
        there = {_HEAD.sub("", line).split(":")[0] for line in _lines(page) if _HEAD.match(line)}
        assert set(_NAMED.findall(heads)) <= there, page


@cache
def _lines(page: str) -> list[str]:
    return (DOCS / page).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_nobody_says_so_instead_of_failing(name: str, tmp_path: Path) -> None:
    answer = reports()[name].make(shop(tmp_path), Query())

    if isinstance(answer, Report):
        assert report_problems(answer) == []
        assert not any(isinstance(value, Bounded) for value in values(answer, "score"))
        assert answer.findings or answer.notes or any(table.empty for table in answer.tables)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_told_of_fewer_customers_than_the_policy_allows(name: str, tmp_path: Path) -> None:
    grounds = few(tmp_path)

    answer = reports()[name].make(grounds, Query())

    if isinstance(answer, Report):
        assert report_problems(answer) == []
        counts = [value for value in values(answer, "count") if isinstance(value, int)]
        assert not [value for value in counts if 0 < value < grounds.min_customers]
        for kind in ("score", "change", "share", "length"):
            assert not [value for value in values(answer, kind) if isinstance(value, Bounded | float)], kind


@pytest.mark.parametrize("name", NAMES)
def test_the_same_answers_give_the_same_report(
    name: str, answer_of: Callable[[str], Answer], tmp_path: Path
) -> None:
    again = reports()[name].make(lively(tmp_path, customers=150), Query())

    assert again == answer_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_written_in_every_form_that_fits_it(
    name: str, answer_of: Callable[[str], Answer]
) -> None:
    answer = answer_of(name)
    if isinstance(answer, Refused):
        return
    fitting = {form: spec for form, spec in report_forms().items() if spec.fits(answer)}

    # True is the port's own second argument: explain.
    written = {form: spec.write(answer, True) for form, spec in fitting.items()}  # noqa: FBT003

    assert {"markdown", "json"} <= written.keys()
    assert report_problems(answer) == []
    assert all(written.values()), [form for form, text in written.items() if not text]
    assert b"<b>" not in written["markdown"], "what people wrote is markup for nobody"
