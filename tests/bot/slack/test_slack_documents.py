"""Files that go to one person in an emulated Slack: uploaded, and never where others read along."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.channel import Failure, Misses, Receipt
from bot.channels.slack import SlackChannel
from bot.channels.slack.calling import may_be_asked
from bot.pulse import ORDINARY
from feedback.prompts import Document
from feedback.records import OutboxItem
from tests.bot.slack.emulated import Clock, FakeInbox, channel_on, listening, over_http
from tests.bot.slack.given import ADDRESS, NOTHING_TO_ANSWER, SHARED, item, prompt
from tests.emulators.slack.objects import mappings, text
from tests.emulators.slack.testing import Hand

DOCUMENTS = (
    Document(name="mydata.txt", mime="text/plain", text="What we keep: Grüße"),
    Document(name="mydata.json", mime="application/json", text="{}"),
)
PNG = b"\x89PNG\r\n\x1a\n\x00\xff and the rest"


@pytest.fixture
async def channel(slack: Hand, clock: Clock) -> AsyncIterator[SlackChannel]:
    async with channel_on(slack, clock=clock) as made:
        yield made


def handing_over(clock: Clock, *, address: str = ADDRESS) -> OutboxItem:
    told = prompt(shape=NOTHING_TO_ANSWER, purpose="notice", text="Here is all that we keep.")
    return item(replace(told, documents=DOCUMENTS), address=address, created_at=clock.now())


@pytest.mark.parametrize("address", [ADDRESS, SHARED])
async def test_files_come_in_direct_messages_wherever_they_were_asked_for(
    slack: Hand, channel: SlackChannel, clock: Clock, address: str
) -> None:
    receipt = await channel.send(handing_over(clock, address=address))

    assert isinstance(receipt, Receipt)
    (shared,) = await slack.sent(method="files.completeUploadExternal")
    assert text(shared, "channel").startswith("D")
    (said,) = [each for each in mappings((await slack.get("state"))["messages"]) if each.get("files")]
    files = mappings(said["files"])
    assert sorted((text(each, "name"), each["size"]) for each in files) == [
        ("mydata.json", 2), ("mydata.txt", len("What we keep: Grüße".encode())),
    ]  # fmt: skip
    assert await slack.violations() == []


async def test_a_picture_arrives_byte_by_byte(slack: Hand, channel: SlackChannel, clock: Clock) -> None:
    sent = handing_over(clock)
    photo = Document(name="dent.png", mime="image/png", data=PNG)
    await channel.send(replace(sent, prompt=replace(sent.prompt, documents=(photo,))))

    (said,) = [each for each in mappings((await slack.get("state"))["messages"]) if each.get("files")]
    (file,) = mappings(said["files"])
    assert await channel.fetch(text(file, "id"), address=ADDRESS) == PNG
    assert await slack.violations() == []


async def test_where_a_step_is_refused_the_outbox_decides(
    slack: Hand, channel: SlackChannel, clock: Clock
) -> None:
    await slack.post("faults", faults=[{"kind": "throttle", "method": "files.getUploadURLExternal"}])

    refused = await channel.send(handing_over(clock))

    assert isinstance(refused, Failure)
    assert refused.kind == "throttled"
    assert isinstance(await channel.send(handing_over(clock)), Receipt)


def test_a_file_goes_to_slack_and_to_nobody_else() -> None:
    base = "https://slack.com/api/"

    assert may_be_asked("https://files.slack.com/upload/v1/x", base_url=base)
    assert not may_be_asked("http://files.slack.com/upload/v1/x", base_url=base)
    assert not may_be_asked("https://slack.com.evil.example/x", base_url=base)
    assert not may_be_asked("", base_url=base)


async def test_slack_tells_interactions_once_so_only_a_restart_is_ordinary(
    slack: Hand, channel: SlackChannel, clock: Clock
) -> None:
    assert isinstance(channel, Misses)
    assert channel.keeps_taps < ORDINARY
    assert not await channel.is_hearing()

    async with listening(channel, FakeInbox(), slack):
        assert await channel.is_hearing()

    assert not await channel.is_hearing()


async def test_over_http_being_there_is_hearing(slack: Hand, clock: Clock) -> None:
    async with channel_on(slack, connection=over_http(), clock=clock) as made:
        assert await made.is_hearing()
