"""What a channel does beside sending and listening: small things that nobody waits for."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta

Work = Callable[[], Coroutine[None, None, None]]
"""Begins one thing; it sees to its own errors, unless whoever began it is told of them."""


class Besides:
    """Does things in the background, at most `most` of them at a time and the others in their order.

    The bound keeps a burst out of an HTTP client's pool: what a request costs there grows with the number of
    those that wait for a connection.
    """

    def __init__(self, name: str, *, most: int, failed: Callable[[Exception], None] | None = None) -> None:
        """Call `failed` with every error that comes out of what was started."""
        self._name = name
        self._room = asyncio.Semaphore(most)
        self._failed = failed
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

    async def close(self, *, after: timedelta = timedelta(0)) -> None:
        """Stop whatever is still under way after this time."""
        if self._tasks and after:
            await asyncio.wait(self._tasks, timeout=after.total_seconds())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _do(self, work: Work) -> None:
        async with self._room:
            try:
                await work()
            except Exception as error:
                if self._failed is None:
                    raise
                self._failed(error)
