"""Real comments, said on Telegram and on Slack by either way in, make the very map that the web chat makes.

Eight of them, as a rule; `make replay` replays all five hundred.
"""

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from bot.app import App
from bot.http.server import web_address
from tests.emulators.common.process import emulator
from tests.emulators.slack.testing import slack_process
from tests.emulators.telegram_client import TOKEN
from tests.replaying import Figures, Person, Row, assert_same, chosen, figures, opened
from tests.replaying_on_platforms import WAYS, Way, talks
from tests.replaying_on_the_web import talk

pytestmark = pytest.mark.slow

TALKS = int(os.environ.get("AFTERTOUCH_REPLAY_TALKS", "8"))


@pytest.fixture(scope="module")
def rows() -> Sequence[Row]:
    return chosen(TALKS)


@pytest.fixture(scope="module")
def on_the_web(rows: Sequence[Row], tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """What stands on the map after the same was said in the web chat."""
    app = opened(tmp_path_factory.mktemp("web"))
    try:
        return asyncio.run(_said(app, rows))
    finally:
        app.close()


async def _said(app: App, rows: Sequence[Row]) -> Figures:
    await talk(app, [Person(row, web_address(app)) for row in rows])
    return await figures(app)


@pytest.fixture(scope="module")
def urls() -> Iterator[Mapping[str, str]]:
    """Where both emulators are."""
    with emulator("tests.emulators.telegram", "--token", TOKEN) as telegram, slack_process() as slack:
        yield {"telegram": telegram.url, "slack": slack}


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_said_on_a_platform_makes_the_map_that_the_web_chat_makes(
    rows: Sequence[Row], on_the_web: Figures, urls: Mapping[str, str], way: Way, tmp_path: Path
) -> None:
    async with talks(way, urls, tmp_path) as there:
        await there.hold([Person(row, await there.place.newcomer()) for row in rows])

        assert_same(await figures(there.app), on_the_web)
        assert (await there.place.remote.get("violations"))["violations"] == []
        assert (await there.place.remote.get("log", verdict="refused"))["log"] == []
    assert sum(int(str(stage[1])) for stage in on_the_web.values()) == TALKS
