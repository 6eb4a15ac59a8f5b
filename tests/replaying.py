"""Real comments, to be replayed: who said what, and the map that their answers make.

Reads AFTERTOUCH_DATA_DIR (by default ../shared/data beside the project); skips where the data are absent.
"""

import csv
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.connections import connected
from bot.plugins import renderers
from bot.reporting import Query
from bot.wiring import ChannelMaker
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.intake import CustomerFacts, Touch, Touched

_HERE = Path(__file__).resolve().parent.parent
EXAMPLE = _HERE / "examples" / "urgent_care"
DATA = Path(os.environ.get("AFTERTOUCH_DATA_DIR") or _HERE.parent / "shared" / "data")
NOW = datetime(2022, 6, 1, 12, tzinfo=UTC)
PLACES = {
    "111": "call_111",
    "See and Convey": "see_and_convey",
    "PTS\u00a0 - Patient Transport": "patient_transport",
}
FIGURES = ("answers", "customers", "rated", "rating_mean", "score", "low", "high")

Row = Mapping[str, str]
Figures = Mapping[str, Sequence[object]]
"""What stands on the map, stage by stage."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who rated and said why, and the address they chat at."""

    row: Row = field(repr=False)  # a failing test must not print what somebody wrote
    address: str

    @property
    def name(self) -> str:
        return self.row["Respondent ID"]

    @property
    def words(self) -> str:
        return self.row["FFT answer"]

    @property
    def best_of_five(self) -> str:
        """The tap that means the file's rating: there 1 is best, in the chat 5."""
        return str(6 - int(self.row["FFT categorical answer"]))


def chosen(count: int) -> Sequence[Row]:
    """Return the first rows that hold a rating and a reason, of as many different people."""
    path = DATA / "feedback" / "urgent_care_fft.csv"
    if not path.exists():
        pytest.skip(f"NOT TESTED: {path} is absent; point AFTERTOUCH_DATA_DIR to the data to replay it")
    with path.open(encoding="utf-8", newline="") as file:
        fitting = {
            row["Respondent ID"]: row
            for row in csv.DictReader(file)
            if row["FFT categorical answer"] in {"1", "2", "3", "4", "5"}
            and row["FFT question"] == "FFT Why?"
            and row["FFT answer"].strip().casefold() not in {"", "did not answer"}
        }
    return list(islice(fitting.values(), count))


def opened(folder: Path, *, channels: ChannelMaker = connected, clock: FakeClock | None = None) -> App:
    """Open the program at a clock that stands still, with a database in `folder`."""
    folder.mkdir(exist_ok=True)
    settings = Settings(
        database_url=f"sqlite:///{folder / 'answers.db'}",
        key_file=folder / "key",
        journey=EXAMPLE / "journey.yaml",
    )
    around = Surroundings(clock=clock or FakeClock(NOW), entropy=os.urandom, new_id=counting_ids())
    return open_app(settings, around=around, channels=channels)


async def figures(app: App) -> Figures:
    """Return what stands on the map of everything."""
    await app.settle()
    drawn = json.loads(renderers()["json"].render(app.cartographer.draw(Query())))
    return {stage["id"]: [stage[name] for name in FIGURES] for stage in drawn["stages"]}


async def reach(app: App, people: Sequence[Person], *, channel: str) -> None:
    """Let every person reach their touchpoint, and be asked."""
    touches = [
        Touch(
            source="replay",
            source_id=person.name,
            customer=CustomerFacts(external_id=person.name, addresses=((channel, person.address),)),
            touchpoint=PLACES[person.row["Service type 1"]],
            occurred_at=NOW,
        )
        for person in people
    ]
    outcomes = await app.submit_many(touches)
    assert all(isinstance(each, Touched) and each.outcome == "ask" for each in outcomes)


def assert_same(found: Figures, expected: Figures) -> None:
    """Assert that two maps agree to 1e-9, stage by stage."""
    assert found.keys() == expected.keys()
    for stage, figures_there in expected.items():
        assert found[stage] == pytest.approx(figures_there, abs=1e-9), stage
