"""What the tests of Slack start from: prompts on their way out, and payloads as Slack sends them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from feedback.prompts import Choice, Prompt, Purpose, Shape
from feedback.records import InboxItem, OutboxItem

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECRET = b"a secret that only tests know"
TEAM, USER, BOT, CHANNEL, DIRECT = "T01TEST", "U01CUST", "U0BOT", "C01GEN", "D01CUST"
ADDRESS = f"{TEAM}/{USER}"
SHARED = f"{TEAM}/{CHANNEL}/{USER}"

FACES = Shape(
    look="faces",
    choices=tuple(
        Choice(value=str(value), label=face, spoken=f"{value} of 5, {name}")
        for value, (face, name) in enumerate(
            zip("😡🙁😐🙂😀", ("very bad", "bad", "okay", "good", "very good"), strict=True), start=1
        )
    ),
    low="very bad",
    high="very good",
)
STARS = Shape(
    look="stars",
    choices=tuple(
        Choice(value=str(value), label="★" * value, spoken=f"{value} of 5") for value in range(1, 6)
    ),
)
NUMBERS = Shape(
    look="numbers",
    choices=tuple(Choice(value=str(value), label=str(value), spoken=f"{value} of 10") for value in range(11)),
    low="not at all likely",
    high="extremely likely",
)
TEXT = Shape(look="text", writable=True, most_characters=2000)
NOTHING_TO_ANSWER = Shape(look="text")


def listed(*labels: str, many: bool = False, most: int | None = None, writable: bool = False) -> Shape:
    return Shape(
        look="list",
        choices=tuple(
            Choice(value=f"o{number}", label=label, spoken=label)
            for number, label in enumerate(labels, start=1)
        ),
        many=many,
        most=most,
        writable=writable,
        most_characters=500 if writable else None,
    )


def prompt(
    shape: Shape = FACES,
    *,
    text: str = "How was it?",
    purpose: Purpose = "ask",
    language: str = "en",
    skip: str | None = "Skip",
    more: bool = False,
) -> Prompt:
    return Prompt(
        id="s1.1",
        session="s1",
        question="q1" if shape.choices or shape.writable else None,
        purpose=purpose,
        text=text,
        language=language,
        shape=shape,
        skip=skip if shape.choices or shape.writable else None,
        step=1,
        more=more,
    )


def item(
    said: Prompt | None = None,
    *,
    address: str = ADDRESS,
    amends: str | None = None,
    chosen: tuple[str, ...] = (),
    created_at: datetime = NOON,
) -> OutboxItem:
    known = said or prompt()
    return OutboxItem(
        id=known.id,
        customer="c1",
        session="s1",
        channel="slack",
        address=address,
        prompt=known,
        priority=5,
        due_at=created_at,
        created_at=created_at,
        state="sending",
        amends=amends,
        chosen=chosen,
    )


def numbered(number: int, *, address: str = ADDRESS) -> OutboxItem:
    said = replace(prompt(), id=f"s{number}.1", session=f"s{number}")
    return replace(item(said, address=address), id=said.id, session=said.session)


def received(payload: object, *, address: str = ADDRESS) -> InboxItem:
    return InboxItem(
        channel="slack", key="k1", address=address, payload=json.dumps(payload).encode(), received_at=NOON
    )


def event(inner: Mapping[str, object], **outer: object) -> dict[str, object]:
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A01APP",
        "event_id": "Ev01",
        "event_time": 1_777_896_000,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "event": dict(inner),
        **outer,
    }


def said(text: str, **more: object) -> dict[str, object]:
    return {
        "type": "message",
        "channel": DIRECT,
        "channel_type": "im",
        "user": USER,
        "text": text,
        "ts": "1777896000.000100",
        **more,
    }


def tapped(
    action: Mapping[str, object], *, channel: str = DIRECT, user: str = USER, **more: object
) -> dict[str, object]:
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "acme"},
        "user": {"id": user, "username": "cust", "team_id": TEAM},
        "container": {"type": "message", "message_ts": "1777896000.000200", "channel_id": channel},
        "channel": {"id": channel, "name": "directmessage"},
        "message": {"ts": "1777896000.000200", "bot_id": "B01APP", "team": TEAM},
        "trigger_id": "123.456.abc",
        "actions": [{"action_ts": "1777896001.0", **action}],
        **more,
    }


def command(words: str, *, name: str = "/journey", channel: str = DIRECT) -> dict[str, object]:
    return {
        "command": name,
        "text": words,
        "team_id": TEAM,
        "channel_id": channel,
        "user_id": USER,
        "user_name": "cust",
        "trigger_id": "123.457.def",
        "response_url": "https://hooks.slack.com/commands/1",
    }


def elements(blocks: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = []
    for block in blocks:
        inside = block.get("elements")
        found += [each for each in inside if isinstance(each, dict)] if isinstance(inside, list) else []
        found += [each for each in (block.get("accessory"), block.get("element")) if isinstance(each, dict)]
    return found
