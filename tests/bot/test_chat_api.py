"""What the page of the web chat talks to."""

import json
from datetime import timedelta

import httpx
import pytest

from bot.http.invitations import sign_invitation
from bot.http.tokens import is_address, new_address
from bot.web_payload import PAYLOAD_JSON, Came
from feedback.prompts import Reply
from tests.bot.client import World, client, streaming
from tests.bot.fakes import SECRET, prompt, reply_of

MINE = new_address(b"m" * 16, secret=SECRET)
YOURS = new_address(b"y" * 16, secret=SECRET)
KEY = "0d9e3a60-8d5f-4b52-9a43-7c3f3c1f0a11"
BROWSER = "b" * 32


@pytest.fixture
def world() -> World:
    return World()


def bearer(address: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {address}", **more}


async def reply(world: World, body: object, *, address: str = MINE) -> httpx.Response:
    async with client(world.app(), bearer=address) as page:
        return await page.post("/chat/replies", json=body)


async def redeem(world: World, invitation: str, *, browser: str = BROWSER) -> httpx.Response:
    async with client(world.app(), bearer=None) as page:
        body = {"invitation": invitation, "browser": browser}
        return await page.post("/chat/invitations/redeem", json=body)


async def test_a_reply_is_stored_before_it_is_acknowledged(world: World) -> None:
    answer = await reply(world, {"key": KEY, "prompt": "s1.1", "choices": ["4"]})

    (stored,) = world.inbox.items.values()
    assert (answer.status_code, answer.json()) == (202, {"key": KEY, "repeated": False})
    assert (stored.channel, stored.address) == ("web", MINE)
    assert reply_of(stored) == Reply(prompt="s1.1", choices=("4",))


async def test_a_reply_sent_again_is_one_reply(world: World) -> None:
    await reply(world, {"key": KEY, "text": "fine"})

    again = await reply(world, {"key": KEY, "text": "fine"})

    assert (again.status_code, again.json()["repeated"]) == (202, True)
    assert len(world.inbox.items) == 1


async def test_one_persons_keys_do_not_stand_in_anothers_way(world: World) -> None:
    await reply(world, {"key": KEY, "text": "mine"}, address=MINE)
    await reply(world, {"key": KEY, "text": "yours"}, address=YOURS)

    assert len(world.inbox.items) == 2
    assert all(MINE not in key and YOURS not in key for _, key in world.inbox.items)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"key": KEY}, "#"),
        ({"key": KEY, "text": "   "}, "#/text"),
        ({"key": KEY, "text": "x" * 10_001}, "#/text"),
        ({"key": "1", "text": "fine"}, "#/key"),
        ({"text": "fine"}, "#/key"),
        ({"key": KEY, "text": "fine", "to": "you"}, "#/to"),
        ({"key": KEY, "choices": "4"}, "#/choices"),
    ],
    ids=["nothing said", "blank", "too long", "no uuid", "no key", "unknown key", "no list"],
)
async def test_what_is_no_reply_is_refused_and_stored_nowhere(
    world: World, body: object, pointer: str
) -> None:
    answer = await reply(world, body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert world.inbox.items == {}


async def test_only_addresses_we_made_are_let_in(world: World) -> None:
    for address in ("", "x" * 43, f"{MINE[:-1]}_"):
        assert (await reply(world, {"key": KEY, "text": "hi"}, address=address)).status_code == 401
        async with client(world.app(), bearer=address) as page:
            assert (await page.get("/chat/events")).status_code == 401

    assert world.inbox.items == {}


async def test_the_conversation_comes_in_order_and_then_what_is_new(world: World) -> None:
    world.inbox.say(MINE, prompt(1))
    await reply(world, {"key": KEY, "prompt": "s1.1", "choices": ["4"]})
    world.inbox.say(YOURS, prompt(2, text="not for me"))

    async with streaming(world.app(), "/chat/events", headers=bearer(MINE)) as stream:
        events = [await stream.event() for _ in range(3)]
        world.inbox.say(MINE, prompt(2, text="And now?"))
        world.listeners.wake(MINE)
        while (newest := await stream.event()) == ": beat\n\n":
            continue

    assert [each.split("\n")[0] for each in events] == ["event: prompt", "event: reply", "event: caught-up"]
    assert f'"key":"{KEY}"' in events[1]
    assert "And now?" in newest
    assert len(world.listeners) == 0


async def test_a_reader_who_comes_back_gets_only_what_is_new(world: World) -> None:
    for number in range(1, 4):
        world.inbox.say(MINE, prompt(number))
    seen = world.inbox.entries[MINE][1].cursor

    async with streaming(
        world.app(), "/chat/events", headers=bearer(MINE, **{"Last-Event-ID": seen})
    ) as stream:
        first, second = await stream.event(), await stream.event()

    assert '"id":"s1.3"' in first
    assert second.startswith("event: caught-up")


@pytest.mark.parametrize("cursor", ["nonsense", "a b", "x" * 200, "é"])
async def test_a_place_nobody_gave_out_starts_from_the_beginning(world: World, cursor: str) -> None:
    world.inbox.say(MINE, prompt(1))

    headers = {"authorization": f"Bearer {MINE}", "last-event-id": cursor}
    async with streaming(world.app(), "/chat/events", headers=headers) as stream:
        assert '"id":"s1.1"' in await stream.event()


async def test_a_silent_line_is_kept_alive_and_looks_again(world: World) -> None:
    world.heartbeat = timedelta(milliseconds=1)

    async with streaming(world.app(), "/chat/events", headers=bearer(MINE)) as stream:
        assert (await stream.event()).startswith("event: caught-up")
        assert await stream.event() == ": beat\n\n"
        # Another process sent this one: nobody here was woken.
        world.inbox.say(MINE, prompt(1))
        while not (each := await stream.event()).startswith("event: prompt"):
            assert each == ": beat\n\n"


async def test_what_becomes_visible_late_is_not_passed_over(world: World) -> None:
    world.inbox.say(MINE, prompt(1))
    world.inbox.say(MINE, prompt(2))
    late = world.inbox.entries[MINE].pop(0)

    async with streaming(world.app(), "/chat/events", headers=bearer(MINE)) as stream:
        assert '"id":"s1.2"' in await stream.event()
        await stream.event()
        world.inbox.entries[MINE].insert(0, late)
        world.listeners.wake(MINE)
        while (each := await stream.event()) == ": beat\n\n":
            continue

    assert '"id":"s1.1"' in each


async def test_a_wake_up_that_comes_too_early_is_looked_into_again(world: World) -> None:
    async with streaming(world.app(), "/chat/events", headers=bearer(MINE)) as stream:
        await stream.event()
        world.listeners.wake(MINE)
        while await stream.event() != ": beat\n\n":
            continue
        world.inbox.say(MINE, prompt(1))
        while (each := await stream.event()) == ": beat\n\n":
            continue

    assert '"id":"s1.1"' in each


async def test_a_server_about_to_stop_lets_its_readers_go(world: World) -> None:
    async with streaming(world.app(), "/chat/events", headers=bearer(MINE)) as stream:
        await stream.event()
        world.listeners.close()
        while (each := await stream.event()) == ": beat\n\n":
            continue

    assert each.startswith("event: replaced")


async def test_an_invitation_opens_the_chat_of_its_interaction(world: World) -> None:
    answer = await redeem(world, sign_invitation("i1", secret=SECRET))

    address = answer.json()["address"]
    (stored,) = world.inbox.items.values()
    assert is_address(address, secret=SECRET)
    assert stored.address == address
    assert PAYLOAD_JSON.validate_json(stored.payload) == Came(interaction="i1")


async def test_the_same_browser_may_open_it_again(world: World) -> None:
    invitation = sign_invitation("i1", secret=SECRET)

    first, second = await redeem(world, invitation), await redeem(world, invitation)

    assert first.json() == second.json()
    assert len(world.inbox.items) == 1


async def test_a_forwarded_invitation_is_nobody_elses(world: World) -> None:
    invitation = sign_invitation("i1", secret=SECRET)
    await redeem(world, invitation)

    other = await redeem(world, invitation, browser="o" * 32)

    assert other.status_code == 409
    assert "another browser" in other.json()["detail"]
    assert len(world.inbox.items) == 1


@pytest.mark.parametrize("invitation", ["i1.forged", "i1", ".", "é"])
async def test_a_forged_invitation_is_unknown(world: World, invitation: str) -> None:
    answer = await redeem(world, invitation)

    assert answer.status_code == 404
    assert world.inbox.items == {}


async def test_nothing_of_a_person_is_logged(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    await reply(world, {"key": KEY, "text": "my own words"})
    await reply(world, {"key": KEY, "text": 7})
    await redeem(world, sign_invitation("i1", secret=SECRET))

    told = "".join(capsys.readouterr())
    assert not any(secret in told for secret in (MINE, "my own words", "i1.", BROWSER))


async def test_a_refused_reply_is_not_quoted(world: World) -> None:
    answer = await reply(world, {"key": KEY, "text": "x" * 10_001, "prompt": json.dumps("y" * 300)})

    assert "xxx" not in answer.text
    assert "yyy" not in answer.text
