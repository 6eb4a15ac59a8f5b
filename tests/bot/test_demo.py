"""`aftertouch demo`: its files, its figures, its second start, and a start that was killed."""

import json
import signal
import socket
import struct
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from statistics import mean
from xml.etree import ElementTree as ET

import httpx
import pytest
from click.testing import CliRunner, Result

from bot.app import App, open_app
from bot.cli import aftertouch
from bot.simulation.marker import read_marker
from bot.simulation.place import Place
from mapping.renderers.json import SCHEMA

FEW = ("--customers", "14", "--days", "9")
COMMAND = (sys.executable, "-m", "bot", "demo")


def run(*options: str | Path) -> Result:
    """Run the command here: a process of its own takes longer to start than what it does."""
    # By way of the group, as a terminal does: a command keeps the help option of its first caller.
    return CliRunner().invoke(aftertouch, ["demo", *map(str, options)])


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """The folder, the files and the words of one run of `--once`."""
    base = tmp_path_factory.mktemp("demo")
    folder, out = base / "place", base / "some" / "map"
    done = run("--once", "--out", out, "--folder", folder, *FEW)
    assert done.exit_code == 0, done.stderr
    return folder, out, done.stdout


def figures(out: Path) -> Mapping[str, tuple[int | None, int | None, float | None]]:
    told = json.loads((out / "map.json").read_bytes())
    return {each["id"]: (each["answers"], each["voters"], each["score"]) for each in told["stages"]}


@pytest.mark.slow
def test_once_leaves_the_map_in_four_forms(lived: tuple[Path, Path, str]) -> None:
    _, out, said = lived

    assert sorted(path.name for path in out.iterdir()) == ["map.html", "map.json", "map.png", "map.svg"]
    assert all(str(out / name) in said for name in ("map.html", "map.json", "map.png", "map.svg"))
    assert "customers. How it felt" in said


@pytest.mark.slow
def test_the_files_are_what_their_names_say(lived: tuple[Path, Path, str]) -> None:
    _, out, _ = lived

    assert ET.fromstring((out / "map.svg").read_bytes()).tag.endswith("}svg")  # noqa: S314 - our own file
    png = (out / "map.png").read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    assert 1_400 <= wide <= 2_000
    assert high > 600
    assert _has_table((out / "map.html").read_text(encoding="utf-8"))
    told = json.loads((out / "map.json").read_bytes())
    assert told["schema"] == SCHEMA
    assert len(told["stages"]) == 6
    assert told["journey"]["id"] == "shop"


def _has_table(text: str) -> bool:
    seen: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append(tag)

    Tags().feed(text)
    return {"svg", "table"} <= set(seen)


@pytest.fixture
def app(lived: tuple[Path, Path, str]) -> Iterator[App]:
    opened = open_app(Place(folder=lived[0]).settings(), channels=lambda *_: ())
    yield opened
    opened.close()


@pytest.mark.slow
def test_the_figures_equal_a_recount_of_the_answers(lived: tuple[Path, Path, str], app: App) -> None:
    answers = app.store.answers(journey="shop", in_force=True)
    scores = {each.answer: each.score.valence for each in app.store.scores(ids=[each.id for each in answers])}
    by_stage: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        felt = scores[answer.id]
        if felt is not None:
            by_stage[answer.stage][answer.customer].append(felt)

    shown = {stage for stage, (_, _, score) in figures(lived[1]).items() if score is not None}
    assert len(shown) >= 2
    for stage, (count, voters, score) in figures(lived[1]).items():
        votes = [mean(each) for each in by_stage[stage].values()]
        if score is not None:
            assert voters == len(votes)
            assert score == pytest.approx(mean(votes), abs=1e-6)
            assert count == sum(answer.stage == stage for answer in answers)


@pytest.mark.slow
def test_everything_went_the_way_that_real_customers_go(app: App) -> None:
    counts = app.store.counts()

    assert counts["interaction"] == counts["decision"] - _deferred(app)
    assert counts["inbox"] >= counts["answer"]
    assert counts["outbox"] > counts["session"] > 0
    assert counts["partial"] > 0
    assert counts["import_run"] == 0


def _deferred(app: App) -> int:
    customers = [app.store.customer_by_external_id(f"simulated-{number:04d}") for number in range(14)]
    stories = [story for each in customers if each for story in app.store.why(each.id, limit=100)]
    return sum(len(story.decisions) - 1 for story in stories)


@pytest.mark.slow
def test_a_second_run_shows_the_same_figures_at_once(lived: tuple[Path, Path, str], tmp_path: Path) -> None:
    folder, out, _ = lived

    again = run("--once", "--out", tmp_path, "--folder", folder)

    assert again.exit_code == 0
    assert "live through" not in again.stderr
    assert figures(tmp_path) == figures(out)


@pytest.mark.slow
def test_a_killed_simulation_goes_on_and_ends_with_the_same_figures(
    lived: tuple[Path, Path, str], tmp_path: Path
) -> None:
    folder, out, _ = lived
    whole = read_marker(folder / "simulation.json")
    assert whole is not None
    place = Place(folder=tmp_path / "killed")
    place.settle_in()
    begun = type(whole)(seed=whole.seed, customers=whole.customers, days=whole.days, until=whole.until)
    place.keep(begun)
    options = ("--once", "--out", tmp_path, "--folder", place.folder)
    killed = subprocess.Popen([*COMMAND, *options], stderr=subprocess.DEVNULL)
    while (marker := place.begun()) is not None and marker.reached is None:
        assert killed.poll() is None
        time.sleep(0.02)  # another process works; there is nothing to wait on but its file
    killed.kill()
    killed.wait()

    after = run(*options)

    assert after.exit_code == 0, after.stderr
    assert figures(tmp_path) == figures(out)


@pytest.mark.slow
def test_the_server_takes_the_next_free_port_resumes_and_stops_at_once(
    lived: tuple[Path, Path, str],
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = subprocess.Popen(
            [*COMMAND, "--folder", lived[0], "--port", str(port), "--no-browser"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        said = _until_ready(demo)
    site = next(word for line in said if "Chat and living map" in line for word in line.split()[-1:])
    assert f"Port {port} is in use" in "".join(said)

    page = httpx.get(site)
    demo.send_signal(signal.SIGINT)
    rest, _ = demo.communicate(timeout=20)

    assert page.status_code == 200
    assert "Aftertouch" in page.text
    assert demo.returncode == 0, rest
    assert "goes on from here" in rest
    assert "Traceback" not in rest


def _until_ready(demo: "subprocess.Popen[str]") -> Sequence[str]:
    assert demo.stdout is not None
    said: list[str] = []
    for line in demo.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    return said


def test_what_cannot_be_done_is_said_before_anything_is_simulated(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    place = str(tmp_path / "place")

    blocked = run("--once", "--out", tmp_path / "file" / "map", "--folder", place)
    alone = run("--once", "--folder", place)

    assert blocked.exit_code == 1
    assert "cannot write into" in blocked.output
    assert "--out" in blocked.output
    assert alone.exit_code == 2
    assert "--once --out" in alone.output
    assert not Path(place).exists()
