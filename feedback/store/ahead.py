"""Reads ahead: a thread of its own fetches what comes next while what came is worked on."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_MOST = 8
"""How many items wait at most: more would only lie in memory."""


@contextmanager
def ahead(items: Iterator[T]) -> Iterator[Iterator[T]]:
    """Give the items, none of them None, fetched from now on by one thread; it is gone when the block ends.

    It pays where fetching lets other threads work, as SQLite does.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as thread:
        coming: deque[Future[T | None]] = deque(thread.submit(next, items, None) for _ in range(_MOST))
        try:
            yield _each(coming, items, thread)
        finally:
            thread.shutdown(cancel_futures=True)


def _each(coming: deque[Future[T | None]], items: Iterator[T], thread: ThreadPoolExecutor) -> Iterator[T]:
    while (item := coming.popleft().result()) is not None:
        coming.append(thread.submit(next, items, None))
        yield item
