"""What an agent or a customer sends along reaches the other one, from whatever platform it came."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.carrying import Carrier
from feedback.outbox import Failure, Receipt
from feedback.prompts import Attachment, AttachmentKind, Carried, Prompt, Shape
from feedback.records import InboxItem, OutboxItem

NOW = datetime(2026, 11, 23, tzinfo=UTC)
JPEG = b"\xff\xd8\xff and the rest of a picture"
PROMPT = Prompt(
    id="case-C0DE0001.1", session="", question=None, purpose="notice", text="Here [a picture]", language="en",
    shape=Shape(look="text"),
)  # fmt: skip
ITEM = OutboxItem(
    id="case-C0DE0001.1", customer="anna", session=None, channel="web", address="a1", prompt=PROMPT,
    priority=0, due_at=NOW, created_at=NOW,
)  # fmt: skip


class Platform:
    """A channel that hands out what it was given."""

    name = "telegram"

    def __init__(self, holds: dict[str, bytes | Failure]) -> None:
        self.holds = holds
        self.asked: list[tuple[str, str]] = []

    def parse(self, item: InboxItem) -> None:
        del item

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        return Receipt(reference=item.id)

    async def fetch(self, reference: str, *, address: str) -> bytes | Failure:
        self.asked.append((reference, address))
        return self.holds[reference]


def carrying(reference: str, *, kind: AttachmentKind = "photo", size: int | None = None) -> OutboxItem:
    told = Attachment(kind=kind, reference=reference, size=size)
    carried = Carried(channel="telegram", address="-99/1", attachment=told)
    return replace(ITEM, prompt=replace(PROMPT, carried=(carried,)))


def test_a_picture_of_one_platform_goes_out_on_another_as_a_file() -> None:
    platform = Platform({"f1": JPEG})

    laden = asyncio.run(Carrier({"telegram": platform}).laden(carrying("f1")))

    assert platform.asked == [("f1", "-99/1")]
    (file,) = laden.prompt.documents
    assert (file.name, file.mime, file.content) == ("photo.jpg", "image/jpeg", JPEG)
    assert (laden.prompt.carried, laden.prompt.text) == ((), PROMPT.text)


@pytest.mark.parametrize("content", [b"MZ a program", Failure(kind="gone"), b"plain words, and no picture"])
def test_what_is_no_picture_or_cannot_be_had_stays_named_in_the_words(content: bytes | Failure) -> None:
    laden = asyncio.run(Carrier({"telegram": Platform({"f1": content})}).laden(carrying("f1")))

    assert laden.prompt == PROMPT


def test_what_is_too_large_or_of_an_unknown_platform_is_not_fetched() -> None:
    platform = Platform({"f1": JPEG})

    large = asyncio.run(Carrier({"telegram": platform}).laden(carrying("f1", size=30_000_000)))
    unknown = asyncio.run(Carrier({}).laden(carrying("f1")))

    assert (large.prompt, unknown.prompt, platform.asked) == (PROMPT, PROMPT, [])


def test_a_platform_that_breaks_does_not_keep_the_words_back() -> None:
    laden = asyncio.run(Carrier({"telegram": Platform({})}).laden(carrying("missing")))

    assert laden.prompt == PROMPT


def test_what_carries_nothing_goes_out_as_it_is() -> None:
    assert asyncio.run(Carrier({}).laden(ITEM)) is ITEM


def test_whoever_sent_it_hears_of_what_cannot_be_had() -> None:
    heard: list[Sequence[Carried]] = []

    async def lost(item: OutboxItem, carried: Sequence[Carried]) -> None:
        assert item.id == ITEM.id
        heard.append(carried)

    item = carrying("f1")
    asyncio.run(Carrier({"telegram": Platform({"f1": Failure(kind="gone")})}, lost=lost).laden(item))

    assert heard == [list(item.prompt.carried)]
