"""How commands and chats are called where they are spoken of: Slack has one command for all of them."""

from collections.abc import Mapping

from feedback.wording import say

_BEFORE: Mapping[str, str] = {"slack": "/journey "}
_NAMES: Mapping[str, str] = {"telegram": "Telegram", "slack": "Slack"}


def as_command(words: str, channel: str) -> str:
    """Write the command `words`, such as `link off`, as people on `channel` do."""
    return f"{_BEFORE.get(channel, '/')}{words}"


def chat_name(channel: str, language: str) -> str:
    """Return what customers call a channel."""
    return _NAMES.get(channel) or (say("chat_web", language) if channel == "web" else channel)
