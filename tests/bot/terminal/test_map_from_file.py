"""`aftertouch map --from FILE`: a map of another tool's answers, with no database and no keys."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.plugins import renderers
from tests.json_schemas import problems

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

JOURNEY = """
id: shop
title: Shop
stages:
  - {id: buy, title: Buy, touchpoints: [{id: checkout, title: Checkout}]}
  - {id: get, title: Get, touchpoints: [{id: parcel, title: The Parcel}]}
personas:
  - {id: pro, title: Pro, rule: plan == "pro"}
segments:
  - {id: free, title: Free, rule: plan == "free"}
  - {id: a, title: A, rule: plan == "a"}
  - {id: b, title: B, rule: plan == "b"}
  - {id: c, title: C, rule: plan == "c"}
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("j.yaml").write_text(JOURNEY)
    rows = ["Who,touchpoint,time,stars,text,plan"]
    rows += [
        f"c{each},checkout,2026-05-{each + 4:02},{each % 3 + 3},,{'pro' if each < 6 else 'free'}"
        for each in range(12)
    ]
    rows += [f"c{each},the parcel,2026-05-{each + 5:02},,This was terrible and slow,," for each in range(6)]
    Path("a.csv").write_text("\n".join(rows))
    return tmp_path


FROM = (
    "map", "--from", "a.csv", "--journey", "j.yaml", "--column", "customer=who", "--column", "score=stars",
    "--scale", "1-5",
)  # fmt: skip


@pytest.mark.usefixtures("files")
def test_it_is_drawn_with_no_database_and_words_are_judged(terminal: "Terminal") -> None:
    told = terminal(*FROM, "--as", "json")

    assert told.code == 0, told.err
    drawn = json.loads(told.out)
    buy, get = drawn["stages"]
    assert (buy["customers"], get["customers"]) == (12, 6)
    assert buy["score"] == pytest.approx(1.0)
    assert get["score"] < -0.5
    assert not [each for each in Path().iterdir() if each.suffix not in {".csv", ".yaml"}]


@pytest.mark.usefixtures("files")
def test_it_explains_its_figures_below_and_prints_json_as_reports_do(terminal: "Terminal") -> None:
    plain, explained = terminal(*FROM).out, terminal(*FROM, "--explain").out

    assert explained.startswith(plain)
    assert "n: customers with a score\n  Source: docs/methods.md" in explained.removeprefix(plain)
    assert problems("map", terminal(*FROM, "--json").out.encode()) == []
    assert "does not explain itself" in terminal(*FROM, "--explain", "--as", "svg").err


@pytest.mark.usefixtures("files")
def test_it_is_drawn_in_every_form(terminal: "Terminal") -> None:
    for form in renderers():
        told = terminal(*FROM, "--as", form, "--out", f"map.{form}")
        assert told.code == 0, (form, told.err)
        assert Path(f"map.{form}").stat().st_size > 100


@pytest.mark.usefixtures("files")
def test_personas_and_periods_restrict_it(terminal: "Terminal") -> None:
    drawn = json.loads(terminal(*FROM, "--as", "json", "--persona", "pro").out)
    assert drawn["stages"][0]["customers"] == 6
    drawn = json.loads(terminal(*FROM, "--as", "json", "--until", "2026-05-06").out)
    assert drawn["stages"][0]["customers"] == 7
    assert terminal(*FROM, "--persona", "prp").code == 2


@pytest.mark.usefixtures("files")
def test_what_the_journey_does_not_know_is_told_or_left_out(terminal: "Terminal") -> None:
    rows = Path("a.csv").read_text().splitlines()
    Path("a.csv").write_text("\n".join([*rows, "c1,chekout,2026-05-06,3,,", "c1,till,2026-05-06,3,,"]))

    told = terminal(*FROM)

    assert told.code == 1
    assert "a.csv:20:1: touchpoint" in told.err
    assert 'did you mean "checkout"?' in told.err
    assert '"till" is no touchpoint' in told.err
    left = terminal(*FROM, "--skip-unknown", "--as", "csv")
    assert left.code == 0
    assert "Left out 2 lines" in left.err


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--column", "whom=Who"), "names no column"),
        (("--column", "customer"), "names no column"),
        (("--scale", "five"), "is no scale"),
        (("--times", "dd.mm.yyyy"), "is no form of a day"),
    ],
)
def test_wrong_options_are_told(terminal: "Terminal", arguments: tuple[str, ...], said: str) -> None:
    told = terminal(*FROM, *arguments)

    assert told.code == 2
    assert said in told.err


@pytest.mark.usefixtures("files")
def test_times_are_read_as_the_file_writes_them(terminal: "Terminal") -> None:
    rows = ["customer;touchpoint;date;score", *(f"c{each};parcel;{each + 5}.5.2026;1" for each in range(6))]
    Path("german.csv").write_text("\n".join(rows))
    asked = ("map", "--from", "german.csv", "--journey", "j.yaml")

    assert "german.csv:2:1: date: is no time" in terminal(*asked).err
    told = terminal(*asked, "--times", "%d.%m.%Y", "--as", "json")
    assert json.loads(told.out)["stages"][1]["last_at"] == "2026-05-10T00:00:00+00:00"


@pytest.mark.usefixtures("files")
def test_nobody_is_lost_for_what_a_file_that_ended_long_ago_cannot_tell(terminal: "Terminal") -> None:
    rows = ["customer,touchpoint,at", *(f"c{each},checkout,2021-05-{each + 5:02}" for each in range(12))]
    rows += [f"c{each},parcel,2021-05-20" for each in range(6)]
    Path("old.csv").write_text("\n".join(rows))

    told = terminal("funnel", "--from", "old.csv", "--journey", "j.yaml", "--json")

    first = json.loads(told.out)["tables"]["funnel"]["rows"][0]
    assert (first["went_on"], first["lost"], first["not_yet"]) == (6, 0, 6)


@pytest.mark.usefixtures("files")
def test_a_workbook_is_told_from_a_file_without_columns(terminal: "Terminal") -> None:
    Path("book.csv").write_bytes(b"PK\x03\x04 and so on")

    told = terminal("map", "--from", "book.csv", "--journey", "j.yaml")

    assert told.code == 1
    assert "save the sheet as CSV" in told.err
    Path("odd.csv").write_bytes(b"who,touchpoint,time\nc1,\x81\x8d,2026-05-04\n")
    odd = terminal("map", "--from", "odd.csv", "--journey", "j.yaml").err
    assert "odd.csv: line 2: byte 23 is no utf-8; save the file as UTF-8\n" in odd


@pytest.mark.usefixtures("files")
def test_groups_stand_side_by_side(terminal: "Terminal") -> None:
    told = terminal(*FROM, "--as", "json", "--overlay", "persona:pro,segment:free")

    assert told.code == 0, told.err
    pro, free = json.loads(told.out)["overlays"]
    assert (pro["name"], pro["stages"]["buy"]["voters"]) == ("Pro", 6)
    assert (free["id"], free["stages"]["buy"]["voters"]) == ("segment:free", 6)
    assert (
        pro["stages"]["buy"]["score"]
        == json.loads(terminal(*FROM, "--as", "json", "--persona", "pro").out)["stages"][0]["score"]
    )
    for form in ("html", "terminal", "svg"):
        out = f"side.{form}"
        assert terminal(*FROM, "--overlay", "persona:pro,segment:free", "--as", form, "--out", out).code == 0


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ("persona:pro", "one group has none to stand beside"),
        ("persona:pro,persona:prp", "did you mean “persona:pro”?"),
        ("pro,free", "use persona:pro"),
        ("persona:pro,persona:pro", "named twice"),
        ("persona:pro,segment:free,segment:a,segment:b,segment:c", "5 groups"),
        (" , ", "no group is named"),
    ],
)
def test_groups_that_cannot_stand_side_by_side_are_told(terminal: "Terminal", groups: str, said: str) -> None:
    told = terminal(*FROM, "--overlay", groups)

    assert told.code == 2
    assert said in told.err


@pytest.mark.usefixtures("files")
def test_an_event_log_is_a_source_too(terminal: "Terminal") -> None:
    event = (
        '<event><string key="concept:name" value="checkout"/><float key="score" value="1.0"/>'
        '<date key="time:timestamp" value="2026-05-04T10:00:00Z"/></event>'
    )
    cases = [f'<trace><string key="concept:name" value="c{n}"/>{event}</trace>' for n in range(6)]
    Path("log.xes").write_text(f"<log>{''.join(cases)}</log>")

    told = terminal("map", "--from", "log.xes", "--journey", "j.yaml", "--as", "json")

    assert told.code == 0, told.err
    assert json.loads(told.out)["stages"][0]["score"] == 1.0


@pytest.mark.usefixtures("files")
def test_words_in_a_file_are_read_for_what_hurts_and_quoted_to_nobody(terminal: "Terminal") -> None:
    Path("j.yaml").write_text(
        JOURNEY + "themes: [{id: late, title: Late, phrases: [it came far too late, we waited too long]}]\n"
        "opportunities: [{id: warn, title: Warn of delays, stage: get, theme: late, effort: 2}]\n"
    )
    rows = ["customer,touchpoint,at,score,text"]
    rows += [f"c{each},parcel,2026-05-{each + 5:02},1,It came far too late" for each in range(12)]
    rows += [f"d{each},parcel,2026-05-{each + 5:02},5," for each in range(12)]
    Path("words.csv").write_text("\n".join(rows))
    given = ("--from", "words.csv", "--journey", "j.yaml", "--scale", "1-5", "--json")

    told = terminal("pains", *given)

    assert told.code == 0, told.err
    assert problems("report", told.out.encode()) == []
    tables = json.loads(told.out)["tables"]
    assert [(row["theme"], row["customers"]) for row in tables["pains"]["rows"]] == [("Late", 12)]
    assert "quotes" not in tables
    opportunities = json.loads(terminal("opportunities", *given).out)["tables"]
    assert [row["verdict"] for row in opportunities["opportunities"]["rows"]] == ["quick win"]
    assert json.loads(terminal("pains", *given, "--until", "2026-04-30").out)["tables"]["pains"]["rows"] == []
