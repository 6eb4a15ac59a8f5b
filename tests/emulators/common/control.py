"""The control endpoints that every emulator has: clock, faults, log, violations, reset."""

import json
from collections.abc import Awaitable, Callable
from typing import Literal

from aiohttp import web

from .bench import Bench
from .faults import fault_from
from .json_shapes import Json, Object, list_in, number_in, object_in, text_in

Act = Callable[[Object], Awaitable[Json]]
_MOST_WAIT_S = 60.0


def endpoint(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make an aiohttp handler of `act`, which gets query and JSON body merged.

    A ValueError or LookupError of `act` becomes 400 with `{"error": ...}`.
    """

    async def handle(request: web.Request) -> web.Response:
        given: dict[str, Json] = dict(request.query)
        try:
            given |= object_in(json.loads(await request.text() or "{}"))
            answer = await act(given)
        except (ValueError, LookupError) as error:
            return web.json_response({"error": str(error.args[0]) if error.args else str(error)}, status=400)
        return web.json_response(answer)

    return handle


def add_control(app: web.Application, bench: Bench, *, reset: Callable[[], Awaitable[None]]) -> None:
    """Add the endpoints; `reset` forgets what the platform itself keeps."""

    async def start_over(given: Object) -> Json:
        await reset()
        bench.reset()
        return {"ok": True}

    common = CommonControl(bench)
    add_action(app, "clock", common.clock)
    add_action(app, "faults", common.faults)
    add_action(app, "log", common.log)
    add_action(app, "violations", common.violations)
    add_action(app, "reset", start_over)


def add_action(app: web.Application, name: str, act: Act) -> None:
    """Serve `act` at `/control/<name>`, for GET and POST."""
    handler = endpoint(act)
    app.router.add_get(f"/control/{name}", handler)
    app.router.add_post(f"/control/{name}", handler)


class CommonControl:
    """What the common endpoints do with a bench."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    async def clock(self, given: Object) -> Json:
        """Tell the time; `advance_ms`, `set` (ms since 1970), `mode` and `speed` change it.

        With `until_waiting` it first waits, up to `wait_s` real seconds, until something of that name waits.
        """
        clock, wanted = self._bench.clock, text_in(given.get("until_waiting"))
        if wanted:
            await self._bench.recorder.until(
                lambda: any(why == wanted for _, why in clock.waiting), wait_s=wait_of(given)
            )
        if "mode" in given:
            clock.run_as(_mode(given["mode"]), speed=_speed(given.get("speed")))
        if "set" in given:
            await clock.move_to(number_in(given["set"], clock.now_ms))
        if "advance_ms" in given:
            await clock.advance(number_in(given["advance_ms"]))
        waiting: list[Json] = [{"at_ms": at, "why": why} for at, why in clock.waiting]
        return {"now_ms": clock.now_ms, "mode": clock.mode, "speed": clock.speed, "waiting": waiting}

    async def faults(self, given: Object) -> Json:
        """Add `faults` (a list), one fault (its fields), or `clear` the plan; show what is left."""
        plan = self._bench.faults
        if given.get("clear"):
            plan.clear()
        entries = list_in(given["faults"]) if "faults" in given else [given] if "kind" in given else []
        plan.add([fault_from(each) for each in entries])
        return {"faults": [each.as_json() for each in plan.entries]}

    async def log(self, given: Object) -> Json:
        """Show the requests after number `after`, by `method` and `verdict`; wait `wait_s` for one."""
        records = await self._bench.recorder.log(
            after=number_in(given.get("after")),
            method=text_in(given.get("method")),
            verdict=text_in(given.get("verdict")),
            wait_s=wait_of(given),
        )
        return {"log": [each.as_json() for each in records]}

    async def violations(self, given: Object) -> Json:
        """Show the client's faults after number `after`; wait `wait_s` real seconds for one."""
        found = await self._bench.recorder.faults_of_client(
            after=number_in(given.get("after")), wait_s=wait_of(given)
        )
        return {"violations": [each.as_json() for each in found]}


def wait_of(given: Object) -> float:
    """Return how many real seconds the asker would wait."""
    wanted = given.get("wait_s", 0)
    seconds = float(wanted) if isinstance(wanted, int | float | str) and str(wanted).strip() else 0.0
    return max(0.0, min(seconds, _MOST_WAIT_S))


def _mode(value: Json) -> Literal["frozen", "running"]:
    if value == "frozen":
        return "frozen"
    if value == "running":
        return "running"
    raise ValueError(f'mode "{value}" is unknown; known are: frozen, running')


def _speed(value: Json) -> float:
    speed = float(value) if isinstance(value, int | float | str) else 1.0
    if speed <= 0:
        raise ValueError("speed must be above 0")
    return speed
