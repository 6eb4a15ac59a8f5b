"""getMe, the bot's commands by scope and language, its name and descriptions."""

import json
import re

from ...common.json_shapes import Json, Object, list_in, object_in, text_in
from ..limits import COMMAND_DESCRIPTION, COMMANDS, DESCRIPTION, NAME, SHORT_DESCRIPTION
from ..rules import Refusal
from .call import Call

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES = {
    "default": (), "all_private_chats": (), "all_group_chats": (), "all_chat_administrators": (),
    "chat": ("chat_id",), "chat_administrators": ("chat_id",), "chat_member": ("chat_id", "user_id"),
}  # fmt: skip
_MOST = {"name": NAME, "description": DESCRIPTION, "short_description": SHORT_DESCRIPTION}


async def get_me(call: Call) -> Json:
    """Answer getMe."""
    return {
        **call.world.bot.as_json(), "can_join_groups": True, "can_read_all_group_messages": False,
        "supports_inline_queries": False, "can_connect_to_business": False, "has_main_web_app": False,
    }  # fmt: skip


async def set_commands(call: Call) -> Json:
    """Answer setMyCommands."""
    commands = [object_in(each) for each in list_in(call.arguments.get("commands"))]
    if len(commands) > COMMANDS:
        raise Refusal("commands_too_many")
    kept = [_command(each) for each in commands]
    call.world.settings_of_bot["commands", _scope(call), _language(call)] = kept
    call.world.touch()
    return True


async def get_commands(call: Call) -> Json:
    """Answer getMyCommands."""
    return call.world.settings_of_bot.get(("commands", _scope(call), _language(call)), [])


async def delete_commands(call: Call) -> Json:
    """Answer deleteMyCommands."""
    call.world.settings_of_bot.pop(("commands", _scope(call), _language(call)), None)
    call.world.touch()
    return True


async def set_text(call: Call) -> Json:
    """Answer setMyName, setMyDescription and setMyShortDescription."""
    what = _what(call)
    written = call.text(what)
    if len(written) > _MOST[what]:
        raise Refusal("profile_too_long", what=what.replace("_", " "))
    call.world.settings_of_bot[what, "", _language(call)] = written
    call.world.touch()
    return True


async def get_text(call: Call) -> Json:
    """Answer getMyName and its kin; a language without a text of its own has the default."""
    what = _what(call)
    default = call.world.bot.first_name if what == "name" else ""
    kept = call.world.settings_of_bot
    return {what: kept.get((what, "", _language(call))) or kept.get((what, "", "")) or default}


def scope_key(scope: Object) -> str:
    """Return a text by which a scope's commands are kept."""
    return json.dumps(scope, sort_keys=True)


def _command(command: Object) -> Object:
    name, description = text_in(command.get("command")), text_in(command.get("description"))
    name = name.removeprefix("/")
    if not _COMMAND.fullmatch(name):
        raise Refusal("command_invalid")
    if not 1 <= len(description.strip()) <= COMMAND_DESCRIPTION:
        raise Refusal("command_description_invalid")
    return {"command": name, "description": description}


def _scope(call: Call) -> str:
    scope = call.object("scope") or {"type": "default"}
    kind = text_in(scope.get("type"))
    if kind not in _SCOPES:
        raise Refusal("scope_invalid", why="unsupported type specified")
    for needed in _SCOPES[kind]:
        if needed not in scope:
            raise Refusal("scope_invalid", why=f'field "{needed}" is missing')
    return scope_key({key: scope[key] for key in ("type", *_SCOPES[kind])})


def _language(call: Call) -> str:
    language = call.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise Refusal("language_invalid")
    return language


def _what(call: Call) -> str:
    method = call.method.lower()
    return "name" if method.endswith("name") else "short_description" if "short" in method else "description"
