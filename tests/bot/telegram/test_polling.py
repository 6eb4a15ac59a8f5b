"""Updates are fetched, stored, and only then confirmed; whatever goes wrong, none is lost."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram.error import NetworkError

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Webhook
from bot.channels.telegram.polling import next_offset, pause
from bot.channels.telegram.updates import ALLOWED_UPDATES
from tests.bot.telegram.fake_telegram import Answer, FakeInbox, FakeTelegram, broken, channel, refusal, result


def said(number: int, text: str = "very good") -> dict[str, object]:
    person = {"id": 4711, "is_bot": False, "first_name": "Ada"}
    chat = {"id": 4711, "type": "private", "first_name": "Ada"}
    return {
        "update_id": number,
        "message": {"message_id": 1, "from": person, "chat": chat, "date": 1, "text": text},
    }


def brought(*updates: object) -> Answer:
    return result(list(updates))


async def listened(bot: TelegramChannel, telegram: FakeTelegram, inbox: FakeInbox) -> None:
    """Let the channel listen until there is nothing more for it."""
    listening = asyncio.create_task(bot.listen(inbox.put))
    idle = asyncio.create_task(telegram.is_idle.wait())
    await asyncio.wait((listening, idle), return_when=asyncio.FIRST_COMPLETED)
    assert not listening.done(), listening
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await bot.settle()
    await bot.close()


async def polled(*answers: Answer, failing: int = 0) -> tuple[FakeTelegram, FakeInbox, list[float]]:
    telegram, inbox, slept = FakeTelegram(), FakeInbox(failing=failing), list[float]()
    telegram.answers.extend(answers)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    await listened(channel(telegram, sleep=sleep), telegram, inbox)
    return telegram, inbox, slept


def offsets(telegram: FakeTelegram) -> list[object]:
    return [call.arguments.get("offset") for call in telegram.called("getUpdates")]


async def test_updates_are_confirmed_by_the_next_call_alone() -> None:
    telegram, inbox, slept = await polled(brought(said(5), said(6)), brought(said(7)))

    assert offsets(telegram) == [None, 7, 8]
    assert list(inbox.items) == ["5", "6", "7"]
    assert {item.address for item in inbox.items.values()} == {"4711"}
    assert json.loads(inbox.items["5"].payload) == said(5)
    assert slept == []


async def test_every_call_names_what_it_wants_and_waits_long_once_we_are_heard() -> None:
    telegram, _, _ = await polled(brought())

    first, second = telegram.called("getUpdates")
    assert first.arguments == {"limit": 100, "timeout": 0, "allowed_updates": list(ALLOWED_UPDATES)}
    assert second.arguments == {**first.arguments, "timeout": 50}


async def test_what_cannot_be_stored_is_fetched_again() -> None:
    telegram, inbox, slept = await polled(brought(said(5), said(6)), brought(said(5), said(6)), failing=1)

    assert offsets(telegram) == [None, None, 7]
    assert set(inbox.items) == {"5", "6"}
    assert len(slept) == 1


async def test_an_update_that_nobody_can_read_is_kept_raw_and_passed() -> None:
    poison: Mapping[str, object] = {"update_id": 5, "message": {"text": ["?"]}}

    telegram, inbox, _ = await polled(brought(poison, said(6)))

    assert json.loads(inbox.items["5"].payload) == poison
    assert channel(telegram).parse(inbox.items["5"]) is None
    assert offsets(telegram) == [None, 7]


async def test_an_update_without_a_number_does_not_make_us_run_in_circles() -> None:
    nameless = {"message": {"text": "?"}}

    telegram, inbox, slept = await polled(brought(nameless), brought(nameless), brought(nameless, said(6)))

    assert offsets(telegram) == [None, None, None, 7]
    assert len(inbox.items) == 2
    assert len(slept) == 2


async def test_trouble_is_waited_out_ever_longer_until_it_is_over() -> None:
    trouble = [broken(httpx.ConnectError)] * 8

    telegram, inbox, slept = await polled(*trouble, brought(said(5)), broken(httpx.ReadTimeout))

    assert slept == [0.75 * seconds for seconds in (1, 2, 4, 8, 16, 32, 60, 60, 1)]
    assert list(inbox.items) == ["5"]
    assert offsets(telegram)[-1] == 6


async def test_flood_control_is_obeyed_here_too() -> None:
    _, _, slept = await polled(refusal(429, "Too Many Requests: retry after 33", retry_after=33))

    assert slept == [33]


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        (refusal(409, "Conflict: terminated by other getUpdates request"), "telegram_has_another_poller"),
        (
            refusal(409, "Conflict: can't use getUpdates method while webhook is active"),
            "telegram_has_a_webhook",
        ),
        (refusal(401, "Unauthorized"), "telegram_token_refused"),
        (broken(httpx.ReadTimeout), "telegram_polling_failed"),
    ],
    ids=str,
)
async def test_what_is_wrong_is_said_once_with_its_fix(answer: Answer, event: str) -> None:
    with capture_logs() as logs:
        await polled(answer, answer, answer)

    assert [each["event"] for each in logs] == [event, "telegram_polling_goes_on"][: len(logs)]
    assert logs[0]["fix"]
    assert "Ada" not in repr(logs)


async def test_where_a_person_has_to_act_we_come_back_slowly() -> None:
    _, _, slept = await polled(*[refusal(409, "Conflict: terminated by other getUpdates request")] * 3)

    assert slept == [30, 30, 30]


async def test_with_a_webhook_nothing_is_fetched() -> None:
    telegram, inbox = FakeTelegram(), FakeInbox()

    bot = channel(telegram, webhook=Webhook(url="https://example.org/telegram/webhook", secret_token="s"))
    listening = asyncio.create_task(bot.listen(inbox.put))
    for _ in range(5):
        await asyncio.sleep(0)

    assert not listening.done()
    assert telegram.calls == []
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await bot.close()


@given(st.lists(st.integers(0, 2**40)), st.integers(0, 2**40) | st.none())
def test_the_offset_confirms_every_update_that_has_a_number(ids: list[int], before: int | None) -> None:
    after = next_offset([{"update_id": each} for each in ids] + [{}], before)

    assert after == (max(ids) + 1 if ids else before)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_no_pause_is_shorter_than_half_a_second_or_longer_than_a_minute(tries: int, chance: float) -> None:
    found = pause(NetworkError("x"), tries=tries, chance=chance)

    assert timedelta(seconds=0.5) <= found <= timedelta(minutes=1)
