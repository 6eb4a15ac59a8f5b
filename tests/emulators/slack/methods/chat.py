"""chat.*: what the app says."""

import json

from .. import events
from ..forms import message_form
from ..objects import JsonObject, mapping
from ..posting import Draft, checked_draft, kept, note_repeats, signature_of
from ..refusals import Refused
from ..world import Message
from .call import Call, Method, Methods


def _post(call: Call) -> JsonObject:
    channel = call.channel()
    call.must_write_in(channel)
    draft = checked_draft(call)
    thread_ts = call.text("thread_ts")
    if thread_ts and call.slack.find_message(channel.id, thread_ts) is None:
        raise Refused("thread_not_found")
    note_repeats(call, signature_of(channel.id, call.arguments), channel.id)
    message = Message(
        channel=channel.id, ts=call.slack.new_ts(), user=call.bot, is_bot=True, thread_ts=thread_ts,
        text=draft.text, blocks=draft.blocks, attachments=draft.attachments, metadata=draft.metadata,
    )  # fmt: skip
    kept(call.slack, message)
    _out(call, message)
    form = message_form(call.slack, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": form}


def _post_ephemeral(call: Call) -> JsonObject:
    channel, user = call.channel(), call.user()
    call.must_write_in(channel)
    if user.id not in channel.members:
        raise Refused("user_not_in_channel")
    draft = checked_draft(call)
    message = Message(
        channel=channel.id, ts=call.slack.new_ts(), user=call.bot, is_bot=True, ephemeral_to=user.id,
        text=draft.text, blocks=draft.blocks, attachments=draft.attachments, thread_ts=call.text("thread_ts"),
    )  # fmt: skip
    call.slack.world.messages.append(message)
    _out(call, message)
    return {"message_ts": message.ts}


def _update(call: Call) -> JsonObject:
    channel = call.channel(is_id=True)
    message = _own(call, channel.id, "cant_update_message")
    if channel.is_archived:
        raise Refused("is_archived")
    before = message_form(call.slack, message)
    _write(message, checked_draft(call, is_update=True), call.arguments)
    message.edited_ts = call.slack.new_ts()
    events.message_changed(call.slack, message, before)
    _out(call, message)
    form = message_form(call.slack, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": form}


def _write(message: Message, draft: Draft, given: JsonObject) -> None:
    """Replace what was given; text without blocks takes the blocks away, all else stays, says the page."""
    if given.get("text") is not None:
        message.text = draft.text
    if given.get("blocks") is not None or given.get("text") is not None:
        message.blocks = draft.blocks
    if given.get("attachments") is not None:
        message.attachments = draft.attachments
    if given.get("metadata") is not None:
        message.metadata = draft.metadata


def _delete(call: Call) -> JsonObject:
    channel = call.channel(is_id=True)
    message = _own(call, channel.id, "cant_delete_message")
    before = message_form(call.slack, message)
    call.slack.world.messages.remove(message)
    events.message_deleted(call.slack, message, before)
    call.slack.send_out(call.method, {"team": call.team_id, "channel": channel.id, "ts": message.ts})
    return {"channel": channel.id, "ts": message.ts}


def _own(call: Call, channel_id: str, code: str) -> Message:
    message = call.slack.find_message(channel_id, call.needed("ts", "message_not_found"))
    if message is None:
        raise Refused("message_not_found")
    if not message.is_bot or message.ephemeral_to:
        raise Refused(code)
    return message


def _permalink(call: Call) -> JsonObject:
    channel = call.channel()
    ts = call.needed("message_ts", "message_not_found")
    if call.slack.find_message(channel.id, ts) is None:
        raise Refused("message_not_found")
    domain = call.slack.team(call.team_id).domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def _out(call: Call, message: Message) -> None:
    entry: JsonObject = {
        "team": call.team_id, "channel": message.channel, "ts": message.ts, "user": message.ephemeral_to,
        "text": message.text, "blocks": message.blocks, "attachments": message.attachments,
        "metadata": message.metadata, "thread_ts": message.thread_ts,
    }  # fmt: skip
    call.slack.send_out(call.method, json.loads(json.dumps(mapping(entry))))


METHODS: Methods = {
    "chat.postMessage": Method(run=_post, scopes=("chat:write",)),
    "chat.postEphemeral": Method(run=_post_ephemeral, scopes=("chat:write",)),
    "chat.update": Method(run=_update, scopes=("chat:write",)),
    "chat.delete": Method(run=_delete, scopes=("chat:write",)),
    "chat.getPermalink": Method(run=_permalink),
}
