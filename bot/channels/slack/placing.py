"""Who a raw payload comes from, and by which key it is known again when Slack sends it twice. Pure."""

import hashlib
import json

from bot.channels.slack.addresses import Place, is_direct, read_address
from bot.channels.slack.payload import Fields, part, parts, text
from bot.channels.slack.seals import read_seal

_NOWHERE = "-"


def team_of(payload: Fields) -> str:
    """Return the Slack team in which we were told, which is the one whose token answers.

    In a channel that two companies share, people act from their own team: ours is named apart.
    """
    authorised = next(iter(parts(payload, "authorizations")), {})
    message = part(payload, "message")
    return (
        text(part(payload, "view"), "app_installed_team_id")
        or text(authorised, "team_id")
        or (text(message, "team") if text(message, "bot_id") else "")
        or text(part(payload, "team"), "id")
        or text(payload, "team_id")
        or text(authorised, "enterprise_id")
        or text(part(payload, "enterprise"), "id")
        or text(part(payload, "user"), "team_id")
    )


def bot_user_of(payload: Fields) -> str:
    """Return our own user in that team, as far as an event tells."""
    return next(
        (text(each, "user_id") for each in parts(payload, "authorizations") if each.get("is_bot")), ""
    )


def user_of(payload: Fields) -> str:
    """Return who acted."""
    event = part(payload, "event")
    return (
        text(part(payload, "user"), "id")
        or text(payload, "user_id")
        or text(event, "user")
        or text(part(event, "message"), "user")
        or text(part(event, "previous_message"), "user")
    )


def channel_of(payload: Fields) -> str:
    """Return the channel it happened in; nothing for what happened in no channel."""
    event = part(payload, "event")
    if text(event, "type") == "app_home_opened":
        return ""
    return (
        text(part(payload, "channel"), "id")
        or text(part(payload, "container"), "channel_id")
        or text(payload, "channel_id")
        or text(event, "channel")
        or text(part(event, "item"), "channel")
    )


def address_of(payload: Fields, *, secret: bytes) -> str:
    """Return the address a payload came from; a Slack team alone for what concerns all of it."""
    team, user, channel = team_of(payload), user_of(payload), channel_of(payload)
    sealed = read_seal(text(part(payload, "view"), "private_metadata"), secret=secret)
    if sealed is not None:
        place = read_address(sealed.address)
        if place is not None and place.user == user:
            return sealed.address
    if not team or not user:
        return team or _NOWHERE
    shared = channel and not is_direct(channel)
    return str(Place(team=team, user=user, channel=channel if shared else None))


def key_of(payload: Fields) -> str:
    """Return the key of a payload: the same one however often Slack delivers it."""
    if event := text(payload, "event_id"):
        return event
    kind = text(payload, "type") or ("command" if text(payload, "command") else "other")
    actions = parts(payload, "actions")
    if actions and text(actions[0], "action_ts"):
        container = part(payload, "container")
        named = [
            team_of(payload),
            user_of(payload),
            text(container, "message_ts") or text(container, "view_id"),
            *(
                f"{text(each, 'block_id')} {text(each, 'action_id')} {text(each, 'action_ts')}"
                for each in actions
            ),
        ]
        return f"{kind}:{_digest(named)}"
    if trigger := text(payload, "trigger_id"):
        return f"{kind}:{_digest(trigger)}"
    return f"{kind}:{_digest(payload)}"


def _digest(named: object) -> str:
    return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:32]
