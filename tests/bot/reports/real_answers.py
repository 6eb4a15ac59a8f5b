"""Real files for tests of whole reports: how they are read, and oracles that share no code with them."""

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.given_data import GivenData, read_given
from bot.grounds import FileGrounds
from bot.plugins import question_options
from bot.reporting import Query, ReportSpec
from config.loader import read_journey
from feedback.scoring import Scorer
from mapping.reading import Scale
from mapping.report import Report, Value, column_values
from tests.json_schemas import report_problems

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("AFTERTOUCH_DATA_DIR", ROOT.parent / "shared" / "data")) / "feedback"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LEVELS = np.arange(-2.0, 3.0)
HEADER = ("customer", "touchpoint", "time", "score", "site")

Floats = NDArray[np.float64]


def rows_of(name: str, *, encoding: str = "utf-8") -> list[dict[str, str]]:
    """Return the rows of a file of the data folder; skip the test where it is absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"NOT TESTED: {path} is absent; point AFTERTOUCH_DATA_DIR to the data")
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def given_of(folder: Path, journey: Path, rows: Iterable[Sequence[str]], *, scale: str) -> GivenData:
    """Write the rows as another tool would, and read them as `--from` does."""
    path = folder / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    loaded = read_journey(journey, kinds=question_options())
    return read_given(path, loaded=loaded, scorer=nobody, as_of=NOW, scale=Scale.of(scale))


def nobody() -> Scorer:
    raise AssertionError("every row has a score or says nothing")


def report_of(data: GivenData, spec: ReportSpec, query: Query) -> Report:
    answer = spec.make(FileGrounds(data), query)
    assert isinstance(answer, Report), answer
    assert report_problems(answer) == []
    return answer


def columns_of(report: Report, key: str, *, by: str) -> dict[Value, dict[str, Value]]:
    """Return a table's rows as mappings, by the value of one column."""
    table = next(table for table in report.tables if table.key == key)
    names = [column.key for column in table.columns]
    rows = (dict(zip(names, row, strict=True)) for row in table.rows)
    return dict(zip(column_values(table, by), rows, strict=True))


def votes(scores: Iterable[tuple[str, float]]) -> Floats:
    """Return each customer's own mean."""
    ordered = sorted(scores)
    return np.array(
        [np.mean([score for _, score in same]) for _, same in groupby(ordered, key=lambda each: each[0])]
    )


def pooled(groups: Iterable[Floats]) -> Floats:
    """Return the prior: everybody's shares of the five levels, none under 1 %."""
    shares = sum((split(each) for each in groups), start=np.zeros(5))
    prior: Floats = 0.01 + 0.95 * shares / shares.sum()
    return prior


def split(cast: Floats) -> Floats:
    """Return votes counted on the two levels beside each, nearer ones more."""
    counts = np.zeros(5)
    low = np.minimum(np.floor(cast), 1).astype(int)
    np.add.at(counts, low + 2, 1 - (cast - low))
    np.add.at(counts, low + 3, cast - low)
    return counts


def drawn(cast: Floats, prior: Floats, *, seed: int) -> Floats:
    """Return draws of what the true mean may be."""
    rng = np.random.default_rng(seed)
    found: Floats = rng.dirichlet(split(cast) + prior, size=40_000) @ LEVELS
    return found


def month_of(day: date) -> str:
    """Return the month of the week's Thursday."""
    return f"{day + timedelta(days=3 - day.weekday()):%Y-%m}"


def parted(rows: Iterable[Mapping[str, str]], column: str) -> dict[str, list[Mapping[str, str]]]:
    """Return the rows by what stands in a column."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
