"""Many Slack teams: installed by the pages, tokens kept in a safe and exchanged in time, and gone again."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from bot.channel import Failure, Left, Nothing, Receipt
from bot.channels.slack import SlackChannel, paths
from bot.channels.slack.authorising import AppSecrets
from bot.channels.slack.channel import Connection, ManyTeams
from bot.channels.slack.installing import Installations, States
from bot.channels.slack.quiet import quiet_logger
from bot.channels.slack.safe import Lock, Safe
from bot.safekeeping import StoredSafe, Turns
from feedback.errors import StoreUnavailableError
from feedback.ids import counting_ids
from feedback.store.open import open_store
from feedback.vault import Keyring
from tests.bot.slack.emulated import Clock, FakeInbox, channel_on, listening
from tests.bot.slack.given import BOT, event, item, numbered
from tests.emulators.slack.objects import mappings, text
from tests.emulators.slack.seeds import APP_TOKEN
from tests.emulators.slack.testing import Hand

# Bolt passes client id and secret by a class that aiohttp wants to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

NEW = "T02NEW"
HERS = f"{NEW}/U05HERS"


@dataclass
class FakeSafe:
    """Keeps what it is given, as it is given: sealing is another's business."""

    kept: dict[str, bytes] = field(default_factory=dict)

    async def save(self, key: str, content: bytes, *, until: datetime | None = None) -> None:
        self.kept[key] = content

    async def find(self, key: str) -> bytes | None:
        return self.kept.get(key)

    async def delete(self, key: str) -> bool:
        return self.kept.pop(key, None) is not None


@dataclass
class FakeLock:
    """One at a time for each name, within one process."""

    locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    def __call__(self, name: str) -> asyncio.Lock:
        return self.locks.setdefault(name, asyncio.Lock())


@pytest.fixture
def safe() -> FakeSafe:
    return FakeSafe()


@pytest.fixture
async def world(slack: Hand) -> Hand:
    await slack.post("team", id=NEW, domain="new")
    await slack.post("user", id="U05HERS", team=NEW)
    return slack


def many(hand: Hand, safe: Safe, lock: Lock | None = None) -> Connection:
    teams = ManyTeams(
        secrets=AppSecrets(
            client_id="1111.2222",
            client_secret="client-secret",
            authorise_url=f"{hand.url}/oauth/v2/authorize",
        ),
        safe=safe,
        lock=lock or FakeLock(),
        public_url="https://us.example",
        entropy=lambda length: b"\x07" * length,
    )
    return Connection(teams=teams, app_token=APP_TOKEN, reads_freely=True)


@asynccontextmanager
async def on(hand: Hand, safe: Safe, clock: Clock, lock: Lock | None = None) -> AsyncIterator[SlackChannel]:
    async with channel_on(hand, connection=many(hand, safe, lock), clock=clock) as channel:
        yield channel


@asynccontextmanager
async def browser(channel: SlackChannel) -> AsyncIterator[httpx.AsyncClient]:
    routes = list(channel.routes(FakeInbox().put))
    transport = httpx.ASGITransport(app=Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="https://us.example") as client:
        yield client


async def link_to_slack(client: httpx.AsyncClient) -> str:
    page = await client.get(paths.INSTALL)
    (link,) = re.findall(r'href="([^"]*/oauth/v2/authorize[^"]*)"', page.text)
    return unescape(str(link))


async def allowed(hand: Hand, client: httpx.AsyncClient) -> httpx.Response:
    """Go through both pages, ours and Slack's, and come back."""
    link = await link_to_slack(client)
    async with httpx.AsyncClient(trust_env=False, verify=False) as outside:
        sent = await outside.post(link, data={"team": NEW, "answer": "allow"})
    back = urlsplit(sent.headers["Location"])
    return await client.get(f"{back.path}?{back.query}")


async def test_a_team_installs_us_and_can_be_written_to(world: Hand, clock: Clock, safe: FakeSafe) -> None:
    async with on(world, safe, clock) as channel:
        async with browser(channel) as client:
            done = await allowed(world, client)
        result = await channel.send(item(address=HERS))

    assert done.status_code == 200
    assert isinstance(result, Receipt)
    (shown,) = await world.sent()
    assert text(shown, "team") == NEW
    assert [key for key in safe.kept if key.startswith("slack/installation/")] == [
        f"slack/installation/{NEW}"
    ]


async def test_a_state_works_once_for_ten_minutes_and_in_one_browser(
    world: Hand, clock: Clock, safe: FakeSafe
) -> None:
    states = States(safe=safe, now=clock.now, entropy=lambda length: b"\x01" * length, logger=quiet_logger())
    state = await states.async_issue()
    assert await states.async_consume(state)
    assert not await states.async_consume(state)

    late = await states.async_issue()
    await clock.advance(timedelta(minutes=10))
    assert not await states.async_consume(late)
    assert not await states.async_consume("made up")

    async with on(world, safe, clock) as channel, browser(channel) as client:
        (issued,) = parse_qs(urlsplit(await link_to_slack(client)).query)["state"]
        client.cookies.clear()
        refused = await client.get(paths.REDIRECT, params={"state": issued, "code": "c"})
    assert refused.status_code == 400


async def test_a_team_that_has_not_installed_us_is_gone_without_asking_slack(
    world: Hand, clock: Clock, safe: FakeSafe
) -> None:
    async with on(world, safe, clock) as channel:
        result = await channel.send(item(address=HERS))

    assert isinstance(result, Failure)
    assert result.kind == "gone"
    assert (await world.get("log"))["log"] == []


async def test_a_token_is_exchanged_before_it_expires_and_once_for_all_who_need_it(
    world: Hand, clock: Clock, safe: FakeSafe
) -> None:
    await world.post("app", rotates=True)
    await world.post("rates", on=False)
    lock = FakeLock()
    async with on(world, safe, clock, lock) as one, on(world, safe, clock, lock) as other:
        async with browser(one) as client:
            await allowed(world, client)
        await clock.advance(timedelta(hours=11))
        sends = [(one, other)[number % 2].send(numbered(number, address=HERS)) for number in range(6)]
        results = await asyncio.gather(*sends)

    assert all(isinstance(result, Receipt) for result in results)
    calls = mappings((await world.get("log", method="oauth.v2.access"))["log"])
    assert len(calls) == 2  # the installation, and one exchange


async def test_two_processes_on_one_database_exchange_a_token_once(
    world: Hand, clock: Clock, tmp_path: Path
) -> None:
    await world.post("app", rotates=True)
    await world.post("rates", on=False)
    keyring, new_id = Keyring.generate(entropy=os.urandom), counting_ids()
    url = f"sqlite:///{tmp_path / 'a.db'}"
    stores = [
        open_store(url, keyring=keyring, workspace="main", entropy=os.urandom, now=clock.now())
        for _ in range(2)
    ]
    safes = [StoredSafe(store=store, now=clock.now) for store in stores]
    turns = [Turns(store=store, now=clock.now, new_id=new_id) for store in stores]
    async with (
        on(world, safes[0], clock, turns[0]) as one,
        on(world, safes[1], clock, turns[1]) as other,
    ):
        async with browser(one) as client:
            await allowed(world, client)
        await clock.advance(timedelta(hours=11))
        sends = [(one, other)[number % 2].send(numbered(number, address=HERS)) for number in range(4)]
        results = await asyncio.gather(*sends)
    for store in stores:
        store.close()

    assert all(isinstance(result, Receipt) for result in results)
    assert len(mappings((await world.get("log", method="oauth.v2.access"))["log"])) == 2


async def test_a_team_that_has_let_us_in_again_is_not_forgotten_for_what_was_told_before(
    world: Hand, clock: Clock, safe: FakeSafe
) -> None:
    async with on(world, safe, clock) as channel:
        async with browser(channel) as client:
            await allowed(world, client)
        told_at = int(clock.now().timestamp())
        tokens = channel.reactions._tokens  # noqa: SLF001 - what Slack tells late is hard to play
        await tokens.forget(NEW, told_at=told_at - 1)
        assert isinstance(await channel.send(item(address=HERS)), Receipt)
        await tokens.forget(NEW, told_at=told_at)
        assert isinstance(await channel.send(item(address=HERS)), Failure)


async def test_where_tokens_cannot_be_looked_up_nothing_was_sent(world: Hand, clock: Clock) -> None:
    class Away(FakeSafe):
        async def find(self, key: str) -> bytes | None:
            raise StoreUnavailableError(key)

    async with on(world, Away(), clock) as channel:
        result = await channel.send(item(address=HERS))

    assert isinstance(result, Failure)
    assert result.kind == "unreachable"


async def test_a_token_that_slack_calls_expired_is_exchanged_and_the_message_sent_once(
    world: Hand, clock: Clock, safe: FakeSafe
) -> None:
    await world.post("app", rotates=True)
    async with on(world, safe, clock) as channel:
        async with browser(channel) as client:
            await allowed(world, client)
        await world.post("faults", kind="refuse", method="chat.postMessage", error="token_expired")
        result = await channel.send(item(address=HERS))

    assert isinstance(result, Receipt)
    assert len(await world.sent()) == 1


async def test_a_team_that_throws_us_out_is_forgotten_and_what_is_written_to_it_is_gone(
    world: Hand, clock: Clock, safe: FakeSafe
) -> None:
    inbox = FakeInbox()
    async with on(world, safe, clock) as channel:
        async with browser(channel) as client:
            await allowed(world, client)
        async with listening(channel, inbox, world):
            await world.post("uninstall", team=NEW)
            told = [await inbox.next() for _ in range(2)]
            await channel.reactions.settle()
            result = await channel.send(item(address=HERS))

    assert [channel.parse(each) for each in told] == [Left(everybody=True)] * 2
    assert {each.address for each in told} == {NEW}
    assert f"slack/installation/{NEW}" not in safe.kept
    assert isinstance(result, Failure)
    assert result.kind == "gone"


@pytest.mark.parametrize(
    "told", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}}]
)
async def test_a_goodbye_that_comes_late_leaves_the_fresh_installation_and_its_people_alone(
    world: Hand, clock: Clock, safe: FakeSafe, told: dict[str, object]
) -> None:
    inbox = FakeInbox()
    async with on(world, safe, clock) as channel:
        async with browser(channel) as client:
            await allowed(world, client)
        installed_at = int(clock.now().timestamp())
        taker = channel._taker(inbox.put)  # noqa: SLF001 - what Slack tells late is hard to play
        await taker.take(
            event(told, team_id=NEW, event_id="Ev1", event_time=installed_at - 1, authorizations=[])
        )
        await channel.reactions.settle()
        late, result = await inbox.next(), await channel.send(item(address=HERS))
        await taker.take(
            event(told, team_id=NEW, event_id="Ev2", event_time=installed_at + 1, authorizations=[])
        )
        await channel.reactions.settle()
        real = await inbox.next()

    assert channel.parse(late) == Nothing()
    assert late.address == NEW
    assert isinstance(result, Receipt)
    assert channel.parse(real) == Left(everybody=True)
    assert f"slack/installation/{NEW}" not in safe.kept


async def test_a_goodbye_is_told_again_where_nobody_can_say_whether_it_is_late(
    world: Hand, clock: Clock
) -> None:
    class Away(FakeSafe):
        async def find(self, key: str) -> bytes | None:
            raise StoreUnavailableError(key)

    async with on(world, Away(), clock) as channel:
        taker = channel._taker(FakeInbox().put)  # noqa: SLF001 - what Slack tells late is hard to play
        ack = await taker.take(event({"type": "app_uninstalled"}, team_id=NEW, authorizations=[]))

    assert not ack.is_given


async def test_a_revoked_token_is_noticed_even_where_nobody_told_us(
    world: Hand, clock: Clock, safe: FakeSafe
) -> None:
    async with on(world, safe, clock) as channel:
        async with browser(channel) as client:
            await allowed(world, client)
        await world.post("revoke", team=NEW)
        result = await channel.send(item(address=HERS))

    assert isinstance(result, Failure)
    assert result.kind == "gone"
    assert f"slack/installation/{NEW}" not in safe.kept


async def test_what_the_sdk_asks_of_a_store_is_answered(world: Hand, clock: Clock, safe: FakeSafe) -> None:
    async with on(world, safe, clock) as channel, browser(channel) as client:
        await allowed(world, client)
    store = Installations(safe=safe, now=clock.now, logger=quiet_logger())

    bot = await store.async_find_bot(enterprise_id=None, team_id=NEW)
    assert bot is not None
    assert bot.team_id == NEW
    bot.bot_token = "xoxb-exchanged"
    await store.async_save_bot(bot)
    found = await store.async_find_installation(enterprise_id=None, team_id=NEW)
    assert found is not None
    assert found.bot_token == "xoxb-exchanged"
    await store.async_delete_installation(enterprise_id=None, team_id=NEW, user_id="U1")
    assert await store.async_find_bot(enterprise_id=None, team_id=NEW) is not None
    await store.async_delete_all(enterprise_id=None, team_id=NEW)
    assert await store.async_find_bot(enterprise_id=None, team_id=NEW) is None


async def test_no_token_can_be_read_from_what_is_printed(world: Hand, clock: Clock, safe: FakeSafe) -> None:
    connection = many(world, safe)
    async with on(world, safe, clock) as channel, browser(channel) as client:
        await allowed(world, client)
    installed = await Installations(safe=safe, now=clock.now, logger=quiet_logger()).of(NEW)

    assert installed is not None
    assert installed.token not in repr(installed)
    assert "client-secret" not in repr(connection)
    assert APP_TOKEN not in repr(connection)
