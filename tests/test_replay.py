"""Five hundred real comments, typed into the web chat, make the very map that importing them makes.

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
from uuid import NAMESPACE_URL, uuid5

import httpx
import pytest

from bot.app import App, Surroundings, open_app
from bot.cartographer import Everything
from bot.http.server import make_server, web_address
from bot.plugins import question_kinds, renderers
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.importing.loading import read_map
from feedback.importing.run import import_file
from feedback.intake import CustomerFacts, Touch, Touched

pytestmark = pytest.mark.slow

HERE = Path(__file__).resolve().parent.parent
EXAMPLE = HERE / "examples" / "urgent_care"
DATA = Path(os.environ.get("AFTERTOUCH_DATA_DIR", HERE.parent / "shared" / "data")) / "feedback"
NOW = datetime(2022, 6, 1, 12, tzinfo=UTC)
TALKS = 500
PLACES = {
    "111": "call_111",
    "See and Convey": "see_and_convey",
    "PTS\u00a0 - Patient Transport": "patient_transport",
}
FIGURES = ("answers", "customers", "rated", "rating_mean", "score", "low", "high")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who rated and said why, and the address they chat at."""

    row: Row = field(repr=False)  # a failing test must not print what somebody wrote
    address: str

    @property
    def name(self) -> str:
        return self.row["Respondent ID"]

    @property
    def best_of_five(self) -> str:
        """The tap that means the file's rating: there 1 is best, in the chat 5."""
        return str(6 - int(self.row["FFT categorical answer"]))


def chosen() -> Sequence[Row]:
    """Return the first rows that hold a rating and a reason, of as many different people."""
    path = DATA / "urgent_care_fft.csv"
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
    return list(islice(fitting.values(), TALKS))


def opened(folder: Path) -> App:
    folder.mkdir()
    settings = Settings(
        database_url=f"sqlite:///{folder / 'answers.db'}",
        key_file=folder / "key",
        journey=EXAMPLE / "journey.yaml",
    )
    around = Surroundings(clock=FakeClock(NOW), entropy=os.urandom, new_id=counting_ids())
    return open_app(settings, around=around)


async def figures(app: App) -> Mapping[str, Sequence[object]]:
    await app.settle()
    drawn = json.loads(renderers()["json"].render(app.cartographer.draw(Everything())))
    return {stage["id"]: [stage[name] for name in FIGURES] for stage in drawn["stages"]}


async def talk(app: App, people: Sequence[Person]) -> None:
    """Let every person reach their touchpoint, tap a rating and type why."""
    touches = [
        Touch(
            source="replay",
            source_id=person.name,
            customer=CustomerFacts(external_id=person.name, addresses=(("web", person.address),)),
            touchpoint=PLACES[person.row["Service type 1"]],
            occurred_at=NOW,
        )
        for person in people
    ]
    outcomes = await app.submit_many(touches)
    assert all(isinstance(each, Touched) and each.outcome == "ask" for each in outcomes)
    await app.settle()
    transport = httpx.ASGITransport(app=make_server(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://chat") as client:
        for person in people:
            await say(client, person, {"choices": [person.best_of_five]})
        await app.settle()
        for person in people:
            await say(client, person, {"text": person.row["FFT answer"]})
        await app.settle()


async def say(client: httpx.AsyncClient, person: Person, reply: Mapping[str, object]) -> None:
    headers = {"Authorization": f"Bearer {person.address}"}
    key = str(uuid5(NAMESPACE_URL, person.name + "/".join(reply)))
    answered = await client.post("/chat/replies", json={"key": key, **reply}, headers=headers)
    assert answered.status_code == httpx.codes.ACCEPTED


def brought_in(app: App, rows: Sequence[Row], folder: Path) -> None:
    path = folder / "chosen.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    journey = app.loaded.journey
    report = import_file(
        path,
        read_map(asked_in_the_same_words(folder), journey=journey, kinds=question_kinds()),
        store=app.store,
        journey=journey,
        version=app.loaded.version,
        kinds=question_kinds(),
        judge=app.service.judge,
        clock=app.around.clock,
    )
    assert report.imported == len(rows)


def asked_in_the_same_words(folder: Path) -> Path:
    """Return the example's map without the wording of its own file: what was asked counts in a score."""
    lines = (EXAMPLE / "import.yaml").read_text(encoding="utf-8").splitlines()
    path = folder / "import.yaml"
    path.write_text("\n".join(line for line in lines if "wording:" not in line), encoding="utf-8")
    return path


async def test_live_conversations_make_the_map_that_importing_their_rows_makes(tmp_path: Path) -> None:
    rows = chosen()
    live, imported = opened(tmp_path / "live"), opened(tmp_path / "imported")
    try:
        await talk(live, [Person(row, web_address(live)) for row in rows])
        brought_in(imported, rows, tmp_path)

        spoken, written = await figures(live), await figures(imported)
    finally:
        live.close()
        imported.close()

    assert sum(int(str(stage[1])) for stage in spoken.values()) == TALKS
    for stage, expected in written.items():
        assert spoken[stage] == pytest.approx(expected, abs=1e-9), stage
