"""Group commit: what gathers while one group is handled goes out together as the next."""

from collections.abc import Iterator, Sequence
from threading import Event, Thread

import pytest

from feedback.grouping import ClosedError, GroupCommit


@pytest.fixture
def group() -> Iterator[GroupCommit]:
    made = GroupCommit(most=4, room=8)
    yield made
    made.close()


class Gate:
    """A handler that stops at its first group until it is let go."""

    def __init__(self) -> None:
        self.entered, self.let_go = Event(), Event()
        self.groups: list[list[int]] = []

    def __call__(self, items: Sequence[int]) -> Sequence[int]:
        self.groups.append(list(items))
        self.entered.set()
        assert self.let_go.wait(10)
        return [item * 2 for item in items]


def test_a_lone_item_is_handled_at_once(group: GroupCommit) -> None:
    assert group.submit(lambda items: [item + 1 for item in items], 1).result(10) == 2


def test_what_gathers_meanwhile_is_handled_together_in_order(group: GroupCommit) -> None:
    gate = Gate()
    first = group.submit(gate, 0)
    assert gate.entered.wait(10)
    later = [group.submit(gate, number) for number in range(1, 7)]
    gate.let_go.set()

    assert [first.result(10), *(future.result(10) for future in later)] == [0, 2, 4, 6, 8, 10, 12]
    assert gate.groups == [[0], [1, 2, 3, 4], [5, 6]]


def test_handlers_take_turns(group: GroupCommit) -> None:
    gate, order = Gate(), list[str]()

    def other(items: Sequence[str]) -> Sequence[None]:
        order.extend(items)
        order.append(f"after {len(gate.groups)} groups")
        return [None] * len(items)

    group.submit(gate, 0)
    assert gate.entered.wait(10)
    futures = [group.submit(gate, number) for number in range(1, 6)]
    last = group.submit(other, "other")
    gate.let_go.set()
    last.result(10)
    futures[-1].result(10)

    assert order == ["other", "after 2 groups"]


def test_a_refusal_reaches_only_its_own_caller(group: GroupCommit) -> None:
    def odd_only(items: Sequence[int]) -> Sequence[int | Exception]:
        return [item if item % 2 else ValueError("even") for item in items]

    futures = [group.submit(odd_only, number) for number in (1, 2, 3)]

    assert futures[0].result(10) == 1
    assert isinstance(futures[1].exception(10), ValueError)
    assert futures[2].result(10) == 3


def test_a_handler_that_raises_fails_its_group_and_the_thread_goes_on(group: GroupCommit) -> None:
    def broken(items: Sequence[int]) -> Sequence[int]:
        raise LookupError("no")

    assert isinstance(group.submit(broken, 1).exception(10), LookupError)
    assert group.submit(list[int], 2).result(10) == 2


def test_a_handler_that_forgets_an_item_fails_its_group(group: GroupCommit) -> None:
    def forgetful(items: Sequence[int]) -> Sequence[int]:
        return items[1:]

    assert isinstance(group.submit(forgetful, 1).exception(10), ValueError)


def test_a_full_room_makes_callers_wait(group: GroupCommit) -> None:
    gate = Gate()
    group.submit(gate, 0)
    assert gate.entered.wait(10)
    for number in range(8):
        group.submit(gate, number)
    got_in = Event()

    def one_too_many() -> None:
        group.submit(gate, 99).result(10)
        got_in.set()

    caller = Thread(target=one_too_many)
    caller.start()
    assert group.waiting == 8
    assert not got_in.is_set()
    gate.let_go.set()
    caller.join(10)
    assert got_in.is_set()


def test_a_cancelled_item_is_not_handled(group: GroupCommit) -> None:
    gate = Gate()
    group.submit(gate, 0)
    assert gate.entered.wait(10)
    assert group.submit(gate, 1).cancel()
    last = group.submit(gate, 2)
    gate.let_go.set()
    last.result(10)

    assert gate.groups == [[0], [2]]


def test_closing_handles_what_waits_and_then_refuses() -> None:
    group, gate = GroupCommit(), Gate()
    first = group.submit(gate, 1)
    assert gate.entered.wait(10)
    second = group.submit(gate, 2)
    gate.let_go.set()
    group.close()
    group.close()

    assert (first.result(0), second.result(0)) == (2, 4)
    with pytest.raises(ClosedError):
        group.submit(gate, 3)
