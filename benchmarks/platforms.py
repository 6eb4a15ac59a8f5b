"""The chat platforms as benchmarks meet them: emulated, each a process of its own, with many customers.

Whatever customers do is done by yet another process, so that no processor time of theirs is counted as ours.
"""

import json
import subprocess
import sys
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.processes import NotServedError
from bot.channel import Failure, Lane, Receipt
from bot.channels.slack import SlackChannel
from bot.channels.slack.channel import Connection, OneTeam
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Account
from feedback.clock import FakeClock
from feedback.records import OutboxItem
from tests.emulators.common.json_shapes import Json, Object
from tests.emulators.common.process import emulator
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN
from tests.emulators.slack.testing import slack_process
from tests.emulators.telegram_client import TOKEN

_ROOT = Path(__file__).parents[1]
_PATIENCE_S = 120
_FEW = 10
"""So many acts cost less than a process for them."""

_FIRST = 7_000_000
"""Customers' ids on Telegram begin here."""


@dataclass
class Sent:
    """How many messages went out, and how many a platform refused as too fast."""

    receipts: int = 0
    throttled: int = 0
    on_the_way: int = 0
    references: dict[str, str] = field(default_factory=dict)

    async def counted(self, item: OutboxItem, sending: Awaitable[Receipt | Failure]) -> Receipt | Failure:
        """Send one, and count what becomes of it."""
        self.on_the_way += 1
        try:
            became = await sending
        finally:
            self.on_the_way -= 1
        if isinstance(became, Receipt):
            self.receipts += 1
            self.references[item.address] = became.reference
        else:
            self.throttled += became.kind == "throttled"
        return became


class CountedTelegram(TelegramChannel):
    """Telegram's own channel, and what became of its sends."""

    def __init__(self, account: Account, *, clock: FakeClock) -> None:
        super().__init__(account, now=clock.now)
        self.sent = Sent()
        self.is_paced = True

    def lanes(self, item: OutboxItem) -> Sequence[Lane]:
        """Return the platform's limits, unless the processor alone shall be the limit."""
        return super().lanes(item) if self.is_paced else ()

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Send, and count."""
        return await self.sent.counted(item, super().send(item))


class CountedSlack(SlackChannel):
    """Slack's own channel, and what became of its sends."""

    def __init__(self, connection: Connection, *, clock: FakeClock) -> None:
        super().__init__(connection, secret=b"bench", now=clock.now)
        self.sent = Sent()
        self.is_paced = True

    def lanes(self, item: OutboxItem) -> Sequence[Lane]:
        """Return the platform's limits, unless the processor alone shall be the limit."""
        return super().lanes(item) if self.is_paced else ()

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Send, and count."""
        return await self.sent.counted(item, super().send(item))


def telegram_at(url: str, *, clock: FakeClock) -> CountedTelegram:
    """Return the channel of a bot that is polled for."""
    account = Account(
        token=TOKEN, secret=b"bench", base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", username="bench"
    )
    return CountedTelegram(account, clock=clock)


def slack_at(url: str, *, clock: FakeClock) -> CountedSlack:
    """Return the channel of an app in Socket Mode."""
    connection = Connection(
        teams=OneTeam(token=BOT_TOKEN), app_token=APP_TOKEN, base_url=f"{url}/api/", reads_freely=True
    )
    return CountedSlack(connection, clock=clock)


@contextmanager
def telegram(*, frozen: bool = False) -> Iterator[str]:
    """Run an emulated Telegram; give its URL."""
    with emulator("tests.emulators.telegram", "--token", TOKEN, frozen=frozen) as running:
        yield running.url


@contextmanager
def slack(*, frozen: bool = False) -> Iterator[str]:
    """Run an emulated Slack; give its URL."""
    with slack_process(*([] if frozen else ["--clock", "running"])) as url:
        yield url


def telegram_customers(url: str, count: int) -> Sequence[str]:
    """Let there be customers who have started the bot; return their addresses."""
    ids = range(_FIRST, _FIRST + count)
    act(url, [("user", {"id": each, "started": True}) for each in ids])
    return [str(each) for each in ids]


def slack_customers(url: str, count: int) -> Sequence[str]:
    """Let there be members of the Slack team; return their addresses."""
    ids = [f"U7{number:06}" for number in range(count)]
    act(url, [("user", {"id": each, "tz": "UTC", "locale": "en-US"}) for each in ids])
    return [f"T01TEST/{each}" for each in ids]


def act(url: str, acts: Sequence[tuple[str, Object]]) -> None:
    """Let customers do all this at the emulator at `url`, a few at once, and wait until it is done."""
    if len(acts) <= _FEW:
        for name, body in acts:
            Hand(url)(name, **body)
        return
    told = json.dumps({"url": url, "acts": acts})
    command = [sys.executable, "-m", "benchmarks.customers"]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, text=True) as process:
        if process.stdin is not None:
            process.stdin.write(told)
            process.stdin.close()
        if process.wait(_PATIENCE_S):
            raise NotServedError("the customers of the benchmark gave up; their message stands above")


class Hand:
    """The control endpoints of an emulator."""

    def __init__(self, url: str) -> None:
        self._base_url = f"{url}/control/"

    def __call__(self, name: str, **body: Json) -> Mapping[str, Json]:
        """Look at something, or do it."""
        with httpx.Client(
            base_url=self._base_url,
            timeout=_PATIENCE_S,
            trust_env=False,
            verify=False,  # noqa: S501 - loopback has no TLS, and loading certificates takes long
        ) as client:
            answer = client.post(name, json=body)
        answer.raise_for_status()
        found: Mapping[str, Json] = answer.json()
        return found
