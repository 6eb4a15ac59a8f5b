"""Photos that customers send in the web chat: what is taken, from whom, and who sees it again."""

from uuid import uuid4

import httpx
import pytest

from bot.http.feed import Received
from bot.http.photos_api import MOST
from bot.http.tokens import new_address
from feedback.filetypes import MOST_BYTES
from tests.bot.client import World, client
from tests.bot.fakes import SECRET

MINE = new_address(b"m" * 16, secret=SECRET)
YOURS = new_address(b"y" * 16, secret=SECRET)
KEY = "0d9e3a60-8d5f-4b52-9a43-7c3f3c1f0a11"
JPEG = b"\xff\xd8\xff\xe0 a dent"
PICTURES = {
    "image/jpeg": JPEG,
    "image/png": b"\x89PNG\r\n\x1a\n a dent",
    "image/webp": b"RIFF1234WEBP a dent",
    "image/gif": b"GIF89a a dent",
}


@pytest.fixture
def world() -> World:
    return World()


async def put(
    world: World, content: bytes = JPEG, *, address: str | None = MINE, key: str = KEY
) -> httpx.Response:
    async with client(world.app(), bearer=address) as page:
        return await page.put(f"/chat/photos/{key}", content=content, headers={"Content-Type": "text/html"})


async def seen(world: World, *, address: str | None = MINE) -> httpx.Response:
    async with client(world.app(), bearer=address) as page:
        return await page.get(f"/chat/photos/{KEY}")


async def reply(world: World, body: object, *, address: str = MINE) -> httpx.Response:
    async with client(world.app(), bearer=address) as page:
        return await page.post("/chat/replies", json=body)


@pytest.mark.parametrize("mime", PICTURES)
async def test_a_picture_is_known_by_its_content_and_shown_to_whoever_sent_it(
    world: World, mime: str
) -> None:
    stored = await put(world, PICTURES[mime])

    answer = await seen(world)
    assert (stored.status_code, stored.json()) == (201, {"key": KEY, "repeated": False})
    assert (answer.content, answer.headers["content-type"]) == (PICTURES[mime], mime)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await seen(world, address=YOURS)).status_code == 404
    assert (await seen(world, address=None)).status_code == 401


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"%PDF-1.7", b"words", b"\0\0\0\x20ftypheic"])
async def test_what_is_no_picture_is_refused_in_a_sentence(world: World, content: bytes) -> None:
    answer = await put(world, content)

    assert answer.status_code == 415
    assert "send a JPEG, PNG, WebP or GIF" in answer.text
    assert world.inbox.items == {}


async def test_a_photo_that_is_too_large_is_refused_before_it_is_read(world: World) -> None:
    async with client(world.app(), bearer=MINE) as page:
        answer = await page.put(
            f"/chat/photos/{KEY}", content=JPEG, headers={"Content-Length": str(MOST_BYTES + 1)}
        )

    assert answer.status_code == 413
    assert "the photo is larger than 20 MB; send a smaller one" in answer.text


async def test_too_many_photos_at_once_have_to_wait_and_those_of_others_need_not(world: World) -> None:
    app = world.app()
    async with client(app, bearer=MINE) as mine, client(app, bearer=YOURS) as yours:
        answers = [await mine.put(f"/chat/photos/{uuid4()}", content=JPEG) for _ in range(MOST + 1)]
        other = await yours.put(f"/chat/photos/{KEY}", content=JPEG)

    assert [answer.status_code for answer in answers] == [201] * MOST + [429]
    assert answers[-1].headers["retry-after"] == "3"
    assert "send the next one in 3 s" in answers[-1].text
    assert other.status_code == 201


@pytest.mark.parametrize("address", [None, "made-up", MINE[:-1] + "A"])
async def test_a_wrong_address_can_leave_no_photo(world: World, address: str | None) -> None:
    assert (await put(world, address=address)).status_code == 401
    assert (await put(world, key="no-key")).status_code == 404
    assert world.inbox.items == {}


async def test_a_photo_sent_again_is_one_photo_and_the_first_stays(world: World) -> None:
    await put(world)

    again = await put(world, PICTURES["image/gif"])

    assert (again.status_code, again.json()["repeated"]) == (201, True)
    assert (await seen(world)).content == JPEG


async def test_a_reply_brings_its_photo_with_words_or_alone(world: World) -> None:
    await put(world)

    answer = await reply(world, {"key": KEY, "photo": True})

    (heard,) = await world.inbox.read(MINE, after=None, limit=9)
    assert answer.status_code == 202
    assert isinstance(heard, Received)
    assert (heard.key, heard.photo, heard.reply.text) == (KEY, True, None)


async def test_a_reply_whose_photo_has_not_come_is_refused(world: World) -> None:
    await put(world, address=YOURS)

    answer = await reply(world, {"key": KEY, "text": "look", "photo": True})

    assert answer.status_code == 422
    assert "has not come" in answer.text
