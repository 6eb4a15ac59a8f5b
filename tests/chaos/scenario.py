"""What is tried, and how a seed decides it: who is killed and when, and what goes wrong on the platform."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from feedback.outbox import Promise
from tests.emulators.common.json_shapes import Json, Object

PlatformName = Literal["telegram", "slack"]
Database = Literal["sqlite", "postgresql"]

_REQUESTS_A_TALK = 8
"""About so many requests a platform sees of ours for one conversation: sending, changing, fetching."""

_STARTING = 0.1
"""The share of kills that hit a process which has only just begun to start."""

_FAULTS: Mapping[PlatformName, Sequence[tuple[str, str]]] = {
    "telegram": (
        ("lost_answer", "sendMessage"), ("lost_answer", "sendMessage"), ("lost_answer", "editMessageText"),
        ("lost_answer", "getUpdates"), ("cut_before", "sendMessage"), ("cut_before", "getUpdates"),
        ("status_502", "sendMessage"), ("throttle", "sendMessage"), ("duplicate_update", "message"),
        ("duplicate_update", "callback_query"), ("reorder_updates", "message"),
        ("reorder_updates", "callback_query"),
    ),
    "slack": (
        ("lost_answer", "chat.postMessage"), ("lost_answer", "chat.postMessage"),
        ("lost_answer", "chat.update"), ("lost_answer", "conversations.history"),
        ("cut_before", "chat.postMessage"), ("status_502", "chat.postMessage"),
        ("throttle", "chat.postMessage"), ("duplicate_update", "message"),
        ("duplicate_update", "block_actions"), ("reorder_updates", "message"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One way of running: on SQLite one process, on PostgreSQL two of which one leads."""

    platform: PlatformName
    database: Database
    promise: Promise

    @property
    def name(self) -> str:
        return f"{self.platform}-{self.database}-{self.promise}"

    @property
    def processes(self) -> int:
        return 2 if self.database == "postgresql" else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Some conversations begin, and one process is killed in the middle of them."""

    conversations: int
    victim: int
    """Which process; the one that was started last where the kill comes early."""
    after: int
    """How many requests of ours the platform sees first; none: it is killed before it works."""
    faults: Sequence[Object]
    is_disconnected: bool


_DATABASES: Sequence[Database] = ("sqlite", "postgresql")
_PLATFORMS: Sequence[PlatformName] = ("telegram", "slack")
_PROMISES: Sequence[Promise] = ("at_least_once", "at_most_once")
_AT_LEAST = {("telegram", "sqlite"), ("slack", "postgresql")}
SCENARIOS: Sequence[Scenario] = tuple(
    Scenario(platform=platform, database=database, promise=promise)
    for database in _DATABASES
    for platform in _PLATFORMS
    for promise in _PROMISES
)


_FEW = 40
"""With fewer kills than that four trials share them, each platform on each database with one promise."""


def trials(kills: int) -> Sequence[tuple[Scenario, int]]:
    """Return what is tried with so many kills, and how many of them each trial has."""
    is_few = kills < _FEW
    tried = [
        each
        for each in SCENARIOS
        if not is_few or (each.promise == "at_least_once") == ((each.platform, each.database) in _AT_LEAST)
    ]
    return [each for each in zip(tried, shares(kills, len(tried)), strict=True) if each[1]]


def shares(whole: int, parts: int) -> Sequence[int]:
    """Part `whole` as evenly as goes."""
    return [whole * (place + 1) // parts - whole * place // parts for place in range(parts)]


def rounds(scenario: Scenario, *, seed: int, kills: int, conversations: int) -> Sequence[Round]:
    """Return what happens, the same for the same seed."""
    chance, victim = Random(f"{seed} {scenario.name}"), 0
    found: list[Round] = []
    for share in shares(conversations, kills):
        is_early = bool(found) and chance.random() < _STARTING
        victim = victim if is_early else chance.randrange(scenario.processes)
        found.append(
            Round(
                conversations=share,
                victim=victim,
                after=0 if is_early else chance.randint(1, share * _REQUESTS_A_TALK),
                faults=_faults(scenario.platform, chance, share),
                is_disconnected=chance.random() < 0.5,
            )
        )
    return found


def _faults(platform: PlatformName, chance: Random, share: int) -> Sequence[Object]:
    planned = chance.sample(_FAULTS[platform], k=len(_FAULTS[platform]) // 2)
    return [_fault(kind, method, chance.randrange(max(share, 1))) for kind, method in planned]


def _fault(kind: str, method: str, after: int) -> Mapping[str, Json]:
    return {"kind": kind, "method": method, "after": after, "retry_after_s": 3}
