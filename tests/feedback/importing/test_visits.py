"""Rows that make one visit together."""

from typing import TYPE_CHECKING, Protocol

import pytest

from feedback.importing.report import ImportReport

if TYPE_CHECKING:
    from tests.feedback.importing.conftest import Bench


class Run(Protocol):
    """Imports rows, one chunk each."""

    def __call__(self, *rows: str) -> ImportReport: ...


MAP = """
source: tool
customer: Who
source_id: Id
group_by: Who
touchpoint: checkout
occurred_at: { column: When, formats: ["%d/%m/%Y", "%m/%d/%Y"] }
answers:
  - question: rating
    column: Stars
    each: group
    scale: { low: 1, high: 5, best: low }
    missing: { "7": blank }
  - { question: why, column: Words, missing: { Did not answer: did not answer } }
"""
HEADER = "Id,Who,When,Stars,Words"


@pytest.fixture
def run(bench: "Bench") -> Run:
    return lambda *rows: bench.run(bench.write(*rows, header=HEADER), bench.map(MAP), chunk=1)


def test_rows_far_apart_are_one_visit_with_one_rating_and_a_comment_each(bench: "Bench", run: Run) -> None:
    report = run("1,ann,31/01/2026,1,Quick", "2,bob,31/01/2026,5,Slow", "3,ann,31/01/2026,1,Kind")

    assert (report.interactions, report.customers, report.answers, report.rated) == (2, 2, 5, 2)
    ann = next(one.id for one in bench.archive.customers.values() if one.external_id == "ann")
    of_ann = [one for one in bench.archive.answers.values() if one.customer == ann]
    assert sorted(one.question for one in of_ann) == ["rating", "why", "why"]
    assert {one.valence for one in of_ann if one.rated} == {2.0}


def test_every_comment_is_judged_by_the_rating_of_its_visit_wherever_that_stands(
    bench: "Bench", run: Run
) -> None:
    run("1,ann,31/01/2026,7,Quick", "2,ann,31/01/2026,5,Slow")

    assert {one.score.valence for one in bench.archive.scores.values()} == {-2.0}


def test_a_rating_unlike_that_of_an_earlier_row_is_refused_and_the_comment_kept(run: Run) -> None:
    report = run("1,ann,31/01/2026,1,Quick", "2,ann,31/01/2026,5,Slow")

    assert (report.imported, report.cells_refused, report.rated) == (2, 1, 1)
    assert (report.reasons[0].column, report.reasons[0].lines) == ("Stars", (3,))


def test_a_row_that_adds_nothing_is_empty_yet_its_visit_is_known(bench: "Bench", run: Run) -> None:
    report = run(
        "1,ann,31/01/2026,7,Did not answer", "2,bob,31/01/2026,1,Fine", "3,bob,31/01/2026,1,did  not answer"
    )

    assert (report.imported, report.empty, report.customers, report.interactions) == (1, 2, 2, 2)
    assert len(bench.archive.interactions) == 2


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        (("5/31/2026", "31/05/2026"), (5, 31)),
        (("03/05/2026", "5/03/2026"), (5, 3)),
        (("03/05/2026", "3/5/2026"), (5, 3)),
        (("03/05/2026", "05/13/2026"), (5, 3)),  # nothing agrees: the first row, the first way
    ],
)
def test_rows_of_a_visit_settle_together_which_day_it_was(
    bench: "Bench", run: Run, dates: tuple[str, str], day: tuple[int, int]
) -> None:
    first, second = dates
    run(f"1,ann,{first},1,Quick", f"2,ann,{second},1,Kind")

    (visit,) = bench.archive.interactions.values()
    assert (visit.occurred_at.month, visit.occurred_at.day) == day
    assert {one.answered_at for one in bench.archive.answers.values()} == {visit.occurred_at}


def test_the_name_of_a_visit_does_not_give_its_customer_away(bench: "Bench", run: Run) -> None:
    run("1,ann,31/01/2026,1,Quick")

    (visit,) = bench.archive.interactions.values()
    assert "ann" not in visit.source_id
    assert len(visit.source_id) == 32


@pytest.mark.parametrize(
    ("cell", "campaign"),
    [("Spring Mail 2026", "spring_mail_2026"), ("2026 / Spring", "c_2026_spring"), ("??", None), ("", None)],
)
def test_a_visit_keeps_the_campaign_it_came_through(bench: "Bench", cell: str, campaign: str | None) -> None:
    rows = bench.write(f"1,ann,31/01/2026,1,Quick,{cell}", header=f"{HEADER},Via")
    bench.run(rows, bench.map(f"{MAP}campaign: {{ column: Via }}\n"))

    assert [one.campaign for one in bench.archive.interactions.values()] == [campaign]
