"""What payloads mean, who they come from, and by which key they are known when they come twice."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channel import Arrived, Commanded, Left, Meaning, Nothing, Said, Told
from bot.channels.slack.mrkdwn import clip_escaped, escape, plain_words, split_escaped
from bot.channels.slack.placing import address_of, key_of
from bot.channels.slack.reading import read
from bot.channels.slack.seals import Seal, read_seal, seal
from feedback.intake import Order
from feedback.prompts import Reply
from tests.bot.slack.given import (
    ADDRESS,
    BOT,
    CHANNEL,
    DIRECT,
    SECRET,
    SHARED,
    TEAM,
    USER,
    command,
    event,
    said,
    tapped,
)

SAMPLES = Path(os.environ.get("AFTERTOUCH_DATA_DIR", "../shared/data")) / "platforms" / "slack_samples"
TAP = {"type": "button", "action_id": "choice:3", "block_id": "ask:s1.1:0", "value": "4"}

ROOM = SHARED.removesuffix(f"/{USER}")


def meaning(payload: object) -> Meaning | None:
    return read(json.dumps(payload).encode(), secret=SECRET)


def in_thread(text: str, **more: object) -> dict[str, object]:
    return said(text, channel=CHANNEL, channel_type="channel", thread_ts="1777895000.000100", **more)


@pytest.mark.parametrize(
    ("payload", "address"),
    [
        (event(said("4")), ADDRESS),
        (event(in_thread("4")), SHARED),
        (tapped(TAP), ADDRESS),
        (tapped(TAP, channel=CHANNEL), SHARED),
        (command("stop"), ADDRESS),
        (command("stop", channel=CHANNEL), SHARED),
        (event({"type": "app_home_opened", "user": USER, "channel": DIRECT}), ADDRESS),
        (event({"type": "app_uninstalled"}), TEAM),
        ({"type": "unheard of"}, "-"),
    ],
)
def test_the_address_says_who_told_us_and_where(payload: dict[str, object], address: str) -> None:
    assert address_of(payload, secret=SECRET) == address


def test_a_person_of_another_company_is_addressed_in_the_team_whose_token_answers() -> None:
    theirs = tapped(TAP, channel=CHANNEL) | {"team": {"id": "T99THEIRS"}}
    heard = event(in_thread("4"), team_id="T99THEIRS")

    assert address_of(theirs, secret=SECRET) == SHARED
    assert address_of(heard, secret=SECRET) == SHARED


def test_what_slack_repeats_has_the_same_key_and_what_is_done_again_has_another() -> None:
    again = tapped(TAP) | {"trigger_id": "another.trigger"}
    later = tapped(TAP | {"action_ts": "1777896009.0"})

    assert key_of(tapped(TAP)) == key_of(again)
    assert key_of(tapped(TAP)) != key_of(later)
    assert key_of(event(said("4"))) == "Ev01"
    assert key_of(command("stop")) != key_of(command("stop") | {"trigger_id": "another"})


@pytest.mark.parametrize(
    "inner",
    [
        said("hello", bot_id="B01APP", user=BOT),
        said("", subtype="channel_join"),
        said("<@U99OTHER>"),
        said("hello", channel=CHANNEL, channel_type="channel"),
        in_thread("hello", parent_user_id="U99OTHER"),
        {"type": "reaction_added", "user": USER, "reaction": "+1", "item": {"type": "file"}},
        {
            "type": "reaction_added",
            "user": USER,
            "reaction": "+1",
            "item": {"type": "message", "channel": CHANNEL, "ts": "1.1"},
            "item_user": "U99OTHER",
        },
        {
            "type": "reaction_added",
            "user": USER,
            "reaction": "our_own_parrot",
            "item": {"type": "message", "channel": DIRECT, "ts": "1.1"},
            "item_user": BOT,
        },
        {"type": "member_left_channel", "user": BOT, "channel": CHANNEL},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}},
        {"type": "channel_rename", "channel": {"id": CHANNEL}},
    ],
)
def test_what_is_not_said_to_us_asks_nothing_of_us(inner: dict[str, object]) -> None:
    assert meaning(event(inner)) == Nothing()


@pytest.mark.parametrize(("words", "mention"), [("<@U99OTHER>", "<@U99OTHER>"), (" <@U9|tom> ", "<@U9>")])
def test_a_reply_that_only_mentions_somebody_says_whom(words: str, mention: str) -> None:
    heard = meaning(event(in_thread(words)))

    assert isinstance(heard, Said)
    assert (heard.reply.text, heard.reply.mention) == (None, mention)
    assert meaning(event(in_thread(f"<@{BOT}>"))) == Nothing()


def test_links_unfurled_under_a_message_are_no_edit_of_it() -> None:
    same = {"user": USER, "text": "see https://x.example", "ts": "1.1"}
    changed = {"type": "message", "subtype": "message_changed", "channel": DIRECT, "message": same}

    assert meaning(event(changed | {"previous_message": same})) == Nothing()


def test_whoever_mentions_us_in_a_channel_is_heard_once() -> None:
    told = {"type": "app_mention", "user": USER, "channel": CHANNEL, "ts": "1.1", "text": f"<@{BOT}> stop"}

    assert meaning(event(told)) == Told(order="stop", room=ROOM)
    assert meaning(event(told | {"thread_ts": "1.0"})) == Nothing()


@pytest.mark.parametrize("order", ["privacy", "mydata", "forget"])
def test_wishes_about_ones_data_are_taken_by_command_and_by_the_home(order: Order) -> None:
    button = {"type": "button", "action_id": f"order:{order}", "block_id": "home:wishes"}

    assert meaning(command(order)) == Told(order=order)
    assert meaning(tapped(button)) == Told(order=order)


def test_a_command_that_was_answered_with_what_there_is_asks_nothing_more() -> None:
    assert meaning(command("nonsense")) == Nothing()


@pytest.mark.parametrize("words", ["help", ""])
def test_who_was_helped_at_once_may_have_more_to_be_told(words: str) -> None:
    assert meaning(command(words)) == Commanded(name="help")


def test_a_tap_on_what_one_person_was_shown_says_so() -> None:
    container = {"type": "message", "message_ts": "1.1", "channel_id": CHANNEL, "is_ephemeral": True}

    assert meaning(tapped(TAP, container=container)) == Said(
        reply=Reply(prompt="s1.1", choices=("4",), on=f"{CHANNEL}:1.1:only")
    )


@pytest.mark.parametrize("words", ["journey was great", "help was slow", "/shrug fine", "room 1204"])
def test_an_answer_that_begins_like_a_command_is_an_answer(words: str) -> None:
    assert meaning(event(said(words))) == Said(reply=Reply(text=words, message=f"{DIRECT}:1777896000.000100"))


def test_guests_without_commands_can_write_the_same_words() -> None:
    assert meaning(event(said("journey stop"))) == Told(order="stop")
    assert meaning(event(said("journey code abcd2345"))) == Arrived(code="ABCD2345")
    assert meaning(event(in_thread("Stop."))) == Told(order="stop", room=ROOM)


def test_a_form_of_somebody_else_is_not_read() -> None:
    sealed = seal(Seal(session="s1", address=ADDRESS, language="en"), secret=SECRET)
    view = {"callback_id": "aftertouch_form", "private_metadata": sealed, "blocks": []}
    theirs = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": "U99OTHER"}, "view": view}
    forged = theirs | {"user": {"id": USER}, "view": view | {"private_metadata": sealed.replace("s1", "s2")}}

    assert meaning(theirs) is None
    assert meaning(forged) is None


@given(st.text(max_size=20), st.text(max_size=5))
@settings(deadline=None)
def test_a_seal_holds_what_was_sealed_and_nothing_else(session: str, more: str) -> None:
    carried = Seal(
        session=session.replace("|", ""), address=SHARED, language="de", prompt="s1.1", on=f"{DIRECT}:1.2"
    )
    sealed = seal(carried, secret=SECRET)

    assert read_seal(sealed, secret=SECRET) == carried
    assert read_seal(sealed, secret=b"another") is None
    assert read_seal(sealed + (more or "x"), secret=SECRET) is None


def test_a_form_that_was_opened_before_an_upgrade_comes_back_after_it() -> None:
    sealed = "v1|s1|T01TEST/U01CUST|en|A09mFeNPRPv3JEw3GHOc_IZ2wVWJ0fxp"

    assert read_seal(sealed, secret=SECRET) == Seal(session="s1", address=ADDRESS, language="en")


def test_uninstalling_and_losing_the_bots_token_take_us_away() -> None:
    assert meaning(event({"type": "app_uninstalled"})) == Left(everybody=True)
    assert meaning(event({"type": "tokens_revoked", "tokens": {"bot": [BOT]}})) == Left(everybody=True)


@pytest.mark.parametrize(
    ("marked", "seen"),
    [
        ("fish &amp; chips &lt;3", "fish & chips <3"),
        ("<@U0BOT> stop", "stop"),
        ("see <https://x.example|the page> or <https://y.example>", "see the page or https://y.example"),
        ("write <mailto:a@b.example|a@b.example>", "write a@b.example"),
        ("in <#C01|general> <!here>", "in #general"),
        (":thumbsup::skin-tone-4: :+1: :our_parrot:", "👍 👍 :our_parrot:"),
        ("at 10:30:15 sharp", "at 10:30:15 sharp"),
    ],
)
def test_what_people_wrote_is_read_as_they_saw_it(marked: str, seen: str) -> None:
    assert plain_words(marked) == seen


@given(st.text(max_size=300).map(lambda words: words.replace(":", "")))
@settings(deadline=None)
def test_what_we_escape_reads_back_as_it_was(words: str) -> None:
    assert plain_words(escape(words)) == words.strip()


@given(st.text("ab &<\n", max_size=400), st.integers(10, 60))
@settings(deadline=None)
def test_pieces_of_a_long_text_fit_and_lose_no_word(words: str, most: int) -> None:
    pieces = split_escaped(words, most, pieces=500)

    assert all(0 < len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(escape(words).split())
    assert len(clip_escaped(words, most)) <= most


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of Slack's payloads are not here")
def test_every_payload_that_slack_documents_is_understood_and_placed() -> None:
    samples = sorted(SAMPLES.glob("**/*Payload.json"))
    assert samples
    for file in samples:
        payload = json.loads(file.read_bytes())
        # The samples leave every text empty, also those that tell what they are.
        payload |= {"type": "event_callback"} if "event" in payload else {}
        payload |= {"command": "/journey"} if "command" in payload else {}

        assert isinstance(address_of(payload, secret=SECRET), str), file.stem
        assert key_of(payload) == key_of(payload), file.stem
        understood = read(json.dumps(payload).encode(), secret=SECRET)
        assert (understood is None) == (payload.get("type") in OLD_KINDS), file.stem


OLD_KINDS = ("interactive_message", "dialog_submission", "dialog_cancellation", "dialog_suggestion")
"""Kinds of before Block Kit, which nothing of ours brings forth."""
