"""Who speaks, and that nothing odd makes us stumble; meanings stand in data/channels/telegram.json."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import Meaning, Nothing, Profile, Said
from bot.channels.telegram.updates import inbox_item, message_at
from feedback.prompts import Reply
from tests.bot.telegram.fake_telegram import NOON, FakeTelegram, channel

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "data" / "channels" / "telegram.json").read_text(encoding="utf-8")
)
UPDATES: list[dict[str, object]] = [case["payload"] for case in GOLDEN]
BOT = channel(FakeTelegram())
junk: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just([]) | st.just({})
)


def places(found: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the way to everything inside a JSON value."""
    within = enumerate(found) if isinstance(found, list) else found.items() if isinstance(found, dict) else ()
    return [path, *(place for key, value in within for place in places(value, (*path, key)))]


def replaced(update: object, path: tuple[str | int, ...], value: object) -> object:
    if not path:
        return value
    changed = copy.deepcopy(update)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]  # type: ignore[index]  # the way leads through lists and objects
    inner[path[-1]] = value  # type: ignore[index]
    return changed


@given(st.data())
def test_an_update_with_something_odd_in_it_makes_nobody_stumble(data: st.DataObject) -> None:
    update = data.draw(st.sampled_from(UPDATES))
    odd = replaced(update, data.draw(st.sampled_from(places(update))), data.draw(junk))

    item = inbox_item(json.dumps(odd).encode(), received_at=NOON)

    assert isinstance(BOT.parse(item), Meaning | None)
    assert isinstance(BOT.profile(item), Profile | None)


@pytest.mark.parametrize(
    ("chat", "kind", "address"),
    [
        ({"id": 4711, "type": "private"}, "message", "4711"),
        ({"id": -100123, "type": "supergroup"}, "message", "-100123/4711"),
        ({"id": 4711, "type": "private"}, "edited_message", "4711"),
        ({"id": 4711, "type": "private"}, "my_chat_member", "4711"),
        ({"id": -100123, "type": "supergroup"}, "my_chat_member", "-100123"),
    ],
)
def test_an_update_belongs_to_whoever_speaks(chat: dict[str, object], kind: str, address: str) -> None:
    update = {"update_id": 7, kind: {"chat": chat, "from": {"id": 4711, "first_name": "Ada"}}}

    item = inbox_item(json.dumps(update).encode(), received_at=NOON)

    assert (item.key, item.address, item.channel) == ("7", address, "telegram")


def test_a_tap_in_a_group_is_its_tappers_own() -> None:
    query = {"id": "1", "from": {"id": 5}, "message": {"chat": {"id": -9, "type": "group"}, "message_id": 2}}

    item = inbox_item(json.dumps({"update_id": 7, "callback_query": query}).encode(), received_at=NOON)

    assert item.address == "-9/5"


def test_a_reaction_is_its_givers() -> None:
    reaction = {"chat": {"id": -9, "type": "group"}, "message_id": 2, "user": {"id": 5}}

    item = inbox_item(json.dumps({"update_id": 7, "message_reaction": reaction}).encode(), received_at=NOON)

    assert item.address == "-9/5"


def test_telegram_tells_a_first_name_and_a_language() -> None:
    item = inbox_item(json.dumps(UPDATES[0]).encode(), received_at=NOON)

    assert BOT.profile(item) == Profile(name="Ada", language="de")


def test_half_a_character_is_replaced_where_it_could_not_be_stored() -> None:
    update = json.dumps(UPDATES[0]).replace("very good", "\\ud83d!").encode()

    meaning = BOT.parse(inbox_item(update, received_at=NOON))

    assert isinstance(meaning, Said)
    assert meaning.reply.text == "\N{REPLACEMENT CHARACTER}!"


@pytest.mark.parametrize("reference", ["", "4711", "4711:", ":5", "a:5", "4711:-5", "o1"])
def test_a_reference_of_another_channel_is_no_message(reference: str) -> None:
    assert message_at(reference) is None


def test_a_reference_leads_back_to_its_message() -> None:
    assert message_at("-100123:45") == (-100123, 45)


def reply_in_a_group(words: str, *, naming: int = 4711, bot: str = "aftertouch_bot") -> Meaning | None:
    """Return the meaning of what 4711 replies to a bot's message that begins by naming somebody."""
    group = {"id": -9, "type": "group", "title": "The neighbours"}
    asked = {
        "message_id": 5, "date": 1, "chat": group, "text": "Ada\nHow was it?",
        "from": {"id": 1, "is_bot": True, "first_name": "Shop", "username": bot},
        "entities": [{"type": "text_mention", "offset": 0, "length": 3, "user": {"id": naming}}],
    }  # fmt: skip
    sender = {"id": 4711, "is_bot": False, "first_name": "Ada"}
    message = {
        "message_id": 6, "date": 1, "chat": group, "from": sender, "text": words, "reply_to_message": asked
    }  # fmt: skip
    return BOT.parse(inbox_item(json.dumps({"update_id": 7, "message": message}).encode(), received_at=NOON))


def test_in_a_group_whoever_is_named_answers_by_a_reply() -> None:
    assert reply_in_a_group("very good") == Said(reply=Reply(text="very good", on="-9:5", message="-9:6"))
    assert reply_in_a_group("/skip") == Said(reply=Reply(text="/skip", skip=True, on="-9:5", message="-9:6"))


def test_in_a_group_nobody_else_is_heard() -> None:
    assert reply_in_a_group("very good", naming=4712) == Nothing()
    assert reply_in_a_group("/skip", naming=4712) == Nothing()
    assert reply_in_a_group("very good", bot="another_bot") == Nothing()
