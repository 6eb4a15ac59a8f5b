"""A customer on Slack: what they do reaches us over HTTP, signed."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette

from bot.channels.slack import SlackChannel, paths
from bot.channels.slack.channel import Connection, OneTeam
from feedback.clock import FakeClock
from tests.emulators.common.json_shapes import Json, Object
from tests.emulators.slack.objects import JsonObject, mapping, mappings, text
from tests.goldens.house import NOON, House, house_with
from tests.goldens.player import Player, Wish
from tests.goldens.script import ANSWER, Ours, Script, Theirs
from tests.goldens.slack_wire import DIRECT, SlackWire, held_in, running

TEAM, ADA, COLLEAGUE, BOT, CHANNEL = "T01TEST", "U01CUST", "U02ADM", "U0BOT", "C01GEN"
SHARED = f"{TEAM}/{CHANNEL}/{ADA}"
_SIGNED_WITH = "of-the-golden-payloads"
_LISTS = frozenset({"checkboxes", "multi_static_select"})


class OnSlack(Player):
    """Ada in her direct messages with the app; others act where a scene says so."""

    platform = "slack"
    address = f"{TEAM}/{ADA}"
    neighbour = f"{TEAM}/{COLLEAGUE}"

    def __init__(
        self, house: House, script: Script, wire: SlackWire, channel: SlackChannel, client: httpx.AsyncClient
    ) -> None:
        super().__init__(house, script)
        self.wire = wire
        self._channel = channel
        self._client = client
        self._numbers = count(1)
        self._own = ""
        self._ticked: dict[str, dict[str, JsonObject]] = {}

    async def taps(self, label: str, *, by: str = ADA) -> None:
        ts, block, element = self.wire.element(label)
        message, block_id = self.wire.shown[ts], text(block, "block_id")
        action: JsonObject = {
            name: element[name]
            for name in ("type", "action_id", "value", "selected_option")
            if element.get(name)
        }
        if text(element, "type") in _LISTS:
            action["selected_options"] = self._tick(ts, block_id, element)
        where = text(message, "channel")
        self.script.note(Theirs(did="taps", about={"label": label, "message": ts, "user": by}))
        await self._interact({
            "type": "block_actions",
            "user": {"id": by, "team_id": TEAM},
            "container": {
                "type": "message", "message_ts": ts, "channel_id": where,
                "is_ephemeral": message["is_ephemeral"],
            },
            "channel": {"id": where},
            "message": {"ts": ts, "bot_id": "B01APP", "team": TEAM, "text": message.get("text", "")},
            "state": {"values": self._ticked.get(ts, {})},
            "actions": [{**action, "block_id": block_id, "action_ts": self.wire.next_ts()}],
        })  # fmt: skip

    async def says(self, words: str, *, in_reply: bool = False, by: str = ADA) -> None:
        asked = (
            max(ts for ts, shown in self.wire.shown.items() if shown.get("metadata")) if in_reply else None
        )
        self._own = self.wire.next_ts()
        told: JsonObject = {"text": words, "known_as": self._own, **({"thread": asked} if asked else {})}
        self.script.note(Theirs(did="says", about=told))
        thread: JsonObject = {"thread_ts": asked, "parent_user_id": BOT} if asked else {}
        where = text(self.wire.shown[asked], "channel") if asked else DIRECT
        await self._event(self._message(words, channel=where, user=by, **thread))

    async def edits(self, words: str) -> None:
        self.script.note(Theirs(did="edits", about={"text": words, "message": self._own}))
        before, after = ({"user": ADA, "ts": self._own, "text": each} for each in ("what stood there", words))
        await self._event({
            "type": "message", "subtype": "message_changed", "channel": DIRECT, "channel_type": "im",
            "ts": self.wire.next_ts(), "message": after, "previous_message": before,
        })  # fmt: skip

    async def sends_a_file(self, content: bytes) -> None:
        self.wire.file = content
        self._own = self.wire.next_ts()
        self.script.note(Theirs(did="sends a file", about={"known_as": self._own}))
        file: JsonObject = {"id": "F01", "name": "box.exe", "mimetype": "application/octet-stream", "size": 9}
        await self._event(self._message("", channel=DIRECT, subtype="file_share", files=[file]))

    async def wishes(self, wish: Wish, argument: str = "") -> None:
        await self._commands(f"{wish} {argument}".strip(), channel=DIRECT)

    async def orders_in_a_room(self, order: str) -> None:
        await self._commands(order, channel=CHANNEL)

    async def _commands(self, words: str, *, channel: str) -> None:
        self.script.note(Theirs(did="commands", about={"text": f"/journey {words}", "channel": channel}))
        answer = await self._post(paths.COMMANDS, urlencode({
            "command": "/journey", "text": words, "team_id": TEAM, "channel_id": channel, "user_id": ADA,
            "trigger_id": f"t{next(self._numbers)}",
        }))  # fmt: skip
        if answer:
            self.script.note(Ours(method=ANSWER, arguments=answer))

    async def comes_with(self, code: str) -> None:
        await self.says(code)

    async def opens_home(self, user: str = ADA) -> None:
        """Look at the App Home."""
        self.script.note(Theirs(did="opens the Home", about={"user": user}))
        await self._event({"type": "app_home_opened", "user": user, "channel": DIRECT, "tab": "home"})

    async def points_at(self, author: str, *, user: str = COLLEAGUE) -> None:
        """Use the shortcut on a message."""
        self.script.note(Theirs(did="points at a message", about={"user": user}))
        await self._interact({
            "type": "message_action",
            "callback_id": "aftertouch_follow_up",
            "user": {"id": user, "team_id": TEAM},
            "channel": {"id": CHANNEL},
            "message": {"ts": "1777895000.000100", "user": author, "text": "That took long", "team": TEAM},
        })  # fmt: skip

    async def submits(self, filled: Mapping[str, Json], *, user: str = ADA) -> None:
        """Send the form that was opened last, filled in by the labels of what is chosen or by words."""
        view = self.wire.views[-1]
        values: JsonObject = {}
        for block in mappings(view["blocks"]):
            for element in held_in(block):
                given = filled.get(text(block, "block_id"))
                if given is not None:
                    values[text(block, "block_id")] = {text(element, "action_id"): _given(element, given)}
        self.script.note(Theirs(did="sends the form", about={"user": user, "values": values}))
        answer = await self._interact({
            "type": "view_submission",
            "user": {"id": user, "team_id": TEAM},
            "view": {**view, "state": {"values": values}, "app_installed_team_id": TEAM},
        })  # fmt: skip
        if answer:
            self.script.note(Ours(method=ANSWER, arguments=answer))

    def _tick(self, ts: str, block: str, element: JsonObject) -> Json:
        """Tick what is chosen, or clear it, and return all that is ticked there now."""
        state = self._ticked.setdefault(ts, {}).setdefault(block, {})
        before = mappings(mapping(state.get(text(element, "action_id"))).get("selected_options"))
        one = mapping(element["selected_option"])
        ticked = [each for each in before if each != one] + ([] if one in before else [one])
        state[text(element, "action_id")] = {"type": text(element, "type"), "selected_options": ticked}
        return ticked

    def _message(self, words: str, *, channel: str, user: str = ADA, **more: Json) -> JsonObject:
        kind = "im" if channel == DIRECT else "channel"
        return {
            "type": "message", "channel": channel, "channel_type": kind, "user": user, "text": words,
            "ts": self._own, **more,
        }  # fmt: skip

    async def _event(self, inner: Object) -> None:
        told = {
            "type": "event_callback", "team_id": TEAM, "event_id": f"Ev{next(self._numbers)}",
            "event_time": int(self.house.clock.now().timestamp()), "event": inner,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        }  # fmt: skip
        await self._post(paths.EVENTS, json.dumps(told))

    async def reaches(self, touchpoint: str, *, address: str | None = None, customer: str = "ada") -> str:
        session = await super().reaches(touchpoint, address=address, customer=customer)
        await self._settled()
        return session

    async def _settled(self) -> None:
        await self.house.goes_on()
        await self._channel.reactions.settle()
        self.wire.look_at_home()

    async def _interact(self, payload: JsonObject) -> Object:
        whole = {"team": {"id": TEAM}, "trigger_id": f"t{next(self._numbers)}", **payload}
        return await self._post(paths.INTERACTIVE, urlencode({"payload": json.dumps(whole)}))

    async def _post(self, path: str, body: str) -> Object:
        stamp = str(int(self.house.clock.now().timestamp()))
        signature = SignatureVerifier(_SIGNED_WITH).generate_signature(timestamp=stamp, body=body)
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        headers = {
            "X-Slack-Signature": signature or "", "X-Slack-Request-Timestamp": stamp, "Content-Type": kind,
        }  # fmt: skip
        answer = await self._client.post(path, content=body, headers=headers)
        assert answer.status_code == httpx.codes.OK, answer.status_code
        await self._channel.reactions.settle()
        await self._settled()
        return mapping(answer.json()) if answer.content[:1] == b"{" else {}


def _given(element: JsonObject, given: Json) -> JsonObject:
    kind = text(element, "type")
    if kind == "plain_text_input":
        return {"type": kind, "value": given}
    wanted = [given] if isinstance(given, str) else given
    labelled = {text(mapping(each["text"]), "text"): each for each in mappings(element.get("options"))}
    chosen = [labelled[str(each)] for each in wanted] if isinstance(wanted, list) else []
    if kind in _LISTS:
        return {"type": kind, "selected_options": chosen}
    return {"type": kind, "selected_option": chosen[0]}


@asynccontextmanager
async def on_slack(folder: Path, *, policy: str = "") -> AsyncIterator[OnSlack]:
    """Open the program with an app of Slack's, and let a customer sit down before it."""
    clock, script = FakeClock(NOON), Script()
    wire = SlackWire(script)
    async with running(wire):
        connection = Connection(
            teams=OneTeam(token="xoxb-golden"), mode="http", signing_secret=_SIGNED_WITH,
            base_url=f"{wire.site}/api/", reads_freely=True,
        )  # fmt: skip
        channel = SlackChannel(connection, secret=b"golden", now=clock.now)
        with house_with(channel, folder, clock, site="https://shop.example", policy=policy) as house:
            transport = httpx.ASGITransport(Starlette(routes=list(channel.routes(house.app.inbox.put))))
            async with httpx.AsyncClient(transport=transport, base_url="https://shop.example") as client:
                yield OnSlack(house, script, wire, channel, client)
            await channel.close()
