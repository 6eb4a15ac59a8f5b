"""Messages that answer an interaction: by a command's acknowledgement or by a response_url."""

import json

from ..common.json_shapes import Object
from .checks import block_problems
from .forms import with_block_ids
from .objects import JsonObject, items, mapping, text
from .posting import kept, note_habits
from .refusals import Refused
from .slack import Slack
from .world import Channel, Message, User


def post_answer(slack: Slack, channel: Channel, user: User, given: Object, *, where: str) -> Message:
    """Post an answer: ephemeral unless it says `in_channel`."""
    checked_answer(slack, given, where=where)
    is_open = text(given, "response_type") == "in_channel"
    message = Message(
        channel=channel.id, ts=slack.new_ts(), user=slack.team(channel.team_id).bot_user, is_bot=True,
        text=text(given, "text"), blocks=with_block_ids(slack, given.get("blocks")),
        attachments=items(given.get("attachments")), ephemeral_to="" if is_open else user.id,
        thread_ts=text(given, "thread_ts"),
    )  # fmt: skip
    kept(slack, message)
    keep_out(slack, message, where)
    return message


def checked_answer(slack: Slack, given: Object, *, where: str) -> None:
    """Refuse what Slack refuses of an answer."""
    blocks = items(given.get("blocks"))
    if not (text(given, "text") or blocks or given.get("attachments")):
        raise Refused("no_text", status=400)
    problems = block_problems(blocks, pointer="/blocks", most="MESSAGE_BLOCKS_MAX_ITEMS") if blocks else []
    if problems:
        raise Refused("invalid_blocks", messages=problems, status=400)
    note_habits(slack, text(given, "text"), blocks, where=where)


def keep_out(slack: Slack, message: Message, method: str) -> None:
    """Put an answer into the outbox."""
    entry: JsonObject = {
        "team": slack.channel(message.channel).team_id, "channel": message.channel, "ts": message.ts,
        "user": message.ephemeral_to, "text": message.text, "blocks": message.blocks,
        "thread_ts": message.thread_ts,
    }  # fmt: skip
    slack.send_out(method, json.loads(json.dumps(mapping(entry))))
