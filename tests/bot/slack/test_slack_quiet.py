"""What Slack's SDKs may say in our logs."""

import logging

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.channels.slack.quiet import quiet_logger


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
