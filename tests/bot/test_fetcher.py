"""What is sent along is fetched once its answer is safe: kept sealed, tried again, or given up kindly."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.aftercare import aftercare
from bot.channel import Failure, Meaning, Receipt
from bot.fetcher import Fetcher
from feedback.clock import FakeClock
from feedback.filetypes import MOST_BYTES, ending, fits, type_of
from feedback.grouping import GroupCommit
from feedback.ids import NewId
from feedback.prompts import Attachment, AttachmentKind, Reply
from feedback.records import Enclosure, InboxItem, OutboxItem
from feedback.store.store import Store
from feedback.wording import say
from tests.feedback.talks import Talk, service_on

JPEG = b"\xff\xd8\xff\xe0" + b"pixels of a lamp"
OGG = b"OggS" + b"a voice"
PDF = b"%PDF-1.7 a receipt"
Found = bytes | Failure | Exception


class Shelf:
    """A channel that hands out what is put on it, in order; the last thing again and again."""

    name = "web"

    def __init__(self) -> None:
        self.found: list[Found] = [JPEG]
        self.asked: list[tuple[str, str]] = []

    def parse(self, item: InboxItem) -> Meaning | None:
        return None

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        return Receipt(reference=item.id)

    async def fetch(self, reference: str, *, address: str) -> bytes | Failure:
        self.asked.append((reference, address))
        found = self.found.pop(0) if len(self.found) > 1 else self.found[0]
        if isinstance(found, Exception):
            raise found
        return found


class House:
    """A customer who sends things along, and whoever fetches them."""

    def __init__(self, store: Store, clock: FakeClock, new_id: NewId) -> None:
        self.store, self.clock, self.shelf = store, clock, Shelf()
        self.writer = GroupCommit()
        self.talk = Talk(store, service_on(store, clock=clock, new_id=new_id), clock)
        self.fetcher = Fetcher(
            store=store, writer=self.writer, channels={"web": self.shelf}, now=clock.now, new_id=new_id,
            handled=lambda: None,
        )  # fmt: skip

    def sends(self, *attachments: Attachment) -> None:
        """Let the customer answer with a rating and something beside it."""
        self.talk.handle(self.talk.touch("1"))
        self.talk.said()
        self.talk.handle(self.talk.heard(Reply(text="2", attachments=attachments)))
        self.talk.said()

    async def turns(self, count: int = 1, *, apart: timedelta = timedelta(seconds=5)) -> None:
        for _ in range(count):
            await self.fetcher.turn()
            self.clock.advance(apart)

    def enclosures(self) -> Sequence[Enclosure]:
        return self.store.enclosures(answers=[answer.id for answer in self.talk.answers()])

    def states(self) -> list[tuple[str, str | None]]:
        return [(each.state, each.failure) for each in self.enclosures()]

    def told(self) -> list[str]:
        return [prompt.text for prompt in self.talk.said()]


@pytest.fixture
def house(store: Store, clock: FakeClock, new_id: NewId) -> Iterator[House]:
    made = House(store, clock, new_id)
    yield made
    made.writer.close()


def photo(reference: str = "f1", *, size: int | None = None) -> Attachment:
    return Attachment(kind="photo", reference=reference, size=size)


async def test_what_was_sent_is_fetched_and_kept(house: House) -> None:
    house.sends(photo())

    await house.turns()

    (kept,) = house.enclosures()
    assert (kept.state, kept.mime, kept.size, kept.tries) == ("kept", "image/jpeg", len(JPEG), 1)
    assert house.store.content(kept.id) == JPEG
    assert house.shelf.asked == [("f1", "a1")]
    assert house.told() == []
    await house.turns()
    assert len(house.shelf.asked) == 1


async def test_what_it_holds_lies_sealed_in_the_file(
    sqlite_store: Store, clock: FakeClock, new_id: NewId, tmp_path: Path
) -> None:
    house = House(sqlite_store, clock, new_id)
    house.sends(Attachment(kind="file", reference="SECRET-REFERENCE", name="secret-name.pdf"))
    house.shelf.found = [PDF]
    await house.turns()
    house.writer.close()

    written = written_in(tmp_path)

    assert house.states() == [("kept", None)]
    assert not any(each in written for each in (b"a receipt", b"SECRET-REFERENCE", b"secret-name"))


def written_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        ("photo", OGG, "type"),
        ("voice", JPEG, "type"),
        ("photo", b"<svg onload='x'/>", "type"),
        ("file", b"MZ\x90\x00 a program", "type"),
        ("file", b"#!/bin/sh", "type"),
        ("file", b"", "type"),
    ],
)
async def test_what_we_do_not_take_is_refused_with_a_kind_word(
    house: House, kind: AttachmentKind, content: bytes, why: str
) -> None:
    house.sends(Attachment(kind=kind, reference="f1"))
    house.shelf.found = [content]

    await house.turns(2)

    assert house.states() == [("refused", why)]
    assert house.told() == [say("file_refused", "en")]
    assert house.talk.counts()["content"] == 0


async def test_what_turns_out_too_large_is_refused_as_well(house: House) -> None:
    house.sends(photo(size=5))
    house.shelf.found = [JPEG + bytes(MOST_BYTES)]

    await house.turns()

    assert house.states() == [("refused", "too_large")]


async def test_what_is_told_to_be_too_large_is_not_even_fetched(house: House) -> None:
    house.sends(photo(size=MOST_BYTES + 1))

    await house.turns()

    assert house.states() == [("refused", "too_large")]
    assert house.shelf.asked == []


async def test_a_platform_that_is_away_is_asked_again_ever_later(house: House) -> None:
    house.sends(photo())
    house.shelf.found = [Failure(kind="unreachable"), Failure(kind="unknown"), TimeoutError(), JPEG]
    waits: list[timedelta] = []
    for _ in range(3):
        await house.fetcher.turn()
        (waiting,) = house.enclosures()
        waits.append(waiting.due_at - house.clock.now())
        house.clock.advance(waits[-1])
    await house.turns()

    assert [wait.total_seconds() for wait in waits] == [30, 60, 120]
    assert house.states() == [("kept", None)]


async def test_what_cannot_be_had_is_given_up_and_told_once(house: House) -> None:
    house.sends(photo())
    house.shelf.found = [Failure(kind="unreachable")]

    await house.turns(20, apart=timedelta(hours=7))

    assert house.states() == [("gone", "unreachable")]
    assert house.told() == [say("file_gone", "en")]
    assert len(house.shelf.asked) == 10


@pytest.mark.parametrize("kind", ["rejected", "gone"])
async def test_what_the_platform_has_no_more_is_gone_at_once(house: House, kind: str) -> None:
    house.sends(photo())
    house.shelf.found = [Failure(kind="gone" if kind == "gone" else "rejected")]

    await house.turns()

    assert house.states() == [("gone", kind)]


async def test_a_platform_that_wants_a_rest_gets_it_to_the_second_for_all_files(house: House) -> None:
    house.sends(photo("f1"), photo("f2"))
    wait = timedelta(seconds=4321)
    house.shelf.found = [Failure(kind="throttled", retry_after=wait), JPEG]

    await house.fetcher.turn()

    assert [each.due_at - house.clock.now() for each in house.enclosures()] == [wait, wait]
    assert len(house.shelf.asked) == 1
    house.clock.advance(wait - timedelta(seconds=1))
    again = Fetcher(
        store=house.store, writer=house.writer, channels={"web": house.shelf}, now=house.clock.now,
        new_id=house.talk.service.house.new_id, handled=lambda: None,
    )  # fmt: skip
    assert await again.turn() == 0  # a restart changes nothing
    house.clock.advance(timedelta(seconds=1))
    assert await again.turn() == 2
    assert house.states() == [("kept", None)] * 2


async def test_resting_is_not_trying_and_ends_after_days(house: House) -> None:
    house.sends(photo())
    house.shelf.found = [Failure(kind="throttled", retry_after=timedelta(hours=5))]

    await house.turns(16, apart=timedelta(hours=5))

    assert house.states() == [("gone", "throttled")]


async def test_a_few_files_at_a_time_then_a_rest(house: House) -> None:
    house.sends(*(photo(f"f{number}") for number in range(6)))

    assert [await house.fetcher.turn(), await house.fetcher.turn()] == [4, 0]

    house.clock.advance(timedelta(seconds=4))
    assert await house.fetcher.turn() == 2


async def test_two_processes_do_not_fetch_the_same(house: House) -> None:
    house.sends(photo())
    other = Fetcher(
        store=house.store, writer=house.writer, channels={"web": house.shelf}, now=house.clock.now,
        new_id=house.talk.service.house.new_id, handled=lambda: None,
    )  # fmt: skip

    done = await asyncio.gather(house.fetcher.turn(), other.turn())

    assert sum(done) == 1


async def test_a_process_that_died_leaves_it_to_the_next(house: House) -> None:
    house.sends(photo())
    house.store.claim_enclosures(now=house.clock.now(), limit=9, lease=timedelta(minutes=5), channels={"web"})

    await house.turns()
    assert house.states() == [("waiting", None)]

    house.clock.advance(timedelta(minutes=5))
    await house.turns()
    assert house.states() == [("kept", None)]


async def test_who_is_erased_meanwhile_has_nothing_kept(house: House) -> None:
    house.sends(photo())
    (waiting,) = house.enclosures()

    class Eraser(Shelf):
        async def fetch(self, reference: str, *, address: str) -> bytes | Failure:
            house.store.erase_customer(waiting.customer, now=house.clock.now())
            return JPEG

    # The fetcher keeps what is both a channel and a shelf; a shelf is enough for it.
    house.fetcher._channels = {"web": Eraser()}  # type: ignore[dict-item] # noqa: SLF001 - a race's other side
    await house.turns()

    assert (house.talk.counts()["enclosure"], house.talk.counts()["content"]) == (0, 0)


async def test_channels_that_hand_out_nothing_leave_it_waiting(house: House) -> None:
    house.sends(photo())
    care = aftercare(
        store=house.store, writer=house.writer, channels={}, leaders={}, now=house.clock.now,
        new_id=house.talk.service.house.new_id, handled=lambda: None,
        journey=house.talk.service.house.active.journey, scorer=lambda: ("rating", "1"),
    )  # fmt: skip

    assert [await turn() for turn in care.values()] == [0] * len(care)
    assert house.states() == [("waiting", None)]


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (JPEG, "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"), (b"\0\0\0\x18ftypheic", "image/heic"),
        (OGG, "audio/ogg"), (b"ID3\x04", "audio/mpeg"), (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x20ftypisom", "video/mp4"), (b"\x1aE\xdf\xa3", "video/webm"), (PDF, "application/pdf"),
        (b"PK\x03\x04", "application/zip"), ("Grüße, it was late\n".encode(), "text/plain"),
        (b"<html>", None), (b"  <script>", None), (b"\x7fELF", None), (b"\x00\x01", None), (b"", None),
        (b"\xff\xfe\xfa", None),
    ],
)  # fmt: skip
def test_a_file_is_what_its_first_bytes_say(content: bytes, mime: str | None) -> None:
    assert type_of(content) == mime
    assert ending(mime) == ("bin" if mime is None else ending(mime))


def test_a_letter_cut_in_two_at_the_end_of_what_is_looked_at_is_still_text() -> None:
    assert type_of(b"a" * 4095 + "ü".encode()) == "text/plain"


@pytest.mark.parametrize(
    ("kind", "mime", "does"),
    [("voice", "video/mp4", True), ("voice", "text/plain", False), ("photo", "image/png", True),
     ("photo", "application/pdf", False), ("file", "image/png", True)],
)  # fmt: skip
def test_what_it_was_sent_as_must_fit(kind: AttachmentKind, mime: str, does: bool) -> None:  # noqa: FBT001 - a case
    assert fits(kind, mime) is does
