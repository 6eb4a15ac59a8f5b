"""Files as they really come."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from config.errors import ConfigError
from feedback.importing.encodings import UnreadableFileError

if TYPE_CHECKING:
    from tests.feedback.importing.conftest import HEADER, Bench
else:
    HEADER = "Id,Customer,Plan,Place,When,Stars,Asked,Words"

ANN = "1,ann,pro,Checkout page,31/03/2026,4,Why?,Quick"
BOB = "2,bob,free,Courier,01/04/2026,1,Why?,Never came"
MAP = """
source: tool
customer: Customer
touchpoint: checkout
occurred_at: When
answers:
  - { question: rating, column: Stars }
  - { question: why, column: Words }
"""


def texts(bench: "Bench") -> list[str]:
    return sorted(one.text for one in bench.archive.answers.values() if one.text is not None)


def saved(folder: Path, rows: Iterable[Iterable[object]], *, sheet: str = "Answers") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    path = folder / "answers.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found_out(bench: "Bench", encoding: str) -> None:
    path = bench.folder / "answers.csv"
    path.write_text(f"{HEADER}\n{ANN.replace('Quick', 'Größe – “gut”')}\n", encoding=encoding)

    report = bench.run(path)

    assert texts(bench) == ["Größe – “gut”"]
    assert report.encoding == encoding


def test_a_byte_that_is_no_text_is_named_with_its_line(bench: "Bench") -> None:
    path = bench.folder / "answers.csv"
    before = f"{HEADER}\n{ANN}\n2,bob,".encode()
    path.write_bytes(before + b"\xe9t\xe9\n")

    with pytest.raises(UnreadableFileError, match=f"line 3: byte {len(before)} is no utf-8"):
        bench.run(path, bench.map("encoding: utf-8\n" + bench.text))


def test_a_file_in_no_known_encoding_is_refused_whole(bench: "Bench") -> None:
    path = bench.folder / "answers.csv"
    path.write_bytes(f"{HEADER}\n{ANN}\n".encode() + b"2,bob,\x81\x8d\n")

    with pytest.raises(UnreadableFileError, match="line 3"):
        bench.run(path)
    assert not any(bench.archive.everything())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(bench: "Bench", delimiter: str) -> None:
    report = bench.run(bench.write(ANN.replace(",", delimiter), header=HEADER.replace(",", delimiter)))

    assert report.imported == 1


def test_lines_are_those_of_the_file_even_after_a_cell_of_several(bench: "Bench") -> None:
    path = bench.write(ANN.replace("Quick", '"one\ntwo\n\nthree"'), "", "2,bob,,Nowhere,01/04/2026,1,Why?,x")

    report = bench.run(path)

    assert texts(bench) == ["one\ntwo\n\nthree"]
    assert report.reasons[0].lines == (7,)


def test_rows_with_too_few_or_too_many_cells_are_refused(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN, "2,bob", f"{BOB},more"))

    assert (report.imported, report.refused) == (1, 2)
    assert {(one.reason, one.lines) for one in report.reasons} == {
        ("has 2 cells where the header has 8", (3,)),
        ("has 9 cells where the header has 8", (4,)),
    }


def test_a_quotation_mark_never_closed_swallows_nothing_in_silence(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN, BOB.replace("Never", '"Never'), BOB.replace("2,bob", "3,cat")))

    assert (report.rows, report.imported, report.refused) == (2, 1, 1)
    assert report.reasons[0].reason == "opens a quotation mark that is not closed"


def test_a_row_of_empty_cells_is_empty(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN, ",,,,,,,"))

    assert (report.rows, report.imported, report.empty) == (2, 1, 1)


def test_a_row_with_a_nul_is_refused(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN, BOB.replace("came", "ca\0me")))

    assert (report.imported, report.refused, report.reasons[0].column) == (1, 1, "Words")


def test_a_very_long_cell_comes_in_whole_and_a_longer_one_than_allowed_is_refused(bench: "Bench") -> None:
    rows = (ANN.replace("Quick", "x" * 5_000), BOB.replace("Never came", "x" * 6_001))

    report = bench.run(bench.write(*rows))

    assert [len(text) for text in texts(bench)] == [5_000]
    assert (report.cells_refused, report.reasons[0].reason) == (1, "is longer than the question allows")


def test_missing_columns_are_all_named_with_what_was_probably_meant(bench: "Bench") -> None:
    path = bench.write(ANN, header=HEADER.replace("Stars", "Star").replace("Words", "Comment"))

    with pytest.raises(ConfigError) as caught:
        bench.run(path)

    first, second = caught.value.problems
    assert (first.line, first.what, first.fix) == (
        1, 'no column is called "Stars", which the map names', 'did you mean "Star"?',
    )  # fmt: skip
    assert "Words" in second.what


def test_headers_are_found_whatever_their_case_and_blanks(bench: "Bench") -> None:
    report = bench.run(bench.write(ANN, header=HEADER.replace("Place", " \u00a0PLACE ")))

    assert report.imported == 1


def test_a_header_that_stands_twice_is_refused_only_if_the_map_reads_it(bench: "Bench") -> None:
    assert bench.run(bench.write(f"{ANN},a,b", header=f"{HEADER},Note,Note")).imported == 1

    with pytest.raises(ConfigError, match='2 columns are called "Stars"'):
        bench.run(bench.write(f"{ANN},1", header=f"{HEADER},Stars", name="twice.csv"))


@pytest.mark.parametrize("content", ["", "\n", ",,,\n"])
def test_a_file_without_a_header_is_refused(bench: "Bench", content: str) -> None:
    path = bench.folder / "answers.csv"
    path.write_text(content)

    with pytest.raises(UnreadableFileError):
        bench.run(path)


def test_a_file_with_nothing_but_a_header_imports_nothing(bench: "Bench") -> None:
    assert bench.run(bench.write()).rows == 0


def test_a_file_that_is_not_there_is_named(bench: "Bench") -> None:
    with pytest.raises(UnreadableFileError, match=r"nowhere\.csv: cannot be read"):
        bench.run(bench.folder / "nowhere.csv")


def test_a_name_that_tells_no_format_asks_for_one(bench: "Bench") -> None:
    path = bench.write(ANN, name="answers.dat")

    with pytest.raises(UnreadableFileError, match="write format: csv, jsonl or xlsx"):
        bench.run(path)
    assert bench.run(path, bench.map("format: csv\n" + bench.text)).imported == 1


def test_json_lines_may_be_nested_typed_and_broken(bench: "Bench") -> None:
    lines = (
        json.dumps(
            {"who": {"id": 7}, "at": "2026-03-31T10:00:00Z", "stars": 4.0, "tags": ["price", "speed"]}
        ),
        '{"who": {"id": 8}, "at"',
        "[1, 2]",
        json.dumps({"who": {"id": 9}, "at": "2026-03-31", "stars": None, "text": "Fine"}),
    )
    path = bench.folder / "answers.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    mapping = bench.map("""
source: tool
customer: who.id
touchpoint: checkout
occurred_at: at
answers:
  - { question: rating, column: stars }
  - { question: why, column: text }
  - { question: reasons, column: tags, split: ";" }
""")

    report = bench.run(path, mapping)

    assert {one.external_id for one in bench.archive.customers.values()} == {"7", "9"}
    assert (report.imported, report.refused) == (2, 2)
    assert [one.choices for one in bench.archive.answers.values() if one.choices] == [("price", "speed")]
    assert {one.reason: one.lines for one in report.reasons if one.scope == "refused"} == {
        "is no JSON": (2,),
        "is no JSON object": (3,),
    }


def test_a_key_no_json_line_has_is_refused(bench: "Bench") -> None:
    path = bench.folder / "answers.jsonl"
    path.write_text(json.dumps({"Customer": "a", "When": "2026-03-31", "Star": 4, "Words": "x"}))

    with pytest.raises(ConfigError, match='did you mean "Star"'):
        bench.run(path, bench.map(MAP))


def test_a_sheet_brings_typed_cells(bench: "Bench") -> None:
    rows = (
        ("Customer", "When", "Stars", "Words"),
        (17, datetime(2026, 3, 31, 18, 5), 4.0, "Quick"),  # noqa: DTZ001 - sheets know no zones
        (None, None, None, None),
        ("bob", date(2026, 4, 1), "2", None),
        ("cat", "no date", 5, "Fine"),
    )

    report = bench.run(saved(bench.folder, rows), bench.map(MAP))

    assert {one.external_id for one in bench.archive.customers.values()} == {"17", "bob"}
    assert sorted(one.occurred_at.isoformat() for one in bench.archive.interactions.values()) == [
        "2026-03-31T16:05:00+00:00",
        "2026-03-31T22:00:00+00:00",
    ]
    assert (report.imported, report.refused, report.reasons[0].lines) == (2, 1, (5,))


def test_a_sheet_that_is_not_there_is_named_with_the_one_probably_meant(bench: "Bench") -> None:
    path = saved(bench.folder, [("Customer", "When", "Stars", "Words")], sheet="Answers")

    with pytest.raises(UnreadableFileError, match='no sheet is called "Answer"; did you mean "Answers"'):
        bench.run(path, bench.map("sheet: Answer\n" + MAP))


def test_what_only_calls_itself_a_workbook_is_refused(bench: "Bench") -> None:
    with pytest.raises(UnreadableFileError, match="is no XLSX workbook"):
        bench.run(bench.write(ANN, name="answers.xlsx"))
