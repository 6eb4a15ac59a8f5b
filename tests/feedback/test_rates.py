"""A bucket lets a burst through, and then as much as drips into it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from feedback.rates import NOW, Bucket, Rate, take, wait_after

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
RATE = Rate(burst=3, every=timedelta(seconds=10))


def test_a_burst_is_let_through_and_the_next_one_waits() -> None:
    bucket = None
    waits = []
    for _ in range(4):
        bucket, wait = take(bucket, RATE, now=NOON)
        waits.append(wait)

    assert waits == [NOW, NOW, NOW, timedelta(seconds=10)]


def test_whoever_waits_as_told_is_let_through_and_asking_again_costs_nothing() -> None:
    empty = Bucket(0.0, NOON)
    bucket, wait = take(empty, RATE, now=NOON)
    bucket, again = take(bucket, RATE, now=NOON + timedelta(seconds=4))

    assert (wait, again) == (timedelta(seconds=10), timedelta(seconds=6))
    assert take(bucket, RATE, now=NOON + wait)[1] == NOW


def test_a_clock_that_goes_back_fills_nothing() -> None:
    bucket, _ = take(Bucket(0.0, NOON), RATE, now=NOON - timedelta(hours=1))

    assert bucket == Bucket(0.0, NOON)


def test_who_did_it_as_often_as_they_may_waits_until_enough_has_dripped_in() -> None:
    before = [NOON, NOON, NOON + timedelta(seconds=2)]
    later = NOON + timedelta(seconds=4)

    assert wait_after(before[:2], RATE, now=later) == NOW
    assert wait_after(before, RATE, now=later) == timedelta(seconds=6)


@given(
    steps=st.lists(st.integers(0, 30), max_size=60),
    burst=st.integers(1, 8),
    every=st.integers(1, 20),
)
def test_never_more_than_a_burst_and_what_has_dripped_in_since(
    steps: list[int], burst: int, every: int
) -> None:
    rate, now, bucket, taken = Rate(burst=burst, every=timedelta(seconds=every)), NOON, None, 0
    for step in steps:
        now += timedelta(seconds=step)
        bucket, wait = take(bucket, rate, now=now)
        taken += wait == NOW

    assert taken <= burst + (now - NOON) / rate.every + 1e-6
