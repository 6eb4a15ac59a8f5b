"""Importing into the real store: what was interrupted ends the same, and what was erased stays so."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from feedback.importing.report import ImportReport
from feedback.importing.run import import_file
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.vault import Keyring

if TYPE_CHECKING:
    from tests.feedback.importing.conftest import Bench

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
KEYS = Keyring.generate(entropy=os.urandom)
ROWS = [
    f"{number},person-{number % 70},pro,Courier,{1 + number % 28:02}/03/2026,{number % 7},Why?,Word {number}"
    for number in range(200)
]


class Killed(Exception):
    """What a progress bar throws in these tests."""


class Opened(Protocol):
    """Opens the store in a file of that name."""

    def __call__(self, name: str) -> Store: ...


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    stores: list[Store] = []

    def opening(name: str) -> Store:
        url = f"sqlite:///{tmp_path / name}.db"
        stores.append(open_store(url, keyring=KEYS, workspace="test", entropy=os.urandom, now=NOW))
        return stores[-1]

    yield opening
    for store in stores:
        store.close()


def bring_in(bench: "Bench", path: Path, store: Store, *, kill_after: int | None = None) -> ImportReport:
    def told(done: int, _rows: int) -> None:
        if done == kill_after:
            raise Killed

    return import_file(
        path,
        bench.map(),
        store=store,
        journey=bench.journey,
        version="v1",
        kinds=bench.kinds,
        judge=None,
        clock=bench.clock,
        progress=told,
        chunk=50,
    )


def figures(store: Store) -> list[tuple[object, ...]]:
    while store.sweep_dirty(limit=500, scorers={"shop": ("fake", "1")}):
        pass
    partials = store.read_partials("shop")
    columns = (partials.touchpoint, partials.week, partials.answers, partials.rated, partials.rating_sum)
    return sorted(tuple(map(str, row)) for row in zip(*columns, strict=True))


@pytest.mark.parametrize("kill_after", [50, 150, 200])
def test_an_import_stopped_between_two_chunks_ends_the_same(
    bench: "Bench", opened: Opened, kill_after: int
) -> None:
    path = bench.write(*ROWS)
    whole = opened("whole")
    expected = bring_in(bench, path, whole)
    with pytest.raises(Killed):
        bring_in(bench, path, opened("killed"), kill_after=kill_after)

    again = opened("killed")
    report = bring_in(bench, path, again)

    assert report.resumed_after == kill_after
    assert (report.imported, report.customers, report.reasons) == (
        expected.imported, expected.customers, expected.reasons,
    )  # fmt: skip
    assert figures(again) == figures(whole)
    assert bring_in(bench, path, again).outcome == "already"


def test_a_known_customer_keeps_their_id_and_what_is_known(bench: "Bench", opened: Opened) -> None:
    store = opened("one")
    bring_in(bench, bench.write(*ROWS[:70]), store)
    before = store.read_customers_facts()

    bring_in(bench, bench.write(*ROWS[70:], name="later.csv"), store)

    assert store.read_customers_facts() == before
    assert set(store.read_partials("shop").customer) <= set(before)


_RUN = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.plugins import question_kinds, question_options
from config.loader import load_journey
from feedback.clock import FakeClock
from feedback.importing.loading import load_map
from feedback.importing.run import import_file
from feedback.store.open import open_store
from feedback.vault import Keyring

folder, key, journey_text, map_text = sys.argv[1:]
now = datetime(2026, 1, 5, 9, tzinfo=UTC)
loaded = load_journey(journey_text, file="j", kinds=question_options())
store = open_store(f"sqlite:///{folder}/killed.db", keyring=Keyring.parse(key), workspace="test",
                   entropy=os.urandom, now=now)
def told(done, rows):
    print(done, flush=True)
    if done == 100:
        sys.stdin.read()
kinds = question_kinds()
import_file(Path(folder) / "answers.csv", load_map(map_text, file="m", journey=loaded.journey, kinds=kinds),
            store=store, journey=loaded.journey, version="v1", kinds=kinds, judge=None,
            clock=FakeClock(now), progress=told, chunk=50)
"""


@pytest.mark.slow
def test_kill_minus_nine_in_the_middle_loses_and_doubles_nothing(bench: "Bench", opened: Opened) -> None:
    path = bench.write(*ROWS)
    whole = opened("whole")
    bring_in(bench, path, whole)
    arguments = (str(bench.folder), KEYS.to_json(), bench.journey_text, bench.text)
    child = subprocess.Popen(
        [sys.executable, "-c", _RUN, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        done = [next(child.stdout).strip(), next(child.stdout).strip()]
        child.send_signal(signal.SIGKILL)

    again = opened("killed")
    report = bring_in(bench, path, again)

    assert done == ["50", "100"]
    assert report.resumed_after == 100
    assert figures(again) == figures(whole)
