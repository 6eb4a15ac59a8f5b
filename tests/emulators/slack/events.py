"""The inner events that Slack sends, as in the real samples."""

from ..common.json_shapes import Object
from .forms import message_form, view_form
from .objects import JsonObject
from .slack import Slack
from .world import Channel, Message, User

_KINDS = {"public": "channel", "private": "group", "im": "im"}


def channel_type(channel: Channel) -> str:
    """A channel's kind as events name it."""
    return _KINDS[channel.kind]


def message_posted(slack: Slack, message: Message) -> None:
    """Tell of a new message, and of a mention in it; only in places where the app is."""
    channel = slack.channel(message.channel)
    team = slack.team(channel.team_id)
    if team.bot_user not in channel.members or message.ephemeral_to:
        return
    event = message_form(slack, message, with_metadata=True)
    event |= {"channel": channel.id, "event_ts": message.ts, "channel_type": channel_type(channel)}
    slack.gateway.event(team.id, event)
    if f"<@{team.bot_user}>" in message.text and not message.is_bot:
        mention: JsonObject = {**event, "type": "app_mention"}
        mention.pop("channel_type")
        slack.gateway.event(team.id, mention)


def message_changed(slack: Slack, message: Message, before: Object) -> None:
    """Tell that a message was edited."""
    _about_message(
        slack, message, {"subtype": "message_changed", "message": message_form(slack, message),
                         "previous_message": before}
    )  # fmt: skip


def message_deleted(slack: Slack, message: Message, before: Object) -> None:
    """Tell that a message was deleted."""
    _about_message(
        slack, message, {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": before}
    )


def _about_message(slack: Slack, message: Message, what: JsonObject) -> None:
    channel = slack.channel(message.channel)
    team = slack.team(channel.team_id)
    if team.bot_user not in channel.members or message.ephemeral_to:
        return
    ts = slack.new_ts()
    slack.gateway.event(
        team.id,
        {"type": "message", **what, "channel": channel.id, "hidden": True, "ts": ts, "event_ts": ts,
         "channel_type": channel_type(channel)},
    )  # fmt: skip


def reaction_changed(slack: Slack, message: Message, user: User, name: str, *, is_added: bool) -> None:
    """Tell of a reaction that came or went."""
    slack.gateway.event(
        slack.channel(message.channel).team_id,
        {"type": "reaction_added" if is_added else "reaction_removed", "user": user.id, "reaction": name,
         "item": {"type": "message", "channel": message.channel, "ts": message.ts}, "item_user": message.user,
         "event_ts": slack.new_ts()},
    )  # fmt: skip


def home_opened(slack: Slack, user: User, team_id: str, *, tab: str = "home") -> None:
    """Tell that a user looks at the app's Home."""
    event: JsonObject = {
        "type": "app_home_opened", "user": user.id, "channel": slack.dm_of(user, team_id).id, "tab": tab,
        "event_ts": slack.new_ts(),
    }  # fmt: skip
    view = slack.world.views.get(slack.world.homes.get(f"{team_id}:{user.id}", ""))
    if view is not None and tab == "home":
        event["view"] = view_form(slack, view)
    slack.gateway.event(team_id, event)


def member_joined(slack: Slack, channel: Channel, user: User) -> None:
    """Tell that somebody, or the app itself, is in a channel now."""
    slack.gateway.event(
        channel.team_id,
        {"type": "member_joined_channel", "user": user.id, "channel": channel.id,
         "channel_type": "C" if channel.kind == "public" else "G", "team": channel.team_id,
         "event_ts": slack.new_ts()},
    )  # fmt: skip


def tokens_revoked(slack: Slack, team_id: str) -> None:
    """Tell that the bot's token is dead."""
    bots = [slack.team(team_id).bot_user]
    slack.gateway.event(team_id, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": bots}})


def app_uninstalled(slack: Slack, team_id: str) -> None:
    """Tell that the workspace has thrown the app out."""
    slack.gateway.event(team_id, {"type": "app_uninstalled"})
