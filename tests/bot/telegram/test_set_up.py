"""Whether everything is set up, what is said where it is not, and setting it up."""

import httpx
import pytest

from bot.channel import Failure, Finding, Profile
from bot.channels.telegram.account import Webhook
from bot.channels.telegram.commands import TeamCommands, menus
from bot.channels.telegram.updates import ALLOWED_UPDATES
from feedback.wording import CATALOGUES
from tests.bot.telegram.fake_telegram import (
    NOON,
    TOKEN,
    Answer,
    FakeTelegram,
    broken,
    channel,
    page,
    refusal,
    result,
)

HOOK = Webhook(url="https://example.org/telegram/webhook", secret_token="s3cret")
TEAM: TeamCommands = {"en": {"map": "The map"}, "de": {"map": "Die Karte"}}
ME = {
    "id": 7000, "is_bot": True, "first_name": "Aftertouch", "username": "aftertouch_bot",
    "can_join_groups": True, "can_read_all_group_messages": False,
}  # fmt: skip
EARLIER = int(NOON.timestamp()) - 60


def webhook_info(**said: object) -> Answer:
    info = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
    return result({**info, **said})


def shown_menus(team: TeamCommands) -> list[Answer]:
    return [
        result([{"command": each.command, "description": each.description} for each in menu.commands])
        for menu in menus(team)
    ]


async def looked_at(
    info: Answer, *, webhook: Webhook | None = None, me: dict[str, object] | None = None
) -> list[Finding]:
    telegram = FakeTelegram()
    telegram.answers.extend([result({**ME, **(me or {})}), info, *shown_menus(TEAM)])
    bot = channel(telegram, webhook=webhook, team=TEAM)
    found = list(await bot.verify())
    await bot.close()
    return found


def wrong(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(each.what, each.fix) for each in findings if not each.is_right]


async def test_a_bot_that_is_set_up_has_nothing_wrong() -> None:
    findings = await looked_at(webhook_info())

    assert wrong(findings) == []
    assert findings[0].what == "the bot is @aftertouch_bot, shown as “Aftertouch”"


async def test_a_webhook_that_works_has_nothing_wrong() -> None:
    info = webhook_info(url=HOOK.url, allowed_updates=list(ALLOWED_UPDATES))

    assert wrong(await looked_at(info, webhook=HOOK)) == []


@pytest.mark.parametrize(
    ("info", "webhook", "what"),
    [
        (webhook_info(url=HOOK.url), None, "a webhook is set, so nothing can be fetched"),
        (webhook_info(), HOOK, "no webhook is set"),
        (webhook_info(url="https://old.example.org/"), HOOK, "the webhook is set to another address"),
        (webhook_info(url=HOOK.url), HOOK, "the webhook is told of messages, taps and reactions"),
    ],
    ids=["polling", "none", "another", "kinds"],
)
async def test_a_wrong_way_in_is_mended_by_connecting(
    info: Answer, webhook: Webhook | None, what: str
) -> None:
    found = wrong(await looked_at(info, webhook=webhook))

    assert (what, "run `aftertouch connect telegram`") in found


async def test_a_webhook_that_fails_is_told_in_telegrams_words() -> None:
    info = webhook_info(
        url=HOOK.url, allowed_updates=list(ALLOWED_UPDATES), pending_update_count=250,
        last_error_date=EARLIER, last_error_message="Wrong response from the webhook: 502 Bad Gateway",
    )  # fmt: skip

    assert wrong(await looked_at(info, webhook=HOOK)) == [
        (
            "the webhook answers (250 updates wait)",
            "Telegram says: Wrong response from the webhook: 502 Bad Gateway",
        )
    ]


async def test_a_bot_that_reads_along_in_groups_is_told_how_to_stop() -> None:
    found = wrong(
        await looked_at(webhook_info(), me={"can_read_all_group_messages": True, "can_join_groups": False})
    )

    assert [fix.partition(":")[0] for _, fix in found] == [
        "@BotFather, /setprivacy, Enable",
        "@BotFather, /setjoingroups, Enable",
    ]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (refusal(401, "Unauthorized"), "copy its token again from @BotFather"),
        (refusal(404, "Not Found"), "copy its token again from @BotFather"),
        (refusal(429, "Too Many Requests: retry after 12", retry_after=12), "try again in 12 seconds"),
        (broken(httpx.ConnectError), "Telegram cannot be reached"),
        (page(403), "a proxy, or a wrong base_url"),
    ],
    ids=str,
)
async def test_a_bot_that_telegram_does_not_answer_is_one_finding(answer: Answer, says: str) -> None:
    telegram = FakeTelegram()
    telegram.answers.append(answer)

    (finding,) = await channel(telegram).verify()

    assert not finding.is_right
    assert says in finding.fix
    assert TOKEN not in finding.fix


async def test_connecting_sets_webhook_menus_and_description_and_drops_nothing() -> None:
    telegram = FakeTelegram()
    telegram.answers.append(result(ME))

    findings = await channel(telegram, webhook=HOOK, team=TEAM).connect()

    assert wrong(list(findings)) == []
    (hook,) = telegram.called("setWebhook")
    assert hook.arguments == {
        "url": HOOK.url, "secret_token": "s3cret", "max_connections": 40, "drop_pending_updates": False,
        "allowed_updates": list(ALLOWED_UPDATES),
    }  # fmt: skip
    scopes = [
        (str(call.arguments["scope"]), call.arguments.get("language_code", ""))
        for call in telegram.called("setMyCommands")
    ]
    private = [(str({"type": "all_private_chats"}), "" if tag == "en" else tag) for tag in CATALOGUES]
    groups = [(str({"type": "all_group_chats"}), "" if tag == "en" else tag) for tag in CATALOGUES]
    assert sorted(scopes) == sorted([*private, *groups])
    assert len(telegram.called("setMyDescription")) == len(CATALOGUES)


async def test_connecting_tells_of_every_step() -> None:
    telegram = FakeTelegram()
    telegram.answers.append(result(ME))

    findings = await channel(telegram, webhook=HOOK).connect()

    assert [each.what for each in findings] == [
        "the bot is @aftertouch_bot, shown as “Aftertouch”",
        "the way in: Telegram brings what is said to https://example.org/telegram/webhook",
        "the menus of commands, in 6 languages",
        "what the bot says of itself, in 6 languages",
        "in groups the bot reads commands only",
    ]


async def test_nothing_is_set_up_for_a_bot_that_telegram_does_not_know() -> None:
    telegram = FakeTelegram()
    telegram.answers.append(refusal(401, "Unauthorized"))

    (finding,) = await channel(telegram, webhook=HOOK).connect()

    assert not finding.is_right
    assert len(telegram.calls) == 1


async def test_connecting_without_a_webhook_takes_an_old_one_away() -> None:
    telegram = FakeTelegram()
    telegram.answers.append(result(ME))

    await channel(telegram).connect()

    (gone,) = telegram.called("deleteWebhook")
    assert gone.arguments == {"drop_pending_updates": False}


async def test_an_address_that_telegram_cannot_call_is_told_how_to_mend() -> None:
    telegram = FakeTelegram()
    telegram.answers.append(result(ME))
    telegram.answers.append(refusal(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook"))

    findings = await channel(telegram, webhook=HOOK).connect()

    ((what, fix),) = wrong(list(findings))
    assert (HOOK.url in what, "https://" in fix) == (True, True)


async def test_a_file_is_fetched_by_its_reference() -> None:
    telegram = FakeTelegram()
    telegram.answers.append(
        result({"file_id": "f1", "file_unique_id": "u", "file_size": 3, "file_path": "voice/1.oga"})
    )
    telegram.answers.append(Answer("the file", lambda _: httpx.Response(200, content=b"abc")))

    assert await channel(telegram).fetch("f1", address="4711") == b"abc"


@pytest.mark.parametrize(
    "answers",
    [
        [refusal(400, "Bad Request: file is too big")],
        [refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")],
        [result({"file_id": "f1", "file_unique_id": "u", "file_size": 30_000_000, "file_path": "a"})],
        [result({"file_id": "f1", "file_unique_id": "u", "file_path": "a"}), page(404)],
    ],
    ids=["too big", "wrong", "told to be big", "gone"],
)
async def test_a_file_that_cannot_be_had_is_a_refusal(answers: list[Answer]) -> None:
    telegram = FakeTelegram()
    telegram.answers.extend(answers)

    found = await channel(telegram).fetch("f1", address="4711")

    assert isinstance(found, Failure)
    assert found.kind == "rejected"


async def test_a_person_is_known_by_their_first_name() -> None:
    telegram = FakeTelegram()
    chat = {
        "id": 4711,
        "type": "private",
        "first_name": "Ada",
        "accent_color_id": 1,
        "max_reaction_count": 11,
    }
    telegram.answers.append(result({**chat, "accepted_gift_types": _no_gifts()}))
    bot = channel(telegram)

    assert await bot.look_up("-100/4711") == Profile(name="Ada")
    assert telegram.calls[0].arguments == {"chat_id": 4711}


async def test_whoever_telegram_does_not_tell_of_is_unknown() -> None:
    telegram = FakeTelegram()
    telegram.answers.append(refusal(400, "Bad Request: chat not found"))

    assert await channel(telegram).look_up("4711") is None
    assert await channel(telegram).look_up("a web address") is None


def _no_gifts() -> dict[str, bool]:
    kinds = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return dict.fromkeys(kinds, False)
