"""What Slack tells the app of a customer's clicks, submissions, shortcuts and commands.

Sources: https://docs.slack.dev/reference/interaction-payloads/ and
https://docs.slack.dev/interactivity/implementing-slash-commands; shapes as in the real samples.
"""

from .forms import message_form, view_form
from .objects import JsonObject
from .slack import Slack
from .viewing import new_trigger
from .world import Channel, Message, ResponseUrl, Team, User, View


def block_actions(slack: Slack, user: User, action: JsonObject, place: Message | View) -> JsonObject:
    """A click or choice in a message or a view."""
    if isinstance(place, Message):
        channel = slack.channel(place.channel)
        payload = _base(slack, "block_actions", user, slack.team(channel.team_id))
        payload |= {
            "container": _container(place), "channel": _named(channel), "message": message_form(slack, place),
            "state": {"values": place.state}, "response_url": response_url(slack, channel, user, place),
        }  # fmt: skip
        payload["trigger_id"] = new_trigger(slack, user=user.id, team_id=channel.team_id)
    else:
        payload = _base(slack, "block_actions", user, slack.team(place.team_id))
        payload |= {"container": {"type": "view", "view_id": place.id}, "view": view_form(slack, place)}
        payload["trigger_id"] = new_trigger(slack, user=user.id, team_id=place.team_id, view_id=place.id)
    return payload | {"actions": [action]}


def _container(message: Message) -> JsonObject:
    container: JsonObject = {
        "type": "message", "message_ts": message.ts, "channel_id": message.channel,
        "is_ephemeral": bool(message.ephemeral_to),
    }  # fmt: skip
    return container | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def view_submission(slack: Slack, user: User, view: View) -> JsonObject:
    """The submit button of a modal."""
    payload = _base(slack, "view_submission", user, slack.team(view.team_id))
    payload["trigger_id"] = new_trigger(slack, user=user.id, team_id=view.team_id, view_id=view.id)
    return payload | {"view": view_form(slack, view), "response_urls": []}


def view_closed(slack: Slack, user: User, view: View, *, is_cleared: bool) -> JsonObject:
    """The close button of a modal that asked to be told."""
    payload = _base(slack, "view_closed", user, slack.team(view.team_id))
    return payload | {"view": view_form(slack, view), "is_cleared": is_cleared}


def message_action(slack: Slack, user: User, callback_id: str, message: Message) -> JsonObject:
    """A shortcut in a message's menu."""
    channel = slack.channel(message.channel)
    payload = _base(slack, "message_action", user, slack.team(channel.team_id))
    del payload["api_app_id"]  # shortcuts do not name the app
    return payload | {
        "callback_id": callback_id, "action_ts": slack.new_ts(), "message_ts": message.ts,
        "trigger_id": new_trigger(slack, user=user.id, team_id=channel.team_id), "channel": _named(channel),
        "message": message_form(slack, message), "response_url": response_url(slack, channel, user, message),
    }  # fmt: skip


def shortcut(slack: Slack, user: User, callback_id: str, team: Team) -> JsonObject:
    """A shortcut that can be used anywhere."""
    payload = _base(slack, "shortcut", user, team)
    del payload["api_app_id"]
    trigger = new_trigger(slack, user=user.id, team_id=team.id)
    return payload | {"callback_id": callback_id, "action_ts": slack.new_ts(), "trigger_id": trigger}


def block_suggestion(slack: Slack, user: User, asked: JsonObject, place: Message | View) -> JsonObject:
    """What a customer types into an external select."""
    team_id = slack.channel(place.channel).team_id if isinstance(place, Message) else place.team_id
    payload = _base(slack, "block_suggestion", user, slack.team(team_id)) | asked
    if isinstance(place, Message):
        return payload | {"container": _container(place), "channel": _named(slack.channel(place.channel))}
    return payload | {"container": {"type": "view", "view_id": place.id}, "view": view_form(slack, place)}


def slash_command(slack: Slack, user: User, channel: Channel, command: str, words: str) -> JsonObject:
    """A slash command."""
    team = slack.team(channel.team_id)
    return {
        "token": "verification", "team_id": team.id, "team_domain": team.domain, "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name, "user_id": user.id,
        "user_name": user.name, "command": command, "text": words, "api_app_id": slack.world.app.id,
        "is_enterprise_install": "false", "response_url": response_url(slack, channel, user, None),
        "trigger_id": new_trigger(slack, user=user.id, team_id=team.id),
    }  # fmt: skip


def response_url(slack: Slack, channel: Channel, user: User, message: Message | None) -> str:
    """A URL for answers to this one interaction."""
    key = f"{slack.bench.chance.getrandbits(64):016x}"
    slack.world.response_urls[key] = ResponseUrl(
        team_id=channel.team_id, channel=channel.id, user=user.id, at_ms=slack.bench.clock.now_ms,
        message_ts=message.ts if message else "",
    )  # fmt: skip
    return f"{slack.site}/actions/{channel.team_id}/{key}"


def _base(slack: Slack, kind: str, user: User, team: Team) -> JsonObject:
    return {
        "type": kind, "team": {"id": team.id, "domain": team.domain}, "enterprise": None,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": slack.world.app.id, "token": "verification", "is_enterprise_install": False,
    }  # fmt: skip


def _named(channel: Channel) -> JsonObject:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}
