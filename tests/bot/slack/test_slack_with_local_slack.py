"""The channel before local-slack, which nobody here wrote: so we and our emulator do not err together."""

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import httpx
import pytest
import structlog

from bot.channel import Filled, Meaning, Receipt, Said, Told
from bot.channels.slack import SlackChannel
from bot.channels.slack.channel import Connection, OneTeam
from bot.form import Form, FormQuestion
from feedback.clock import SystemClock
from feedback.prompts import Reply
from tests.bot.slack.emulated import FakeForms, FakeInbox, furnished
from tests.bot.slack.given import ADDRESS, FACES, SECRET, SHARED, TEXT, USER, item
from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.local_slack import Unavailable, local_slack
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN

_PATIENCE = 20
FORM = Form(
    session="s1",
    language="en",
    questions=(
        FormQuestion(id="rating", text="How was it?", shape=FACES, is_optional=False),
        FormQuestion(id="why", text="Why?", shape=TEXT),
    ),
)


@dataclass
class Local:
    """The channel, what it stored, and a hand on local-slack."""

    url: str
    channel: SlackChannel
    inbox: FakeInbox

    async def do(self, verb: str, **given: Json) -> None:
        async with httpx.AsyncClient(
            base_url=self.url, trust_env=False, verify=False, timeout=_PATIENCE
        ) as client:
            answer = await client.post(f"/_control/{verb}", json=given)
        assert answer.is_success, answer.text

    async def heard(self) -> Meaning:
        """Return the next thing that is said to us; what Slack tells of our own posts is passed over."""
        while True:
            meaning = self.channel.parse(await self.inbox.next())
            assert meaning is not None
            if isinstance(meaning, Said | Told | Filled):
                return meaning

    async def asked(self, address: str) -> tuple[str, str]:
        result = await self.channel.send(item(address=address, created_at=SystemClock().now()))
        assert isinstance(result, Receipt), result
        channel, _, ts = result.reference.partition(":")
        return channel, ts

    async def tap(self, action: str, value: str, where: tuple[str, str]) -> None:
        tapped: Json = {"type": "button", "action_id": action, "block_id": block_of(action), "value": value}
        await self.do("interact", channel=where[0], messageTs=where[1], user=USER, action=tapped)


class Watch:
    """Tells when the log says that the line is open, as local-slack does not."""

    def __init__(self, opened: asyncio.Event) -> None:
        self._opened = opened

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, object]) -> str:
        if event["event"] == "slack_line_open":
            self._opened.set()
        raise structlog.DropEvent


def block_of(action: str) -> str:
    return "ask:s1.1:1" if action.startswith("form") else "ask:s1.1:0"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("local-slack")
    try:
        with local_slack(folder) as running:
            yield running
    except Unavailable as why:
        pytest.skip(str(why))


@pytest.fixture
async def local(url: str) -> AsyncIterator[Local]:
    async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as client:
        await client.post("/_control/reset", json={})
    inbox = FakeInbox()
    channel = SlackChannel(
        Connection(
            teams=OneTeam(token=BOT_TOKEN), base_url=f"{url}/api/", app_token=APP_TOKEN, reads_freely=True
        ),
        secret=SECRET,
        now=SystemClock().now,
    )
    channel.furnish(furnished(FakeForms(known=FORM, addresses=(ADDRESS,))))
    opened = asyncio.Event()
    structlog.configure(processors=[Watch(opened)])
    task = asyncio.create_task(channel.listen(inbox.put))
    await asyncio.wait_for(opened.wait(), _PATIENCE)
    yield Local(url, channel, inbox)
    structlog.reset_defaults()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await channel.close()


async def test_a_question_is_answered_by_a_tap_and_its_message_changed(local: Local) -> None:
    where = await local.asked(ADDRESS)
    await local.tap("choice:3", "4", where)

    reference = ":".join(where)
    assert await local.heard() == Said(reply=Reply(prompt="s1.1", choices=("4",), on=reference))
    # It keeps no metadata, so that a message cannot be looked up there.
    amended = item(amends=reference, chosen=("4",))
    assert await local.channel.send(amended) == Receipt(reference=reference)


async def test_words_and_commands_are_heard(local: Local) -> None:
    channel, _ts = await local.asked(ADDRESS)
    await local.do("message", channel=channel, user=USER, text="very good :smile:")
    said = await local.heard()
    await local.do("command", channel="C01GEN", user=USER, command="/journey", text="stop")

    assert isinstance(said, Said)
    assert said.reply.text == "very good 😄"
    assert await local.heard() == Told(order="stop", room=SHARED.removesuffix(f"/{USER}"))


async def test_a_reply_in_a_thread_of_a_channel_names_our_message(local: Local) -> None:
    channel, ts = await local.asked(SHARED)
    await local.do("message", channel=channel, user=USER, text="4", thread_ts=ts)

    said = await local.heard()
    assert isinstance(said, Said)
    assert (said.reply.text, said.reply.on) == ("4", f"{channel}:{ts}")


async def test_a_form_opens_and_comes_back(local: Local) -> None:
    await local.tap("form:0", "s1", await local.asked(ADDRESS))
    while b'"form:0"' not in (await local.inbox.next()).payload.partition(b'"actions"')[2]:
        continue
    await local.channel.reactions.settle()
    values: Json = {
        "q:rating": {"choice": {"type": "radio_buttons", "selected_option": {"value": "5"}}},
        "q:why": {"words": {"type": "plain_text_input", "value": "so quick"}},
    }
    async with (
        aiohttp.ClientSession(trust_env=False) as session,
        session.ws_connect(f"{local.url.replace('http', 'ws', 1)}/ui") as ws,
    ):
        await ws.send_json({"t": "view_submit", "user": USER, "values": values})
        await ws.receive()

    filled = await local.heard()
    assert isinstance(filled, Filled)
    said = {name: (reply.prompt, reply.choices, reply.text) for name, reply in dict(filled.replies).items()}
    assert said == {"rating": ("s1.1", ("5",), None), "why": ("s1.1", (), "so quick")}
