"""`aftertouch trend` and its like: shared filters and forms, from the store or from another tool's file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.json_schemas import problems

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

JOURNEY = """
id: shop
title: Shop
stages:
  - {id: buy, title: Buy, touchpoints: [{id: checkout, title: Checkout}]}
  - {id: get, title: Get, touchpoints: [{id: parcel, title: The Parcel, medium: courier}]}
"""
FROM = ("--from", "a.csv", "--journey", "j.yaml", "--scale", "1-5")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("j.yaml").write_text(JOURNEY)
    rows = ["customer,touchpoint,at,score"]
    rows += [f"c{each},checkout,2026-05-{each % 27 + 1:02},{each % 3 + 3}" for each in range(30)]
    rows += [f"c{each},parcel,2026-06-{each % 27 + 1:02},1" for each in range(20)]
    Path("a.csv").write_text("\n".join(rows))
    return tmp_path


@pytest.mark.usefixtures("files")
def test_a_report_of_a_file_needs_no_database_and_no_keys(terminal: "Terminal") -> None:
    told = terminal("trend", *FROM)

    assert told.code == 0, told.err
    assert "June 2026: −2.0 from 20 customers." in told.out
    assert not list(Path().glob("*.db*")) + list(Path().glob("*.key"))


@pytest.mark.usefixtures("files")
def test_periods_are_named_for_people_and_are_iso_8601_for_programs(terminal: "Terminal") -> None:
    told = terminal("trend", *FROM, "--by", "week", "--language", "de").out
    rows = json.loads(terminal("trend", *FROM, "--json").out)["tables"]["periods"]["rows"]
    terminal("trend", *FROM, "--out", "r.csv")

    assert "Woche ab 25. Mai 2026" in told
    assert [row["period"] for row in rows] == ["2026-04", "2026-05", "2026-06"]
    assert "periods,2026-05," in Path("r.csv").read_text()


@pytest.mark.usefixtures("files")
def test_a_language_that_nothing_speaks_is_refused(terminal: "Terminal") -> None:
    for command in ("trend", "map"):
        told = terminal(command, *FROM, "--language", "xx")

        assert told.code == 2
        assert '--language: nothing here speaks "xx"; use de, en, es, fr, it or pt' in told.err
    assert terminal("trend", *FROM, "--language", "pt-BR").code == 0


@pytest.mark.usefixtures("files")
def test_a_window_is_told_in_words(terminal: "Terminal") -> None:
    told = {tag: terminal("funnel", *FROM, "--language", tag).out for tag in ("en", "de")}

    assert "Customers have 30 days to go on" in told["en"]
    assert "Kunden haben 30 Tage Zeit" in told["de"]


@pytest.mark.usefixtures("files")
def test_filters_mean_the_same_in_every_report(terminal: "Terminal") -> None:
    told = json.loads(terminal("funnel", *FROM, "--medium", "web", "--json").out)
    reached = [row["reached"] for row in told["tables"]["funnel"]["rows"]]

    assert reached == [30], "a stage without touchpoints of that medium is no part of what is asked"


@pytest.mark.usefixtures("files")
def test_the_ending_of_the_file_says_the_form(terminal: "Terminal") -> None:
    for name in ("r.md", "r.csv", "r.xlsx", "r.svg", "r.json"):
        assert terminal("trend", *FROM, "--out", name).code == 0

    assert Path("r.md").read_text().startswith("# Trend")
    assert Path("r.svg").read_text().startswith("<svg")
    assert problems("report", Path("r.json").read_bytes()) == []


@pytest.mark.usefixtures("files")
def test_what_cannot_be_asked_is_said_in_one_sentence_with_what_can(terminal: "Terminal") -> None:
    for given, hint in (
        (("trend", *FROM, "--stage", "by"), "did you mean"),
        (("trend", *FROM, "--medium", "fax"), "use courier or web"),
        (("trend", *FROM, "--as", "jpeg"), "is no form of a report"),
        (("trend", *FROM, "--out", "trend.gif"), 'nothing is written to files that end in ".gif"'),
        (("segments", *FROM, "--as", "svg"), "no persona and no segment"),
        (("pains", *FROM), "there are no words here; name their column with --column text=HEADER"),
    ):
        told = terminal(*given)

        assert told.code == 2
        assert hint in told.err
        assert "Traceback" not in told.err


@pytest.mark.usefixtures("files")
def test_every_formula_explains_itself(terminal: "Terminal") -> None:
    told = terminal("funnel", *FROM, "--explain").out

    assert "Wilson 1927" in told
    assert "n: customers of the stage whose window is over" in told


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    "filters",
    [(), ("--stage", "get"), ("--medium", "web"), ("--medium", "courier", "--until", "2026-06-14")],
)
def test_the_map_tells_the_same_as_scores_of_the_same_filters(
    terminal: "Terminal", filters: tuple[str, ...]
) -> None:
    drawn = json.loads(terminal("map", *FROM, *filters, "--as", "json").out)
    told = json.loads(terminal("scores", *FROM, *filters, "--json").out)

    by_title = {row["place"]: row for row in told["tables"]["scores"]["rows"]}
    for stage in drawn["stages"]:
        row = by_title[stage["title"]]
        interval = {"value": stage["score"], "low": stage["low"], "high": stage["high"]}
        assert row["score"] == interval
        assert row["n"] == stage["voters"]
    assert [row for row in by_title if not row.startswith("·")] == [
        stage["title"] for stage in drawn["stages"]
    ]
    assert drawn["channels"] == told["channels"]


@pytest.mark.usefixtures("files")
def test_the_map_and_every_report_name_the_filters_in_force_and_how_fresh_they_are(
    terminal: "Terminal",
) -> None:
    for name in ("map", "scores", "funnel", "paths", "trend", "moments", "channels", "opportunities"):
        told = terminal(name, *FROM, "--stage", "get", "--medium", "courier").out

        assert "Get + courier" in told, name
        assert "data to 20 Jun 2026" in told, name


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("form", ["svg", "html"])
def test_every_picture_names_the_filters_in_force(terminal: "Terminal", form: str) -> None:
    for name in ("map", "funnel", "paths", "trend"):
        assert terminal(name, *FROM, "--stage", "get", "--as", form, "--out", f"r.{form}").code == 0

        assert "Get ·" in Path(f"r.{form}").read_text(), name


@pytest.mark.usefixtures("files")
def test_the_map_refuses_what_reports_refuse_in_the_same_words(terminal: "Terminal") -> None:
    for given in (("--stage", "gte"), ("--medium", "fax"), ("--stage", "get", "--medium", "web")):
        drawn, told = terminal("map", *FROM, *given), terminal("funnel", *FROM, *given)

        assert drawn.code == told.code == 2
        assert drawn.err.splitlines()[-1] == told.err.splitlines()[-1]


@pytest.mark.usefixtures("files")
def test_what_limits_a_report_is_said_below_it(terminal: "Terminal") -> None:
    told = terminal("trend", *FROM, "--by", "week", "--since", "2026-05-06", "--until", "9999-12-31").out

    assert "(hidden): fewer than 5 customers" in told
    assert "the period was widened" in told


@pytest.mark.usefixtures("files")
def test_one_stage_alone_is_told_of_as_such(terminal: "Terminal") -> None:
    assert "20 customers entered at Get." in terminal("funnel", *FROM, "--stage", "get").out
    assert "as planned" not in terminal("paths", *FROM, "--stage", "get").out
    refused = terminal("funnel", *FROM, "--stage", "get", "--medium", "web")
    assert "no touchpoint of stage 'get' has the medium 'web'" in refused.err


@pytest.mark.usefixtures("files")
def test_a_funnel_that_cannot_be_counted_says_why(terminal: "Terminal") -> None:
    for given, hint in (
        (("--window", "0d"), "nobody could go on"),
        (("--window", "soon"), "is no length of time up to ten years; write for example --window 48h"),
        (("--without", "buy,get"), "no stage is left"),
        (("--follow-up", "get"), "nobody can be lost after the last stage"),
        (("--follow-up", "buy", "--without", "buy"), "is not counted here"),
    ):
        assert hint in terminal("funnel", *FROM, *given).err
