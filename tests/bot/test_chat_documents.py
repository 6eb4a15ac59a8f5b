"""Files that came with a message are handed out to whoever has the chat's address, and to nobody else."""

from dataclasses import replace

import httpx
import pytest

from bot.http.tokens import new_address
from feedback.prompts import Document
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
    assert answer.headers["content-disposition"] == 'attachment; filename="mydata.json"'
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["s1.1/1", "s1.2/0", "nothing/0"])
async def test_what_is_not_there_is_said_with_what_to_do(world: World, path: str) -> None:
    answer = await fetched(world, path)

    assert answer.status_code == 404
    assert "/mydata" in answer.text


async def test_another_chat_does_not_see_it(world: World) -> None:
    assert (await fetched(world, "s1.1/0", address=YOURS)).status_code == 404
    assert (await fetched(world, "s1.1/0", address=None)).status_code == 401
