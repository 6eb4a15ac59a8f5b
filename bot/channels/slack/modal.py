"""The frame of what opens over the conversation (a modal)."""

from collections.abc import Sequence

from bot.channels.slack.elements import VIEW_TITLE, Block, plain
from bot.channels.slack.words import Key, slack_say


def modal(title: Key, blocks: Sequence[Block], *, language: str) -> Block:
    """Return a view to read and to close."""
    return {
        "type": "modal",
        "title": plain(slack_say(title, language), VIEW_TITLE),
        "close": plain(slack_say("cancel", language), VIEW_TITLE),
        "blocks": list(blocks),
    }


def asking_modal(title: Key, blocks: Sequence[Block], *, language: str, callback: str, sealed: str) -> Block:
    """Return a view to fill in: it comes back under the name `callback`, and with it what is `sealed`."""
    return {
        **modal(title, blocks, language=language),
        "callback_id": callback,
        "private_metadata": sealed,
        "submit": plain(slack_say("send", language), VIEW_TITLE),
    }
