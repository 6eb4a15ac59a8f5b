"""The program's own workers, counted: they work as in `aftertouch run`, and we see when all is done."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from bot.app import App
from bot.worker import Worker
from feedback.records import InboxItem

INBOX = frozenset({"inbox"})
ALL = frozenset({"inbox", "dispatcher", "cartographer"})
_PAUSE = timedelta(minutes=1)


class Crew:
    """Workers that deal with `expected` replies; the inbox wakes the others, as the app wires it."""

    def __init__(self, app: App, *, names: Collection[str], expected: int) -> None:
        (dispatcher,) = app.dispatchers
        self._turns = {
            "inbox": app.inbox.turn,
            "dispatcher": dispatcher.turn,
            "cartographer": app.cartographer.turn,
        }
        self._left = expected
        self._dealt = asyncio.Event()
        self._idle = {name: asyncio.Event() for name in names if name != "inbox"}
        self._workers = {name: Worker(name, partial(self._turn, name), pause=_PAUSE) for name in names}
        app.inbox.wake = self._workers["inbox"].wake

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work while the block runs, and go on until nothing is left to do."""
        tasks = [asyncio.create_task(worker.run()) for worker in self._workers.values()]
        try:
            yield
            await self._dealt.wait()
            for name, idle in self._idle.items():
                self._workers[name].wake()
                await idle.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _turn(self, name: str) -> int:
        was_dealt = self._dealt.is_set()
        done = await self._turns[name]()
        if name == "inbox":
            self._note(done)
        elif was_dealt and not done:
            self._idle[name].set()
        return done

    def _note(self, done: int) -> None:
        self._left -= done
        for name in self._idle if done else ():
            self._workers[name].wake()
        if self._left <= 0:
            self._dealt.set()


async def deal_with(app: App, items: Sequence[InboxItem], *, names: Collection[str], at_once: int) -> None:
    """Let customers hand in `items`, `at_once` of them waiting for their acknowledgement at any moment."""
    coming = iter(items)

    async def customers() -> None:
        for item in coming:
            await app.inbox.put(item)

    async with Crew(app, names=names, expected=len(items)).working():
        await asyncio.gather(*(customers() for _ in range(at_once)))
