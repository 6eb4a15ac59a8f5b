"""The web chat as a channel: what its inbox items mean, and what sending does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channel import Arrived, Commanded, Failure, Invited, Meaning, Nothing, Profile, Receipt, Said, Told
from bot.channels.web import SPEC
from bot.listeners import Listeners
from feedback.prompts import Attachment, Reply
from feedback.records import InboxItem, OutboxItem
from tests.bot.fakes import NOW, prompt


def item(payload: bytes) -> InboxItem:
    return InboxItem(channel="web", key="k", address="a", payload=payload, received_at=NOW)


@pytest.mark.parametrize(
    ("payload", "meaning"),
    [
        (
            b'{"type":"reply","reply":{"prompt":"s.1","choices":["4"]}}',
            Said(reply=Reply(prompt="s.1", choices=("4",))),
        ),
        (b'{"type":"reply","reply":{"text":"fine"}}', Said(reply=Reply(text="fine"))),
        (
            b'{"type":"reply","reply":{"prompt":"s.1","skip":true}}',
            Said(reply=Reply(prompt="s.1", skip=True)),
        ),
        (
            b'{"type":"reply","reply":{"prompt":"s.1","text":"/pause 30d"}}',
            Told(order="pause", argument="30d"),
        ),
        (b'{"type":"reply","reply":{"text":"/skip"}}', Said(reply=Reply(skip=True))),
        (b'{"type":"reply","reply":{"text":"/whatever else"}}', Told(order="help")),
        (b'{"type":"reply","reply":{"text":"/5 stars"}}', Said(reply=Reply(text="/5 stars"))),
        (
            b'{"type":"reply","reply":{"text":"/case reply C0DE0001 Look"},"photo":true}',
            Commanded(
                name="case",
                words="reply C0DE0001 Look",
                attachments=(Attachment(kind="photo", reference="photo:k"),),
            ),
        ),
        (b'{"type":"open","interaction":"i1"}', Invited(interaction="i1")),
        (b'{"type":"code","code":"ABCD2345","language":"de"}', Arrived(code="ABCD2345")),
        (b'{"type":"order","order":"language","argument":"de"}', Told(order="language", argument="de")),
        (b'{"type":"wave"}', None),
        (b"{", None),
        (b"\xff", None),
    ],
)
def test_an_item_means_what_the_person_did(payload: bytes, meaning: Meaning | None) -> None:
    assert SPEC(listeners=Listeners()).parse(item(payload)) == meaning


def test_who_comes_with_a_code_is_spoken_to_in_the_language_of_their_browser() -> None:
    channel = SPEC(listeners=Listeners())

    assert channel.profile(item(b'{"type":"code","code":"ABCD2345","language":"de"}')) == Profile(
        language="de"
    )
    assert channel.profile(item(b'{"type":"open","interaction":"i1"}')) is None
    assert channel.profile(item(b"{")) is None


async def test_a_photo_is_nothing_said_and_handed_out_to_its_own_address_only() -> None:
    class Inbox:
        def inbox_item(self, channel: str, key: str) -> InboxItem | None:
            found = replace(item(b"GIF89a"), key="photo:k")
            return found if (channel, key) == ("web", "photo:k") else None

    channel = SPEC(listeners=Listeners(), photos=Inbox())

    assert channel.parse(replace(item(b"GIF89a"), key="photo:k")) == Nothing()
    assert await channel.fetch("photo:k", address="a") == b"GIF89a"
    assert await channel.fetch("photo:k", address="b") == Failure(kind="gone")
    assert await channel.fetch("photo:l", address="a") == Failure(kind="gone")


async def test_sending_wakes_the_pages_of_that_address_only() -> None:
    listeners = Listeners()
    sent = OutboxItem(
        id="o1",
        customer="c",
        session="s",
        channel="web",
        address="a",
        prompt=prompt(),
        priority=1,
        due_at=NOW,
        created_at=NOW,
    )

    with listeners.listen("a") as mine, listeners.listen("b") as other:
        receipt = await SPEC(listeners=listeners).send(sent)

        assert receipt == Receipt(reference="o1")
        assert mine is not None
        assert other is not None
        assert await mine.wait(at_most=timedelta(seconds=5))
        assert not await other.wait(at_most=timedelta(0))
