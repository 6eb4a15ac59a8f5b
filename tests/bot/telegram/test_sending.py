"""What becomes of a message: a receipt, or a failure of exactly the kind that it was."""

import logging
from datetime import timedelta

import httpx
import pytest

from feedback.outbox import Failure, FailureKind, Receipt
from tests.bot.telegram.fake_telegram import (
    TOKEN,
    Answer,
    FakeTelegram,
    broken,
    channel,
    item,
    page,
    refusal,
    result,
)
from tests.bot.telegram.prompts import FACES, NOTHING, WORDS, prompt

LONG = "\n\n".join(f"Part {part}. " + "words " * 400 for part in range(3))
UNCHANGED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


async def sent(*answers: Answer, amends: str | None = None) -> Receipt | Failure:
    telegram = FakeTelegram()
    telegram.answers.extend(answers)
    bot = channel(telegram)
    became = await bot.send(item(prompt(), amends=amends, chosen=("5",) if amends else ()))
    await bot.close()
    assert len(telegram.calls) == 1
    return became


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refusal(403, "Forbidden: bot was blocked by the user"), "gone"),
        (refusal(403, "Forbidden: user is deactivated"), "gone"),
        (refusal(403, "Forbidden: bot was kicked from the group chat"), "gone"),
        (refusal(403, "Forbidden: bot can't initiate conversation with a user"), "gone"),
        (refusal(400, "Bad Request: chat not found"), "gone"),
        (refusal(400, "Bad Request: PEER_ID_INVALID"), "gone"),
        (refusal(403, "Forbidden: not enough rights to send text messages to the chat"), "rejected"),
        (refusal(400, "Bad Request: can't parse entities: unsupported start tag"), "rejected"),
        (refusal(400, "Bad Request: message is too long"), "rejected"),
        (refusal(400, "Bad Request: BUTTON_DATA_INVALID"), "rejected"),
        (refusal(401, "Unauthorized"), "misconfigured"),
        (refusal(404, "Not Found"), "misconfigured"),
        (refusal(409, "Conflict: terminated by other getUpdates request"), "misconfigured"),
        (refusal(500, "Internal Server Error"), "unknown"),
        (page(502), "unknown"),
        (page(504), "unknown"),
        (page(403), "unreachable"),
        (page(404), "unreachable"),
        (page(200), "unknown"),
        (broken(httpx.ConnectError), "unreachable"),
        (broken(httpx.ConnectTimeout), "unreachable"),
        (broken(httpx.PoolTimeout), "unreachable"),
        (broken(httpx.ProxyError), "unreachable"),
        (broken(httpx.UnsupportedProtocol), "misconfigured"),
        (broken(httpx.ReadTimeout), "unknown"),
        (broken(httpx.ReadError), "unknown"),
        (broken(httpx.WriteError), "unknown"),
        (broken(httpx.RemoteProtocolError), "unknown"),
    ],
    ids=str,
)
async def test_a_refusal_is_the_failure_it_means(answer: Answer, kind: FailureKind) -> None:
    became = await sent(answer)

    assert isinstance(became, Failure)
    assert became.kind == kind
    assert became.detail
    assert became.retry_after is None


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (refusal(429, "Too Many Requests: retry after 17", retry_after=17), 17),
        (refusal(429, "Too Many Requests: retry after 40000", retry_after=40_000), 40_000),
        (refusal(429, "Too Many Requests: retry after 9"), 9),
        (page(429, **{"Retry-After": "5"}), 5),
        (page(429), 1),
    ],
    ids=str,
)
async def test_flood_control_is_obeyed_to_the_second(answer: Answer, seconds: int) -> None:
    became = await sent(answer)

    assert isinstance(became, Failure)
    assert (became.kind, became.retry_after) == ("throttled", timedelta(seconds=seconds))


async def test_one_chat_under_flood_control_waits_alone_and_two_hold_everybody() -> None:
    telegram = FakeTelegram()
    bot = channel(telegram)
    flood = refusal(429, "Too Many Requests: retry after 30", retry_after=30)
    telegram.answers.extend([flood, flood, flood])

    ada, ada_again, bob = [
        await bot.send(item(prompt(), address=address)) for address in ("4711", "4711", "4712")
    ]

    keys = {lane.key for lane in bot.lanes(item(prompt(), address="4711"))}
    assert isinstance(ada, Failure)
    assert isinstance(bob, Failure)
    assert ada == ada_again
    assert ada.lane in keys - {"telegram:all"}
    assert bob.lane == "telegram:all"
    await bot.close()


async def test_an_amendment_that_changes_nothing_has_succeeded() -> None:
    assert await sent(refusal(400, UNCHANGED), amends="4711:100") == Receipt(reference="4711:100")


@pytest.mark.parametrize(
    "words", ["Bad Request: message to edit not found", "Bad Request: message can't be edited"]
)
async def test_what_can_no_longer_be_amended_is_left(words: str) -> None:
    became = await sent(refusal(400, words), amends="4711:100")

    assert isinstance(became, Failure)
    assert became.kind == "rejected"


async def test_a_message_that_opened_a_field_to_write_in_stays_as_it_is() -> None:
    telegram = FakeTelegram()
    bot = channel(telegram)

    assert await bot.send(item(prompt(WORDS), amends="4711:100")) == Receipt(reference="4711:100")
    assert telegram.calls == []


async def test_a_group_that_moved_is_written_to_where_it_is_now() -> None:
    telegram = FakeTelegram()
    bot = channel(telegram)
    moved = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.answers.append(refusal(400, moved, migrate_to_chat_id=-1001))

    receipts = [await bot.send(item(prompt(), address="-99/4711")) for _ in range(2)]

    assert receipts == [
        Receipt(reference="-1001:100", moved_to="-1001/4711"),
        Receipt(reference="-1001:101", moved_to="-1001/4711"),
    ]
    assert [call.arguments["chat_id"] for call in telegram.called("sendMessage")] == [-99, -1001, -1001]


async def test_who_is_asked_in_a_group_is_named_there_by_the_name_they_have_now() -> None:
    telegram = FakeTelegram()
    bot = channel(telegram)

    await bot.send(item(prompt(text="How was <it>?"), address="-99/4711"))
    await bot.send(item(prompt(), address="-99/4711", amends="-99:100", chosen=("5",)))

    (said,), (changed,) = telegram.called("sendMessage"), telegram.called("editMessageText")
    name = '<a href="tg://user?id=4711">Ada &lt;&amp;&gt; Co</a>\n'
    assert str(said.arguments["text"]).startswith(f"{name}How was &lt;it&gt;?")
    assert str(changed.arguments["text"]).startswith(name)
    assert str(changed.arguments["text"]).endswith("✓ <b>Noted, thank you.</b>")
    assert "✓" not in str(changed.arguments["reply_markup"]), "what was chosen is nobody else's"
    assert {call.arguments["chat_id"] for call in telegram.called("getChatMember")} == {-99}


async def test_who_is_asked_in_a_group_is_called_even_where_their_name_is_not_told() -> None:
    telegram = FakeTelegram(tells_names=False)
    bot = channel(telegram)

    receipt = await bot.send(item(prompt(), address="-99/4711"))

    (said,) = telegram.called("sendMessage")
    assert isinstance(receipt, Receipt)
    assert str(said.arguments["text"]).startswith('<a href="tg://user?id=4711">👋</a>\n')


@pytest.mark.parametrize("address", ["4711", "-99"])
async def test_nobody_is_named_where_nobody_else_is_or_everybody_is_meant(address: str) -> None:
    telegram = FakeTelegram()
    bot = channel(telegram)

    await bot.send(item(prompt(), address=address))

    assert [call.method for call in telegram.calls] == ["sendMessage"]
    assert "tg://" not in str(telegram.calls[0].arguments["text"])


async def test_a_long_text_goes_on_where_it_stopped() -> None:
    telegram = FakeTelegram()
    bot = channel(telegram)
    long = item(prompt(FACES, text=LONG))
    telegram.answers.append(result({"message_id": 5, "date": 1, "chat": {"id": 4711, "type": "private"}}))
    telegram.answers.append(broken(httpx.ConnectError))

    first, second = await bot.send(long), await bot.send(long)

    texts = [str(call.arguments["text"]) for call in telegram.calls]
    assert isinstance(first, Failure)
    assert first.kind == "unreachable"
    assert isinstance(second, Receipt)
    assert texts[1] == texts[2]
    assert "".join(dict.fromkeys(texts)).count("words") == LONG.count("words")
    assert [("reply_markup" in call.arguments) for call in telegram.calls] == [
        place == len(texts) - 1 for place in range(len(texts))
    ]


@pytest.mark.parametrize("address", ["", "a1", "٣", "12:3", "--5"])
async def test_an_address_of_another_channel_is_refused_here(address: str) -> None:
    telegram = FakeTelegram()

    became = await channel(telegram).send(item(prompt(NOTHING), address=address))

    assert isinstance(became, Failure)
    assert (became.kind, telegram.calls) == ("rejected", [])


async def test_nothing_that_customers_say_and_no_token_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    telegram = FakeTelegram()
    bot = channel(telegram)
    telegram.answers.extend([page(200), page(502), broken(httpx.ReadTimeout), refusal(401, "Unauthorized")])

    results = [await bot.send(item(prompt(text="my secret words"))) for _ in range(5)]

    logged = "".join(f"{record.name} {record.getMessage()}" for record in caplog.records)
    assert TOKEN not in logged
    assert "secret words" not in logged
    assert "proxy's page" not in logged
    assert TOKEN not in repr(results)
