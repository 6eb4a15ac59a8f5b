"""Codes from posters, redeemed in a browser."""

from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest

from bot.http.codes_api import MOST, code_link
from bot.http.door import Door
from bot.http.tokens import is_address
from bot.web_payload import PAYLOAD_JSON, Scanned
from tests.bot.client import World, client
from tests.bot.fakes import NOW, SECRET

KEY = "0d9e3a60-8d5f-4b52-9a43-7c3f3c1f0a11"
OTHER_KEY = "0d9e3a60-8d5f-4b52-9a43-7c3f3c1f0a12"
BROWSER = "b" * 32


@pytest.fixture
def world() -> World:
    return World(codes={"ABCD2345", "WXYZ6789"})


async def redeem(world: World, **asked: object) -> httpx.Response:
    body: Mapping[str, object] = {"key": KEY, "code": "ABCD-2345", "browser": BROWSER, **asked}
    async with client(world.app(), bearer=None) as page:
        return await page.post("/chat/codes/redeem", json=body)


async def test_a_stranger_with_a_code_gets_a_chat_of_their_own(world: World) -> None:
    answer = await redeem(world, code="abcd–2345", language="de")

    address = answer.json()["address"]
    (stored,) = world.inbox.items.values()
    assert is_address(address, secret=SECRET)
    assert (stored.channel, stored.address) == ("web", address)
    assert PAYLOAD_JSON.validate_json(stored.payload) == Scanned(code="ABCD2345", language="de")


async def test_a_browser_has_one_chat_for_whatever_codes_it_brings(world: World) -> None:
    first = await redeem(world)
    second = await redeem(world, key=OTHER_KEY, code="WXYZ-6789")
    other = await redeem(world, browser="o" * 32)

    assert first.json() == second.json() != other.json()
    assert len(world.inbox.items) == 3


async def test_a_visit_sent_again_is_one_visit_even_where_it_used_up_its_code(world: World) -> None:
    first = await redeem(world)
    world.codes.clear()
    again = await redeem(world)

    assert (again.status_code, again.json()) == (200, first.json())
    assert len(world.inbox.items) == 1


@pytest.mark.parametrize("code", ["ABCD-2346", "hello", "20260504"])
async def test_who_has_no_code_of_ours_becomes_nobody(world: World, code: str) -> None:
    answer = await redeem(world, code=code)

    assert answer.status_code == 404
    assert world.inbox.items == {}
    assert code not in answer.text


async def test_a_network_that_tries_code_after_code_has_to_wait_and_others_need_not(world: World) -> None:
    app = world.app()
    guess = {"key": KEY, "code": "ABCD-2346", "browser": BROWSER}
    async with client(app, bearer=None) as page, client(app, bearer=None, place="203.0.113.9") as elsewhere:
        tried = [await page.post("/chat/codes/redeem", json=guess) for _ in range(MOST + 1)]
        rightly = await page.post("/chat/codes/redeem", json={**guess, "code": "ABCD-2345"})
        other = await elsewhere.post("/chat/codes/redeem", json={**guess, "code": "ABCD-2345"})

    assert [each.status_code for each in tried] == [404] * MOST + [429]
    assert (rightly.status_code, rightly.headers["Retry-After"]) == (429, "1")
    assert "try again in 1 s" in rightly.json()["detail"]
    assert other.status_code == 200


def test_a_minute_later_as_many_codes_may_come_again() -> None:
    door = Door("codes", most=MOST)
    first = [door.knock("here", now=NOW) for _ in range(MOST)]
    later = [door.knock("here", now=NOW + timedelta(minutes=1)) for _ in range(MOST)]

    assert not any(first + later)
    assert door.knock("here", now=NOW + timedelta(minutes=1)) == timedelta(seconds=1)


@pytest.mark.parametrize(
    "asked", [{"browser": "short"}, {"key": "1"}, {"code": ""}, {"language": "German!"}, {"to": "you"}]
)
async def test_what_is_no_visit_is_refused(world: World, asked: Mapping[str, object]) -> None:
    answer = await redeem(world, **asked)

    assert answer.status_code == 422
    assert world.inbox.items == {}


def test_a_link_carries_its_code_where_no_server_sees_it() -> None:
    assert code_link("ABCD-2345", site="https://a.example/") == "https://a.example/c#ABCD-2345"
