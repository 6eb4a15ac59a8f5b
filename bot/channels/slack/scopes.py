"""What we may do in a Slack team, and why: the one list that the manifest, OAuth and the checks share."""

from collections.abc import Mapping

BOT_SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to hear who mentions us in a channel",
    "channels:history": "to hear replies in threads of public channels",
    "chat:write": "to ask",
    "commands": "for the slash command and the message shortcut",
    "files:read": "to keep pictures and voice messages that belong to an answer",
    "files:write": "to hand over what is kept about somebody, when they ask for it",
    "groups:history": "to hear replies in threads of private channels",
    "im:history": "to hear what people write to us",
    "im:read": "to find somebody's direct messages with us",
    "im:write": "to open direct messages",
    "reactions:read": "to take a reaction as an answer",
    "usergroups:read": "to know whose role a user group gives",
    "users:read": "to know time zone and language",
    "users:read.email": "to find customers by their e-mail address",
}
"""Scopes of the bot's token, each with what it is for."""

APP_SCOPES = ("connections:write",)
"""Scopes of the app-level token, which only Socket Mode needs."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "tokens_revoked",
)
"""What Slack tells us of."""
