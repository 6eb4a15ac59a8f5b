"""A stream's alarms: one at a time, none while it learns or cools down, over when it has come back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mapping.methods.monitors.ewma import Direction
from mapping.methods.monitors.states import (
    BACK,
    COOLDOWN,
    Acknowledged,
    BaselineReady,
    Close,
    Effect,
    Event,
    Judged,
    Monitor,
    Phase,
    Raise,
    Rebaselined,
    Relearn,
    step,
)

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def _judged(day: float, direction: Direction | None = "down") -> Judged:
    return Judged(at=START + day * DAY, direction=direction)


def _acknowledged(day: float) -> Acknowledged:
    return Acknowledged(at=START + day * DAY)


def _after(*events: Event) -> tuple[Monitor, list[Effect]]:
    state, told = step(Monitor(), BaselineReady(at=START))
    effects = list(told)
    for event in events:
        state, told = step(state, event)
        effects += told
    return state, effects


def test_nothing_is_raised_while_a_stream_learns() -> None:
    assert step(Monitor(), _judged(0)) == (Monitor(), ())


def test_an_alarm_is_raised_once_and_stands() -> None:
    state, effects = _after(_judged(1), _judged(2), _judged(40, "up"))

    assert state.phase is Phase.ALARM
    assert state.alarm is not None
    assert state.alarm.direction == "down"
    assert [type(effect) for effect in effects] == [Raise]


def test_a_stream_that_stays_inside_long_enough_closes_its_alarm() -> None:
    days = BACK / DAY
    almost, _ = _after(_judged(1), _judged(2, None), _judged(1.9 + days, None))
    state, effects = _after(_judged(1), _judged(2, None), _judged(2 + days, None))

    assert almost.phase is Phase.ALARM
    assert state == Monitor(phase=Phase.QUIET, alarms=1)
    assert isinstance(effects[-1], Close)
    assert effects[-1].reason == "returned"


def test_going_outside_again_starts_the_wait_anew() -> None:
    days = BACK / DAY
    state, _ = _after(
        _judged(1), _judged(2, None), _judged(days), _judged(days + 1, None), _judged(days + 3, None)
    )

    assert state.phase is Phase.ALARM


def test_after_an_acknowledgement_the_cooldown_holds_even_when_the_stream_had_come_back() -> None:
    quiet = [_judged(1.5 + day, None) for day in range(int(BACK / DAY) + 1)]
    held, effects = _after(_judged(1), *quiet[:1], _acknowledged(8), *quiet[7:], _judged(18))
    later, again = _after(_judged(1), *quiet[:1], _acknowledged(8), *quiet[7:], _judged(18), _judged(22.1))

    assert held.phase is Phase.QUIET
    assert sum(isinstance(effect, Raise) for effect in effects) == 1
    assert later.phase is Phase.ALARM
    assert sum(isinstance(effect, Raise) for effect in again) == 2


def test_an_acknowledged_drop_stays_so_until_the_other_side_is_crossed() -> None:
    after = 1 + COOLDOWN / DAY
    known, _ = _after(_judged(0), _acknowledged(1), _judged(after + 30))
    swung, effects = _after(_judged(0), _acknowledged(1), _judged(after + 30, "up"))

    assert known.phase is Phase.ACKNOWLEDGED
    assert swung.phase is Phase.ALARM
    assert swung.alarm is not None
    assert (swung.alarm.number, swung.alarm.direction) == (2, "up")
    assert [type(effect) for effect in effects] == [Raise, Close, Raise]


def test_the_new_normal_is_learnt_from_the_change_on() -> None:
    change = START - 3 * DAY
    state, effects = _after(_judged(0), _acknowledged(1), Rebaselined(at=START + DAY, change_at=change))

    assert state.phase is Phase.REBASELINED
    assert state.baseline_from == change
    assert effects[-1] == Relearn(since=change)
    ready, _ = step(state, BaselineReady(at=START + 60 * DAY))
    assert ready.phase is Phase.QUIET


@pytest.mark.parametrize("event", [_acknowledged(1), Rebaselined(at=START, change_at=START)])
def test_without_an_alarm_there_is_nothing_to_acknowledge_or_to_accept(event: Event) -> None:
    state, effects = _after(event)

    assert state == Monitor(phase=Phase.QUIET)
    assert effects == []


class AnyStream(RuleBasedStateMachine):
    """Whatever happens, in whatever order, what a monitor promises holds."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.state = Monitor()
        self.standing = 0
        self.acknowledged_at: datetime | None = None

    def _step(self, event: Event) -> None:
        before = self.state
        self.state, effects = step(before, event)
        for effect in effects:
            self._note(before, event, effect)

    def _note(self, before: Monitor, event: Event, effect: Effect) -> None:
        if isinstance(effect, Close):
            self.standing -= 1
        if isinstance(effect, Raise):
            self.standing += 1
            assert isinstance(event, Judged)
            assert event.direction == effect.alarm.direction
            assert before.phase not in {Phase.LEARNING, Phase.REBASELINED}
            assert self.acknowledged_at is None or self.now >= self.acknowledged_at + COOLDOWN

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(direction=st.sampled_from(["down", "down", "up", None, None]))
    def an_answer_is_judged(self, direction: Direction | None) -> None:
        self._step(Judged(at=self.now, direction=direction))

    @rule()
    def the_baseline_is_ready(self) -> None:
        self._step(BaselineReady(at=self.now))

    @rule()
    def somebody_acknowledges(self) -> None:
        was_alarm = self.state.phase is Phase.ALARM
        self._step(Acknowledged(at=self.now))
        assert (self.state.phase is Phase.ACKNOWLEDGED) or not was_alarm
        if was_alarm:
            self.acknowledged_at = self.now

    @rule()
    def somebody_accepts_the_change(self) -> None:
        was_acknowledged = self.state.phase is Phase.ACKNOWLEDGED
        self._step(Rebaselined(at=self.now, change_at=self.now - DAY))
        assert (self.state.phase is Phase.REBASELINED) or not was_acknowledged

    @invariant()
    def at_most_one_alarm_stands_and_it_is_the_one_kept(self) -> None:
        assert self.standing == (0 if self.state.alarm is None else 1)

    @invariant()
    def an_alarm_is_kept_exactly_in_alarm_and_acknowledged(self) -> None:
        assert (self.state.alarm is not None) == (self.state.phase in {Phase.ALARM, Phase.ACKNOWLEDGED})

    @invariant()
    def what_is_acknowledged_was_an_alarm(self) -> None:
        alarm = self.state.alarm
        seen = alarm is not None and alarm.acknowledged_at is not None
        assert seen == (self.state.phase is Phase.ACKNOWLEDGED)

    @invariant()
    def alarms_are_numbered_as_they_were_raised(self) -> None:
        assert self.state.alarm is None or self.state.alarm.number == self.state.alarms


TestAnyStream = AnyStream.TestCase
TestAnyStream.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
