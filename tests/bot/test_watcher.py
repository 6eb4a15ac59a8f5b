"""A stage that becomes worse raises one alarm; history, quiet weeks and crashes raise none."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from bot.digesting import make_digest
from bot.reporting import Query
from bot.terminal.grounds import standing_on
from mapping.methods.monitors.digest import Started
from mapping.methods.monitors.states import Phase
from mapping.parts import Change
from tests.bot.watched import DROPPED, JOURNEY, LEVELS, START, USUAL, WEEK, Watched, as_at, over_a_week


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.app.close()


def history(
    shop: Watched,
    *,
    weeks: int = 10,
    taste: tuple[float, ...] = USUAL,
    imported: bool = True,
    until: datetime | None = None,
    seed: int = 7,
) -> None:
    """Let the past have been so, told by another tool."""
    rng = np.random.default_rng(seed)
    values = rng.choice(LEVELS, size=20 * weeks, p=taste).tolist()
    since = (until or shop.clock.now()) - weeks * WEEK
    shop.say(
        values, at=[since + WEEK / 20 * (place + 0.5) for place in range(len(values))], imported=imported
    )


def change_of(started: Started) -> Change:
    return Change(size=started.size, since=started.at.date())


def test_a_stream_learns_until_it_has_a_baseline_and_then_is_quiet(shop: Watched) -> None:
    shop.weeks(2)
    learning = shop.stream()
    shop.weeks(1)

    assert (learning.monitor.phase, learning.learnt) == (Phase.LEARNING, 40)
    assert shop.stream().monitor.phase is Phase.QUIET
    assert shop.stream("get").monitor.phase is Phase.LEARNING


def test_a_drop_raises_one_alarm_within_weeks_and_none_before(shop: Watched) -> None:
    history(shop)
    shop.watch()
    shop.weeks(14)
    before = shop.stream()
    fell_at = shop.clock.now()
    shop.weeks(6, DROPPED, seed=2)

    after = shop.stream()
    assert (before.monitor.phase, before.monitor.alarms) == (Phase.QUIET, 0)
    assert (after.monitor.phase, after.monitor.alarms) == (Phase.ALARM, 1)
    assert after.monitor.alarm is not None
    assert after.monitor.alarm.direction == "down"
    assert after.monitor.alarm.raised_at - fell_at < 4 * WEEK
    assert after.started is not None
    assert after.started.low <= fell_at + timedelta(days=3)
    assert abs(after.started.at - fell_at) < 3 * WEEK
    assert after.started.size_low < -0.3
    assert after.customers >= 20
    assert shop.watcher.changes() == {"buy": change_of(after.started)}


def test_importing_history_raises_nothing_however_bad_it_is(shop: Watched) -> None:
    shop.weeks(5)
    history(shop, weeks=3, taste=(1.0, 0.0, 0.0, 0.0, 0.0))
    for _ in range(3):
        shop.clock.advance(timedelta(hours=2))
        shop.watch()

    stream = shop.stream()
    assert (stream.monitor.phase, stream.monitor.alarms) == (Phase.QUIET, 0)
    assert stream.average is not None
    assert stream.average.value > 0


def test_a_fall_that_lies_in_the_history_is_shown_since_when_and_told_to_nobody(shop: Watched) -> None:
    shop.clock.advance(20 * WEEK)
    fell_at = shop.clock.now() - 6 * WEEK
    history(shop, weeks=12, until=fell_at)
    history(shop, weeks=6, taste=DROPPED, seed=8)
    shop.watch()

    stream = shop.stream()
    assert (stream.monitor.phase, stream.is_past, stream.told) == (Phase.ALARM, True, 1)
    assert stream.started is not None
    assert abs(stream.started.at - fell_at) < 2 * WEEK
    assert shop.watcher.changes() == {"buy": change_of(stream.started)}
    told = make_digest(standing_on(shop.app))
    assert (dict(told.told), told.worth_telling) == ({}, False)


def test_a_stage_that_fell_in_its_history_and_stays_so_raises_nothing_new(shop: Watched) -> None:
    shop.clock.advance(20 * WEEK)
    history(shop, weeks=12, until=shop.clock.now() - 6 * WEEK)
    history(shop, weeks=6, taste=DROPPED, seed=8)
    shop.watch()
    shop.weeks(4, DROPPED, seed=3)

    assert (shop.stream().monitor.alarms, shop.stream().is_past) == (1, True)


def test_a_kill_between_reading_and_saving_neither_loses_nor_doubles(shop: Watched, tmp_path: Path) -> None:
    history(shop)
    shop.watch()
    shop.say([1.0] * 7, at=over_a_week(shop.clock.now(), 7))
    shop.clock.advance(WEEK)
    before = shop.stream()
    lost = shop.watcher._work(shop.clock.now())  # noqa: SLF001 - what a kill loses
    assert lost.visits == 7
    assert shop.stream() == before

    shop.restart()
    shop.watch()
    shop.restart()
    shop.watch()

    stream = shop.stream()
    assert stream.average is not None
    assert before.average is not None
    assert stream.average.n == before.average.n + 7


def test_of_two_processes_that_watch_each_visit_is_taken_in_by_one(shop: Watched) -> None:
    history(shop)
    shop.watch()
    other = shop.opened()
    second = shop.watcher_of(other)
    shop.say([1.0] * 9, at=over_a_week(shop.clock.now(), 9))
    shop.clock.advance(WEEK)

    async def at_once() -> None:
        for _ in range(4):
            await asyncio.gather(shop.watcher.turn(), second.turn())

    asyncio.run(at_once())
    other.close()

    average = shop.stream().average
    assert average is not None
    assert average.n == 9


def test_visits_of_the_last_hour_wait(shop: Watched) -> None:
    history(shop)
    shop.watch()
    shop.say([1.0], at=[shop.clock.now()])
    shop.clock.advance(timedelta(minutes=50))
    shop.watch()
    early = shop.stream().average
    shop.clock.advance(timedelta(minutes=20))
    shop.watch()
    late = shop.stream().average

    assert early is not None
    assert late is not None
    assert (early.n, late.n) == (0, 1)


def alarmed(shop: Watched) -> None:
    history(shop)
    shop.watch()
    shop.weeks(4, DROPPED, seed=2)
    assert shop.stream().monitor.phase is Phase.ALARM


def test_an_alarm_that_was_seen_is_not_raised_again_and_stays_on_the_map(shop: Watched) -> None:
    alarmed(shop)

    seen = shop.watcher.acknowledge("buy")
    shop.weeks(5, DROPPED, seed=3)

    assert seen is not None
    assert (shop.stream().monitor.phase, shop.stream().monitor.alarms) == (Phase.ACKNOWLEDGED, 1)
    assert set(shop.watcher.changes()) == {"buy"}
    assert shop.watcher.acknowledge("get") is None


def test_what_is_accepted_becomes_the_new_baseline(shop: Watched) -> None:
    alarmed(shop)

    begun = shop.watcher.rebaseline("buy")
    shop.weeks(10, DROPPED, seed=4)

    assert begun is not None
    assert (begun.monitor.phase, begun.monitor.alarm) == (Phase.REBASELINED, None)
    stream = shop.stream()
    assert (stream.monitor.phase, stream.monitor.alarms) == (Phase.QUIET, 1)
    assert stream.tuning is not None
    assert abs(stream.tuning.chart.centre - float(np.dot(LEVELS, DROPPED))) < 0.5
    assert shop.watcher.changes() == {}


def test_an_alarm_ends_when_the_stage_has_been_as_it_was_for_two_weeks(shop: Watched) -> None:
    alarmed(shop)

    shop.weeks(9, USUAL, seed=5)

    assert (shop.stream().monitor.phase, shop.stream().monitor.alarm) == (Phase.QUIET, None)


def test_history_that_another_scorer_has_judged_is_learnt_anew_and_raises_nothing(shop: Watched) -> None:
    history(shop)
    shop.watch()
    shop.weeks(2)
    before = shop.stream()
    shop.restart(JOURNEY.replace("scorer: rating", "scorer: vader"))
    shop.clock.advance(timedelta(hours=2))
    asyncio.run(shop.app.settle())
    shop.watch()

    stream = shop.stream()
    assert before.tuning is not None
    assert stream.tuning is not None
    assert (stream.tuning.since, stream.tuning.until) == (before.tuning.since, before.tuning.until)
    assert stream.scorer == (shop.app.scorer.name, shop.app.scorer.version) != before.scorer
    assert (stream.monitor.alarms, stream.average.n if stream.average else None) == (0, 0)


def test_the_limit_is_made_anew_when_visits_come_far_more_often(shop: Watched) -> None:
    history(shop)
    shop.watch()
    before = shop.stream().tuning
    shop.weeks(3, a_week=120)
    after = shop.stream().tuning

    assert before is not None
    assert after is not None
    assert after.chart.centre == before.chart.centre
    assert after.per_week > 3 * before.per_week
    assert after.limit.horizon > 3 * before.limit.horizon


def test_limits_are_wider_when_more_stages_are_watched(shop: Watched) -> None:
    history(shop)
    shop.watch()
    alone = shop.stream().tuning
    rng = np.random.default_rng(3)
    for week in range(4, 0, -1):
        at = over_a_week(shop.clock.now() - week * WEEK, 20)
        shop.say(rng.choice(LEVELS, size=20, p=USUAL).tolist(), at=at, touchpoint="help", imported=True)
    shop.clock.advance(timedelta(hours=3))
    shop.watch()
    together = shop.stream().tuning

    assert alone is not None
    assert together is not None
    assert (alone.streams, together.streams) == (1, 2)
    assert together.limit.value > alone.limit.value
    assert shop.stream("get").monitor.phase is Phase.QUIET


def test_a_quiet_stream_learns_from_what_it_has_watched(shop: Watched) -> None:
    shop.weeks(3)
    young = shop.stream().tuning
    shop.weeks(13)
    grown = shop.stream().tuning

    assert young is not None
    assert grown is not None
    assert grown.chart.answers > 1.5 * young.chart.answers
    assert grown.until < shop.clock.now() - 2 * WEEK
    average = shop.stream().average
    assert average is not None
    assert average.n > 200


def test_nothing_is_watched_while_answers_wait_to_be_judged(shop: Watched) -> None:
    history(shop)
    shop.say([1.0], at=[START - WEEK], by=("vader", "other"))
    shop.watch()

    assert shop.stream().monitor.phase is Phase.LEARNING


def test_where_it_was_read_to_does_not_depend_on_when_it_is_looked(tmp_path: Path) -> None:
    for name in ("often", "seldom"):
        (tmp_path / name).mkdir()
    often, seldom = Watched(tmp_path / "often"), Watched(tmp_path / "seldom")
    for shop in (often, seldom):
        history(shop)
        shop.watch()
        values = np.random.default_rng(9).choice(LEVELS, size=40, p=USUAL).tolist()
        shop.say(values, at=over_a_week(shop.clock.now(), 40))
    for _ in range(14):
        often.clock.advance(WEEK / 14)
        often.watch()
    seldom.clock.advance(WEEK)
    seldom.watch()
    for shop in (often, seldom):
        shop.clock.advance(timedelta(hours=2))
        shop.watch()

    first, second = often.stream(), seldom.stream()
    often.app.close()
    seldom.app.close()
    assert as_at(replace(first, mark=None)) == as_at(replace(second, mark=None))
    assert first.average is not None
    assert first.average.n == 40


def test_a_change_that_is_beyond_doubt_stands_on_the_map_of_everybody(shop: Watched) -> None:
    alarmed(shop)
    asyncio.run(shop.app.settle())
    started = shop.stream().started

    whole = shop.app.cartographer.draw(Query())
    part = shop.app.cartographer.draw(Query(since=shop.clock.now().date()))
    page = shop.app.cartographer.draw_page(Query())

    assert started is not None
    assert [stage.change for stage in whole.stages] == [change_of(started), None]
    assert [stage.change for stage in part.stages] == [None, None]
    assert page.views is not None
    assert [stage.change for stage in page.stages] == [stage.change for stage in whole.stages]
    assert page.about.has_changes
    assert {view.period for view in page.views.views if view.stages[0].change is not None} == {"all"}
