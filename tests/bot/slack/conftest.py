"""An emulated Slack in a process of its own, as new for every test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.bot.slack.emulated import Clock
from tests.emulators.slack.testing import Hand, hand_on, slack_process


@pytest.fixture(scope="session")
def slack_url() -> Iterator[str]:
    with slack_process() as running:
        yield running


@pytest.fixture
async def slack(slack_url: str) -> AsyncIterator[Hand]:
    async with hand_on(slack_url) as hand:
        yield hand


@pytest.fixture
async def clock(slack: Hand) -> Clock:
    clock = Clock(slack)
    await clock.read()
    return clock
