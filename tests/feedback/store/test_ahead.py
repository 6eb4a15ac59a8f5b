"""Reading ahead changes when something is fetched, and nothing else."""

from collections.abc import Iterator
from itertools import count
from threading import current_thread

import pytest

from feedback.store.ahead import ahead


def test_all_comes_as_it_was_in_its_order() -> None:
    with ahead(iter(range(1, 100))) as coming:
        assert list(coming) == list(range(1, 100))


def test_of_nothing_comes_nothing() -> None:
    with ahead(iter(())) as coming:
        assert list(coming) == []


def test_one_thread_that_is_not_ours_fetches_it_all() -> None:
    def fetched() -> Iterator[str]:
        for _ in range(20):
            yield current_thread().name

    with ahead(fetched()) as coming:
        threads = {*coming}

    assert len(threads) == 1
    assert current_thread().name not in threads


def test_what_goes_wrong_goes_wrong_where_it_would_have() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    with ahead(broken()) as coming:
        assert next(coming) == 1
        with pytest.raises(OSError, match="the disk is gone"):
            next(coming)


def test_whoever_leaves_early_leaves_nobody_fetching() -> None:
    numbers = count(1)
    with ahead(numbers) as coming:
        first = next(coming)
    fetched = next(numbers)  # the thread would say that it is being used

    assert first == 1
    assert fetched < 20
