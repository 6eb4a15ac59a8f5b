"""What clients did: every request with the answer it got, and every fault of theirs."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .json_shapes import Json, Object

Claim = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One request, or one delivery of ours to the client, and how it ended."""

    number: int  # counts from 1
    at_ms: int
    method: str
    arguments: Object
    verdict: str  # "ok", "refused", "fault" or a platform's own
    status: int = 200
    description: str = ""
    source: str = ""  # where the rule behind a refusal is written
    fault: str = ""  # the planned fault that struck

    def as_json(self) -> Mapping[str, Json]:
        """Return the record as `/control/log` shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One fault of a client."""

    number: int  # counts from 1
    at_ms: int
    code: str  # a short name to test for
    what: str  # what the client did, and what it should do
    where: str  # the method, and the chat or place
    source: str  # where the rule is written
    request: int = 0  # the record's number, 0 where no single request is to blame

    def as_json(self) -> Mapping[str, Json]:
        """Return the violation as `/control/violations` shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Recorder:
    """Keeps records and violations, and wakes those who wait for the next one."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.violations: list[Violation] = []
        self._changed = asyncio.Condition()
        self._wakers: set[asyncio.Task[None]] = set()

    @property
    def next_number(self) -> int:
        """Return the number the next record gets."""
        return len(self.records) + 1

    def record(
        self, method: str, arguments: Object, *, at_ms: int, verdict: str = "ok", status: int = 200,
        description: str = "", source: str = "", fault: str = "",
    ) -> Record:  # fmt: skip
        """Keep one request and its verdict."""
        kept = Record(
            number=self.next_number, at_ms=at_ms, method=method, arguments=arguments, verdict=verdict,
            status=status, description=description, source=source, fault=fault,
        )  # fmt: skip
        self.records.append(kept)
        self.wake()
        return kept

    def violation(
        self, code: str, what: str, *, where: str, source: str, at_ms: int, request: int = 0
    ) -> None:
        """Keep one fault of the client's."""
        number = len(self.violations) + 1
        self.violations.append(
            Violation(
                number=number, at_ms=at_ms, code=code, what=what, where=where, source=source, request=request
            )
        )
        self.wake()

    def clear(self) -> None:
        """Forget everything."""
        self.records.clear()
        self.violations.clear()

    def wake(self) -> None:
        """Let everyone who waits look again."""
        task = asyncio.ensure_future(self._notify())
        self._wakers.add(task)
        task.add_done_callback(self._wakers.discard)

    async def log(
        self, *, after: int = 0, method: str = "", verdict: str = "", wait_s: float = 0
    ) -> Sequence[Record]:
        """Return the records after number `after` that fit; wait up to `wait_s` real seconds for one."""

        def found() -> list[Record]:
            return [
                each
                for each in self.records[after:]
                if method.lower() in ("", each.method.lower()) and verdict in ("", each.verdict)
            ]

        await self.until(lambda: bool(found()), wait_s=wait_s)
        return found()

    async def faults_of_client(self, *, after: int = 0, wait_s: float = 0) -> Sequence[Violation]:
        """Return the violations after number `after`; wait up to `wait_s` real seconds for one."""
        await self.until(lambda: len(self.violations) > after, wait_s=wait_s)
        return self.violations[after:]

    async def until(self, holds: Claim, *, wait_s: float) -> bool:
        """Wait up to `wait_s` real seconds for something that `wake` tells of; tell whether it holds."""
        try:
            async with asyncio.timeout(wait_s), self._changed:
                await self._changed.wait_for(holds)
        except TimeoutError:
            pass
        return holds()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()
