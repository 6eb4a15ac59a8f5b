"""Those who wait for news: woken, counted, and let go of."""

from datetime import timedelta

from bot.listeners import Listeners

SOON = timedelta(seconds=5)
AT_ONCE = timedelta(0)


async def test_many_wake_ups_are_one() -> None:
    listeners = Listeners()

    with listeners.listen("a") as listener:
        assert listener is not None
        for _ in range(1_000):
            listeners.wake("a")
        assert await listener.wait(at_most=SOON)
        listener.begin_reading()
        assert not await listener.wait(at_most=AT_ONCE)


async def test_what_happens_while_one_reads_wakes_again() -> None:
    listeners = Listeners()

    with listeners.listen("a") as listener:
        assert listener is not None
        listener.begin_reading()
        listeners.wake("a")
        assert await listener.wait(at_most=SOON)


def test_nobody_is_left_behind() -> None:
    listeners = Listeners()

    for number in range(100):
        with listeners.listen(f"a{number % 3}"):
            assert len(listeners) == 1

    assert len(listeners) == 0
    assert listeners._at == {}  # noqa: SLF001 - a topic without listeners must cost nothing


def test_the_oldest_of_too_many_windows_makes_room() -> None:
    listeners = Listeners(most_each=2)

    with listeners.listen("a") as first, listeners.listen("a") as second, listeners.listen("a") as third:
        dropped = [each.is_dropped for each in (first, second, third) if each is not None]

    assert dropped == [True, False, False]


def test_everybody_may_look_at_what_is_public() -> None:
    listeners = Listeners(most_each=1)

    with (
        listeners.listen("map", is_public=True) as first,
        listeners.listen("map", is_public=True) as second,
    ):
        assert [each.is_dropped for each in (first, second) if each is not None] == [False, False]


def test_a_full_house_says_so() -> None:
    listeners = Listeners(most=1)

    with listeners.listen("a"), listeners.listen("b") as late:
        assert late is None

    assert len(listeners) == 0


async def test_closing_lets_everybody_go_for_good() -> None:
    listeners = Listeners()

    with listeners.listen("a") as listener:
        assert listener is not None
        listeners.close()
        listener.begin_reading()
        assert await listener.wait(at_most=SOON)
        assert listener.is_dropped
