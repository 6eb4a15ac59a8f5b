"""Who waits for something to happen at an address, and how they are woken.

A wake-up carries nothing: a listener reads the feed for itself. So there is no queue that could fill up,
a slow listener holds nobody up, and one that missed ten wake-ups reads once.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta


class Listener:
    """One who waits at a topic; `is_dropped` says that somebody newer took the place, or that we close."""

    def __init__(self) -> None:
        self.is_dropped = False
        self._woken = asyncio.Event()

    def begin_reading(self) -> None:
        """Forget earlier wake-ups: what happens while the feed is read wakes again."""
        if not self.is_dropped:
            self._woken.clear()

    async def wait(self, *, at_most: timedelta) -> bool:
        """Wait until woken; False when nothing happened for `at_most`."""
        try:
            async with asyncio.timeout(at_most.total_seconds()):
                await self._woken.wait()
        except TimeoutError:
            return False
        return True

    def wake(self) -> None:
        """End the wait, or the next one."""
        self._woken.set()

    def drop(self) -> None:
        """Wake for the last time."""
        self.is_dropped = True
        self._woken.set()


class Listeners:
    """All listeners of this process, by topic: an address of the web chat, or the map."""

    def __init__(self, *, most: int = 10_000, most_each: int = 8) -> None:
        """Hold at most `most` listeners, and `most_each` at one topic."""
        self._most = most
        self._most_each = most_each
        self._count = 0
        self._at: defaultdict[str, list[Listener]] = defaultdict(list)

    def __len__(self) -> int:
        return self._count

    def wake(self, topic: str) -> None:
        """Wake everybody who listens at `topic`; costs nothing where nobody does."""
        for listener in self._at.get(topic, ()):
            listener.wake()

    @contextmanager
    def listen(self, topic: str, *, is_public: bool = False) -> Iterator[Listener | None]:
        """Listen at `topic`; None when the house is full. At one person's topic the oldest makes room."""
        if self._count >= self._most:
            yield None
            return
        listener = Listener()
        self._enter(topic, listener, most_here=self._most if is_public else self._most_each)
        try:
            yield listener
        finally:
            self._leave(topic, listener)

    def close(self) -> None:
        """Drop everybody, so that a server about to stop need not wait for them."""
        for listeners in self._at.values():
            for listener in listeners:
                listener.drop()

    def _enter(self, topic: str, listener: Listener, *, most_here: int) -> None:
        here = self._at[topic]
        waiting = [each for each in here if not each.is_dropped]
        if len(waiting) >= most_here:
            waiting[0].drop()
        here.append(listener)
        self._count += 1

    def _leave(self, topic: str, listener: Listener) -> None:
        here = self._at[topic]
        here.remove(listener)
        self._count -= 1
        if not here:
            del self._at[topic]
