"""What a tap gets at once: its button stops waiting, ticks are shown, a strange button gets a kind word."""

import json
from datetime import UTC, datetime, timedelta

import httpx

from bot.channel import Nothing, Said
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Account, open_line
from bot.channels.telegram.attending import Attendant
from bot.channels.telegram.callback import Chosen, Done, Press, Signer, Ticked
from bot.channels.telegram.rendering import render
from bot.channels.telegram.ticking import Ticks
from feedback.clock import FakeClock
from feedback.prompts import Reply
from tests.bot.telegram.fake_telegram import (
    NOON,
    SECRET,
    TOKEN,
    FakeInbox,
    FakeTelegram,
    broken,
    channel,
    refusal,
    result,
)
from tests.bot.telegram.prompts import PROMPT, SEVERAL, prompt
from tests.bot.telegram.test_polling import brought, listened

SIGNER = Signer(SECRET)


def keyboard() -> dict[str, object]:
    (message,) = render(prompt(SEVERAL, skip="Skip"), signer=SIGNER)
    return {
        "inline_keyboard": [
            [{"text": each.text, "callback_data": each.callback_data} for each in row] for row in message.rows
        ]
    }


def tap(number: int, data: str, *, language: str = "de") -> dict[str, object]:
    person = {"id": 4711, "is_bot": False, "first_name": "Ada", "language_code": language}
    chat = {"id": 4711, "type": "private", "first_name": "Ada"}
    message = {"message_id": 40, "chat": chat, "date": 1, "text": "What?", "reply_markup": keyboard()}
    query = {"id": f"q{number}", "from": person, "message": message, "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": query}


def pressed(number: int, press: Press) -> dict[str, object]:
    return tap(number, SIGNER.write(press))


def tick(number: int, choice: int, *, ticks: int = 0) -> dict[str, object]:
    return pressed(number, Ticked(prompt=PROMPT, ticks=ticks, choice=choice))


async def tapped(*updates: dict[str, object]) -> tuple[FakeTelegram, FakeInbox, TelegramChannel]:
    telegram, inbox = FakeTelegram(), FakeInbox()
    telegram.answers.append(brought(*updates))
    bot = channel(telegram)
    await listened(bot, telegram, inbox)
    return telegram, inbox, bot


def labels(telegram: FakeTelegram) -> list[str]:
    markup = telegram.called("editMessageReplyMarkup")[-1].arguments["reply_markup"]
    assert isinstance(markup, dict)
    return [row[0]["text"] for row in markup["inline_keyboard"]]


async def test_a_tap_is_answered_after_it_was_stored() -> None:
    telegram, inbox, _ = await tapped(pressed(7, Chosen(prompt=PROMPT, value="5")))

    (answer,) = telegram.called("answerCallbackQuery")
    assert answer.arguments == {"callback_query_id": "q7"}
    assert list(inbox.items) == ["7"]


async def test_a_tap_that_comes_twice_is_answered_once() -> None:
    same = pressed(7, Chosen(prompt=PROMPT, value="5"))

    telegram, _, _ = await tapped(same, same)

    assert len(telegram.called("answerCallbackQuery")) == 1


async def test_a_button_that_is_none_of_ours_gets_a_kind_word_and_means_nothing() -> None:
    telegram, inbox, bot = await tapped(tap(7, "made-up"))

    (answer,) = telegram.called("answerCallbackQuery")
    assert str(answer.arguments["text"]).startswith("Dieser Knopf gehört zu keiner unserer Fragen")
    assert bot.parse(inbox.items["7"]) == Nothing()


def in_a_group(update: dict[str, object], *, naming: int) -> dict[str, object]:
    """Return a tap as it is in a group, on a message that begins by naming somebody."""
    changed = json.loads(json.dumps(update))
    person = {"id": naming, "is_bot": False, "first_name": "Ada"}
    changed["callback_query"]["message"] |= {
        "chat": {"id": -99, "type": "group", "title": "The neighbours"},
        "entities": [{"type": "text_mention", "offset": 0, "length": 3, "user": person}],
    }
    return dict(changed)


async def test_whoever_taps_for_somebody_else_is_told_so_alone_and_nothing_comes_of_it() -> None:
    telegram, inbox, bot = await tapped(
        in_a_group(pressed(7, Chosen(prompt=PROMPT, value="5")), naming=4712),
        in_a_group(tick(8, 1), naming=4712),
    )

    assert [
        (str(each.arguments["text"]).partition(",")[0], each.arguments["show_alert"])
        for each in telegram.called("answerCallbackQuery")
    ] == [("Diese Frage ist an jemand anderen gerichtet", True)] * 2
    assert telegram.called("editMessageReplyMarkup") == []
    assert [bot.parse(each) for each in inbox.items.values()] == [Nothing()] * 2


async def test_whoever_is_named_taps_as_ever() -> None:
    update = in_a_group(pressed(7, Chosen(prompt=PROMPT, value="5")), naming=4711)

    telegram, inbox, bot = await tapped(update)

    (answer,) = telegram.called("answerCallbackQuery")
    assert "text" not in answer.arguments
    assert bot.parse(inbox.items["7"]) == Said(reply=Reply(prompt=PROMPT, choices=("5",), on="-99:40"))


async def test_an_answer_that_comes_too_late_or_never_harms_nobody() -> None:
    telegram, inbox = FakeTelegram(), FakeInbox()
    telegram.answers.extend(
        [
            brought(
                pressed(7, Chosen(prompt=PROMPT, value="5")), pressed(8, Chosen(prompt=PROMPT, value="4"))
            ),
            refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
            broken(httpx.ReadTimeout),
        ]
    )

    await listened(channel(telegram), telegram, inbox)

    assert set(inbox.items) == {"7", "8"}


async def test_a_tick_is_shown_and_says_nothing_yet() -> None:
    telegram, inbox, bot = await tapped(tick(7, 1))

    assert labels(telegram) == ["☐ Price", "☑ Staff", "☐ Speed", "Done", "Skip"]
    assert bot.parse(inbox.items["7"]) == Nothing()


async def test_ticks_that_come_faster_than_the_message_changes_all_count() -> None:
    telegram, _, _ = await tapped(tick(7, 0), tick(8, 1), tick(9, 2), tick(10, 0))

    assert labels(telegram) == ["☐ Price", "☑ Staff", "☑ Speed", "Done", "Skip"]
    markup = telegram.called("editMessageReplyMarkup")[-1].arguments["reply_markup"]
    assert isinstance(markup, dict)
    assert SIGNER.read(markup["inline_keyboard"][3][0]["callback_data"]) == Done(prompt=PROMPT, ticks=0b110)


async def test_ticks_are_not_shown_while_telegram_wants_quiet() -> None:
    telegram, clock = FakeTelegram(), FakeClock(NOON)
    line = open_line(Account(token=TOKEN, secret=SECRET), transport=telegram)
    attendant = Attendant(line.bot, signer=SIGNER, now=clock.now)
    edits: list[int] = []
    telegram.answers.extend([result("answered"), refusal(429, "Too Many Requests", retry_after=9)])

    for number, later in ((7, 0), (8, 5), (9, 5)):
        clock.advance(timedelta(seconds=later))
        attendant.attend(tick(number, 0))
        await attendant.settle()
        edits.append(len(telegram.called("editMessageReplyMarkup")))
    await line.close()

    assert edits == [1, 1, 2]
    assert len(telegram.called("answerCallbackQuery")) == 3


def test_after_a_moment_only_what_the_message_shows_counts() -> None:
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    times = iter([now, now + timedelta(seconds=2), now + timedelta(seconds=9)])
    ticks = Ticks(now=lambda: next(times))

    first = ticks.after(Ticked(prompt=PROMPT, ticks=0, choice=0), message="4711:40")
    fast = ticks.after(Ticked(prompt=PROMPT, ticks=0, choice=1), message="4711:40")
    later = ticks.after(Ticked(prompt=PROMPT, ticks=0b100, choice=0), message="4711:40")

    assert (first, fast, later) == (0b001, 0b011, 0b101)
