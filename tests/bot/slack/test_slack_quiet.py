"""What Slack's SDKs may say in our logs."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.channels.slack.quiet import quiet_logger
from tests.bot.slack.emulated import Clock, FakeInbox, channel_on, listening
from tests.bot.slack.given import USER
from tests.emulators.slack.testing import Hand


def test_a_connection_that_closed_too_early_is_told_in_a_line_without_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with capture_logs() as told:
        fail_with(aiohttp.ClientConnectionResetError("Cannot write to closing transport"))

    assert told == [
        {"event": "slack_connection_closed", "error": "ClientConnectionResetError", "log_level": "info"}
    ]
    assert caplog.records == []


def test_any_other_mistake_is_told_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    with capture_logs() as told:
        fail_with(ValueError("no such thing"))

    assert told == []
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_what_people_say_is_not_written_out(caplog: pytest.LogCaptureFixture) -> None:
    quiet_logger().warning("a message: the soup was cold")

    assert caplog.records == []


def fail_with(error: Exception) -> None:
    try:
        raise error
    except type(error):
        quiet_logger().exception("Failed to run a request listener")


@dataclass
class Stumbling(Clock):
    """A clock that breaks down when it is read first, with words of somebody's."""

    stumbled: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> datetime:
        if not self.stumbled.is_set():
            self.stumbled.set()
            raise ValueError("the soup was cold")
        return super().now()


async def test_what_breaks_down_on_its_way_in_is_told_by_its_class_and_comes_again(
    slack: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    inbox, clock = FakeInbox(), Stumbling(slack)
    with capture_logs() as told:
        async with channel_on(slack, clock=clock) as channel, listening(channel, inbox, slack):
            await slack.post("message", user=USER, text="the soup was cold")
            await clock.stumbled.wait()
            await slack.advance(4)
            await inbox.next()

    assert [each["error"] for each in told if each["log_level"] == "warning"] == ["ValueError"]
    assert "soup" not in f"{told} {caplog.text}"
