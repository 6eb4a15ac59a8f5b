"""The way from Slack to the app: events are repeated until they are taken, interactions are posted once.

Sources: https://docs.slack.dev/apis/events-api/#retries, #failure_limits and #rate_limiting.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, replace

from ..common.bench import Bench
from ..common.faults import Fault, Kind
from .deliveries import RETRY_WAITS_MS, Ending, Envelope, Parcel
from .objects import JsonObject, mapping, text
from .sockets import Sockets
from .web_route import WebRoute
from .world import World

_HOUR_MS = 3_600_000


@dataclass(kw_only=True)
class EventLimits:
    """When Slack sends no more; tests make these small."""

    per_hour: int = 30_000
    failing_from: int = 1000
    least_success: float = 0.05


class Gateway:
    """Sends events and interactions by the way the app has chosen."""

    def __init__(self, bench: Bench, world: World) -> None:
        self._bench = bench
        self._world = world
        self.web = WebRoute(bench, world)
        self.sockets = Sockets(bench, world)
        self.limits = EventLimits()
        self.repeated: dict[str, int] = {}  # channels whose events came more than once, and when
        self._tasks: set[asyncio.Task[object]] = set()
        self._held: list[Parcel] = []
        self._sent: dict[str, deque[int]] = {}
        self._attempts: deque[tuple[int, bool]] = deque()
        self._limited_minutes: set[int] = set()

    def reset(self) -> None:
        """Forget every delivery."""
        for each in self._tasks:
            each.cancel()
        self.web.close()
        self.sockets.forget()
        self.limits = EventLimits()
        for store in (self._held, self._sent, self._attempts, self._limited_minutes, self.repeated):
            store.clear()

    def event(self, team_id: str, event: JsonObject) -> None:
        """Send an event, if the app has subscribed to it; what goes wrong on the way is the fault plan's."""
        app, team = self._world.app, self._world.teams[team_id]
        if text(event, "type") not in app.events or not app.is_subscribed:
            return
        if self._is_over_limit(team_id):
            self.start(self._tell_of_limit(team_id))
            return
        parcel = Parcel(envelope="events_api", name=text(event, "type"), payload=self._outer(team_id, event))
        if team.is_installed or parcel.name in {"app_uninstalled", "tokens_revoked"}:
            self._post(parcel, self._bench.faults.take_for_update(parcel.name, event))

    async def interact(self, envelope: Envelope, name: str, payload: JsonObject) -> Ending:
        """Send an interaction or a command: once, whatever comes of it."""
        parcel = Parcel(envelope=envelope, name=name, payload=payload)
        fault = self._bench.faults.take_for_update(name, payload)
        if fault is not None and fault.kind is Kind.MALFORMED_UPDATE:
            parcel = replace(parcel, payload=_malformed(parcel))
        if fault is not None and fault.kind is Kind.DUPLICATE_UPDATE:
            await self._once(parcel)
        return await self._once(parcel)

    def _post(self, parcel: Parcel, fault: Fault | None) -> None:
        kind = fault.kind if fault else None
        if kind is Kind.REORDER_UPDATES:
            self._held.append(parcel)
            return
        if kind is Kind.MALFORMED_UPDATE:
            parcel = replace(parcel, payload=_malformed(parcel))
        ahead = [parcel, parcel] if kind is Kind.DUPLICATE_UPDATE else [parcel]
        if kind is Kind.DUPLICATE_UPDATE:
            self._note_repeat(parcel)
        for each in [*ahead, *self._held]:
            self.start(self._until_taken(each))
        self._held.clear()

    def flush(self) -> None:
        """Send what a reordering still holds back."""
        for each in self._held:
            self.start(self._until_taken(each))
        self._held.clear()

    async def _until_taken(self, parcel: Parcel) -> None:
        ending = await self._once(parcel)
        for attempt, wait_ms in enumerate(RETRY_WAITS_MS, start=1):
            if ending.outcome == "ok" or ending.is_final:
                return
            clock = self._bench.clock
            if wait_ms:
                await clock.sleep_until(clock.now_ms + wait_ms, why=f"retry {attempt} of {parcel.name}")
            if ending.outcome != "unreachable":
                self._note_repeat(parcel)
            ending = await self._once(replace(parcel, attempt=attempt, reason=ending.reason))

    async def _once(self, parcel: Parcel) -> Ending:
        route = self.sockets if self._world.app.mode == "socket" else self.web
        ending = await route.send(parcel)
        verdict = "ok" if ending.outcome == "ok" else ending.outcome
        self._bench.record(
            f"deliver.{parcel.envelope}", parcel.log, verdict=verdict, description=ending.reason,
            status=ending.status,
        )  # fmt: skip
        if parcel.envelope == "events_api":
            self._count(is_taken=ending.outcome == "ok")
        return ending

    def _note_repeat(self, parcel: Parcel) -> None:
        channel = text(mapping(parcel.payload.get("event")), "channel")
        if channel:
            self.repeated[channel] = self._bench.clock.now_ms

    def _outer(self, team_id: str, event: JsonObject) -> JsonObject:
        self._world.counter += 1
        channel = self._world.channels.get(text(event, "channel"))
        bot = self._world.teams[team_id].bot_user
        return {
            "token": "verification", "team_id": team_id, "context_team_id": team_id,
            "context_enterprise_id": None, "api_app_id": self._world.app.id, "event": event,
            "type": "event_callback", "event_id": f"Ev0{self._world.counter:08X}",
            "event_time": self._bench.clock.now_s,
            "authorizations": [
                {"enterprise_id": None, "team_id": team_id, "user_id": bot, "is_bot": True,
                 "is_enterprise_install": False}
            ],
            "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
            "event_context": f"4-{self._world.counter:012x}",
        }  # fmt: skip

    def _is_over_limit(self, team_id: str) -> bool:
        now = self._bench.clock.now_ms
        sent = self._sent.setdefault(team_id, deque())
        while sent and sent[0] <= now - _HOUR_MS:
            sent.popleft()
        if len(sent) >= self.limits.per_hour:
            return True
        sent.append(now)
        return False

    async def _tell_of_limit(self, team_id: str) -> None:
        minute = self._bench.clock.now_s // 60
        if minute in self._limited_minutes:
            return
        self._limited_minutes.add(minute)
        payload: JsonObject = {
            "token": "verification", "type": "app_rate_limited", "team_id": team_id,
            "minute_rate_limited": minute * 60, "api_app_id": self._world.app.id,
        }  # fmt: skip
        await self._until_taken(Parcel(envelope="events_api", name="app_rate_limited", payload=payload))

    def _count(self, *, is_taken: bool) -> None:
        now = self._bench.clock.now_ms
        self._attempts.append((now, is_taken))
        while self._attempts[0][0] <= now - _HOUR_MS:
            self._attempts.popleft()
        taken = sum(each for _, each in self._attempts)
        total = len(self._attempts)
        if total >= self.limits.failing_from and taken < total * self.limits.least_success:
            self._world.app.is_subscribed = False
            self._bench.record("subscriptions.disabled", {"taken": taken, "attempts": total}, verdict="fault")

    def start(self, work: Coroutine[None, None, object]) -> None:
        """Let something go on by itself."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _malformed(parcel: Parcel) -> JsonObject:
    """A parcel that lacks what every reader expects of it, but is JSON still."""
    if parcel.envelope == "events_api":
        event = mapping(parcel.payload.get("event"))
        broken: JsonObject = {"type": event.get("type"), "channel": 7, "ts": None, "user": {"id": None}}
        return parcel.payload | {"event": broken}
    return {key: value for key, value in parcel.payload.items() if key in {"type", "token", "command"}}
