"""The laws of pacing: never too fast, never slower than need be, and nobody waits for ever."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.pacing import ALIKE_WITHIN, Lane, Pace, kind_of, narrowest, widest

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
US = timedelta(microseconds=1)

BOT = Lane(key="x:bot:1", most=30, period=SECOND)
CHAT = Lane(key="x:chat:1", most=1, period=SECOND)
OTHER = Lane(key="x:chat:2", most=1, period=SECOND)

MOMENTS = st.integers(min_value=0, max_value=5_000_000).map(lambda us: us * US)
LIMITS = st.builds(
    lambda most, period, burst: Lane(key="x:l", most=most, period=period * US, burst=burst),
    st.integers(1, 37),
    st.integers(1, 2_000_000),
    st.integers(1, 5),
)


def went(lane: Lane, arrivals: Sequence[timedelta]) -> list[datetime]:
    """Send one thing after each of `arrivals`, as soon as the lane allows."""
    pace, now, sent = Pace(), NOON, []
    for arrival in arrivals:
        now = pace.opens_at([lane], now=max(now, NOON + arrival))
        pace.take([lane], now=now)
        sent.append(now)
    return sent


@given(lane=LIMITS, arrivals=st.lists(MOMENTS, max_size=60))
def test_no_period_wherever_it_begins_sees_more_than_most_and_the_rest_of_a_burst(
    lane: Lane, arrivals: list[timedelta]
) -> None:
    sent = went(lane, sorted(arrivals))

    for first in sent:
        assert sum(first <= each < first + lane.period for each in sent) <= lane.most + lane.burst - 1


@given(lane=LIMITS, arrivals=st.lists(MOMENTS, max_size=40))
def test_nobody_waits_a_microsecond_longer_than_the_limit_asks(lane: Lane, arrivals: list[timedelta]) -> None:
    # The law by itself: of any that follow each other, the n-th comes n - burst even steps after the first.
    step = Fraction(lane.period // US, lane.most)
    arrivals = sorted(arrivals)
    sent = [(each - NOON) // US for each in went(lane, arrivals)]

    for number, at in enumerate(sent):
        before = sent[:number]
        could_come = max([arrivals[number] // US, *before])
        allowed = [one + (number - i + 1 - lane.burst) * step for i, one in enumerate(before)]
        soonest = max([Fraction(could_come), *allowed])
        assert abs(at - soonest) < 1


def test_a_day_at_a_limit_that_no_number_of_microseconds_divides_drifts_by_nothing() -> None:
    lane = Lane(key="x:l", most=7, period=SECOND)
    sent = went(lane, [timedelta()] * 7_001)

    assert sent[-1] == NOON + timedelta(seconds=1_000)


def test_after_a_burst_it_goes_on_evenly() -> None:
    lane = Lane(key="x:l", most=2, period=SECOND, burst=3)

    assert [(each - NOON) / SECOND for each in went(lane, [timedelta()] * 6)] == [0, 0, 0, 0.5, 1, 1.5]


def test_what_comes_too_early_is_a_mistake() -> None:
    pace = Pace()
    pace.take([CHAT], now=NOON)

    with pytest.raises(ValueError, match="too early for chat;"):
        pace.take([CHAT, BOT], now=NOON + SECOND - US)
    pace.take([CHAT, BOT], now=NOON + SECOND)


def test_something_in_several_lanes_waits_for_the_slowest() -> None:
    pace = Pace()
    pace.take([CHAT, BOT], now=NOON)

    assert pace.opens_at([CHAT, BOT], now=NOON) == NOON + SECOND
    assert pace.opens_at([OTHER, BOT], now=NOON) - NOON == timedelta(microseconds=33_334)
    assert pace.opens_at([], now=NOON) == NOON


def test_a_lane_held_lets_nothing_in_until_then_and_a_shorter_hold_changes_nothing() -> None:
    pace, until = Pace(), NOON + timedelta(hours=3, seconds=7)
    pace.hold(CHAT.key, until=until)
    pace.hold(CHAT.key, until=NOON + SECOND)

    assert pace.opens_at([CHAT, BOT], now=NOON) == until
    assert pace.opens_at([OTHER, BOT], now=NOON) == NOON
    assert pace.held_until(CHAT.key, now=until - US) == until
    assert pace.held_until(CHAT.key, now=until) is None


def test_a_chat_told_to_wait_holds_itself_alone() -> None:
    pace, until = Pace(), NOON + timedelta(seconds=5)

    assert pace.throttled([CHAT, BOT], lane=None, until=until, now=NOON) == {CHAT.key: until}
    assert pace.throttled([CHAT, BOT], lane=None, until=until, now=NOON) == {CHAT.key: until}
    assert pace.held_until(BOT.key, now=NOON) is None


def test_two_chats_of_a_bot_told_to_wait_at_about_the_same_time_hold_the_bot() -> None:
    pace, until = Pace(), NOON + timedelta(seconds=30)
    pace.throttled([CHAT, BOT], lane=None, until=until, now=NOON)

    held = pace.throttled([OTHER, BOT], lane=None, until=until, now=NOON + ALIKE_WITHIN)

    assert held == {OTHER.key: until, BOT.key: until}


def test_two_chats_told_to_wait_at_different_times_hold_themselves() -> None:
    pace, later = Pace(), NOON + ALIKE_WITHIN + US
    pace.throttled([CHAT, BOT], lane=None, until=later, now=NOON)

    assert set(pace.throttled([OTHER, BOT], lane=None, until=later, now=later)) == {OTHER.key}


def test_the_lane_a_platform_names_is_the_one_that_is_held() -> None:
    pace, until = Pace(), NOON + SECOND

    assert pace.throttled([CHAT, BOT], lane=BOT.key, until=until, now=NOON) == {BOT.key: until}


def test_the_most_urgent_go_first_and_the_others_are_told_when() -> None:
    pace = Pace()
    waiting = [("a", [BOT]), ("b", [BOT]), ("c", [BOT])]

    choice = pace.choose(waiting, now=NOON)

    assert choice.going == ["a"]
    assert [(name, (at - NOON) // US) for name, at in choice.staying] == [("b", 33_334), ("c", 66_667)]


def test_the_less_urgent_go_first_where_that_delays_nobody() -> None:
    pace = Pace()
    pace.take([CHAT], now=NOON)

    choice = pace.choose([("chat again", [CHAT, BOT]), ("other", [OTHER, BOT])], now=NOON)

    assert choice.going == ["other"]
    assert choice.staying == [("chat again", NOON + SECOND)]


def test_the_less_urgent_wait_where_going_would_delay_somebody() -> None:
    pace = Pace()
    pace.take([CHAT], now=NOON)
    soon = NOON + SECOND - 1_000 * US

    choice = pace.choose([("chat again", [CHAT, BOT]), ("other", [OTHER, BOT])], now=soon)

    assert choice.going == []
    assert choice.staying[0] == ("chat again", NOON + SECOND)
    assert choice.staying[1][1] > NOON + SECOND


def test_no_more_go_than_there_is_room_for() -> None:
    choice = Pace().choose([(name, ()) for name in "abc"], now=NOON, room=2)

    assert choice.going == ["a", "b"]
    assert choice.staying == [("c", NOON)]


LANES = [
    Lane(key=f"{kind}:{at}", most=most, period=SECOND, burst=burst)
    for kind, most, burst, count in (("chat", 1, 1, 3), ("team", 3, 2, 2), ("bot", 7, 1, 1))
    for at in range(count)
]
CROWDS = st.lists(st.lists(st.sampled_from(LANES), unique=True, max_size=3), max_size=25)


@given(crowd=CROWDS)
def test_everybody_goes_by_the_time_first_promised_to_the_head_of_a_queue_and_in_order(
    crowd: list[list[Lane]],
) -> None:
    pace, now = Pace(), NOON
    waiting = list(enumerate(crowd))
    promised: dict[int, datetime] = {}
    went_at: dict[int, datetime] = {}
    while waiting:
        choice = pace.choose([(name, lanes) for name, lanes in waiting], now=now)
        went_at |= dict.fromkeys(choice.going, now)
        waiting = [(name, crowd[name]) for name, _ in choice.staying]
        if choice.staying:
            head, at = choice.staying[0]
            promised.setdefault(head, at)
            assert at > now
            now = min(each for _, each in choice.staying)
            assert now > NOON

    assert all(went_at[name] <= at for name, at in promised.items())
    for one, lanes in enumerate(crowd):
        alike = [other for other in range(one, len(crowd)) if set(crowd[other]) == set(lanes)]
        assert [went_at[other] for other in alike] == sorted(went_at[other] for other in alike)
    for lane in LANES:
        sent = [went_at[name] for name, lanes in enumerate(crowd) if lane in lanes]
        for first in sent:
            assert sum(first <= at < first + SECOND for at in sent) <= lane.most + lane.burst - 1


def test_lanes_are_forgotten_once_they_are_as_good_as_new() -> None:
    pace = Pace()
    for second in range(50):
        for chat in range(200):
            lane = Lane(key=f"x:chat:{second}.{chat}", most=1, period=SECOND)
            pace.take([lane], now=NOON + second * SECOND)

    assert len(pace) <= 2_048
    pace.forget(now=NOON + 60 * SECOND)
    assert len(pace) == 0


def test_forgetting_changes_nothing_for_those_who_must_wait() -> None:
    pace = Pace()
    pace.take([CHAT], now=NOON)
    pace.hold(OTHER.key, until=NOON + SECOND)
    pace.forget(now=NOON + SECOND - US)

    assert pace.opens_at([CHAT], now=NOON) == NOON + SECOND
    assert pace.opens_at([OTHER], now=NOON) == NOON + SECOND


def test_a_clock_set_back_closes_no_lane_for_longer_than_a_step() -> None:
    pace = Pace()
    pace.take([CHAT], now=NOON)
    earlier = NOON - timedelta(hours=1)

    assert pace.opens_at([CHAT], now=earlier) == earlier + SECOND


def test_a_limit_that_changes_goes_on_from_what_was_sent() -> None:
    pace = Pace()
    pace.take([CHAT], now=NOON)
    wider = Lane(key=CHAT.key, most=4, period=SECOND)

    assert pace.opens_at([wider], now=NOON) == NOON + SECOND / 4


def test_lanes_are_told_apart_by_how_slow_they_are() -> None:
    assert narrowest([BOT, CHAT]) == CHAT
    assert widest([CHAT, BOT]) == BOT
    assert [kind_of(key) for key in (CHAT.key, "x:all", "alone")] == ["chat", "all", "lane"]
