"""What a channel keeps with us: secrets, sealed in the store, and turns for one process at a time."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

_HELD = timedelta(seconds=60)
"""How long a turn is ours where the database does not notice a death; none takes so long."""

_LOOKS = timedelta(milliseconds=200)


class SafeStore(Protocol):
    """What secrets need of the store; each may be called from any thread."""

    def keep_safe(self, name: str, content: bytes, *, now: datetime, until: datetime | None = None) -> None:
        """Keep `content` under `name`, no longer than `until`."""

    def find_safe(self, name: str, *, now: datetime) -> bytes | None:
        """Return what is kept under `name`."""

    def drop_safe(self, name: str) -> bool:
        """Drop what is kept under `name`; True for the one caller who did."""


class TurnStore(Protocol):
    """What turns need of the store; each may be called from any thread."""

    def lead(self, name: str, *, owner: str, now: datetime, lease: timedelta) -> bool:
        """Take or keep the lead of `name`."""

    def follow(self, name: str, *, owner: str) -> None:
        """Give the lead of `name` back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSafe:
    """Keeps a channel's secrets in the store, which seals them."""

    store: SafeStore
    now: Callable[[], datetime]

    async def save(self, key: str, content: bytes, *, until: datetime | None = None) -> None:
        """Keep `content` under `key`, in place of what was there, and no longer than `until`."""
        now = self.now()
        await asyncio.to_thread(lambda: self.store.keep_safe(key, content, now=now, until=until))

    async def find(self, key: str) -> bytes | None:
        """Return what is kept under `key`."""
        now = self.now()
        return await asyncio.to_thread(lambda: self.store.find_safe(key, now=now))

    async def delete(self, key: str) -> bool:
        """Drop what is kept under `key`; True for the one caller who did, however many try at once."""
        return await asyncio.to_thread(self.store.drop_safe, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Lets one at a time do what is named: one task of this process, and one process of all."""

    store: TurnStore
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    here: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    @asynccontextmanager
    async def __call__(self, name: str) -> AsyncIterator[None]:
        """Wait for the turn, and give it back."""
        owner = self.new_id()
        async with self.here[name]:
            while not await asyncio.to_thread(self._take, name, owner):  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(_LOOKS.total_seconds())
            try:
                yield
            finally:
                await asyncio.to_thread(lambda: self.store.follow(name, owner=owner))

    def _take(self, name: str, owner: str) -> bool:
        return self.store.lead(name, owner=owner, now=self.now(), lease=_HELD)
