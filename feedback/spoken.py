"""How a command is written where it is spoken of: Slack has one command for all of them."""

from collections.abc import Mapping

_BEFORE: Mapping[str, str] = {"slack": "/journey "}


def as_command(words: str, channel: str) -> str:
    """Write the command `words`, such as `link off`, as people on `channel` do."""
    return f"{_BEFORE.get(channel, '/')}{words}"
