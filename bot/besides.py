"""What a channel does beside sending and listening: small things that nobody waits for."""

import asyncio
from collections.abc import Callable, Coroutine

Work = Callable[[], Coroutine[None, None, None]]
"""Begins one thing; it must see to its own errors."""


class Besides:
    """Does things in the background, at most `most` of them at a time and the others in their order.

    The bound keeps a burst out of an HTTP client's pool: what a request costs there grows with the number of
    those that wait for a connection.
    """

    def __init__(self, name: str, *, most: int) -> None:
        self._name = name
        self._room = asyncio.Semaphore(most)
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Work) -> None:
        """Begin `work` as soon as there is room; returns at once."""
        task = asyncio.create_task(self._do(work), name=self._name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Wait for everything that was started."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Stop whatever is still under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _do(self, work: Work) -> None:
        async with self._room:
            await work()
