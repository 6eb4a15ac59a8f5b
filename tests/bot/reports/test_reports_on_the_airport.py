"""An airport's customer surveys of six years: touchpoints, years side by side and drivers, against oracles.

Reads AFTERTOUCH_DATA_DIR (by default ../shared/data beside the project); skips where the data are absent.
"""

from collections.abc import Mapping
from datetime import date
from itertools import combinations
from math import factorial
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import brunnermunzel
from statsmodels.stats.multitest import multipletests

from bot.given_data import GivenData
from bot.grounds import FileGrounds
from bot.reporting import Query
from bot.reports import compare, drivers, trend
from mapping.given import GivenTable
from mapping.report import Bounded, Report
from tests.bot.reports.real_answers import (
    Floats,
    columns_of,
    drawn,
    given_of,
    pooled,
    report_of,
    rows_of,
    votes,
)
from tests.json_schemas import report_problems

JOURNEY = """
id: airport
title: Airport
overall: whole
stages:
  - {id: look, title: Look, touchpoints: [{id: art, title: Art}, {id: signs, title: Signs}]}
  - {id: buy, title: Buy, touchpoints: [{id: food, title: Food}, {id: shops, title: Shops}]}
  - {id: go, title: Go, touchpoints: [{id: screens, title: Screens}]}
surveys:
  - {id: s, title: S, questions: [{id: whole, kind: rating, ask: How was the airport as a whole?}]}
"""
STAGES = {"look": ("art", "signs"), "buy": ("food", "shops"), "go": ("screens",)}
# The surveys of 2010 and 2011 name the same fourteen items by letters, in the order of the later ones.
COLUMNS = {
    2010: ("Q6A", "Q6B", "Q6C", "Q6D", "Q6F"),
    2011: ("Q8A", "Q8B", "Q8C", "Q8D", "Q8F"),
    2012: ("Q8A_ART", "Q8B_FOOD", "Q8C_SHOP", "Q8D_SIGNS", "Q8F_SCREENS"),
    2013: ("Q7A_ART", "Q7B_FOOD", "Q7C_SHOPS", "Q7D_SIGNS", "Q7F_SCREENS"),
    2014: ("Q7ART", "Q7FOOD", "Q7STORE", "Q7SIGN", "Q7SCREENS"),
    2015: ("Q7ART", "Q7FOOD", "Q7STORE", "Q7SIGN", "Q7SCREENS"),
}
POINTS = ("art", "food", "shops", "signs", "screens")
MARKS = set("12345")
SAMPLE = 5

Marks = list[dict[str, str]]


@pytest.fixture(scope="module")
def years() -> Mapping[int, Marks]:
    """Every fifth customer of each year, who is enough of an oracle and a fifth of the time."""
    found = {}
    for year, columns in COLUMNS.items():
        rows = rows_of(f"sfo/sfo_{year}.csv", encoding="latin-1")[::SAMPLE]
        found[year] = [
            {
                "who": f"{year}-{place}",
                **{point: row[column].strip() for point, column in zip(POINTS, columns, strict=True)},
                "whole": row.get("Q7ALL", "").strip(),
            }
            for place, row in enumerate(rows)
        ]
    return found


@pytest.fixture(scope="module")
def airport(years: Mapping[int, Marks], tmp_path_factory: pytest.TempPathFactory) -> GivenData:
    folder = tmp_path_factory.mktemp("airport")
    (folder / "journey.yaml").write_text(JOURNEY)
    rows = [
        (row["who"], point, f"{year}-07-01", row[point], "")
        for year, marks in years.items()
        for row in marks
        for point in POINTS
        if row[point] in MARKS
    ]
    return given_of(folder, folder / "journey.yaml", rows, scale="1-5")


def cast(marks: Marks, points: tuple[str, ...]) -> Floats:
    return votes(
        (row["who"], int(row[point]) - 3.0) for row in marks for point in points if row[point] in MARKS
    )


def test_the_map_of_a_year_has_the_touchpoints_of_its_survey(
    airport: GivenData, years: Mapping[int, Marks]
) -> None:
    journey_map = airport.draw(Query(since=date(2015, 6, 29), until=date(2015, 7, 5)))
    prior = pooled([cast(years[2015], points) for points in STAGES.values()])

    for stage in journey_map.stages:
        here = cast(years[2015], STAGES[stage.id])
        low, high = np.quantile(drawn(here, prior, seed=1), [0.025, 0.975])
        assert stage.cell.score == pytest.approx(here.mean())
        assert stage.cell.voters == len(here)
        assert [stage.cell.low, stage.cell.high] == pytest.approx([low, high], abs=0.004)
        for point in stage.touchpoints:
            there = cast(years[2015], (point.id,))
            assert point.cell.score == pytest.approx(there.mean())
            assert point.cell.voters == len(there)


def test_the_years_are_those_of_the_surveys(airport: GivenData, years: Mapping[int, Marks]) -> None:
    found = columns_of(report_of(airport, trend.SPEC, Query(own={"by": "year"})), "periods", by="period")

    assert sorted(map(str, found)) == [str(year) for year in years]
    for year, marks in years.items():
        here, score = cast(marks, POINTS), found[str(year)]["score"]
        assert isinstance(score, Bounded)
        assert score.value == pytest.approx(here.mean())
        assert found[str(year)]["voters"] == len(here)


def test_one_year_beside_another_differs_as_rank_tests_and_draws_say(
    airport: GivenData, years: Mapping[int, Marks]
) -> None:
    query = Query(since=date(2015, 1, 1), until=date(2015, 12, 31), own={"with": "2014"})
    places = {"Overall": POINTS, "Look": STAGES["look"], "Buy": STAGES["buy"], "Go": STAGES["go"]}
    sides = {name: (cast(years[2015], points), cast(years[2014], points)) for name, points in places.items()}
    prior = pooled([side for name in ("Look", "Buy", "Go") for side in sides[name]])
    p = [brunnermunzel(*pair).pvalue for pair in sides.values()]
    kept = dict(zip(sides, multipletests(p, alpha=0.1, method="fdr_bh")[0], strict=True))

    found = columns_of(report_of(airport, compare.SPEC, query), "compare", by="stage")

    assert list(found) == list(places)
    for name, (one, other) in sides.items():
        told = found[name]
        gap = told["difference"]
        assert isinstance(gap, Bounded)
        assert (told["one_n"], told["other_n"]) == (len(one), len(other))
        assert gap.value == pytest.approx(one.mean() - other.mean())
        between = drawn(one, prior, seed=2) - drawn(other, prior, seed=3)
        low, high = np.quantile(between, [0.025, 0.975])
        assert [gap.low, gap.high] == pytest.approx([low, high], abs=0.006)
        below = float((between < 0).mean())
        if abs(abs(below - 0.5) - 0.45) > 0.01:
            sure = "lower" if below > 0.95 else "higher" if below < 0.05 else "can't tell"
            assert told["verdict"] == (sure if kept[name] else "can't tell")


class Surveyed(FileGrounds):
    """A file's grounds that also know who said what of the whole."""

    def __init__(self, data: GivenData, whole: Mapping[str, float]) -> None:
        super().__init__(data)
        self._whole = whole
        self._data = data

    def given(self, query: Query) -> GivenTable:
        rows = [(row.customer, row.touchpoint, "felt", row.valence or 0.0) for row in self._data.rows]
        rows += [(who, "screens", "whole", said) for who, said in self._whole.items()]
        who, where, question, valence = zip(*rows, strict=True)
        return GivenTable.of_columns(
            customer=list(who), touchpoint=list(where), question=list(question), valence=np.array(valence)
        )


def test_drivers_are_the_mean_gain_over_all_orders_and_performance_the_mean(
    years: Mapping[int, Marks], tmp_path: Path
) -> None:
    complete = [
        row for row in years[2015] if all(row[name] in MARKS for name in (*POINTS, "whole"))
    ]  # fmt: skip
    (tmp_path / "journey.yaml").write_text(JOURNEY)
    data = given_of(
        tmp_path,
        tmp_path / "journey.yaml",
        [(row["who"], point, "2015-07-01", row[point], "") for row in complete for point in POINTS],
        scale="1-5",
    )
    scores = np.array([[int(row[point]) - 3.0 for point in POINTS] for row in complete])
    whole = np.array([int(row["whole"]) - 3.0 for row in complete])

    report = drivers.SPEC.make(
        Surveyed(data, dict(zip([row["who"] for row in complete], whole.tolist(), strict=True))), Query()
    )

    assert isinstance(report, Report), report
    assert report_problems(report) == []
    assert len(complete) >= 100
    assert report.drawing is not None
    assert report.title in {group.title for group in report.drawing.groups}, (
        "pages leave out a title told twice"
    )
    shares = {name: told["share"] for name, told in columns_of(report, "drivers", by="touchpoint").items()}
    for point, gain in zip(POINTS, gains(scores, whole), strict=True):
        share = shares[point.title()]
        assert isinstance(share, Bounded)
        assert share.value == pytest.approx(gain, abs=1e-6)
    matrix = columns_of(report, "matrix", by="touchpoint")
    for place, point in enumerate(POINTS):
        performance = matrix[point.title()]["performance"]
        assert isinstance(performance, Bounded)
        assert performance.value == pytest.approx(scores[:, place].mean())


def gains(scores: Floats, whole: Floats) -> Floats:
    """Return what each column adds to R squared, averaged over all orders, by least squares."""
    count = scores.shape[1]
    explained = {
        inside: float(sm.OLS(whole, sm.add_constant(scores[:, inside])).fit().rsquared) if inside else 0.0
        for size in range(count + 1)
        for inside in combinations(range(count), size)
    }
    found = np.zeros(count)
    for inside, r_squared in explained.items():
        weight = factorial(len(inside)) * factorial(count - len(inside) - 1) if len(inside) < count else 0
        for place in set(range(count)) - set(inside):
            larger = explained[tuple(sorted((*inside, place)))]
            found[place] += weight / factorial(count) * (larger - r_squared)
    return found
