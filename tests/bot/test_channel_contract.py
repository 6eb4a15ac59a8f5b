"""What every channel promises; a channel without golden payloads in data/channels/NAME.json fails."""

import asyncio
import json
import pkgutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.channels
from bot.channel import (
    Arrived,
    Channel,
    Commanded,
    Failure,
    Filled,
    Invited,
    Left,
    Meaning,
    Migrated,
    Nothing,
    Receipt,
    Returned,
    Said,
    Told,
)
from bot.channels.console import ConsoleChannel
from bot.channels.slack import SlackChannel
from bot.channels.slack.channel import Connection, OneTeam
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Account
from bot.channels.web import WebChannel
from bot.listeners import Listeners
from feedback.prompts import REPLY_JSON, Prompt, Reply, Shape
from feedback.records import InboxItem, OutboxItem

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
GOLDENS = Path(__file__).parent / "data" / "channels"
NAMES = sorted(found.name for found in pkgutil.iter_modules(bot.channels.__path__))
CHANNELS: Mapping[str, Channel] = {
    "console": ConsoleChannel(address="a1", show=lambda _prompt, _words: None),
    "slack": SlackChannel(Connection(teams=OneTeam(token="xoxb-golden")), secret=b"golden", now=lambda: NOON),
    "telegram": TelegramChannel(
        Account(token="1:a", secret=b"golden", username="aftertouch_bot"), now=lambda: NOON
    ),
    "web": WebChannel(listeners=Listeners()),
}


def received(channel: str, payload: bytes) -> InboxItem:
    return InboxItem(channel=channel, key="k1", address="a1", payload=payload, received_at=NOON)


def told(meaning: Meaning | None) -> object:
    """Write what an item means as the golden files do."""
    match meaning:
        case None:
            return None
        case Said(reply=reply):
            return {"said": _reply(reply)}
        case Invited(interaction=interaction):
            return {"invited": interaction}
        case Told() | Migrated():
            known = {key: value for key, value in asdict(meaning).items() if key != "room" or value}
            return {type(meaning).__name__.casefold(): known}
        case Commanded():
            return {"commanded": {key: value for key, value in asdict(meaning).items() if value}}
        case Arrived(code=code):
            return {"arrived": code}
        case Filled(session=session, replies=replies):
            return {
                "filled": {
                    "session": session,
                    "replies": {key: _reply(each) for key, each in replies.items()},
                }
            }
        case Left(everybody=everybody) | Returned(everybody=everybody):
            return {type(meaning).__name__.casefold(): "everybody" if everybody else True}
        case Nothing():
            return {"nothing": True}


def _reply(reply: Reply) -> object:
    return json.loads(REPLY_JSON.dump_json(reply, exclude_defaults=True))


def golden(name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((GOLDENS / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_channel_offers_itself_and_is_put_through_this_contract(name: str) -> None:
    assert isinstance(CHANNELS[name], import_module(f"bot.channels.{name}").SPEC)
    assert CHANNELS[name].name == name
    assert len(golden(name)) >= 5


@pytest.mark.parametrize("name", NAMES)
def test_a_raw_item_means_what_the_golden_file_says(name: str) -> None:
    for case in golden(name):
        item = received(name, json.dumps(case["payload"]).encode())

        assert told(CHANNELS[name].parse(item)) == case["means"], case["payload"]


@pytest.mark.parametrize("name", NAMES)
@given(
    st.binary(max_size=200) | st.text(max_size=100).map(lambda words: json.dumps({"text": words}).encode())
)
def test_nothing_that_comes_in_makes_a_channel_stumble(name: str, payload: bytes) -> None:
    assert isinstance(CHANNELS[name].parse(received(name, payload)), Meaning | None)


@pytest.mark.parametrize("name", NAMES)
def test_a_prompt_that_is_sent_twice_is_taken_twice_without_harm(name: str) -> None:
    prompt = Prompt(
        id="s1.1",
        session="s1",
        question="rating",
        purpose="ask",
        text="How was it?",
        language="en",
        shape=Shape(look="text"),
    )
    item = OutboxItem(
        id="s1.1",
        customer="c1",
        session="s1",
        channel=name,
        address="a1",
        prompt=prompt,
        priority=5,
        due_at=NOON,
        created_at=NOON,
        state="sending",
    )

    results = [asyncio.run(CHANNELS[name].send(item)) for _ in range(2)]

    assert all(isinstance(result, Receipt | Failure) for result in results)
    assert results[0] == results[1]
