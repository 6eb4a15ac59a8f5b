"""Group commit: many callers hand in one item each, one thread handles what has gathered at once."""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from threading import Condition, Thread
from typing import Generic, Protocol, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

Handler = Callable[[Sequence[T]], Sequence[R | Exception]]
"""Handles a group; returns one result, or one refusal, per item and in order."""


class ClosedError(RuntimeError):
    """Something was handed in after closing."""

    def __init__(self) -> None:
        super().__init__("nothing more can be handed in: this process is shutting down")


class _Group(Protocol):
    """A group of items taken off a lane, ready to be handled."""

    def __call__(self) -> None: ...


class GroupCommit:
    """One thread that hands each handler all that has gathered for it, at most `most` items at once.

    What gathers while one group is being written goes out together as the next: the busier, the larger
    the groups. Handlers take turns, so a flood of one kind does not hold up another.
    """

    def __init__(self, name: str = "writer", *, most: int = 256, room: int = 10_000) -> None:
        self._most = most
        self._room = room
        self._waiting = 0
        self._lanes: dict[Hashable, _Lane[object, object]] = {}
        self._changed = Condition()
        self._closed = False
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many items are waiting; an entrance may turn callers away before the room is full."""
        return self._waiting

    def submit(self, handler: Handler[T, R], item: T) -> Future[R]:
        """Queue `item` for `handler`; waits while the room is full, so a flood slows those who cause it."""
        future: Future[R] = Future()
        with self._changed:
            self._changed.wait_for(lambda: self._waiting < self._room or self._closed)
            if self._closed:
                raise ClosedError
            self._lane(handler).items.append((item, future))
            self._waiting += 1
            self._changed.notify_all()
        return future

    def close(self) -> None:
        """Handle all that is waiting, then stop; harmless when repeated."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _lane(self, handler: Handler[T, R]) -> "_Lane[T, R]":
        # A lane is filed under its own handler, so what is found there has the handler's types;
        # a dict cannot say that.
        lanes = cast("dict[Hashable, _Lane[T, R]]", self._lanes)
        lane = lanes.get(handler)
        if lane is None:
            lane = lanes[handler] = _Lane(handler)
        return lane

    def _work(self) -> None:
        while (group := self._next_group()) is not None:
            group()

    def _next_group(self) -> _Group | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if not self._waiting:
                return None
            handler = next(iter(self._lanes))
            lane = self._lanes.pop(handler)
            group, taken = lane.take(self._most)
            if lane.items:
                self._lanes[handler] = lane  # at the end: the others come first
            self._waiting -= taken
            self._changed.notify_all()
            return group


class _Lane(Generic[T, R]):
    """What waits for one handler."""

    def __init__(self, handler: Handler[T, R]) -> None:
        self.handler = handler
        self.items: deque[tuple[T, Future[R]]] = deque()

    def take(self, most: int) -> tuple[_Group, int]:
        """Take up to `most` items off and return what is to be done with them, and how many they are."""
        taken = [self.items.popleft() for _ in range(min(most, len(self.items)))]
        return (lambda: _handle(self.handler, taken)), len(taken)


def _handle(handler: Handler[T, R], taken: Sequence[tuple[T, Future[R]]]) -> None:
    wanted = [(item, future) for item, future in taken if future.set_running_or_notify_cancel()]
    futures = [future for _, future in wanted]
    if not wanted:
        return
    try:
        results = handler([item for item, _ in wanted])
        pairs = list(zip(futures, results, strict=True))
    except Exception as error:  # noqa: BLE001 - the callers waiting on these futures are who can act
        for future in futures:
            future.set_exception(error)
        return
    for future, result in pairs:
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
