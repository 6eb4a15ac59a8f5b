"""One digest tells what is new, the surest and widest first, and counts what it does not tell."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.methods.monitors.digest import Started, Watched, digest
from mapping.methods.monitors.states import Alarm, Monitor, Phase

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def _watched(
    stage: str = "delivery",
    *,
    day: float = 2,
    sure: float | None = 0.97,
    customers: int = 12,
    phase: Phase = Phase.ALARM,
) -> Watched:
    alarm = Alarm(number=1, raised_at=START + day * DAY, direction="down")
    has_alarm = phase in {Phase.ALARM, Phase.ACKNOWLEDGED}
    return Watched(
        stage=stage,
        metric="score",
        monitor=Monitor(phase=phase, alarm=alarm if has_alarm else None, alarms=1),
        customers=customers,
        started=None if sure is None else _started(sure),
    )


def _started(sure: float) -> Started:
    return Started(
        at=START,
        low=START - DAY,
        high=START + DAY,
        size=-0.6,
        size_low=-0.9,
        size_high=-0.3,
        sure=sure,
        answers=20,
    )


def test_an_entry_says_what_which_way_since_when_how_large_how_sure_and_who_is_hit() -> None:
    (entry,) = digest([_watched()], since=None).new

    assert (entry.stage, entry.metric, entry.direction, entry.customers) == ("delivery", "score", "down", 12)
    assert entry.started == _started(0.97)


def test_only_alarms_after_the_last_digest_are_new() -> None:
    found = digest([_watched("old", day=1), _watched("new", day=3)], since=START + DAY)

    assert [entry.stage for entry in found.new] == ["new"]
    assert found.standing == 1
    assert digest([_watched("old", day=1)], since=START + DAY).is_worth_telling is False


def test_the_surest_come_first_and_among_these_the_widest() -> None:
    streams = [
        _watched("guess", sure=None, customers=900),
        _watched("likely", sure=0.96, customers=500),
        _watched("sure_small", sure=0.999, customers=6),
        _watched("sure_wide", sure=0.992, customers=80),
    ]

    order = [entry.stage for entry in digest(streams, since=None).new]

    assert order == ["sure_wide", "sure_small", "likely", "guess"]


@pytest.mark.parametrize("phase", [Phase.LEARNING, Phase.QUIET, Phase.ACKNOWLEDGED, Phase.REBASELINED])
def test_streams_without_an_unseen_alarm_are_counted_at_most(phase: Phase) -> None:
    found = digest([_watched(phase=phase)], since=None)

    assert found.new == ()
    assert found.streams == 1
    assert found.acknowledged == (phase is Phase.ACKNOWLEDGED)
    assert found.learning == (phase in {Phase.LEARNING, Phase.REBASELINED})


def test_an_alarm_on_a_few_customers_is_counted_and_not_told() -> None:
    found = digest([_watched(customers=4), _watched("checkout", customers=5)], since=None)

    assert [entry.stage for entry in found.new] == ["checkout"]
    assert found.withheld == 1


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 9), st.none() | st.floats(0, 1), st.integers(0, 40), st.sampled_from(list(Phase))
        ),
        max_size=12,
    ),
    st.integers(0, 99),
)
def test_the_order_in_which_streams_are_handed_in_does_not_matter(
    streams: list[tuple[float, float | None, int, Phase]], seed: int
) -> None:
    watched = [
        _watched(f"stage{place}", day=day, sure=sure, customers=customers, phase=phase)
        for place, (day, sure, customers, phase) in enumerate(streams)
    ]
    since = START + 4 * DAY
    found = digest(watched, since=since)
    Random(seed).shuffle(watched)

    assert digest(watched, since=since) == found
    alarms = sum(stream.monitor.phase is Phase.ALARM for stream in watched)
    assert len(found.new) + found.standing + found.withheld == alarms
