"""The queue of updates for the bot: each lives its time, and only allowed kinds come in."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..common.bench import Bench
from ..common.faults import Kind
from ..common.json_shapes import Json, Object, object_in
from .limits import CALLBACK_LIFE_S, DAY_S

# Excluded unless a bot asks for them; spec: getUpdates.allowed_updates.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_BROKEN_WITHOUT = ("message_id", "id", "chat", "from", "date")  # required fields, by spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An update on its way. `queue` is what keeps its order: a chat's, or a customer's presses."""

    update_id: int
    kind: str
    body: Object
    queue: str
    expires_ms: int

    def as_json(self) -> Object:
        """Return it as the API shows it."""
        return {"update_id": self.update_id, self.kind: self.body}


class Updates:
    """What the bot has not confirmed yet, oldest first."""

    def __init__(self, bench: Bench, kinds: frozenset[str]) -> None:
        self._bench = bench
        self.default = kinds - _ON_REQUEST
        self.kinds = kinds
        self.arrived = asyncio.Event()
        self.reset()

    def reset(self) -> None:
        """Forget everything; ids go on from a number left to chance."""
        self.pending: list[Update] = []
        self.lost: list[Update] = []  # expired before the bot confirmed them
        self.allowed = self.default
        self.next_id = self._bench.chance.randrange(100_000_000, 900_000_000)
        self._held: list[Update] = []
        self.arrived.clear()

    def allow(self, wanted: Sequence[str]) -> list[str]:
        """Remember the kinds the bot wants, as both receiving methods do; return the unknown ones."""
        known = frozenset(each.lower() for each in wanted) & self.kinds
        self.allowed = known or self.default
        return sorted({each.lower() for each in wanted} - self.kinds)

    def push(self, kind: str, body: Object, *, queue: str) -> int | None:
        """Queue an update; return its id, or None for a kind the bot does not want."""
        if kind not in self.allowed:
            return None
        life_s = CALLBACK_LIFE_S if kind == "callback_query" else DAY_S
        made = Update(
            update_id=self.next_id, kind=kind, body=body, queue=queue,
            expires_ms=self._bench.clock.now_ms + life_s * 1000,
        )  # fmt: skip
        self.next_id += 1
        self._enter(made)
        return made.update_id

    def confirm_below(self, offset: int) -> None:
        """Forget the updates with ids lower than `offset`."""
        self.pending = [each for each in self.pending if each.update_id >= offset]

    def keep_last(self, count: int) -> None:
        """Forget all but the newest `count`."""
        self.pending = self.pending[-count:] if count else []

    def forget(self, update: Update) -> None:
        """Forget one update, which was delivered."""
        if update in self.pending:
            self.pending.remove(update)

    def alive(self) -> list[Update]:
        """Return the updates whose time is not over; the others are lost, without a word to the bot."""
        now = self._bench.clock.now_ms
        self.lost += [each for each in self.pending if each.expires_ms <= now]
        self.pending = [each for each in self.pending if each.expires_ms > now]
        return self.pending

    async def tell(self, event: asyncio.Event) -> None:
        """Set `event` once an update has arrived, unless cancelled before."""
        await self.arrived.wait()
        event.set()

    def _enter(self, update: Update) -> None:
        fault = self._bench.faults.take_for_update(update.kind, update.body)
        if fault is not None and fault.kind is Kind.REORDER_UPDATES:
            self._held.append(update)
            return
        entering = replace(update, body=_broken(update.body)) if _is(fault, Kind.MALFORMED_UPDATE) else update
        self.pending.append(entering)
        if _is(fault, Kind.DUPLICATE_UPDATE):
            self.pending.append(entering)
        self.pending += self._held
        self._held.clear()
        self.arrived.set()
        self._bench.recorder.wake()


def _is(fault: object, kind: Kind) -> bool:
    return getattr(fault, "kind", None) is kind


def _broken(body: Object) -> Object:
    broken: dict[str, Json] = {key: value for key, value in body.items() if key not in _BROKEN_WITHOUT}
    return {**broken, "text": object_in(body.get("message")).get("text", "broken")}
