"""A stream is moved by visits, lessons and managers, the same however they come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.watch_lessons import (
    Lesson,
    again,
    has_grown,
    is_other_company,
    learnt,
    lesson_of,
    new_pace,
    taught,
    tuned,
)
from bot.watching import Stream, Window, acknowledged, as_record, fed, of_record, rebaselined
from feedback.monitor import Visit
from feedback.store.monitors import History
from mapping.columns import moment
from mapping.methods.monitors.limits import Learning
from mapping.methods.monitors.states import Phase

BY = ("rating", "1")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
VALUES = st.lists(st.sampled_from((-2.0, -1.0, 0.0, 1.0, 2.0, None)), min_size=1, max_size=80)


def past(*, visits: int = 100, weeks: int = 10) -> History:
    """Return visits that come evenly and feel in turn bad, fair and good."""
    at = [moment(NOW - WEEK * weeks + WEEK * weeks / visits * place) for place in range(visits)]
    return History(
        customer=[f"c{place}" for place in range(visits)],
        touchpoint=["checkout"] * visits,
        at=np.array(at),
        value=np.array([(-1.0, 0.0, 1.0, 2.0)[place % 4] for place in range(visits)]),
    )


def watching(history: History | None = None) -> Stream:
    """Return a stream that has learnt and has watched nothing yet."""
    found = past() if history is None else history
    rows = np.ones(len(found.value), dtype=np.bool_)
    lesson = learnt(found, rows, Lesson(since=NOW - 20 * WEEK, until=NOW), chance=np.random.default_rng(1))
    assert not isinstance(lesson, Learning)
    begun = Stream(stage="buy")
    return taught(begun, tuned(begun, lesson, journey="shop", streams=1, draws=1), scorer=BY, until=NOW)


QUIET = watching()


def visits(values: Sequence[float | None], *, every: timedelta = HOUR) -> list[Visit]:
    return [
        Visit(id=f"a{place:04}", at=NOW + every * (place + 1), touchpoint="checkout", value=value)
        for place, value in enumerate(values)
    ]


def after(stream: Stream, found: Sequence[Visit]) -> Stream:
    for visit in found:
        stream = fed(stream, visit)
    return stream


@given(values=VALUES, cuts=st.lists(st.integers(0, 80), max_size=6), overlap=st.integers(0, 5))
def test_visits_in_any_batches_kept_in_between_and_read_twice_give_the_same(
    values: list[float | None], cuts: list[int], overlap: int
) -> None:
    found = visits(values)
    whole = after(QUIET, found)

    stream = QUIET
    for first, last in zip([0, *sorted(cuts)], [*sorted(cuts), len(found)], strict=True):
        stream = of_record(as_record(after(stream, found[max(0, first - overlap) : last])))

    assert stream == whole


@given(values=VALUES)
def test_a_stream_is_kept_whole(values: list[float | None]) -> None:
    stream = after(QUIET, visits(values))

    assert of_record(as_record(stream)) == stream


@given(values=VALUES)
def test_a_stream_that_learns_takes_nothing_in(values: list[float | None]) -> None:
    begun = Stream(stage="buy")

    assert after(begun, visits(values)) == begun


def test_a_visit_of_which_nothing_was_made_out_only_moves_the_mark() -> None:
    (visit,) = visits([None])

    assert fed(QUIET, visit) == replace(QUIET, mark=visit.mark)


def test_the_same_lesson_is_always_learnt_the_same() -> None:
    assert watching() == QUIET


def test_an_alarm_that_stands_is_over_only_half_way_back() -> None:
    alarmed = after(QUIET, visits([-2.0] * 60))
    assert (alarmed.monitor.phase, QUIET.tuning is not None) == (Phase.ALARM, True)
    assert QUIET.tuning is not None
    edge = QUIET.tuning.chart.centre - 0.6 * QUIET.tuning.chart.limit * 0.2 * QUIET.tuning.chart.spread
    near = [
        Visit(id=f"b{place:04}", at=NOW + 3 * WEEK + HOUR * 12 * place, touchpoint="checkout", value=value)
        for place, value in enumerate([edge] * 60)
    ]

    hovering = after(alarmed, near)
    back = after(
        hovering, [replace(each, id=f"c{each.id}", at=each.at + 6 * WEEK, value=0.5) for each in near * 2]
    )

    assert hovering.monitor.phase is Phase.ALARM
    assert (back.monitor.phase, back.started, back.customers) == (Phase.QUIET, None, 0)


def test_what_is_accepted_is_learnt_again_from_the_alarm_on() -> None:
    alarmed = after(QUIET, visits([-2.0] * 60))
    assert alarmed.monitor.alarm is not None

    begun = rebaselined(alarmed, at=NOW + WEEK)
    lesson = lesson_of(begun, scorer=BY, until=NOW + 2 * WEEK)

    assert (begun.is_learning, begun.mark, begun.monitor.phase) == (True, None, Phase.REBASELINED)
    assert lesson == Lesson(since=alarmed.monitor.alarm.raised_at, until=NOW + 2 * WEEK)


def test_without_an_alarm_there_is_nothing_to_see_or_to_accept() -> None:
    assert acknowledged(QUIET, at=NOW) == rebaselined(QUIET, at=NOW) == QUIET


def test_another_scorer_judges_the_same_time_anew_and_the_watch_begins_again() -> None:
    stream = after(QUIET, visits([1.0] * 9))
    assert stream.tuning is not None

    lesson = lesson_of(stream, scorer=("rating", "2"), until=NOW + WEEK)
    begun = taught(stream, stream.tuning, scorer=("rating", "2"), until=NOW + WEEK)

    assert lesson == again(stream.tuning)
    assert begun.average is not None
    assert (begun.average.n, begun.mark) == (0, (NOW + WEEK + timedelta(microseconds=1), ""))


@pytest.mark.parametrize(
    ("count", "every", "is_other"), [(40, 16 * HOUR, False), (100, HOUR, True), (20, 68 * HOUR, True)]
)
def test_a_limit_is_for_the_pace_it_was_made_for(count: int, every: timedelta, *, is_other: bool) -> None:
    stream = after(QUIET, visits([0.0, 1.0] * (count // 2), every=every))

    assert (new_pace(stream, at=NOW + count * every) is not None) is is_other


def test_a_quiet_stream_learns_from_what_it_watched_but_not_from_the_last_weeks() -> None:
    few = after(QUIET, visits([0.0, 1.0] * 15, every=16 * HOUR))
    many = after(QUIET, visits([0.0, 1.0] * 50, every=16 * HOUR))
    assert many.window is not None

    lesson = lesson_of(many, scorer=BY, until=NOW + 10 * WEEK)

    assert (has_grown(few), has_grown(many)) == (False, True)
    assert lesson is not None
    assert lesson.until == many.window.began - timedelta(microseconds=1)


def test_a_limit_is_made_anew_for_more_streams_or_for_half_as_many() -> None:
    assert QUIET.tuning is not None
    of_four = replace(QUIET, tuning=replace(QUIET.tuning, streams=4))

    assert [is_other_company(of_four, streams) for streams in (5, 4, 3, 2)] == [True, False, False, True]
    assert not is_other_company(Stream(stage="buy", window=Window(began=NOW)), 9)


def fallen(*, before: int = 80, after: int = 60) -> History:
    """Return a history in which a stage that pleased does so no more."""
    found = past(visits=before + after, weeks=20)
    value = np.array(
        [(0.0, 1.0, 2.0)[place % 3] - 1.5 * (place >= before) for place in range(before + after)]
    )
    return replace(found, value=value)


def test_a_first_lesson_is_of_what_came_before_a_fall_and_what_came_after_is_watched() -> None:
    history = fallen()
    rows = np.ones(len(history.value), dtype=np.bool_)
    first = lesson_of(Stream(stage="buy"), scorer=BY, until=NOW)
    assert first is not None
    lesson = learnt(history, rows, first, chance=np.random.default_rng(1))
    assert not isinstance(lesson, Learning)

    stream = Stream(stage="buy")
    stream = taught(
        stream,
        tuned(stream, lesson, journey="shop", streams=1, draws=1),
        scorer=BY,
        until=NOW,
        later=lesson.later,
    )

    assert abs(lesson.base.answers - 80) <= 3
    assert lesson.base.answers + len(lesson.later) == 140
    assert lesson.per_week == pytest.approx(7.0, rel=0.05)
    assert (stream.monitor.phase, stream.is_past, stream.told) == (Phase.ALARM, True, 1)
    assert stream.mark == (NOW + timedelta(microseconds=1), "")
    assert of_record(as_record(stream)) == stream


@pytest.mark.parametrize(("before", "after", "learnt_of"), [(28, 30, 28), (28, 12, None)])
def test_a_part_that_a_change_ends_may_be_short_once_there_is_enough_in_all(
    before: int, after: int, learnt_of: int | None
) -> None:
    history = fallen(before=before, after=after)
    first = Lesson(since=NOW - 6 * WEEK, until=NOW, first=True)
    soon = replace(
        history,
        at=np.array([moment(NOW - HOUR * (before + after - place)) for place in range(before + after)]),
    )

    lesson = learnt(soon, np.ones(before + after, dtype=np.bool_), first, chance=np.random.default_rng(1))

    if learnt_of is None:
        assert isinstance(lesson, Learning)
    else:
        assert not isinstance(lesson, Learning)
        assert abs(lesson.base.answers - learnt_of) <= 3


def test_an_alarm_that_comes_after_the_history_is_none_of_the_past() -> None:
    alarmed = after(QUIET, visits([-2.0] * 60))

    assert alarmed.monitor.phase is Phase.ALARM
    assert not alarmed.is_past


def test_what_was_accepted_is_learnt_whole_however_it_went_on() -> None:
    accepted = rebaselined(after(QUIET, visits([-2.0] * 60)), at=NOW + WEEK)

    lesson = lesson_of(accepted, scorer=BY, until=NOW + 9 * WEEK)

    assert lesson is not None
    assert not lesson.first
