"""Killed at any moment while the platform misbehaves, the program keeps what it promised.

CHAOS_KILLS, CHAOS_SEED and CHAOS_TALKS (conversations a kill) are set by `make chaos`, which kills 200 times.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chaos.house import Nursery, nursery
from tests.chaos.on_telegram import TOKEN
from tests.chaos.scenario import SCENARIOS, PlatformName, Scenario, trials
from tests.chaos.trial import Place, Plan, tried
from tests.emulators.common.process import emulator

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("CHAOS_KILLS", "10"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
TALKS = int(os.environ.get("CHAOS_TALKS", "4"))
TRIALS = [
    pytest.param(
        each, kills, id=each.name, marks=[pytest.mark.postgres] if each.database == "postgresql" else []
    )
    for each, kills in trials(KILLS)
]
FIRST = SCENARIOS[0]

EARLY = 4
"""The seed of a trial whose only kill comes early: no kill can be blamed for what goes wrong afterwards."""

MakePlace = Callable[[Scenario], Place]


@pytest.fixture(scope="module")
def born() -> Iterator[Nursery]:
    with nursery() as running:
        yield running


@pytest.fixture(scope="module")
def telegram() -> Iterator[str]:
    with emulator("tests.emulators.telegram", "--token", TOKEN) as running:
        yield running.url


@pytest.fixture(scope="module")
def slack() -> Iterator[str]:
    with emulator("tests.emulators.slack") as running:
        yield running.url


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, born: Nursery) -> MakePlace:
    """Gathers what a scenario needs; nothing else is started."""

    def gathered(scenario: Scenario) -> Place:
        url = f"sqlite:///{tmp_path / 'aftertouch.db'}"
        if scenario.database == "postgresql":
            url = request.getfixturevalue("postgres_url")
        return Place(
            folder=tmp_path, nursery=born, emulator=site_of(request, scenario.platform), database_url=url
        )

    return gathered


def site_of(request: pytest.FixtureRequest, platform: PlatformName) -> str:
    url: str = request.getfixturevalue(platform)
    return url


@pytest.mark.parametrize(("scenario", "kills"), TRIALS)
async def test_killed_at_any_moment_it_keeps_its_promise(
    scenario: Scenario, kills: int, place: MakePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = Plan(scenario=scenario, seed=SEED, kills=kills, conversations=kills * TALKS)

    outcome = await tried(plan, place(scenario))

    if "CHAOS_KILLS" in os.environ:
        with capsys.disabled():
            print(f"\n{outcome.told()}", end="")  # noqa: T201 - `make chaos` says how far it is
    again = f"make chaos SEED={SEED} KILLS={KILLS} TALKS={TALKS} ARGS='-k {scenario.name}'"
    assert not outcome.broken, f"{'; '.join(outcome.broken)}\nagain: {again}"


@pytest.mark.parametrize(
    ("bug", "seen"),
    [
        ("acknowledge_before_storing", "things acknowledged at least are missing in the inbox"),
        ("note_before_sending", "prompts are lost: noted as sent"),
        ("forget_what_was_sent", "prompts are doubled for no reason"),
    ],
)
async def test_a_bug_of_that_kind_is_seen(bug: str, seen: str, place: MakePlace) -> None:
    plan = Plan(scenario=FIRST, seed=EARLY, kills=1, conversations=6, bug=bug)

    outcome = await tried(plan, place(FIRST))

    assert any(seen in each for each in outcome.broken), outcome.broken
