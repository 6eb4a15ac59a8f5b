"""reactions.*: the app's own, and everybody's."""

import re

from .. import events
from ..forms import message_form
from ..objects import JsonObject
from ..refusals import Refused
from ..world import Message
from .call import Call, Method, Methods

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def _add(call: Call) -> JsonObject:
    name = call.needed("name", "invalid_name").strip(":")
    if not _NAME.fullmatch(name):
        raise Refused("invalid_name")
    message = _message(call)
    users = message.reactions.setdefault(name, [])
    if call.bot in users:
        raise Refused("already_reacted")
    users.append(call.bot)
    events.reaction_changed(call.slack, message, call.slack.user(call.bot), name, is_added=True)
    call.slack.send_out(
        call.method, {"team": call.team_id, "channel": message.channel, "ts": message.ts, "name": name}
    )
    return {}


def _get(call: Call) -> JsonObject:
    message = _message(call)
    form = message_form(call.slack, message)
    return {"type": "message", "channel": message.channel, "message": form}


def _message(call: Call) -> Message:
    channel = call.channel()
    found = call.slack.find_message(channel.id, call.needed("timestamp", "no_item_specified"))
    if found is None or found.ephemeral_to:
        raise Refused("message_not_found")
    return found


METHODS: Methods = {
    "reactions.add": Method(run=_add, scopes=("reactions:write",)),
    "reactions.get": Method(run=_get, scopes=("reactions:read",)),
}
