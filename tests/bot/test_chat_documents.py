"""Files that came with a message are handed out to whoever has the chat's address, and to nobody else."""

from dataclasses import replace

import httpx
import pytest

from bot.http.feed import light
from bot.http.tokens import new_address
from feedback.prompts import Document, Picture
from tests.bot.answers import FILE as PDF
from tests.bot.answers import ID, PICTURE, answer
from tests.bot.client import World, client
from tests.bot.fakes import SECRET, prompt

MINE = new_address(b"m" * 16, secret=SECRET)
YOURS = new_address(b"y" * 16, secret=SECRET)
FILE = Document(name="mydata.json", mime="application/json", text='{"name": "Ada"}')


@pytest.fixture
def world() -> World:
    made = World()
    made.inbox.say(MINE, replace(prompt(), documents=(FILE,)))
    return made


async def fetched(world: World, path: str, *, address: str | None = MINE) -> httpx.Response:
    async with client(world.app(), bearer=address) as page:
        return await page.get(f"/chat/documents/{path}")


async def test_a_file_is_handed_out_as_one_and_kept_by_nobody_on_the_way(world: World) -> None:
    answer = await fetched(world, "s1.1/0")

    assert (answer.status_code, answer.text) == (200, FILE.text)
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''mydata.json"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["s1.1/1", "s1.2/0", "nothing/0"])
async def test_what_is_not_there_is_said_with_what_to_do(world: World, path: str) -> None:
    answer = await fetched(world, path)

    assert answer.status_code == 404
    assert "/mydata" in answer.text


async def test_another_chat_does_not_see_it(world: World) -> None:
    assert (await fetched(world, "s1.1/0", address=YOURS)).status_code == 404
    assert (await fetched(world, "s1.1/0", address=None)).status_code == 401


async def seen(world: World, path: str, *, address: str | None = MINE) -> httpx.Response:
    async with client(world.app(), bearer=address) as page:
        return await page.get(f"/chat/pictures/{path}")


async def test_a_picture_is_shown_to_whoever_it_came_to_and_to_nobody_else(world: World) -> None:
    world.inbox.say(MINE, answer(picture=PICTURE, documents=(PDF,)))

    answered = await seen(world, f"{ID}.1")

    assert (answered.status_code, answered.content) == (200, PICTURE.data)
    assert answered.headers["content-type"] == "image/png"
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert (await fetched(world, f"{ID}.1/0")).content == PDF.data
    assert (await seen(world, f"{ID}.1", address=YOURS)).status_code == 404
    assert (await seen(world, f"{ID}.1", address=None)).status_code == 401
    assert (await seen(world, f"{ID}.2")).status_code == 404


async def test_what_could_run_is_no_picture_here(world: World) -> None:
    drawn = Picture(name="map.svg", mime="image/svg+xml", described="A map", data=b"<svg/>")
    world.inbox.say(MINE, answer(picture=drawn))

    assert (await seen(world, f"{ID}.1")).status_code == 404


def test_the_conversation_names_files_and_pictures_without_what_they_hold() -> None:
    told = light(answer(picture=PICTURE, documents=(PDF, FILE)))

    assert told.picture == replace(PICTURE, data=b"")
    assert [(each.name, each.content) for each in told.documents] == [("map.pdf", b""), ("mydata.json", b"")]
