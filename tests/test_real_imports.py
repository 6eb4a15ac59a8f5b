"""Two real files, from CSV to the map's JSON, with the figures recomputed by the csv module alone.

Reads AFTERTOUCH_DATA_DIR (by default ../shared/data beside the project); skips where the data are absent.
"""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import fmean

import pytest

from bot.charting import score_table
from bot.plugins import question_kinds, question_options, scorers
from config.loader import LoadedJourney, read_journey
from feedback.clock import FakeClock
from feedback.importing.loading import read_map
from feedback.importing.report import ImportReport, report_text
from feedback.importing.run import import_file
from feedback.scorer import Score, ToScore
from feedback.scoring import Scorer
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.vault import Keyring
from mapping.journey_map import build_map
from mapping.period import Period
from mapping.renderers.json import render
from tests.json_schemas import problems

pytestmark = pytest.mark.slow

HERE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("AFTERTOUCH_DATA_DIR", HERE.parent / "shared" / "data")) / "feedback"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
PERIOD = Period(date(2021, 4, 1), date(2024, 4, 30))

Figures = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A file brought in, and the map drawn from it."""

    path: Path
    loaded: LoadedJourney
    store: Store
    report: ImportReport
    stages: Mapping[str, Figures]

    def again(self) -> ImportReport:
        """Import the same file once more."""
        return bring_in(self.path, self.loaded, self.store)


def rows_of(path: Path) -> Sequence[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def example(name: str, folder: Path) -> Iterator[Imported]:
    path = DATA / f"{name}_fft.csv"
    if not path.exists():
        pytest.skip(
            f"NOT TESTED: {path} is absent; point AFTERTOUCH_DATA_DIR to the data to test real imports"
        )
    loaded = read_journey(HERE / "examples" / name / "journey.yaml", kinds=question_options())
    store = open_store(
        f"sqlite:///{folder / name}.db",
        keyring=Keyring.generate(entropy=os.urandom),
        workspace="test",
        entropy=os.urandom,
        now=NOW,
    )
    try:
        report = bring_in(path, loaded, store)
        yield Imported(path=path, loaded=loaded, store=store, report=report, stages=drawn(loaded, store))
    finally:
        store.close()


def bring_in(path: Path, loaded: LoadedJourney, store: Store) -> ImportReport:
    journey = loaded.journey
    mapping = HERE / "examples" / journey.id / "import.yaml"
    return import_file(
        path,
        read_map(mapping, journey=journey, kinds=question_kinds()),
        store=store,
        journey=journey,
        version=loaded.version,
        kinds=question_kinds(),
        judge=judged,
        clock=FakeClock(NOW),
    )


def judged(requests: Sequence[ToScore]) -> Sequence[Score]:
    return Scorer(engine=scorers()["textblob"]).score(requests)


def drawn(loaded: LoadedJourney, store: Store) -> Mapping[str, Figures]:
    """Roll up what is stored, and return the stages of the map's JSON by id."""
    journey = loaded.journey
    scorer = ("textblob", Scorer(engine=scorers()["textblob"]).version)
    while store.sweep_dirty(limit=1_000, scorers={journey.id: scorer}):
        pass
    table = score_table(store.read_partials(journey.id))
    journey_map = build_map(
        journey, table, version=loaded.version, period=PERIOD, as_of=NOW, scorer="textblob"
    )
    written = render(journey_map)
    assert problems("map", written) == []
    read = json.loads(written)
    return {stage["id"]: stage for stage in read["stages"]}


@pytest.fixture(scope="module")
def urgent_care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    yield from example("urgent_care", tmp_path_factory.mktemp("urgent"))


@pytest.fixture(scope="module")
def gp_surgeries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    yield from example("gp_surgeries", tmp_path_factory.mktemp("gp"))


SERVICES = {
    "111": "call_111",
    "See and Convey": "see_and_convey",
    "PTS\u00a0 - Patient Transport": "patient_transport",
}
SILENT = {"", "did not answer"}
WORDS = {
    "Extremely likely": 2,
    "Likely": 1,
    "Neither likely nor unlikely": 0,
    "Unlikely": -1,
    "Extremely unlikely": -2,
}


def test_urgent_care_loses_no_row(urgent_care: Imported) -> None:
    report = urgent_care.report

    assert report.rows == 5_096
    assert report.imported + report.empty == 5_096
    assert (report.refused, report.cells_refused, report.known) == (0, 0, 0)
    assert report.empty == sum(one.count for one in report.reasons)
    assert (report.customers, report.interactions) == (2_959, 2_959)


@pytest.mark.parametrize("service", SERVICES)
def test_urgent_care_has_the_ratings_that_the_csv_has(urgent_care: Imported, service: str) -> None:
    rows = [row for row in rows_of(urgent_care.path) if row["Service type 1"] == service]
    # 1 is best; 6 and 7 are no ratings; it repeats on every row of a person.
    ratings = {
        row["Respondent ID"]: 3 - int(row["FFT categorical answer"])
        for row in rows
        if row["FFT categorical answer"] in {"1", "2", "3", "4", "5"}
    }
    comments = [row["Respondent ID"] for row in rows if row["FFT answer"].strip().casefold() not in SILENT]

    stage = urgent_care.stages[SERVICES[service]]

    assert stage["rated"] == len(ratings)
    assert stage["rating_mean"] == pytest.approx(fmean(ratings.values()), abs=1e-9)
    assert stage["answers"] == len(ratings) + len(comments)
    assert stage["customers"] == len({*ratings, *comments})
    assert stage["score"] is not None


def test_urgent_care_knows_which_day_it_was_where_the_rows_of_a_visit_differ(urgent_care: Imported) -> None:
    weeks = urgent_care.store.read_partials("urgent_care").week

    assert weeks.min() >= date(2021, 3, 29)
    assert weeks.max() <= date(2022, 9, 30)


def test_gp_surgeries_loses_no_row(gp_surgeries: Imported) -> None:
    report = gp_surgeries.report

    assert report.rows == 3_882
    assert report.imported + report.empty == 3_882
    assert (report.refused, report.cells_refused, report.known) == (0, 0, 0)
    assert (report.customers, report.interactions) == (3_882, 3_882)


def test_gp_surgeries_has_the_ratings_that_the_csv_has(gp_surgeries: Imported) -> None:
    rows = rows_of(gp_surgeries.path)
    ratings = [WORDS[row["rating"]] for row in rows if row["rating"] in WORDS]
    texts = [bool(row["free_text"].strip()) + bool(row["do_better"].strip()) for row in rows]
    silent = sum(row["rating"] not in WORDS and not count for row, count in zip(rows, texts, strict=True))

    stage = gp_surgeries.stages["appointment"]

    assert stage["rated"] == len(ratings)
    assert stage["rating_mean"] == pytest.approx(fmean(ratings), abs=1e-9)
    assert stage["answers"] == len(ratings) + sum(texts)
    assert stage["customers"] == len(rows) - silent
    assert gp_surgeries.report.empty == silent


def test_gp_surgeries_keeps_the_site_of_every_answer(gp_surgeries: Imported) -> None:
    facts = gp_surgeries.store.read_customers_facts()
    sites = Counter(row["surgery"] for row in rows_of(gp_surgeries.path))

    assert Counter(str(known["surgery"]) for known in facts.values()) == sites
    assert {segment.title.wording("en", default="en") for segment in gp_surgeries.loaded.journey.segments}
    for segment in gp_surgeries.loaded.journey.segments:
        assert sum(segment.rule.holds(known) for known in facts.values()) in sites.values()


def test_importing_a_real_file_again_changes_nothing(urgent_care: Imported) -> None:
    report = urgent_care.again()

    assert report.outcome == "already"
    assert drawn(urgent_care.loaded, urgent_care.store) == urgent_care.stages


def test_the_report_of_a_real_file_quotes_nobody(urgent_care: Imported) -> None:
    words = report_text(urgent_care.report)
    quoted = [
        row["Comment ID"]
        for row in rows_of(urgent_care.path)
        if len(row["FFT answer"]) > 20 and row["FFT answer"] in words
    ]

    assert not quoted
