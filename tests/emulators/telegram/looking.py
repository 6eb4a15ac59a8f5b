"""What tests and the page can look at, and the settings they can change."""

from collections.abc import Mapping
from dataclasses import asdict

from ..common.control import Act, wait_of
from ..common.json_shapes import Json, Object, number_in, object_in, text_in
from .acting import press_as_json
from .messages import Message
from .people import Chat
from .world import World


class Looking:
    """Shows the world as the apps of its customers do, and what is on its way to the bot."""

    def __init__(self, world: World) -> None:
        self._world = world

    def actions(self) -> Mapping[str, Act]:
        """Return everything to look at by its name."""
        return {
            "outbox": self.outbox,
            "presses": self.presses,
            "updates": self.updates,
            "flood": self.flood,
            "settings": self.settings,
            "bot": self.bot,
            "forge": self.forge,
            "state": self.state,
        }

    async def outbox(self, given: Object) -> Json:
        """Show `chat` as its app does; `after` and `wait_s`: wait for a message with a higher id."""
        chat_id, after = number_in(given.get("chat")), number_in(given.get("after"))

        def newest() -> int:
            return max((each.message_id for each in self._world.messages_in(chat_id)), default=0)

        await self._world.bench.recorder.until(lambda: newest() > after, wait_s=wait_of(given))
        shown = [each for each in self._world.messages_in(chat_id) if each.message_id > after]
        return {"messages": [self._in_app(each) for each in shown]}

    async def presses(self, given: Object) -> Json:
        """Show the pressed buttons and their answers; `id` and `wait_s`: wait for the answer."""
        wanted = text_in(given.get("id"))

        def answered() -> bool:
            press = self._world.presses.get(wanted)
            return press is not None and press.answer is not None

        await self._world.bench.recorder.until(answered, wait_s=wait_of(given) if wanted else 0)
        found = [each for each in self._world.presses.values() if wanted in ("", each.id)]
        return {"presses": [press_as_json(each) for each in found]}

    async def updates(self, given: Object) -> Json:
        """Show what the bot has yet to confirm, and what was lost because it came too late for it."""
        updates = self._world.updates
        pending: list[Json] = [each.as_json() for each in updates.alive()]
        lost: list[Json] = [each.as_json() for each in updates.lost]
        return {"pending": pending, "lost": lost, "allowed": sorted(updates.allowed)}

    async def flood(self, given: Object) -> Json:
        """Show the flood limits, or change them."""
        flood = self._world.flood
        known = asdict(flood.limits)
        for name, value in given.items():
            if name not in known or not isinstance(value, int | float):
                raise ValueError(f'flood limit "{name}" is unknown; known are: {", ".join(known)}')
            known[name] = type(known[name])(value)
        flood.limits = type(flood.limits)(**known)
        return known

    async def settings(self, given: Object) -> Json:
        """Show what counts as a client's fault, or change it: `answer_within_s`."""
        settings = self._world.watch.settings
        settings.answer_within_s = number_in(given.get("answer_within_s"), settings.answer_within_s)
        return {"answer_within_s": settings.answer_within_s}

    async def bot(self, given: Object) -> Json:
        """Tell the bot's token and name; `revoked` takes the token away or gives it back."""
        if "revoked" in given:
            self._world.revoked = given["revoked"] is True
        return {"token": self._world.token, "bot": self._world.bot.as_json(), "revoked": self._world.revoked}

    async def forge(self, given: Object) -> Json:
        """Post `update` to the webhook as a stranger, with a wrong `secret` or none; a 2xx is a fault."""
        update = object_in(given.get("update")) or {"update_id": 1}
        secret = given.get("secret")
        status = await self._world.webhook.forge(update, secret=secret if isinstance(secret, str) else None)
        if 200 <= status <= 299:
            self._world.watch.fault("forged_update_accepted", where="webhook")
        return {"status": status}

    async def state(self, given: Object) -> Json:
        """Show customers, chats and counts for the page; `version` and `wait_s`: wait for a change."""
        world, version = self._world, number_in(given.get("version"), -1)
        await world.bench.recorder.until(lambda: self._version() != version, wait_s=wait_of(given))
        chats: list[Json] = [self._chat_state(each) for each in world.chats.values()]
        users: list[Json] = [
            {**each.as_json(), "deactivated": each.deactivated} for each in world.users.values()
        ]
        return {
            "version": self._version(), "bot": world.bot.as_json(), "users": users, "chats": chats,
            "now_ms": world.bench.clock.now_ms, "mode": world.bench.clock.mode,
            "pending": len(world.updates.pending), "violations": len(world.bench.recorder.violations),
            "webhook": world.webhook.setting.url if world.webhook.setting else "",
        }  # fmt: skip

    def _version(self) -> int:
        recorder = self._world.bench.recorder
        return self._world.version + len(recorder.records) + len(recorder.violations)

    def _chat_state(self, chat: Chat) -> Object:
        return {
            **self._world.chat_as_json(chat.id), "started": chat.started, "blocked": chat.blocked,
            "bot": chat.status_of(self._world.bot.id), "migrated_to": chat.migrated_to,
        }  # fmt: skip

    def _in_app(self, message: Message) -> Object:
        reactions: list[Json] = [each for emoji in message.reactions.values() for each in emoji]
        return {
            **self._world.message_as_json(message), "sender": self._sender(message), "markup": message.markup,
            "edited": bool(message.edit_date), "reactions": reactions,
        }  # fmt: skip

    def _sender(self, message: Message) -> str:
        return "bot" if message.sender_id == self._world.bot.id else "customer"
