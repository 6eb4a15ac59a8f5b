"""Whether somebody is in a Telegram group, as far as Telegram tells."""

from collections.abc import Mapping
from types import MappingProxyType

import httpx
import pytest

from bot.channel import Vouches
from tests.bot.telegram.fake_telegram import Call, FakeTelegram, channel, ok


class Group(FakeTelegram):
    """A Telegram that tells one thing of everybody."""

    def __init__(
        self, status: str = "member", *, code: int = 200, more: Mapping[str, object] = MappingProxyType({})
    ) -> None:
        super().__init__()
        self.told = {"status": status, **more}
        self.code = code

    def _result(self, call: Call) -> object:
        return {"id": 99, "is_bot": True, "first_name": "Bot"} if call.method == "getMe" else True

    def _member(self, call: Call) -> httpx.Response:
        if self.code != 200:
            told = {"ok": False, "error_code": self.code, "description": "Bad Request: chat not found"}
            return httpx.Response(self.code, json=told)
        user = {"id": call.arguments["user_id"], "is_bot": False, "first_name": "Ada"}
        return ok({**self.told, "user": user})


_LIMITS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics", "can_edit_tag", "can_react_to_messages",
)  # fmt: skip


@pytest.mark.parametrize(
    ("status", "more", "is_in"),
    [
        ("member", {}, True),
        ("creator", {"is_anonymous": False}, True),
        ("left", {}, False),
        ("kicked", {"until_date": 0}, False),
        ("restricted", {"is_member": True, "until_date": 0, **dict.fromkeys(_LIMITS, True)}, True),
        ("restricted", {"is_member": False, "until_date": 0, **dict.fromkeys(_LIMITS, True)}, False),
    ],
)
async def test_who_is_in_the_group_is_vouched_for(
    status: str, more: dict[str, object], *, is_in: bool
) -> None:
    telegram = Group(status, more=more)
    bot = channel(telegram)

    assert await bot.is_in("-100123", address="4711") is is_in
    (asked,) = telegram.called("getChatMember")
    assert asked.arguments == {"chat_id": -100123, "user_id": 4711}


async def test_a_group_that_telegram_does_not_know_or_we_are_not_in_vouches_for_nobody() -> None:
    assert await channel(Group(code=400)).is_in("-100123", address="4711") is False


async def test_where_telegram_does_not_answer_nobody_knows() -> None:
    assert await channel(Group(code=502)).is_in("-100123", address="4711") is None


async def test_what_is_no_group_is_not_asked_about() -> None:
    telegram = Group()

    assert await channel(telegram).is_in("managers", address="4711") is False
    assert telegram.calls == []


def test_a_person_is_known_by_their_own_id_wherever_they_speak() -> None:
    bot = channel(FakeTelegram())

    assert isinstance(bot, Vouches)
    assert bot.known_as("4711") == bot.known_as("-100123/4711") == "4711"


_ADMIN = {"is_anonymous": False, "can_be_edited": False} | dict.fromkeys(
    (
        "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
        "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
        "can_edit_stories", "can_delete_stories",
    ),
    False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("group", "telegram", "what"),
    [
        ("-100123", Group("administrator", more=_ADMIN), "the bot is in the group -100123 and may know"),
        ("-100123", Group(), "the bot is in the group -100123; as its administrator"),
        ("-100123", Group("left"), "the bot is not in the group -100123 any more"),
        ("-100123", Group(code=400), "the bot is in no group -100123"),
        ("-100123", Group(code=502), "who is in the group -100123"),
        ("managers", Group(), '"managers" is no id of a group'),
        ("4711", Group(), '"4711" is no id of a group'),
    ],
)
async def test_a_look_at_a_group_says_whether_the_bot_is_in_it_and_what_to_do(
    group: str, telegram: Group, what: str
) -> None:
    found = await channel(telegram).look_at_group(group)

    assert found.what.startswith(what)
    assert found.is_right is what.startswith("the bot is in the group")
    assert found.is_right or found.fix
