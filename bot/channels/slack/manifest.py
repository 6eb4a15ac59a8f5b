"""The Slack app as a manifest, from which Slack makes the app: https://docs.slack.dev/reference/app-manifest."""

from collections.abc import Sequence
from typing import Literal

from bot.channels.slack import marks
from bot.channels.slack.elements import Block
from bot.channels.slack.mrkdwn import clip
from bot.channels.slack.paths import COMMANDS, INTERACTIVE, REDIRECT
from bot.channels.slack.paths import EVENTS as EVENTS_PATH
from bot.channels.slack.scopes import BOT_SCOPES, EVENTS

_NAME = 35
_DESCRIPTION = 140


def manifest(
    *,
    mode: Literal["socket", "http"],
    public_url: str | None = None,
    name: str = "Aftertouch",
    description: str = "Asks how it went, right after it happened.",
    is_for_many: bool = False,
) -> Block:
    """Return the manifest; over HTTP, Slack calls us under `public_url`, which must be https.

    Raises ValueError where an address is needed and there is none.
    """
    base = _base(public_url, mode=mode, is_for_many=is_for_many)
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": clip(name, _NAME), "description": clip(description, _DESCRIPTION)},
        "features": _features(name, None if mode == "socket" else base),
        "oauth_config": _oauth(base if is_for_many else None),
        "settings": _settings(None if mode == "socket" else base, is_for_many=is_for_many),
    }


def _base(public_url: str | None, *, mode: str, is_for_many: bool) -> str | None:
    if public_url is None and (mode == "http" or is_for_many):
        raise ValueError(
            "Slack has to reach us: give the public https address, or use Socket Mode for one Slack team"
        )
    if public_url is not None and not public_url.startswith("https://"):
        raise ValueError(f"{public_url}: Slack calls only addresses that begin with https://")
    return None if public_url is None else public_url.rstrip("/")


def _features(name: str, base: str | None) -> Block:
    command: Block = {
        "command": marks.COMMAND,
        "description": "Stop, pause, language, your chats, privacy, your data",
        "usage_hint": "help",
        "should_escape": False,
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": clip(name, _NAME), "always_online": True},
        "shortcuts": [
            {
                "name": marks.FOLLOW_UP_NAME,
                "type": "message",
                "callback_id": marks.FOLLOW_UP_SHORTCUT,
                "description": "Ask the customer how this went",
            }
        ],
        "slash_commands": [command | ({"url": f"{base}{COMMANDS}"} if base else {})],
    }


def _oauth(base: str | None) -> Block:
    scopes: Sequence[str] = list(BOT_SCOPES)
    return {"scopes": {"bot": scopes}} | ({"redirect_urls": [f"{base}{REDIRECT}"]} if base else {})


def _settings(base: str | None, *, is_for_many: bool) -> Block:
    events: Block = {"bot_events": list(EVENTS)}
    interactivity: Block = {"is_enabled": True}
    if base:
        events["request_url"] = f"{base}{EVENTS_PATH}"
        interactivity["request_url"] = f"{base}{INTERACTIVE}"
        interactivity["message_menu_options_url"] = f"{base}{INTERACTIVE}"
    return {
        "event_subscriptions": events,
        "interactivity": interactivity,
        "org_deploy_enabled": False,
        "socket_mode_enabled": base is None,
        "token_rotation_enabled": is_for_many,
    }
