"""Socket Mode: one-shot URLs, up to 10 sockets per app, envelopes to any one of them, disconnects.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from ..common.bench import Bench
from ..common.json_shapes import Object
from .deliveries import ACK_MS, Ending, Parcel
from .objects import JsonObject, mapping, parsed, text
from .violations import violated
from .world import World

MOST_SOCKETS = 10
LIFE_S = 18_060  # a few hours, as real hellos say
DEBUG_LIFE_S = 360  # with `debug_reconnects=true`
_WARNING_MS = 10_000
_PING_MS = 60_000


@dataclass(eq=False)
class Socket:
    """One connection of the app."""

    number: int
    ws: web.WebSocketResponse
    life_s: int
    is_leaving: bool = False  # it was told to reconnect


@dataclass(eq=False)
class Waiting:
    """An envelope without its acknowledgement yet."""

    parcel: Parcel
    acked: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Object = field(default_factory=dict)
    is_late: bool = False


class Sockets:
    """All connections of the app, and the envelopes on their way."""

    def __init__(self, bench: Bench, world: World) -> None:
        self._bench = bench
        self._world = world
        self._tickets: set[str] = set()
        self._open: list[Socket] = []
        self._waiting: dict[str, Waiting] = {}
        self._forgotten: set[str] = set()
        self._opened = asyncio.Event()
        self._numbers = 0

    @property
    def open_count(self) -> int:
        """How many sockets are open."""
        return len(self._open)

    def issue_ticket(self) -> str:
        """What apps.connections.open puts into its URL; good for one connection."""
        ticket = f"{self._bench.chance.getrandbits(128):032x}"
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until either side ends it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="invalid or used ticket")
        self._tickets.remove(ticket)
        life_s = DEBUG_LIFE_S if request.query.get("debug_reconnects") == "true" else LIFE_S
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        if len(self._open) >= MOST_SOCKETS:
            await ws.send_json(
                {"type": "disconnect", "reason": "too_many_websockets", "debug_info": self._debug(life_s)}
            )
            await ws.close()
            return ws
        self._numbers += 1
        socket = Socket(self._numbers, ws, life_s)
        await self._hello(socket)
        ageing = asyncio.ensure_future(self._age(socket))
        try:
            await self._read(socket)
        finally:
            ageing.cancel()
            self._leave(socket)
        return ws

    async def send(self, parcel: Parcel) -> Ending:
        """Give one parcel to any one socket and wait at most 3 seconds for its acknowledgement."""
        socket = await self._one_socket(parcel)
        if socket is None:
            return Ending(outcome="unreachable", reason="timeout")
        envelope_id = f"{self._bench.chance.getrandbits(128):032x}"
        waiting = self._waiting[envelope_id] = Waiting(parcel)
        await self._put(socket, _envelope(envelope_id, parcel))
        clock = self._bench.clock
        came = await clock.wait(waiting.acked, until_ms=clock.now_ms + ACK_MS, why=f"ack of {parcel.name}")
        if came:
            return Ending(outcome="ok", answer=waiting.answer)
        waiting.is_late = True
        violated(self._bench, "missing_ack", where=parcel.name)
        return Ending(outcome="timeout", reason="timeout")

    async def disconnect(self, reason: str, *, count: int = MOST_SOCKETS) -> int:
        """Tell sockets to go: `warning` only says so, the other reasons close; tell how many were told."""
        told = [each for each in self._open if not (reason == "warning" and each.is_leaving)][:count]
        for each in told:
            each.is_leaving = True
            await self._put(
                each, {"type": "disconnect", "reason": reason, "debug_info": self._debug(each.life_s)}
            )
            if reason != "warning":
                await each.ws.close()
        return len(told)

    async def drop(self) -> int:
        """Cut every connection without a word."""
        dropped = list(self._open)
        for each in dropped:
            await each.ws.close(code=1011)
        return len(dropped)

    def forget(self) -> None:
        """Wait for no acknowledgement any more; one that comes still is nobody's fault."""
        self._forgotten |= set(self._waiting)
        self._waiting.clear()
        self._tickets.clear()

    async def _hello(self, socket: Socket) -> None:
        self._open.append(socket)
        self._bench.record("socket.open", {"socket": socket.number, "open": len(self._open)})
        staying = sum(not each.is_leaving for each in self._open)
        if staying > self._world.app.expected_sockets:
            violated(self._bench, "extra_socket", where="Socket Mode", detail=f"{staying} sockets")
        await self._put(
            socket,
            {
                "type": "hello", "num_connections": len(self._open),
                "debug_info": self._debug(socket.life_s), "connection_info": {"app_id": self._world.app.id},
            },
        )  # fmt: skip
        self._opened.set()

    async def _age(self, socket: Socket) -> None:
        clock = self._bench.clock
        end_ms = clock.now_ms + socket.life_s * 1000
        while clock.now_ms < end_ms - _WARNING_MS:
            await socket.ws.ping(b"Ping from applink")
            await clock.sleep_until(min(clock.now_ms + _PING_MS, end_ms - _WARNING_MS), why="next ping")
        await self._farewell(socket, "warning")
        await clock.sleep_until(end_ms, why="end of a socket's life")
        await self._farewell(socket, "refresh_requested")
        await socket.ws.close()

    async def _farewell(self, socket: Socket, reason: str) -> None:
        socket.is_leaving = True
        await self._put(
            socket, {"type": "disconnect", "reason": reason, "debug_info": self._debug(socket.life_s)}
        )

    async def _read(self, socket: Socket) -> None:
        async for message in socket.ws:
            if message.type == WSMsgType.TEXT:
                self._heard(mapping(parsed(message.data)))

    def _heard(self, given: Object) -> None:
        waiting = self._waiting.pop(text(given, "envelope_id"), None)
        if waiting is None:
            if text(given, "envelope_id") not in self._forgotten:
                violated(self._bench, "unknown_envelope", where="Socket Mode")
            return
        waiting.answer = mapping(given.get("payload"))
        if waiting.answer and waiting.parcel.envelope == "events_api":
            violated(self._bench, "bad_ack", where=waiting.parcel.name, detail="a payload for an event")
        if waiting.is_late:
            violated(self._bench, "late_ack", where=waiting.parcel.name)
        waiting.acked.set()

    async def _one_socket(self, parcel: Parcel) -> Socket | None:
        if not self._open and parcel.envelope == "events_api":
            clock = self._bench.clock
            self._opened.clear()
            await clock.wait(self._opened, until_ms=clock.now_ms + ACK_MS, why=f"a socket for {parcel.name}")
        staying = [each for each in self._open if not each.is_leaving] or self._open
        return self._bench.chance.choice(staying) if staying else None

    async def _put(self, socket: Socket, message: JsonObject) -> None:
        try:
            await socket.ws.send_str(json.dumps(message))
        except (ConnectionError, RuntimeError):
            self._leave(socket)

    def _leave(self, socket: Socket) -> None:
        if socket in self._open:
            self._open.remove(socket)
            self._bench.record("socket.close", {"socket": socket.number, "open": len(self._open)})

    def _debug(self, life_s: int) -> JsonObject:
        return {"host": "applink-emulated", "build_number": 1, "approximate_connection_time": life_s}


def _envelope(envelope_id: str, parcel: Parcel) -> JsonObject:
    envelope: JsonObject = {
        "envelope_id": envelope_id, "payload": parcel.payload, "type": parcel.envelope,
        "accepts_response_payload": parcel.envelope != "events_api",
    }  # fmt: skip
    if parcel.envelope == "events_api":
        envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
    return envelope
