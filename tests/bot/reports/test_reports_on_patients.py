"""Maps and reports of real patients' answers, read from a file, against the csv module, numpy and scipy.

Reads AFTERTOUCH_DATA_DIR (by default ../shared/data beside the project); skips where the data are absent.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import brunnermunzel
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from bot.given_data import GivenData
from bot.reporting import Query
from bot.reports import segments, trend
from mapping.renderers.json import as_json
from mapping.report import HIDDEN, Bounded
from tests.bot.reports.real_answers import (
    ROOT,
    Floats,
    columns_of,
    drawn,
    given_of,
    month_of,
    parted,
    pooled,
    report_of,
    rows_of,
    votes,
)

STARS = {
    "Extremely likely": 2,
    "Likely": 1,
    "Neither likely nor unlikely": 0,
    "Unlikely": -1,
    "Extremely unlikely": -2,
}
STAGES = {"111": "call_111", "See and Convey": "see_and_convey", "PTS": "patient_transport"}
NEAR = 0.004

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def surgeries() -> Rows:
    return rows_of("gp_surgeries_fft.csv")


@pytest.fixture(scope="module")
def gp(surgeries: Rows, tmp_path_factory: pytest.TempPathFactory) -> GivenData:
    folder = tmp_path_factory.mktemp("gp")
    journey = folder / "journey.yaml"
    text = (ROOT / "examples" / "gp_surgeries" / "journey.yaml").read_text()
    journey.write_text(text.replace("surgery ==", "site =="))
    rows = [
        (str(place), "appointment", row["time"], str(STARS.get(row["rating"], "")), row["surgery"])
        for place, row in enumerate(surgeries)
    ]
    return given_of(folder, journey, rows, scale="-2-2")


def cast(rows: list[Mapping[str, str]] | Rows) -> Floats:
    return np.array([STARS[row["rating"]] for row in rows if row["rating"] in STARS], dtype=np.float64)


def figures(data: GivenData) -> Mapping[str, Mapping[str, object]]:
    drawing = json.loads(json.dumps(as_json(data.draw(Query()))))
    return {"overall": drawing["overall"], **{stage["id"]: stage for stage in drawing["stages"]}}


def test_the_map_of_the_surgeries_has_the_mean_and_its_interval(gp: GivenData, surgeries: Rows) -> None:
    everybody = cast(surgeries)

    found = figures(gp)["appointment"]

    assert found["score"] == pytest.approx(everybody.mean())
    assert (found["voters"], found["histogram"]) == (
        len(everybody),
        [int((everybody == level).sum()) for level in range(-2, 3)],
    )
    low, high = np.quantile(drawn(everybody, pooled([everybody]), seed=1), [0.025, 0.975])
    assert (found["low"], found["high"]) == (pytest.approx(low, abs=0.002), pytest.approx(high, abs=0.002))


def test_the_trend_of_the_surgeries_is_that_of_the_rows_by_month(gp: GivenData, surgeries: Rows) -> None:
    months = parted(
        ({**row, "month": month_of(datetime.fromisoformat(row["time"]).date())} for row in surgeries), "month"
    )
    prior = pooled([cast(surgeries)])

    found = columns_of(report_of(gp, trend.SPEC, Query()), "periods", by="period")

    assert sorted(map(str, found)) == sorted(months)
    before: Floats | None = None
    for month, rows in sorted(months.items()):
        here, told = cast(rows), found[month]
        low, high = np.quantile(drawn(here, prior, seed=2), [0.025, 0.975])
        score, unhappy = told["score"], int((here <= -0.5).sum())
        assert isinstance(score, Bounded)
        assert told["voters"] == len(here)
        assert score.value == pytest.approx(here.mean())
        assert [score.low, score.high] == pytest.approx([low, high], abs=NEAR)
        if 0 < unhappy < 5:
            assert told["unhappy"] is HIDDEN
        else:
            share = told["unhappy"]
            assert isinstance(share, Bounded)
            wilson = proportion_confint(unhappy, len(here), method="wilson")
            assert (share.value, share.low, share.high) == pytest.approx((unhappy / len(here), *wilson))
        if before is not None:
            change = told["change"]
            assert isinstance(change, Bounded)
            assert change.value == pytest.approx(here.mean() - before.mean())
        before = here


def test_the_sites_differ_as_rank_tests_and_draws_say(gp: GivenData, surgeries: Rows) -> None:
    journey = gp.loaded.journey
    names = {
        journey.say(each.title, "en"): str(each.rule).partition('"')[2].rstrip('"')
        for each in journey.segments
    }
    by_site, prior = parted(surgeries, "surgery"), pooled([cast(surgeries)])
    report = columns_of(report_of(gp, segments.SPEC, Query()), "groups", by="group")
    sides = {
        title: (
            cast(by_site[site]),
            cast([row for row in surgeries if row["surgery"] != site]),
        )
        for title, site in names.items()
    }
    # Each site is looked at over all and at the one stage that there is: the same figures twice.
    p = [brunnermunzel(*sides[title]).pvalue for title in report if isinstance(title, str)]
    kept = multipletests(np.repeat(p, 2), alpha=0.1, method="fdr_bh")[0][::2]

    assert len(report) == len(names) == len(by_site)
    for (title, told), is_kept in zip(report.items(), kept, strict=True):
        own, others = sides[str(title)]
        gap, score = told["difference"], told["score"]
        assert isinstance(gap, Bounded)
        assert isinstance(score, Bounded)
        assert (told["voters"], told["others_voters"]) == (len(own), len(others))
        assert score.value == pytest.approx(own.mean())
        assert gap.value == pytest.approx(own.mean() - others.mean())
        between = drawn(own, prior, seed=3) - drawn(others, prior, seed=4)
        low, high = np.quantile(between, [0.025, 0.975])
        assert [gap.low, gap.high] == pytest.approx([low, high], abs=0.01)
        below = float((between < 0).mean())
        if abs(below - 0.5) < 0.44 or abs(below - 0.5) > 0.46:
            sure = "lower" if below > 0.95 else "higher" if below < 0.05 else "can't tell"
            assert told["verdict"] == (sure if is_kept else "can't tell")


def test_the_map_of_urgent_care_gives_each_patient_one_vote(tmp_path: Path) -> None:
    rows = [row for row in rows_of("urgent_care_fft.csv") if row["FFT categorical answer"] in set("12345")]
    given = [
        (row["Respondent ID"], stage_of(row), iso(row["Date"]), row["FFT categorical answer"], "")
        for row in rows
    ]
    data = given_of(tmp_path, ROOT / "examples" / "urgent_care" / "journey.yaml", given, scale="5-1")
    by_stage = {
        stage: votes((who, 3.0 - int(mark)) for who, at, _, mark, _ in given if at == stage)
        for stage in STAGES.values()
    }
    prior = pooled(by_stage.values())

    found = figures(data)

    for stage, here in by_stage.items():
        told = found[stage]
        low, high = np.quantile(drawn(here, prior, seed=5), [0.025, 0.975])
        assert (told["answers"], told["voters"]) == (sum(at == stage for _, at, *_ in given), len(here))
        assert told["score"] == pytest.approx(here.mean())
        assert (told["low"], told["high"]) == (pytest.approx(low, abs=NEAR), pytest.approx(high, abs=NEAR))
    everybody = votes((who, 3.0 - int(mark)) for who, _, _, mark, _ in given)
    assert found["overall"]["score"] == pytest.approx(everybody.mean())
    assert (found["overall"]["customers"], found["overall"]["answers"]) == (len(everybody), len(given))


def stage_of(row: Mapping[str, str]) -> str:
    return next(stage for name, stage in STAGES.items() if row["Service type 1"].startswith(name))


def iso(day: str) -> str:
    """Read a day of the file, some of which put the month first."""
    one, other, year = (int(part) for part in day.split("/"))
    first, second = (one, other) if other <= 12 else (other, one)
    return date(year, second, first).isoformat()
