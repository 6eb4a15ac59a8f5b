"""The workbook holds numbers as numbers, dates as dates and text as text, and is the same file every time."""

import io
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Protocol
from zipfile import ZIP_STORED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from config.emotion import Level
from mapping.catalogue import MAPS
from mapping.disclosure import Cell, Visibility
from mapping.journey_map import JourneyMap, drawn
from mapping.palette import LIGHT, ink_of
from mapping.parts import MapOpportunity, PainPoint
from mapping.period import Period
from mapping.renderers.xlsx import render
from mapping.wrapping import tidy

SHEETS = ["Stages", "Touchpoints", "Emotion", "In their words", "Pain points", "Opportunities", "About"]
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://evil.example","click")',
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "{=1+1}",
    "#N/A",
    "#REF!",
    "1.5",
    "TRUE",
    "2026-01-01",
    "a\nb\r\nc\td\x07",
    "配達状況のお知らせ",
    "التسليم والاستلام",
    "👩‍👩‍👧 & <b>",
)


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


def opened(written: bytes) -> Workbook:
    return load_workbook(io.BytesIO(written))


def parts(written: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(written)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def column(page: Worksheet, head: str) -> list[object]:
    """Return what stands below a head."""
    heads = [cell.value for cell in page[1]]
    return [row[heads.index(head)].value for row in page.iter_rows(min_row=2)]


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
            pain_points=(PainPoint(title=text, customers=9, severity=1.0, theme=text),),
            opportunities=(MapOpportunity(id="o", title=text, owner=text),),
        )
        for stage in example.stages
    ]
    return drawn(about, overall=example.overall, stages=stages)


def test_there_is_a_sheet_for_each_lane(example: JourneyMap, map_of: MapOf) -> None:
    assert opened(render(example)).sheetnames == SHEETS
    assert opened(render(map_of(1))).sheetnames == SHEETS


@pytest.mark.parametrize("language", MAPS.languages)
def test_sheets_are_named_in_every_language_as_spreadsheets_allow(map_of: MapOf, language: str) -> None:
    book = opened(render(map_of(2, language=language)))

    assert len({name.casefold() for name in book.sheetnames}) == len(SHEETS)
    for name in book.sheetnames:
        assert 0 < len(name) <= 31
        assert re.search(r"[\[\]:*?/\\']", name) is None
    assert (book.sheetnames[0] == "Stages") == (language == "en")


def test_figures_are_numbers_with_a_format_and_not_rounded(example: JourneyMap) -> None:
    page = opened(render(example))["Stages"]

    heads = [cell.value for cell in page[1]]
    delivery = dict(
        zip(heads, next(row for row in page.iter_rows() if row[0].value == "Delivery"), strict=True)
    )
    assert delivery["Score (−2…+2)"].value == -1.1
    assert delivery["Score (−2…+2)"].number_format == '+0.0;"−"0.0;0.0'
    assert (delivery["Interval from"].value, delivery["Interval to"].value) == (-1.35, -0.82)
    assert (delivery["n"].value, delivery["n"].number_format) == (88, "#,##0")
    assert (delivery["Change"].value, delivery["Moment"].value) == (-0.8, "Lowest")
    assert delivery["Changed since"].value == datetime(2026, 9, 4)  # noqa: DTZ001 - a workbook's days have no zone
    assert (delivery["Came by"].value, delivery["Went on"].value) == (176, 0.94)
    assert delivery["Went on"].number_format == "0%"
    for row in page.iter_rows(min_row=2):
        for head, cell in zip(heads, row, strict=True):
            if head in {"Score (−2…+2)", "Interval from", "Interval to", "n", "Answers", "Customers"}:
                assert cell.data_type == "n"


def test_days_and_times_are_dates_in_utc(example: JourneyMap) -> None:
    about = replace(
        example.about, as_of=datetime(2026, 10, 1, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    )

    book = opened(render(drawn(about, overall=example.overall, stages=example.stages)))

    said = {row[0].value: row for row in book["About"].iter_rows()}
    as_of = said["As of (UTC)"][1]
    assert (str(as_of.value), as_of.number_format) == ("2026-09-30 20:00:00", "yyyy-mm-dd hh:mm")
    assert [str(cell.value)[:10] for cell in said["Period"][1:]] == ["2026-09-01", "2026-09-30"]
    assert [cell.number_format for cell in said["Period"][1:]] == ["yyyy-mm-dd"] * 2
    assert {str(each) for each in column(book["Stages"], "Last answer (UTC)")} == {"2026-09-30 18:00:00"}


def test_the_page_about_it_says_who_when_and_of_how_many(example: JourneyMap) -> None:
    said = {row[0].value: row[1].value for row in opened(render(example))["About"].iter_rows(min_row=2)}

    assert said["Journey"] == "Online order journey"
    assert said["Persona"] == "Busy parent"
    assert said["Channels"] == "Telegram, Slack"
    assert said["Overall"] == "363 answers from 214 customers"
    assert (said["n"], said["Score (−2…+2)"], said["Response rate"]) == (214, 0.37, 0.38)
    assert str(said["Note"]).startswith("Emotion −2…+2 from rating and comment")


def test_an_emotion_is_a_word_on_its_colour(map_of: MapOf, example: JourneyMap) -> None:
    for journey_map in (example, map_of(12, language="de")):
        page = opened(render(journey_map)).worksheets[0]
        words = journey_map.words

        place = [cell.value for cell in page[1]].index(words.emotion)
        for stage, row in zip(journey_map.stages, page.iter_rows(min_row=2), strict=True):
            cell = row[place]
            if stage.level is None:
                assert (cell.value, cell.fill.fill_type) == (None, None)
            else:
                assert cell.value == words.level(stage.level)
                assert cell.fill.start_color.rgb == f"FF{LIGHT[ink_of(stage.level)][1:]}"
                assert cell.font.color.rgb == "FFFFFFFF"


def test_the_word_can_be_read_on_every_colour() -> None:
    def light(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    for level in Level:
        red, green, blue = bytes.fromhex(LIGHT[ink_of(level)][1:])
        luminance = 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue)
        assert 1.05 / (luminance + 0.05) >= 4.5


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_is_a_text_whatever_it_looks_like(example: JourneyMap, text: str) -> None:
    written = render(spoiled(example, text))

    whole = tidy(text)
    book = opened(written)
    for name, head in (
        ("Stages", "Stage"),
        ("Stages", "Owner"),
        ("Touchpoints", "Touchpoint"),
        ("Touchpoints", "Medium"),
        ("In their words", "In their words"),
        ("Pain points", "Pain points"),
        ("Opportunities", "Opportunities"),
    ):
        assert set(column(book[name], head)) == {whole}
    for page in book.worksheets:
        for row in page.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n", "d"}
            for cell in row:
                if cell.data_type == "s":
                    assert bool(cell.quotePrefix) == str(cell.value).startswith(("=", "+", "-", "@"))
    assert not any("<f>" in part or "<f " in part for part in parts(written).values())


def test_a_text_longer_than_a_cell_is_cut_where_excel_would_refuse_the_file(example: JourneyMap) -> None:
    first = example.stages[0]
    stages = (
        replace(first, quotes=(replace(first.quotes[0], text="x" * 40_000),)),
        *example.stages[1:],
    )

    # Not laid out anew: measuring so many letters takes long, and nothing drawn is in a workbook.
    page = opened(render(replace(example, stages=stages)))["In their words"]

    assert column(page, "In their words")[0] == "x" * 32_767


def test_letters_coded_as_numbers_stay_what_was_written(example: JourneyMap) -> None:
    sheet = parts(render(spoiled(example, "_x0041_ _x00e4_ _x_ x0041_")))["xl/worksheets/sheet1.xml"]

    assert "<t>_x005F_x0041_ _x005F_x00e4_ _x_ x0041_</t>" in sheet


def test_nothing_leads_out_of_the_file(map_of: MapOf, example: JourneyMap) -> None:
    for written in (render(map_of(12)), render(spoiled(example, "https://evil.example"))):
        inside = parts(written)
        assert not [name for name in inside if re.search(r"extern|media|embed|vba|drawing|hyperlink", name)]
        for name, part in inside.items():
            assert "TargetMode" not in part
            if name.endswith((".rels", "workbook.xml")):
                assert set(re.findall(r"https?://([^/\"]+)", part)) <= {
                    "schemas.openxmlformats.org",
                    "purl.org",
                }
            assert "<hyperlink" not in part


def test_the_same_map_is_the_same_file_and_bears_its_own_time(example: JourneyMap) -> None:
    written = render(example)

    assert written == render(replace(example))
    with ZipFile(io.BytesIO(written)) as archive:
        for part in archive.infolist():
            assert part.date_time == (2026, 9, 30, 18, 0, 0)
            assert part.compress_type == ZIP_STORED
    properties = opened(written).properties
    assert (properties.title, properties.creator) == ("Online order journey", "Aftertouch")
    assert properties.created == properties.modified == example.about.as_of.replace(tzinfo=None)


def test_the_head_stays_and_columns_are_wide_enough(map_of: MapOf) -> None:
    for page in opened(render(map_of(12))).worksheets:
        assert page.freeze_panes == "B2"
        for cell in page[1]:
            if cell.value:
                assert cell.font.bold
                wide = page.column_dimensions[cell.column_letter].width
                assert min(60, len(str(cell.value))) <= wide <= 60


def test_what_is_hidden_is_empty_and_the_note_says_why(example: JourneyMap) -> None:
    hidden = Cell(visibility=Visibility.FEW)
    stages = [
        replace(
            stage,
            cell=hidden,
            touchpoints=tuple(replace(point, cell=hidden) for point in stage.touchpoints),
            moments=(),
        )
        for stage in example.stages
    ]

    book = opened(render(drawn(example.about, overall=hidden, stages=stages)))

    for name in ("Stages", "Touchpoints", "Emotion"):
        page = book[name]
        assert set(column(page, "Note")) == {"not enough answers (hidden)"}
        for head in ("Emotion", "Score (−2…+2)", "n"):
            assert set(column(page, head)) == {None}
    for head in ("Answers", "Customers", "Interval from", "Response rate", "Last answer (UTC)"):
        assert set(column(book["Stages"], head)) == {None}


def test_few_customers_are_noted(example: JourneyMap) -> None:
    notes = column(opened(render(example))["Stages"], "Note")

    assert notes == [None, None, None, None, None, "low n"]


def test_emotions_have_a_column_each_and_levels_their_counts(example: JourneyMap) -> None:
    cell = replace(
        example.stages[0].cell, emotions={"joy": 40, "anger": 2, "fear": 0}, histogram=(1, 2, 3, 4, 76)
    )
    stages = [replace(example.stages[0], cell=cell), *example.stages[1:]]

    page = opened(render(drawn(example.about, overall=example.overall, stages=stages)))["Emotion"]

    assert [column(page, head)[0] for head in ("anger", "joy")] == [2, 40]
    assert [column(page, head)[0] for head in ("Very negative", "Positive", "Very positive")] == [1, 4, 76]
    assert "fear" not in [cell.value for cell in page[1]]
    assert column(page, "Touchpoint")[:3] == [None, "Instagram ad", "Store window"]


def test_a_map_of_all_time_says_so(example: JourneyMap) -> None:
    about = replace(example.about, period=Period())

    book = opened(render(drawn(about, overall=example.overall, stages=example.stages)))

    said = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert said["Period"] == "all answers so far"


def test_where_no_pain_was_found_it_is_said_and_where_nobody_looked_it_is_not(
    example: JourneyMap, map_of: MapOf
) -> None:
    page = opened(render(example))["Pain points"]

    told = dict(zip(column(page, "Stage"), column(page, "Note"), strict=True))
    assert told["Purchase"] == "No pain point over threshold"
    assert [row[3].value for row in page.iter_rows() if row[0].value == "Delivery"] == [1.6, 1.3]
    assert opened(render(map_of(6)))["Pain points"].max_row == 1


@pytest.mark.parametrize("language", MAPS.languages)
def test_sixteen_stages_fit_in_every_language(map_of: MapOf, language: str) -> None:
    journey_map = map_of(16, language=language)

    book = opened(render(journey_map))

    titles = column(book.worksheets[0], journey_map.words.stage)
    assert titles == [stage.title for stage in journey_map.stages]
