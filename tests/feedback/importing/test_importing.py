"""Whole imports of small files."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.importing.report import report_text

if TYPE_CHECKING:
    from tests.feedback.importing.conftest import Bench

ANN = "1,ann,pro,Checkout page,31/03/2026,4,Why?,Quick and easy"
BOB = "2,bob,free,Courier,01/04/2026,1,Warum?,Never came"
CAT = "3,cat,,Courier,02/04/2026,9,Why?,"
DAN = "4,dan,,Nowhere,02/04/2026,3,Why?,Fine"


def test_a_row_becomes_a_customer_an_interaction_and_its_answers(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN))

    (customer,) = bench.archive.customers.values()
    (interaction,) = bench.archive.interactions.values()
    rating, why = sorted(bench.archive.answers.values(), key=lambda one: one.question)
    assert (customer.external_id, customer.attributes) == ("ann", {"plan": "pro"})
    assert (interaction.stage, interaction.touchpoint, interaction.imported) == ("buy", "checkout", True)
    assert (interaction.source, interaction.source_id) == ("tool", "1")
    assert interaction.occurred_at == datetime(2026, 3, 31, 10, tzinfo=UTC)  # noon in Vienna
    assert (rating.value, rating.valence, rating.rated) == (4, 1, True)
    assert (rating.wording, rating.survey, rating.channel) == ("How was it?", "short", "import")
    assert (why.text, why.wording, why.rated) == ("Quick and easy", "Why?", False)
    assert (report.rows, report.imported, report.answers, report.rated, report.scored) == (1, 1, 2, 1, 2)


def test_a_text_is_judged_knowing_the_rating_of_its_row(bench: "Bench") -> None:
    bench.run(bench.write(ANN))

    assert {one.score.valence for one in bench.archive.scores.values()} == {1.0}


def test_without_scoring_answers_wait_for_the_next_rescoring(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN), scoring=False)

    assert not bench.archive.scores
    assert (report.answers, report.scored) == (2, 0)


def test_importing_asks_nobody_and_marks_what_the_map_must_count_again(bench: "Bench") -> None:
    bench.run(bench.write(ANN, BOB))

    assert not bench.archive.others
    assert {(cell.touchpoint, cell.week) for cell in bench.archive.dirty} == {
        ("checkout", date(2026, 3, 30)),
        ("delivery", date(2026, 3, 30)),
    }


def test_every_row_is_counted_with_its_reason(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN, BOB, CAT, DAN))

    assert (report.rows, report.imported, report.empty, report.refused, report.known) == (4, 2, 1, 1, 0)
    assert [(one.scope, one.column, one.reason, one.lines) for one in report.reasons] == [
        ("refused", "Place", "is no touchpoint the map names", (5,)),
        ("empty", None, "Stars: don't know; Words: is empty", (4,)),
    ]


def test_a_row_with_one_bad_cell_keeps_its_other_answers(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN.replace(",4,", ",ten,")))

    assert [one.question for one in bench.archive.answers.values()] == ["why"]
    assert (report.imported, report.cells_refused, report.is_clean) == (1, 1, False)
    assert report.reasons[0].column == "Stars"


def test_all_that_is_wrong_with_a_row_is_said(bench: "Bench") -> None:
    report = bench.run(bench.write("1,,pro,Nowhere,2026,4,Why?,Fine"))

    assert {one.column for one in report.reasons} == {"Customer", "Place", "When"}


def test_all_or_nothing_leaves_nothing_when_a_row_is_refused(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN, DAN), all_or_nothing=True)

    assert report.outcome == "nothing"
    assert not any(bench.archive.everything())
    assert not bench.archive.runs


def test_all_or_nothing_imports_a_file_that_is_good_throughout(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN, BOB), all_or_nothing=True)

    assert (report.outcome, report.imported) == ("written", 2)


def test_a_dry_run_says_what_would_be_and_writes_nothing(bench: "Bench") -> None:
    path = bench.write(ANN, BOB, DAN)

    tried = bench.run(path, dry_run=True)
    done = bench.run(path) if not any(bench.archive.everything()) else None

    assert done is not None
    assert (tried.outcome, tried.imported, tried.refused) == ("dry_run", 2, 1)
    assert (tried.customers, tried.answers, tried.reasons) == (done.customers, done.answers, done.reasons)


def test_importing_the_same_file_again_does_nothing_and_says_so(bench: "Bench") -> None:
    path = bench.write(ANN, BOB)
    bench.run(path)
    before, saves = bench.archive.everything(), bench.archive.saves

    report = bench.run(path)

    assert report.outcome == "already"
    assert "nothing to do" in report_text(report)
    assert (bench.archive.everything(), bench.archive.saves) == (before, saves)


def test_rows_that_came_in_with_another_file_are_known(bench: "Bench") -> None:
    bench.run(bench.write(ANN, BOB))

    report = bench.run(bench.write(ANN, BOB, "5,eva,,Courier,03/04/2026,5,Why?,Good", name="later.csv"))

    assert (report.imported, report.known, report.answers) == (1, 2, 2)
    assert len(bench.archive.interactions) == 3


def test_a_customer_of_several_files_is_one_and_learns_new_attributes(bench: "Bench") -> None:
    bench.run(bench.write(ANN))

    bench.run(bench.write("9,ann,enterprise,Courier,03/04/2026,5,Why?,Good", name="later.csv"))

    (customer,) = bench.archive.customers.values()
    assert customer.attributes == {"plan": "enterprise"}
    assert {one.customer for one in bench.archive.interactions.values()} == {customer.id}


def test_a_source_id_that_stands_twice_in_a_file_is_refused_the_second_time(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN, ANN.replace("ann", "eva")))

    assert (report.imported, report.refused) == (1, 1)
    assert report.reasons[0].reason == "has the source id of an earlier row"


@pytest.mark.parametrize("stopped_at", range(4))
def test_an_import_that_was_killed_goes_on_and_ends_the_same(
    bench: "Bench", tmp_path: Path, stopped_at: int
) -> None:
    rows = [
        ANN,
        DAN,
        BOB,
        CAT,
        "5,ann,,Courier,03/04/2026,5,Why?,Good",
        "6,eva,,Courier,03/04/2026,x,Why?,Good",
    ]
    path = bench.write(*rows)
    whole = type(bench)(folder=tmp_path, journey=bench.journey, kinds=bench.kinds)
    expected = whole.run(path)
    bench.archive.fail_at = stopped_at
    with pytest.raises(KeyboardInterrupt):
        bench.run(path)
    bench.archive.fail_at = None

    report = bench.run(path, chunk=4)

    assert bench.archive.everything() == whole.archive.everything()
    assert report.resumed_after == stopped_at * 2
    assert report_text(report).splitlines()[1:] == report_text(expected).splitlines()[1:]


def test_progress_is_told_after_every_chunk(bench: "Bench") -> None:
    told: list[tuple[int, int]] = []

    bench.run(bench.write(ANN, BOB, CAT), progress=lambda done, rows: told.append((done, rows)))

    assert told == [(2, 3), (3, 3)]


def test_the_report_names_lines_and_quotes_no_cell(bench: "Bench") -> None:
    words = report_text(bench.run(bench.write(ANN, DAN, "7,,,Courier,99/99/2026,secret,Why?,Private words")))

    assert "line 3" in words
    assert "line 4" in words
    assert not any(cell in words for cell in ("secret", "Private", "Nowhere", "99/99"))


CELLS = st.sampled_from(
    [
        "1",
        "2",
        "ann",
        "Courier",
        "Checkout page",
        "31/03/2026",
        "5",
        "9",
        "-1",
        "nan",
        "é",
        "\0",
        '"',
        "x\ny",
        "",
        " ",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.lists(CELLS, min_size=6, max_size=9), max_size=12), quoted=st.booleans())
def test_whatever_stands_in_a_file_every_row_is_counted_once(
    bench: "Bench", table: list[list[str]], *, quoted: bool
) -> None:
    rows = [",".join(f'"{cell}"' if quoted else cell for cell in row) for row in table]

    report = bench.run(bench.write(*rows), dry_run=True, chunk=3)

    assert report.rows == report.imported + report.empty + report.refused + report.known
    assert report.refused <= sum(one.count for one in report.reasons if one.scope == "refused")
    assert report.empty == sum(one.count for one in report.reasons if one.scope == "empty")
