from datetime import UTC, datetime

import pytest

from bot.channel import Failure, Meaning, Receipt, Said, Told
from bot.channels.console import ConsoleChannel
from feedback.prompts import REPLY_JSON, Choice, Prompt, Reply, Shape
from feedback.records import InboxItem, OutboxItem

NOW = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)


def typed(text: str | None = None, *, choices: tuple[str, ...] = ()) -> bytes:
    return REPLY_JSON.dump_json(Reply(text=text, choices=choices, prompt="s1.1" if choices else None))


def parsed(payload: bytes) -> Meaning | None:
    channel = ConsoleChannel(address="anna", show=lambda _prompt, _words: None)
    return channel.parse(
        InboxItem(channel="console", key="k1", address="anna", payload=payload, received_at=NOW)
    )


@pytest.mark.parametrize(
    ("payload", "meaning"),
    [
        (typed("5"), Said(reply=Reply(text="5"))),
        (typed("/skip"), Said(reply=Reply(skip=True))),
        (typed("/stop"), Told(order="stop")),
        (typed("stop"), Told(order="stop")),
        (typed("/pause 2w"), Told(order="pause", argument="2w")),
        (typed("/language Deutsch"), Told(order="language", argument="de")),
        (typed("they should stop"), Said(reply=Reply(text="they should stop"))),
        (typed(choices=("2",)), Said(reply=Reply(prompt="s1.1", choices=("2",)))),
        (b"{", None),
    ],
)
def test_a_line_is_a_reply_or_an_order(payload: bytes, meaning: Meaning | None) -> None:
    assert parsed(payload) == meaning


def outgoing(address: str) -> OutboxItem:
    shape = Shape(look="list", choices=tuple(Choice(value=v, label=v, spoken=v) for v in ("tea", "coffee")))
    prompt = Prompt(
        id="s1.1", session="s1", question="q", purpose="ask", text="What was it?", language="en", shape=shape
    )
    return OutboxItem(
        id=prompt.id,
        customer="c1",
        session="s1",
        channel="console",
        address=address,
        prompt=prompt,
        priority=5,
        due_at=NOW,
        created_at=NOW,
    )


async def test_a_prompt_is_shown_as_numbered_text() -> None:
    shown: list[str] = []
    channel = ConsoleChannel(address="anna", show=lambda _prompt, words: shown.append(words))

    result = await channel.send(outgoing("anna"))

    assert result == Receipt(reference="s1.1")
    assert shown == ["What was it?\n\n1. tea\n2. coffee\n\nReply with the number of your choice."]


async def test_what_is_meant_for_another_terminal_waits_for_it() -> None:
    shown: list[str] = []
    channel = ConsoleChannel(address="anna", show=lambda _prompt, words: shown.append(words))

    result = await channel.send(outgoing("bert"))

    assert isinstance(result, Failure)
    assert result.kind == "throttled"
    assert shown == []
