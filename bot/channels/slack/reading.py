"""What a raw payload of Slack's means: events here, taps and forms in `acting`. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.channel import Commanded, Left, Meaning, Nothing, Returned, Said, Told
from bot.channels.slack import marks
from bot.channels.slack.acting import read_action, read_submission
from bot.channels.slack.addresses import MessageRef, Place, is_direct
from bot.channels.slack.commands import is_answered_at_once, read_command, read_words
from bot.channels.slack.enclosing import attachments_of
from bot.channels.slack.mrkdwn import emoji_of, lone_mention, plain_words
from bot.channels.slack.payload import Fields, load, part, text
from bot.channels.slack.placing import bot_user_of, channel_of, team_of
from feedback.prompts import Reply

_SPOKEN = frozenset({"", "file_share", "me_message", "thread_broadcast"})
"""Kinds of messages that people write; the others are told by Slack."""


def read(raw: bytes, *, secret: bytes) -> Meaning | None:
    """Return what a stored payload means; None where it cannot be read."""
    payload = load(raw)
    if payload is None:
        return None
    return _in_room(_read(payload, secret=secret), payload)


def _in_room(meaning: Meaning | None, payload: Fields) -> Meaning | None:
    """Say with an order or a command in which channel it was given, where others are."""
    channel = channel_of(payload)
    if not isinstance(meaning, Told | Commanded) or not channel or is_direct(channel):
        return meaning
    return replace(meaning, room=Place(team=team_of(payload), channel=channel).room)


def _read(payload: Fields, *, secret: bytes) -> Meaning | None:
    if text(payload, "command"):
        return _commanded(text(payload, "text"))
    match text(payload, "type"):
        case "event_callback":
            return read_event(payload)
        case "block_actions":
            return read_action(payload)
        case "view_submission":
            return read_submission(payload, secret=secret)
        case marks.INSTALLED:
            return Returned(everybody=True)
        case "message_action" | "shortcut" | "view_closed" | "block_suggestion" | "app_rate_limited":
            return Nothing()
        case _:
            return None


def _commanded(words: str) -> Meaning:
    """Return what a slash command asks for; one we do not know was answered with what there is.

    Whoever was told at once what customers can write may have more to be told, as a colleague.
    """
    return Commanded(name="help") if is_answered_at_once(words) else read_command(words) or Nothing()


def read_event(payload: Fields) -> Meaning | None:
    """Return what an event means; None where there is none."""
    event = part(payload, "event")
    kind = text(event, "type")
    if not kind:
        return None
    if marks.LATE in payload:
        return Nothing()
    reader = _READERS.get(kind)
    return reader(event, bot_user_of(payload)) if reader else Nothing()


def says_goodbye(payload: Fields) -> bool:
    """Say whether it tells that we are gone from a whole team."""
    is_about_us = text(part(payload, "event"), "type") in _GOODBYES
    return is_about_us and isinstance(read_event(payload), Left)


def _message(event: Fields, us: str) -> Meaning:
    subtype = text(event, "subtype")
    if subtype == "message_changed":
        return _edited(event, us)
    if subtype not in _SPOKEN:
        # A message that was deleted among them: what somebody answered stays answered.
        return Nothing()
    return _spoken(event, channel=text(event, "channel"), us=us)


def _edited(event: Fields, us: str) -> Meaning:
    after, before = part(event, "message"), part(event, "previous_message")
    # Slack also tells of links unfurled and replies counted; then the words are the same.
    if text(after, "text") == text(before, "text") or text(after, "subtype") not in _SPOKEN:
        return Nothing()
    return _spoken(after, channel=text(event, "channel"), us=us, is_edited=True)


def _spoken(message: Fields, *, channel: str, us: str, is_edited: bool = False) -> Meaning:
    if text(message, "bot_id") or (us and text(message, "user") == us):
        return Nothing()
    ts, thread = text(message, "ts"), text(message, "thread_ts")
    is_reply = bool(thread) and thread != ts
    if not is_direct(channel) and not (is_reply and _is_ours(message, us)):
        # People talk to each other there; who mentions us outside a thread is heard as `app_mention`.
        return Nothing()
    reply = Reply(
        text=plain_words(text(message, "text")) or None,
        on=str(MessageRef(channel=channel, ts=thread)) if is_reply else None,
        message=str(MessageRef(channel=channel, ts=ts)) if ts else None,
        edited=is_edited,
        attachments=attachments_of(message),
        mention=lone_mention(text(message, "text"), us) if is_reply else None,
    )
    return _heard(reply)


def _is_ours(message: Fields, us: str) -> bool:
    """Say whether a thread hangs on a message of ours; where nobody tells, it may."""
    parent = text(message, "parent_user_id")
    return not parent or not us or parent == us


def _mention(event: Fields, us: str) -> Meaning:
    if text(event, "bot_id") or text(event, "thread_ts"):
        # In a thread the message itself is told as well.
        return Nothing()
    words = plain_words(text(event, "text"))
    if is_answered_at_once(words):
        return Told(order="help")
    ref = MessageRef(channel=text(event, "channel"), ts=text(event, "ts"))
    return _heard(Reply(text=words, message=str(ref)))


def _heard(reply: Reply) -> Meaning:
    if reply.text is None and reply.mention is None and not reply.attachments:
        return Nothing()
    if reply.text is None or reply.edited or reply.attachments:
        return Said(reply=reply)
    return read_words(reply.text) or Said(reply=reply)


def _reaction(event: Fields, us: str) -> Meaning:
    item, emoji = part(event, "item"), emoji_of(text(event, "reaction"))
    is_ours = text(item, "type") == "message" and (not us or text(event, "item_user") == us)
    if not is_ours or emoji is None or text(event, "user") == us:
        return Nothing()
    on = MessageRef(channel=text(item, "channel"), ts=text(item, "ts"))
    return Said(reply=Reply(text=emoji, on=str(on)))


def _left(event: Fields, us: str) -> Meaning:
    return Nothing() if us and text(event, "user") == us else Left()


def _joined(event: Fields, us: str) -> Meaning:
    return Nothing() if us and text(event, "user") == us else Returned()


def _taken_away(event: Fields, us: str) -> Meaning:
    """Say that we are gone from the team, unless only somebody's own token was revoked."""
    if text(event, "type") == "tokens_revoked" and not part(event, "tokens").get("bot"):
        return Nothing()
    return Left(everybody=True)


_GOODBYES = frozenset({"tokens_revoked", "app_uninstalled"})

_READERS: Mapping[str, Callable[[Fields, str], Meaning]] = {
    "message": _message,
    "app_mention": _mention,
    "reaction_added": _reaction,
    "member_left_channel": _left,
    "member_joined_channel": _joined,
    "tokens_revoked": _taken_away,
    "app_uninstalled": _taken_away,
}
"""What each event means; any other asks nothing of us."""
