"""Alarms in the terminal: listed, seen, accepted, and told once in a digest."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from feedback.clock import SystemClock
from mapping.methods.monitors.states import Phase
from tests.bot.watched import DROPPED, LEVELS, USUAL, WEEK, Watched

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal


@pytest.fixture
def fallen(home: Path) -> Path:
    """A shop that became worse four weeks ago."""
    shop = Watched(home, at=SystemClock().now() - 4 * WEEK)
    since = shop.clock.now() - 10 * WEEK
    at = [since + WEEK / 20 * (place + 0.5) for place in range(200)]
    shop.say(np.random.default_rng(7).choice(LEVELS, size=200, p=USUAL).tolist(), at=at, imported=True)
    shop.watch()
    shop.weeks(4, DROPPED, seed=2)
    assert shop.stream().monitor.phase is Phase.ALARM
    shop.app.close()
    return home


@pytest.mark.usefixtures("fallen")
def test_an_alarm_is_listed_told_once_seen_and_accepted(terminal: "Terminal") -> None:
    listed, first, second = terminal("alerts"), terminal("digest"), terminal("digest")
    seen, again = terminal("alerts", "--ack", "buy"), terminal("alerts", "--ack", "buy")
    accepted = terminal("alerts", "--rebaseline", "buy")

    assert (listed.code, "Buy has felt worse since" in listed.out) == (0, True), listed.err
    assert ("Buy: customers feel worse" in first.out, "Nothing new." in second.out) == (True, True)
    assert seen.out == "Acknowledged: buy. Nothing new is raised there for 14 days.\n"
    assert (again.code, "has no alarm that this could be said of" in again.err) == (1, True)
    assert accepted.out == "Accepted: buy learns again, from the change on.\n"
    assert "learning" in terminal("alerts", "--stage", "buy").out


@pytest.mark.usefixtures("home")
def test_where_nobody_has_answered_there_is_nothing_to_tell(terminal: "Terminal") -> None:
    listed, digest = terminal("alerts", "--json"), terminal("digest")

    assert (listed.code, '"learning"' in listed.out) == (0, True), listed.err
    assert digest.out.splitlines()[1] == "Nothing new."


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--ack", "vist"), "visit"),
        (("--ack", "visit"), "no alarm"),
        (("--ack", "visit", "--rebaseline", "visit"), "two steps"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_would_help(
    arguments: tuple[str, ...], told: str, terminal: "Terminal"
) -> None:
    outcome = terminal("alerts", *arguments)

    assert (outcome.code != 0, told in outcome.err) == (True, True)
