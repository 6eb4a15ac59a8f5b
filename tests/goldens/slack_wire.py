"""Slack's side of the wire, in this process: it takes every call, and remembers what the customer sees."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.emulators.common.closing import close
from tests.emulators.common.json_shapes import Json, Object
from tests.emulators.slack.objects import JsonObject, mapping, mappings, text
from tests.goldens.script import Ours, Script

DIRECT = "D01CUST"
_POSTED = frozenset({"chat.postMessage", "chat.postEphemeral"})
_READ = frozenset({"auth.test", "conversations.open", "files.info", "users.info"})
"""Methods by which nobody sees anything."""


class SlackWire:
    """Stamps messages from 1.000000 on; `takes_charts` says whether the team has them yet."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.shown: dict[str, JsonObject] = {}
        self.views: list[JsonObject] = []
        self.takes_charts = True
        self.file: bytes = b""
        self.site = ""
        self._newest = self._files = 0
        self._home: JsonObject | None = None
        self._seen: JsonObject | None = None

    def next_ts(self) -> str:
        """Return the time stamp of the next message, ours or the customer's."""
        self._newest += 1
        return f"1777896000.{self._newest:06}"

    def look_at_home(self) -> None:
        """Note how the Home is now: it is drawn beside all else, perhaps several times for one change."""
        if self._home not in (None, self._seen):
            self._seen = self._home
            self.script.note(Ours(method="views.publish", arguments=self._home or {}))

    def element(self, label: str) -> tuple[str, JsonObject, JsonObject]:
        """Return what is newest with `label`: its message, its block, and the element with what is chosen."""
        for ts, message in sorted(self.shown.items(), reverse=True):
            for block in mappings(message.get("blocks")):
                for each in held_in(block):
                    if (picked := _picked(each, label)) is not None:
                        return ts, block, each | picked
        raise LookupError(f'nothing on the screen says "{label}"')

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        if request.path.startswith("/api/"):
            body = await request.read()
            given = mapping(json.loads(body)) if body[:1] == b"{" else dict(await request.post())
            return web.json_response(
                {"ok": True, **self._taken(method, mapping(json.loads(json.dumps(given))))}
            )
        return web.Response(body=self.file, status=200 if self.file or request.method == "POST" else 404)

    def _taken(self, method: str, given: JsonObject) -> Object:
        if method in _READ:
            return self._told(method, given)
        if "data_visualization" in json.dumps(given) and not self.takes_charts:
            return {"ok": False, "error": "invalid_blocks"}
        if method == "views.publish":
            self._home = given
            return self._done(method, given, "")
        ts = self.next_ts() if method in _POSTED else ""
        self.script.note(Ours(method=method, arguments=given, known_as=ts))
        return self._done(method, given, ts)

    def _done(self, method: str, given: JsonObject, ts: str) -> Object:
        if method in _POSTED or method == "chat.update":
            stamp = ts or text(given, "ts")
            self.shown[stamp] = {
                **self.shown.get(stamp, {}),
                **given,
                "is_ephemeral": method == "chat.postEphemeral",
            }
            channel = text(given, "channel")
            channel = direct_of(channel) if channel.startswith("U") else channel
            self.shown[stamp]["channel"] = channel
            return {"channel": channel, "ts": stamp, "message_ts": stamp}
        if method.startswith("views."):
            self.views.append(mapping(given.get("view")) | {"id": f"V{len(self.views) + 1:02}"})
            return {"view": self.views[-1]}
        if method == "files.getUploadURLExternal":
            self._files += 1
            return {"upload_url": f"{self.site}/upload", "file_id": f"F0{self._files}"}
        return {}

    def _told(self, method: str, given: JsonObject) -> Object:
        user = text(given, "user")
        if method == "files.info" and not self.file:
            return {"ok": False, "error": "file_deleted"}
        told: dict[str, Json] = {
            "auth.test": {"team_id": "T01TEST", "user_id": "U0BOT"},
            "conversations.open": {"channel": {"id": direct_of(text(given, "users") or "U01CUST")}},
            "files.info": {"file": {"id": "F01", "url_private_download": f"{self.site}/files/F01"}},
            "users.info": {
                "user": {"id": user, "team_id": "T01TEST", "tz": "UTC", "locale": "en-US",
                "profile": {"real_name": "Ada Lovelace"}},
            },
        }  # fmt: skip
        return mapping(told[method])


def direct_of(user: str) -> str:
    """Return the channel of somebody's direct messages."""
    return f"D{user[1:]}"


def held_in(block: JsonObject) -> Iterator[JsonObject]:
    """Yield the elements of a block."""
    yield from mappings(block.get("elements"))
    yield from (mapping(block[name]) for name in ("accessory", "element") if name in block)


def _picked(element: JsonObject, label: str) -> JsonObject | None:
    """Return what Slack tells of an element when `label` of it is chosen; None where nothing says so."""
    kind = text(element, "type")
    if kind == "button":
        return (
            {"value": element.get("value")} if text(mapping(element.get("text")), "text") == label else None
        )
    if kind == "feedback_buttons":
        pair = [mapping(element[name]) for name in ("positive_button", "negative_button")]
        values = [each["value"] for each in pair if text(mapping(each["text"]), "text") == label]
        return {"value": values[0]} if values else None
    for option in mappings(element.get("options")):
        if text(mapping(option["text"]), "text") == label:
            return {"selected_option": option}
    return None


@asynccontextmanager
async def running(wire: SlackWire) -> AsyncIterator[None]:
    """Serve the wire, at its `site`."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", wire.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        wire.site = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield
    finally:
        await close(runner)
