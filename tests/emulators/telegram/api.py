"""The Bot API over HTTP: who asks, what for, what goes wrong on the way, and the answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from ..common.faults import Fault, Kind
from ..common.json_shapes import Json, Object, number_in
from ..common.transport import cut, proxy_page, send_slowly
from .methods.call import Call, Described
from .methods.table import METHODS, POSTS
from .rules import Refusal
from .validation import decode, unknown_arguments
from .wire import Arguments, read_arguments
from .world import World

_TOKEN = re.compile(r"[1-9]\d{0,19}:[\w-]{10,70}")
_UNDONE = (Kind.CUT_BEFORE, Kind.STATUS_500, Kind.STATUS_502)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a request ended."""

    body: Object
    status: int = 200
    source: str = ""
    decoded: Object = field(default_factory=dict)


class Api:
    """Answers requests with what the methods make of the world."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.webhook.call = self.call_from_webhook

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer `/bot<token>/<method>`."""
        method = request.match_info["method"]
        try:
            self._check_token(request.match_info["token"])
            arguments = await read_arguments(request)
        except Refusal as refusal:
            return _response(self._refused(refusal, method, Arguments()))
        fault = self._world.bench.faults.take_for_call(method, arguments.values)
        if fault is not None and fault.kind in _UNDONE:
            return self._undone(request, fault, method, arguments)
        verdict = await self._verdict(method, arguments, fault, alive=_alive(request))
        return await self._respond(request, verdict, fault, method)

    async def download(self, request: web.Request) -> web.Response:
        """Answer `/file/bot<token>/<path>`."""
        world, path = self._world, request.match_info["path"]
        try:
            self._check_token(request.match_info["token"])
            file = world.linked(path)
        except Refusal as refusal:
            return _response(self._refused(refusal, "file", Arguments({"path": path})))
        world.bench.record("file", {"path": path})
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def nowhere(self, request: web.Request) -> web.Response:
        """Answer any other path."""
        return _response(self._refused(Refusal("not_found"), request.path, Arguments()))

    async def call_from_webhook(self, method: str, arguments: Object) -> str:
        """Do what a webhook's answer asked for; return the refusal, if any."""
        verdict = await self._verdict(method, Arguments(arguments), None, alive=lambda: True)
        return str(verdict.body.get("description", "")) if verdict.status >= 400 else ""

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise Refusal("not_found")
        if token != self._world.token or self._world.revoked:
            raise Refusal("unauthorized")
        if self._world.logged_out:
            raise Refusal("logged_out")

    async def _verdict(
        self, method: str, arguments: Arguments, fault: Fault | None, *, alive: Callable[[], bool]
    ) -> Verdict:
        decoded: Object = arguments.values
        try:
            decoded = self._decoded(method, arguments)
            _strike(self._world, fault, decoded)
            if method.lower() in POSTS:
                self._world.watch.posting(method, decoded)
            answer = METHODS.get(method.lower(), _not_emulated)
            call = Call(
                world=self._world, method=method, arguments=decoded, uploads=arguments.uploads, alive=alive
            )
            body = _success(await answer(call))
        except Refusal as refusal:
            return self._refused(refusal, method, arguments)
        struck = fault.kind.value if fault else ""
        self._world.bench.record(
            method, arguments.as_json(), verdict="fault" if fault else "ok", fault=struck
        )
        return Verdict(body=body, decoded=decoded)

    def _decoded(self, method: str, arguments: Arguments) -> Object:
        spec = self._world.spec
        if method.lower() not in spec.methods:
            if spec.whole:
                raise Refusal("method_not_found")
            raise Refusal("not_emulated", method=method)
        for unknown in unknown_arguments(spec, method.lower(), arguments):
            self._world.watch.fault("unknown_argument", where=method, name=unknown, method=method)
        return decode(spec, method.lower(), arguments)

    def _refused(self, refusal: Refusal, method: str, arguments: Arguments) -> Verdict:
        self._world.watch.refused(refusal, method, arguments.values)
        status = refusal.rule.status
        self._world.bench.record(method, arguments.as_json(), verdict="refused", status=status,
                                 description=refusal.description, source=refusal.rule.source)  # fmt: skip
        body: dict[str, Json] = {"ok": False, "error_code": status, "description": refusal.description}
        if refusal.retry_after is not None:
            body["parameters"] = {"retry_after": refusal.retry_after}
        if refusal.migrate_to is not None:
            body["parameters"] = {"migrate_to_chat_id": refusal.migrate_to}
        return Verdict(body=body, status=status, source=refusal.rule.source)

    def _undone(self, request: web.Request, fault: Fault, method: str, arguments: Arguments) -> web.Response:
        status = {Kind.STATUS_500: 500, Kind.STATUS_502: 502}.get(fault.kind, 0)
        self._world.bench.record(method, arguments.as_json(), verdict="fault", status=status,
                                 fault=fault.kind.value)  # fmt: skip
        if fault.kind is Kind.CUT_BEFORE:
            return cut(request)
        if fault.kind is Kind.STATUS_502:
            return proxy_page(502)
        body: Object = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
        return web.json_response(body, status=500)

    async def _respond(
        self, request: web.Request, verdict: Verdict, fault: Fault | None, method: str
    ) -> web.StreamResponse:
        done = verdict.status == 200
        if fault is not None and fault.kind is Kind.LOST_ANSWER:
            if done and method.lower() in POSTS:
                self._world.watch.answer_lost(method, verdict.decoded)
            return cut(request)
        response = _response(verdict)
        if fault is not None and fault.kind is Kind.SLOW_BODY:
            clock = self._world.bench.clock
            return await send_slowly(request, response, clock=clock, delay_ms=fault.delay_ms)
        return response


def _strike(world: World, fault: Fault | None, decoded: Object) -> None:
    """Raise the refusal that was planned, if any."""
    if fault is None:
        return
    if fault.kind is Kind.REFUSE:
        raise Refusal("planned", why=fault.error or "planned refusal")
    if fault.kind is Kind.THROTTLE:
        seconds = fault.retry_after_s
        world.flood.ban(number_in(decoded.get("chat_id")), seconds=seconds, now_ms=world.bench.clock.now_ms)
        raise Refusal("flood", seconds=seconds, retry_after=seconds, blame=False)


async def _not_emulated(call: Call) -> Json:
    raise Refusal("not_emulated", method=call.method)


def _success(result: Json | Described) -> Object:
    if isinstance(result, Described):
        return {"ok": True, "result": result.result, "description": result.description}
    return {"ok": True, "result": result}


def _response(verdict: Verdict) -> web.Response:
    return web.json_response(verdict.body, status=verdict.status)


def _alive(request: web.Request) -> Callable[[], bool]:
    return lambda: request.transport is not None and not request.transport.is_closing()
