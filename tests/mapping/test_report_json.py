"""docs/report-json.md and what is written are the same, member by member."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

from mapping.parts import About
from mapping.period import Period
from mapping.report import HIDDEN, Bounded, Column, Formula, Kind, Report, Table
from mapping.report_forms.json import SCHEMA, SPEC

DOC = Path(__file__).parents[2] / "docs" / "report-json.md"
NOW = datetime(2026, 9, 30, 18, tzinfo=UTC)
ABOUT = About(
    journey="shop", title="Shop", version="1", language="en", period=Period(None, None),
    previous_period=None, persona=None, segment=None, channels=(), as_of=NOW, scorer="s-1", min_customers=5,
)  # fmt: skip
COLUMNS = (
    Column(key="stage", title="Stage"),
    Column(key="score", title="Score", kind="score"),
    Column(key="wait", title="Wait", kind="length"),
    Column(key="at", title="At", kind="time"),
    Column(key="few", title="Few", kind="count"),
    Column(key="none", title="None", kind="count"),
)
REPORT = Report(
    name="made_up", title="Made up", about=ABOUT,
    tables=(
        Table(
            key="all", title="All", columns=COLUMNS,
            rows=(("Buy", Bounded(0.5, 0.25, 0.75), timedelta(days=1), NOW, HIDDEN, None),),
        ),
    ),
    formulas=(Formula(what="w", formula="f", n="n", source="s"),),
)  # fmt: skip


def written() -> dict[str, object]:
    found: dict[str, object] = json.loads(SPEC.write(REPORT, False))  # noqa: FBT003 - the port's own second argument
    return found


def members(heading: str) -> list[str]:
    """Return what the first table under a heading of the page lists."""
    part = DOC.read_text(encoding="utf-8").split(f"## {heading}\n", maxsplit=1)[1].split("\n## ")[0]
    table = part.strip().split("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_the_page_lists_every_member_and_no_other() -> None:
    assert members("The whole") == list(written())
    assert members("A table") == ["title", "columns", "rows"]
    assert SCHEMA in DOC.read_text(encoding="utf-8")


def test_the_page_lists_every_kind_of_column() -> None:
    text = DOC.read_text(encoding="utf-8").split("| kind | in a row |")[1].split("\n\n")[0]

    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == set(get_args(Kind))


def test_values_are_written_as_the_page_says() -> None:
    tables = written()["tables"]
    assert isinstance(tables, dict)

    assert tables["all"]["rows"] == [
        {
            "stage": "Buy",
            "score": {"value": 0.5, "low": 0.25, "high": 0.75},
            "wait": 86400.0,
            "at": "2026-09-30T18:00:00+00:00",
            "few": None,
            "none": None,
            "hidden": ["few"],
        }
    ]
