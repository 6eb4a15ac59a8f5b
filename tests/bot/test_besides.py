"""Small things that a channel does beside its work: a few at a time, in order, and stopped with it."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from functools import partial

from bot.besides import Besides


class Bench:
    """Work that ends when it is told to."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.may_end = asyncio.Event()

    async def work(self, number: int) -> None:
        self.begun.append(number)
        await self.may_end.wait()

    def of(self, number: int) -> partial[Coroutine[None, None, None]]:
        return partial(self.work, number)


async def test_no_more_than_the_most_go_at_a_time_and_the_others_follow_in_order() -> None:
    bench, besides = Bench(), Besides("test", most=2)
    for number in range(5):
        besides.start(bench.of(number))
    await asyncio.sleep(0)
    assert bench.begun == [0, 1]

    bench.may_end.set()
    await besides.settle()

    assert bench.begun == [0, 1, 2, 3, 4]


async def test_closing_stops_what_runs_and_what_waits() -> None:
    bench, besides = Bench(), Besides("test", most=1)
    for number in range(3):
        besides.start(bench.of(number))
    await asyncio.sleep(0)

    await besides.close()
    bench.may_end.set()
    await besides.settle()

    assert bench.begun == [0]


async def test_closing_after_a_while_lets_what_is_soon_over_end() -> None:
    bench, besides = Bench(), Besides("test", most=1)
    bench.may_end.set()
    ended: list[int] = []

    async def last() -> None:
        await bench.work(1)
        ended.append(1)

    besides.start(last)
    await besides.close(after=timedelta(seconds=30))

    assert ended == [1]


async def test_closing_after_a_while_stops_what_takes_longer() -> None:
    bench, besides = Bench(), Besides("test", most=1)
    for number in range(2):
        besides.start(bench.of(number))

    await besides.close(after=timedelta(milliseconds=1))

    bench.may_end.set()
    await besides.settle()
    assert bench.begun == [0]


async def test_whoever_began_it_is_told_of_what_fails_and_the_others_go_on() -> None:
    told: list[str] = []
    bench, besides = Bench(), Besides("test", most=1, failed=lambda error: told.append(str(error)))
    bench.may_end.set()

    async def fails() -> None:
        raise ValueError("no form")

    besides.start(fails)
    besides.start(bench.of(1))
    await besides.settle()

    assert (told, bench.begun) == (["no form"], [1])


async def test_what_is_started_while_it_settles_is_waited_for_too() -> None:
    bench, besides = Bench(), Besides("test", most=1)
    bench.may_end.set()

    async def first() -> None:
        besides.start(bench.of(1))

    besides.start(first)
    await besides.settle()

    assert bench.begun == [1]
