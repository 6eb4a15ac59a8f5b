"""Emulators for tests to talk to: one process for all, a fresh world for every test."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.emulators.common.process import Emulator, emulator
from tests.emulators.common.remote import Remote
from tests.emulators.telegram_client import DATA, TOKEN, Telegram


@pytest.fixture(scope="session")
def telegram_process() -> Iterator[Emulator]:
    data = {"AFTERTOUCH_DATA_DIR": str(DATA)}
    with emulator("tests.emulators.telegram", "--token", TOKEN, environment=data) as running:
        yield running


@pytest.fixture
async def telegram(telegram_process: Emulator) -> AsyncIterator[Telegram]:
    """The emulator after a reset, and the bot's SDK."""
    async with AsyncExitStack() as stack:
        remote = await stack.enter_async_context(Remote(telegram_process.url))
        await remote.post("reset")
        requests = [HTTPXRequest(httpx_kwargs={"trust_env": False, "verify": False}) for _ in range(2)]
        bot = Bot(
            TOKEN, base_url=f"{remote.url}/bot", base_file_url=f"{remote.url}/file/bot",
            request=requests[0], get_updates_request=requests[1],
        )  # fmt: skip
        stack.push_async_callback(bot.shutdown)
        await bot.initialize()
        yield Telegram(remote, bot)
