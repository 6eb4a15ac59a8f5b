"""What customers do in an emulated Slack: stored before it is acknowledged, by HTTP and by Socket Mode."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette

from bot.channel import Filled, Receipt, Said, Told
from bot.channels.slack import SlackChannel, paths
from bot.form import Form, FormQuestion
from feedback.clock import SystemClock
from feedback.prompts import Reply
from tests.bot.slack.emulated import (
    SIGNING_SECRET,
    Clock,
    FakeForms,
    FakeInbox,
    channel_on,
    listening,
    over_http,
    served,
)
from tests.bot.slack.given import (
    ADDRESS,
    CHANNEL,
    FACES,
    NOON,
    NUMBERS,
    SHARED,
    TEXT,
    USER,
    command,
    event,
    item,
    prompt,
    said,
    tapped,
)
from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.objects import mapping, text
from tests.emulators.slack.testing import Hand

MACHINE = SystemClock()
"""The emulator signs by the machine's clock, whatever its own says."""

FORM = Form(
    session="s1",
    language="en",
    questions=(
        FormQuestion(id="rating", text="How was it?", shape=FACES, is_optional=False),
        FormQuestion(id="nps", text="Would you recommend us?", shape=NUMBERS),
        FormQuestion(id="why", text="Why?", shape=TEXT),
    ),
)


@dataclass
class Line:
    """A channel that is told of everything, and the inbox it is put into."""

    slack: Hand
    channel: SlackChannel
    inbox: FakeInbox

    async def ask(self) -> Mapping[str, object]:
        """Send a question; return the message that stands in Slack."""
        result = await self.channel.send(item(prompt(more=True)))
        assert isinstance(result, Receipt)
        (shown,) = await self.slack.sent()
        return shown

    async def tap(
        self, action: str, shown: Mapping[str, object], *, value: str = "4", user: str = USER
    ) -> Mapping[str, object]:
        return await self.slack.post(
            "interact",
            user=user,
            channel=str(shown["channel"]),
            message_ts=str(shown["ts"]),
            action={"type": "button", "action_id": action, "value": value},
        )


@asynccontextmanager
async def by_socket(slack: Hand, clock: Clock) -> AsyncIterator[Line]:
    inbox = FakeInbox()
    forms = FakeForms(known=FORM, addresses=(ADDRESS, SHARED))
    async with channel_on(slack, forms=forms, clock=clock) as channel, listening(channel, inbox, slack):
        yield Line(slack, channel, inbox)


@asynccontextmanager
async def by_http(slack: Hand, clock: Clock) -> AsyncIterator[Line]:
    inbox = FakeInbox()
    forms = FakeForms(known=FORM, addresses=(ADDRESS, SHARED))
    async with (
        channel_on(slack, connection=over_http(), forms=forms, clock=clock, signed_by=MACHINE.now) as channel,
        served(channel.routes(inbox.put)) as site,
    ):
        await slack.post(
            "app",
            mode="http",
            request_url=f"{site}{paths.EVENTS}",
            interactivity_url=f"{site}{paths.INTERACTIVE}",
            command_url=f"{site}{paths.COMMANDS}",
            verify=True,
        )
        yield Line(slack, channel, inbox)


@pytest.fixture(params=["socket", "http"])
async def line(request: pytest.FixtureRequest, slack: Hand, clock: Clock) -> AsyncIterator[Line]:
    opened = by_socket(slack, clock) if request.param == "socket" else by_http(slack, clock)
    async with opened as line:
        yield line


async def test_what_somebody_writes_is_stored_under_their_address(line: Line) -> None:
    ts = text(await line.slack.post("message", user=USER, text="very good"), "ts")

    got = await line.inbox.next()
    assert got.address == ADDRESS
    meaning = line.channel.parse(got)
    assert isinstance(meaning, Said)
    assert meaning.reply.text == "very good"
    assert str(meaning.reply.message).endswith(ts)
    assert await line.slack.violations() == []


async def test_a_tap_is_stored_and_acknowledged(line: Line) -> None:
    shown = await line.ask()
    # Our own post is told of, too.
    assert line.channel.parse(await line.inbox.next()) is not None

    answer = await line.tap("choice:3", shown)
    assert answer["ok"] is True
    on = f"{shown['channel']}:{shown['ts']}"
    assert line.channel.parse(await line.inbox.next()) == Said(
        reply=Reply(prompt="s1.1", choices=("4",), on=on)
    )
    assert await line.slack.violations() == []


async def test_what_could_not_be_stored_comes_again(line: Line) -> None:
    line.inbox.failing = 1
    await line.slack.post("message", user=USER, text="very good")
    await line.inbox.failed.wait()
    await line.slack.advance(4)

    got = await line.inbox.next()
    assert isinstance(line.channel.parse(got), Said)
    assert got.key.startswith("Ev")


async def test_what_slack_delivers_twice_is_stored_once(line: Line) -> None:
    await line.slack.post("faults", kind="duplicate_update", method="*")
    await line.slack.post("message", user=USER, text="very good")
    await line.slack.post("message", user=USER, text="indeed")

    heard = [line.channel.parse(await line.inbox.next()) for _ in range(2)]
    assert sorted(str(each.reply.text) for each in heard if isinstance(each, Said)) == ["indeed", "very good"]


async def test_a_slash_command_is_stored_and_help_is_answered_at_once(line: Line) -> None:
    stopped = await line.slack.post("command", user=USER, channel=CHANNEL, command="/journey", text="stop")
    helped = await line.slack.post("command", user=USER, channel=CHANNEL, command="/journey", text="help")

    got = await line.inbox.next()
    assert got.address == SHARED
    assert line.channel.parse(got) == Told(order="stop", room=SHARED.removesuffix(f"/{USER}"))
    assert mapping(stopped["answer"]) == {}
    assert "/journey stop" in text(mapping(helped["answer"]), "text")


async def test_a_form_opens_comes_back_with_what_is_missing_marked_and_is_taken(line: Line) -> None:
    shown = await line.ask()
    assert (await line.tap("form:0", shown, value="s1"))["ok"] is True
    await line.slack.logged("views.open")

    empty = await line.slack.post("submit", user=USER, values={})
    assert mapping(mapping(empty["answer"])["errors"]) == {"q:rating": "We do need an answer to this one."}
    values: Json = {
        "q:rating": {"choice": {"type": "radio_buttons", "selected_option": {"value": "5"}}},
        "q:why": {"words": {"type": "plain_text_input", "value": "so quick"}},
    }
    done = await line.slack.post("submit", user=USER, values=values)

    assert done["ok"] is True
    assert mapping(done["answer"]) == {}
    meanings = [line.channel.parse(each) for each in line.inbox.items.values()]
    (filled,) = [each for each in meanings if isinstance(each, Filled)]
    assert filled.session == "s1"
    opened_from = Reply(prompt="s1.1", on=f"{shown['channel']}:{shown['ts']}")
    assert dict(filled.replies) == {
        "rating": replace(opened_from, choices=("5",)),
        "nps": replace(opened_from, skip=True),
        "why": replace(opened_from, text="so quick"),
    }
    assert await line.slack.violations() == []


async def test_a_form_opens_for_nobody_but_the_person_asked(line: Line) -> None:
    result = await line.channel.send(item(prompt(more=True), address=SHARED))
    assert isinstance(result, Receipt)
    (shown,) = await line.slack.sent()

    await line.tap("form:0", shown, value="s1", user="U02ADM")
    await line.channel.reactions.settle()
    assert (await line.slack.get("log", method="views.open"))["log"] == []
    declined = (await line.slack.sent(count=2))[1]
    assert (declined["method"], declined["user"]) == ("chat.postEphemeral", "U02ADM")
    assert "is for somebody else" in text(declined, "text")

    await line.tap("form:0", shown, value="s1")
    assert await line.slack.logged("views.open")


async def test_a_form_of_a_survey_that_is_over_is_declined_kindly(line: Line) -> None:
    shown = await line.ask()

    await line.tap("form:0", shown, value="s0")
    declined = (await line.slack.sent(count=2))[1]
    assert (declined["method"], declined["user"]) == ("chat.postEphemeral", USER)
    assert "has closed" in text(declined, "text")


async def test_a_reply_in_a_thread_says_which_message_it_is_about(line: Line) -> None:
    receipt = await line.channel.send(item(address=SHARED))
    assert isinstance(receipt, Receipt)
    (shown,) = await line.slack.sent()
    await line.inbox.next()

    await line.slack.post("message", user=USER, channel=CHANNEL, text="4", thread_ts=text(shown, "ts"))
    got = await line.inbox.next()
    meaning = line.channel.parse(got)
    assert got.address == SHARED
    assert isinstance(meaning, Said)
    assert (meaning.reply.text, meaning.reply.on) == ("4", receipt.reference)


async def test_an_edited_message_edits_and_a_deleted_one_takes_nothing_back(line: Line) -> None:
    written = await line.slack.post("message", user=USER, text="god")
    where = {"user": USER, "channel": text(written, "channel"), "ts": text(written, "ts")}
    await line.slack.post("edit-message", **where, text="good")
    await line.slack.post("delete-message", **where)

    first, edited, deleted = [line.channel.parse(await line.inbox.next()) for _ in range(3)]
    assert isinstance(first, Said)
    assert isinstance(edited, Said)
    assert edited.reply == replace(first.reply, text="good", edited=True)
    assert not isinstance(deleted, Said)


async def test_a_line_that_slack_refreshes_loses_nothing(slack: Hand, clock: Clock) -> None:
    async with by_socket(slack, clock) as line:
        await slack.post("disconnect", reason="refresh_requested")
        await slack.logged("apps.connections.open", count=2)
        await slack.post("message", user=USER, text="still here")
        await slack.advance(4)

        assert isinstance(line.channel.parse(await line.inbox.next()), Said)


async def test_the_acknowledgement_waits_for_the_store_and_for_nothing_else(
    clock: Clock, slack: Hand
) -> None:
    stored = asyncio.Event()

    async def put(item: object) -> bool:
        await stored.wait()
        return True

    async with channel_on(slack, connection=over_http(), clock=clock) as channel:
        asked = asyncio.create_task(posted(channel, put, payload=event(said("4")), at=clock.now()))
        await asyncio.sleep(0)
        assert not asked.done()
        stored.set()
        assert (await asked).status_code == 200


@pytest.mark.parametrize("wrong", ["unsigned", "old", "another secret", "changed"])
async def test_what_slack_has_not_signed_is_turned_away_and_not_stored(
    slack: Hand, clock: Clock, wrong: str
) -> None:
    inbox = FakeInbox()
    async with channel_on(slack, connection=over_http(), clock=clock) as channel:
        answer = await posted(channel, inbox.put, payload=event(said("4")), at=clock.now(), wrong=wrong)

    assert answer.status_code == 401
    assert inbox.items == {}


@pytest.mark.parametrize("body", [b"{", b"payload={", b"\xff\xfe", b"payload=%5B1%5D", b""])
async def test_what_cannot_be_read_stumbles_nowhere(slack: Hand, clock: Clock, body: bytes) -> None:
    async with channel_on(slack, connection=over_http(), clock=clock) as channel:
        answer = await raw(channel, FakeInbox().put, body, at=clock.now())

    assert answer.status_code == (400 if body else 200)


async def test_a_command_about_a_payload_is_not_mistaken_for_a_form(slack: Hand, clock: Clock) -> None:
    inbox = FakeInbox()
    async with channel_on(slack, connection=over_http(), clock=clock) as channel:
        given = {key: str(value) for key, value in command("stop payload").items()}
        answer = await raw(channel, inbox.put, urlencode(given).encode(), at=clock.now())

    (stored,) = inbox.items.values()
    assert answer.status_code == 200
    assert json.loads(stored.payload)["text"] == "stop payload"
    assert stored.address == ADDRESS


async def test_a_tap_over_http_is_stored_as_the_payload_it_carries(slack: Hand, clock: Clock) -> None:
    inbox = FakeInbox()
    payload = tapped({"type": "button", "action_id": "choice:3", "block_id": "ask:s1.1:0", "value": "4"})
    async with channel_on(slack, connection=over_http(), clock=clock) as channel:
        await raw(channel, inbox.put, urlencode({"payload": json.dumps(payload)}).encode(), at=clock.now())
        (stored,) = inbox.items.values()

        assert json.loads(stored.payload) == payload
        assert channel.parse(stored) == Said(
            reply=Reply(prompt="s1.1", choices=("4",), on="D01CUST:1777896000.000200")
        )


async def test_in_socket_mode_nobody_can_call_us(slack: Hand) -> None:
    async with channel_on(slack) as channel:
        assert list(channel.routes(FakeInbox().put)) == []


async def posted(
    channel: SlackChannel, put: object, *, payload: object, at: datetime, wrong: str = ""
) -> httpx.Response:
    return await raw(channel, put, json.dumps(payload).encode(), at=at, wrong=wrong)


async def raw(
    channel: SlackChannel, put: object, body: bytes, *, at: datetime = NOON, wrong: str = ""
) -> httpx.Response:
    assert callable(put)
    stamp = str(int((at - timedelta(minutes=6 if wrong == "old" else 0)).timestamp()))
    secret = "another" if wrong == "another secret" else SIGNING_SECRET
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "content-type": "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded"
    }
    if wrong != "unsigned":
        headers |= {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}
    transport = httpx.ASGITransport(
        app=Starlette(routes=list(channel.routes(put))), raise_app_exceptions=False
    )
    async with httpx.AsyncClient(transport=transport, base_url="https://us.example") as client:
        sent = body + b" " if wrong == "changed" else body
        return await client.post(paths.EVENTS, content=sent, headers=headers)
