"""Control verbs that play a customer: writing, clicking, submitting; the names are those of local-slack."""

from base64 import b64decode

from ..common.json_shapes import Json, Object
from . import acknowledging, events, interactions
from .deliveries import Ending, Envelope
from .forms import message_form, view_form
from .objects import JsonObject, flag, mapping, mappings, number, text
from .posting import kept
from .slack import Slack
from .viewing import close_all, close_top
from .world import Channel, File, Message, User, View

_ASKING = frozenset({"external_select", "multi_external_select"})
_LEAST_TYPED = 3


class CustomerControl:
    """What customers do."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def message(self, given: Object) -> Json:
        """Write `text` as `user` into `channel`, else into his DM; `thread_ts` makes it a reply.

        With `file`, the `name`, `mimetype` and `base64` of one, it is shared there.
        """
        user = self._user(given)
        channel = self._channel(given, user)
        if channel.is_archived or user.id not in channel.members:
            raise ValueError(f'user "{user.id}" cannot write in channel "{channel.id}"')
        message = Message(
            channel=channel.id, ts=self._slack.new_ts(), user=user.id, text=text(given, "text"),
            thread_ts=_either(given, "thread_ts", "threadTs"),
        )  # fmt: skip
        if about := mapping(given.get("file")):
            message.subtype, message.files = "file_share", [self._stored(about, channel).id]
        kept(self._slack, message)
        return {"ok": True, "ts": message.ts, "channel": channel.id}

    async def lose_file(self, given: Object) -> Json:
        """Delete the content of the file `id`, as whoever shared it may."""
        self._slack.world.files[text(given, "id")].is_complete = False
        return {"ok": True}

    async def edit_message(self, given: Object) -> Json:
        """Change the `text` of `user`'s message `ts` in `channel`."""
        message = self._own(given)
        before = message_form(self._slack, message)
        message.text = text(given, "text")
        message.edited_ts = self._slack.new_ts()
        events.message_changed(self._slack, message, before)
        return {"ok": True, "ts": message.ts}

    async def delete_message(self, given: Object) -> Json:
        """Delete `user`'s message `ts` in `channel`."""
        message = self._own(given)
        before = message_form(self._slack, message)
        self._slack.world.messages.remove(message)
        events.message_deleted(self._slack, message, before)
        return {"ok": True}

    async def reaction(self, given: Object) -> Json:
        """Put the reaction `name` of `user` on message `ts` in `channel`; `present` false takes it away."""
        user, name = self._user(given), text(given, "name")
        message = self._slack.message(text(given, "channel"), text(given, "ts"))
        is_added = flag(given, "present", default=True)
        users = message.reactions.setdefault(name, [])
        if is_added is (user.id in users):
            return {"ok": True, "changed": False}
        users.append(user.id) if is_added else users.remove(user.id)
        if not users:
            del message.reactions[name]
        events.reaction_changed(self._slack, message, user, name, is_added=is_added)
        return {"ok": True, "changed": True}

    async def open_home(self, given: Object) -> Json:
        """Let `user` open the app's Home, or with `tab` messages its DM."""
        user = self._user(given)
        team_id = text(given, "team") or user.team_id
        tab = text(given, "tab") or "home"
        events.home_opened(self._slack, user, team_id, tab=tab)
        view = self._slack.world.views.get(self._slack.world.homes.get(f"{team_id}:{user.id}", ""))
        return {"ok": True, "view": view_form(self._slack, view) if view else None}

    async def interact(self, given: Object) -> Json:
        """Click: `action` (type, action_id, block_id, value | selected_option ...) of `user`."""
        user, place = self._user(given), self._place(given)
        action = mapping(given.get("action"))
        _check_offered(place, action)
        stamped: JsonObject = {**action, "action_ts": self._slack.new_ts()}
        self._remember(place, action)
        payload = interactions.block_actions(self._slack, user, stamped, place)
        ending = await self._send("interactive", "block_actions", payload, given)
        return _told(ending, acknowledging.action_answered(self._slack, ending.answer))

    async def suggest(self, given: Object) -> Json:
        """Type `value` into the external select `action_id` in `block_id` of a message or view.

        The app is asked once `min_query_length` characters are typed, three unless it says otherwise:
        https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
        """
        user, place = self._user(given), self._place(given)
        asked: JsonObject = {name: text(given, name) for name in ("action_id", "block_id", "value")}
        element = _select_in(place, asked)
        if len(text(asked, "value")) < number(element, "min_query_length", default=_LEAST_TYPED):
            return {"ok": True, "outcome": "not asked", "options": [], "option_groups": []}
        payload = interactions.block_suggestion(self._slack, user, asked, place)
        ending = await self._send("interactive", "block_suggestion", payload, given)
        return _told(ending, acknowledging.suggestion_answered(self._slack, ending.answer))

    async def command(self, given: Object) -> Json:
        """Use the slash `command` with `text` as `user` in `channel`."""
        user = self._user(given)
        channel = self._channel(given, user)
        if user.is_stranger or user.team_id != channel.team_id:
            raise ValueError("strangers of Slack Connect cannot use another workspace's slash commands")
        payload = interactions.slash_command(
            self._slack, user, channel, text(given, "command"), text(given, "text")
        )
        ending = await self._send("slash_commands", text(given, "command"), payload, given)
        return _told(ending, acknowledging.command_answered(self._slack, channel, user, ending.answer))

    async def submit(self, given: Object) -> Json:
        """Submit `user`'s top modal with `values` {block_id: {action_id: {type, value ...}}}."""
        user = self._user(given)
        view = self._view(given, user)
        view.values = {**view.values, **mapping(given.get("values"))}
        payload = interactions.view_submission(self._slack, user, view)
        ending = await self._send("interactive", "view_submission", payload, given)
        if ending.outcome != "ok":
            return _told(ending, {})
        return _told(ending, acknowledging.submission_answered(self._slack, view, ending.answer))

    async def close_view(self, given: Object) -> Json:
        """Close `user`'s top modal; `all` closes the whole stack."""
        user = self._user(given)
        view = self._view(given, user)
        is_cleared = flag(given, "all")
        payload = interactions.view_closed(self._slack, user, view, is_cleared=is_cleared)
        if is_cleared:
            close_all(self._slack, view.team_id, user.id)
        else:
            close_top(self._slack, view.team_id, user.id)
        if not view.given.get("notify_on_close"):
            return {"ok": True, "outcome": "not wanted"}
        return _told(await self._send("interactive", "view_closed", payload, given), {})

    async def shortcut(self, given: Object) -> Json:
        """Use the shortcut `callback_id` as `user`, on message `ts` in `channel` or anywhere."""
        user, callback = self._user(given), text(given, "callback_id")
        if text(given, "ts"):
            message = self._slack.message(text(given, "channel"), text(given, "ts"))
            payload = interactions.message_action(self._slack, user, callback, message)
        else:
            team = self._slack.team(text(given, "team") or user.team_id)
            payload = interactions.shortcut(self._slack, user, callback, team)
        return _told(await self._send("interactive", text(payload, "type"), payload, given), {})

    async def _send(self, envelope: Envelope, name: str, payload: JsonObject, given: Object) -> Ending:
        if flag(given, "wait", default=True):
            return await self._slack.gateway.interact(envelope, name, payload)
        self._slack.gateway.start(self._slack.gateway.interact(envelope, name, payload))
        return Ending(outcome="sent")

    def _user(self, given: Object) -> User:
        return self._slack.user(text(given, "user"))

    def _stored(self, about: JsonObject, channel: Channel) -> File:
        content = b64decode(text(about, "base64"))
        file = File(
            id=self._slack.new_id("F"), team_id=channel.team_id, name=text(about, "name"),
            length=len(content), content=content, content_type=text(about, "mimetype"),
            channels=[channel.id], is_complete=True,
        )  # fmt: skip
        self._slack.world.files[file.id] = file
        return file

    def _own(self, given: Object) -> Message:
        message = self._slack.message(text(given, "channel"), text(given, "ts"))
        if message.user != (text(given, "user") or message.user):
            raise ValueError("customers change their own messages only")
        return message

    def _channel(self, given: Object, user: User) -> Channel:
        named = text(given, "channel")
        return (
            self._slack.channel(named)
            if named
            else self._slack.dm_of(user, text(given, "team") or user.team_id)
        )

    def _place(self, given: Object) -> Message | View:
        view_id = _either(given, "view_id", "viewId")
        if view_id:
            return self._slack.view(view_id)
        return self._slack.message(text(given, "channel"), _either(given, "message_ts", "messageTs"))

    def _view(self, given: Object, user: User) -> View:
        view_id = _either(given, "view_id", "viewId") or self._slack.top_view(user, text(given, "team"))
        return self._slack.view(view_id)

    def _remember(self, place: Message | View, action: JsonObject) -> None:
        """Keep what was chosen: Slack sends the state of all inputs along."""
        if action.get("type") == "button":
            return
        values = place.state if isinstance(place, Message) else place.values
        block = mapping(values.get(text(action, "block_id")))
        kept_fields = {key: value for key, value in action.items() if key not in {"action_id", "block_id"}}
        values[text(action, "block_id")] = {**block, text(action, "action_id"): kept_fields}


def _select_in(place: Message | View, asked: JsonObject) -> JsonObject:
    """The menu that is typed into; its block's id is noted where the customer has not named it."""
    named = text(asked, "block_id")
    for block in mappings(place.blocks if isinstance(place, Message) else place.given.get("blocks")):
        held = (
            *mappings(block.get("elements")),
            mapping(block.get("accessory")),
            mapping(block.get("element")),
        )
        for element in held:
            is_menu = text(element, "type") in _ASKING and named in {"", text(block, "block_id")}
            if is_menu and text(element, "action_id") == text(asked, "action_id"):
                asked["block_id"] = text(block, "block_id")
                return element
    raise LookupError(f'nothing here asks for options by the action_id "{text(asked, "action_id")}"')


def _check_offered(place: Message | View, action: JsonObject) -> None:
    blocks = place.blocks if isinstance(place, Message) else place.given.get("blocks")
    for block in mappings(blocks):
        held = [
            *mappings(block.get("elements")),
            mapping(block.get("accessory")),
            mapping(block.get("element")),
        ]
        for element in held:
            is_block = text(action, "block_id") in {"", text(block, "block_id")}
            if is_block and text(element, "action_id") == text(action, "action_id") != "":
                action["block_id"] = text(block, "block_id")
                action["type"] = text(element, "type")
                if element.get("type") == "button":
                    action["text"] = element.get("text")
                return
    raise LookupError(
        f'nothing here has the action_id "{text(action, "action_id")}"; the customer cannot click it'
    )


def _told(ending: Ending, effect: JsonObject) -> JsonObject:
    return {
        "ok": ending.outcome in {"ok", "sent"}, "outcome": ending.outcome, "answer": ending.answer, **effect,
    }  # fmt: skip


def _either(given: Object, name: str, other: str) -> str:
    return text(given, name) or text(given, other)
