"""Where monitors stand is kept all or none, and each visit is read once, in order of time."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.monitor import Mark, MonitorRecord, Visit
from feedback.store.store import Store

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker

BY = ("textblob", "1")


def record(stage: str, *, revision: int = 0, told: int = 0, mark: Mark | None = None) -> MonitorRecord:
    return MonitorRecord(
        stage=stage,
        metric="score",
        phase="quiet",
        mark=mark,
        told=told,
        revision=revision,
        state=f'{{"of": "{stage}"}}',
    )


def news(store: Store, clock: FakeClock, *, after: Mark | None = None, limit: int = 100) -> tuple[Visit, ...]:
    mark = after or (clock.now() - timedelta(days=30), "")
    return store.read_news("shop", scorer=BY, after=mark, until=clock.now(), limit=limit)


def test_streams_are_kept_as_they_were_left(store: Store, clock: FakeClock) -> None:
    mark = (clock.now(), "a7")

    assert store.save_monitors("shop", [record("find"), record("buy", told=2, mark=mark)])

    assert store.monitors("shop") == (
        record("buy", revision=1, told=2, mark=mark),
        record("find", revision=1),
    )
    assert store.monitors("other") == ()


def test_of_two_who_save_the_same_stream_one_is_told_to_look_again_and_writes_nothing(store: Store) -> None:
    store.save_monitors("shop", [record("find"), record("buy")])
    first, second = record("find", revision=1, told=1), record("buy", revision=1, told=3)

    assert store.save_monitors("shop", [first])
    assert not store.save_monitors("shop", [second, replace(first, told=9)])

    assert [each.told for each in store.monitors("shop")] == [0, 1]


def test_whoever_begins_to_watch_what_another_watches_is_told(store: Store) -> None:
    store.save_monitors("shop", [record("find")])

    assert not store.save_monitors("shop", [record("buy"), record("find")])

    assert [each.stage for each in store.monitors("shop")] == ["find"]


def test_all_that_is_said_about_one_visit_is_one_value(store: Store, make: "Maker", clock: FakeClock) -> None:
    _, interaction, session = make.asked()
    first = make.answer(interaction, session, question="rate")
    make.score(first, valence=2.0)
    clock.advance(timedelta(minutes=3))
    make.score(make.answer(interaction, session, question="why"), valence=-1.0)
    store.save(make.take(), now=clock.now())

    (visit,) = news(store, clock)

    assert visit == Visit(id=first.id, at=first.answered_at, touchpoint="checkout", value=0.5)


def test_a_visit_is_read_once_however_often_its_answers_change(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    _, interaction, session = make.asked()
    first = make.answer(interaction, session)
    make.score(first, valence=2.0)
    store.save(make.take(), now=clock.now())
    (seen,) = news(store, clock)
    clock.advance(timedelta(hours=3))
    make.score(make.answer(interaction, session, revision=2), valence=-2.0)
    make.changes.superseded.append(first.id)
    store.save(make.take(), now=clock.now())

    assert news(store, clock, after=seen.mark) == ()
    assert [visit.value for visit in news(store, clock)] == [-2.0]


def test_visits_come_in_order_and_in_any_batches_the_same(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    for number in range(7):
        _, interaction, session = make.asked()
        make.score(make.answer(interaction, session), valence=number / 10)
        if number % 3:
            clock.advance(timedelta(minutes=1))
    store.save(make.take(), now=clock.now())
    whole = news(store, clock)

    read: list[Visit] = []
    while batch := news(store, clock, after=read[-1].mark if read else None, limit=2):
        read += batch

    assert tuple(read) == whole
    assert len(whole) == 7
    assert list(whole) == sorted(whole, key=lambda visit: visit.mark)


def test_what_was_imported_is_history_and_no_news(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer, interaction, _ = make.asked()
    make.changes.interactions[-1] = replace(interaction, imported=True)
    make.score(make.answer(interaction), valence=-2.0)
    store.save(make.take(), now=clock.now())

    assert news(store, clock) == ()
    history = store.read_history(
        "shop", scorer=BY, touchpoints={"checkout"}, since=clock.now() - timedelta(days=1), until=clock.now()
    )
    assert (list(history.customer), history.value.tolist()) == ([customer.id], [-2.0])


def test_what_was_skipped_or_judged_by_another_has_no_value(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    for skipped, version in ((True, "1"), (False, "2")):
        _, interaction, session = make.asked()
        make.score(make.answer(interaction, session, skipped=skipped), valence=1.0, version=version)
    store.save(make.take(), now=clock.now())

    assert [visit.value for visit in news(store, clock)] == [None, None]
    history = store.read_history(
        "shop", scorer=BY, touchpoints={"checkout"}, since=clock.now() - timedelta(days=1), until=clock.now()
    )
    assert len(history.value) == 0


def test_history_is_of_the_touchpoints_and_the_time_asked_about(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    for touchpoint in ("checkout", "courier", "checkout"):
        _, interaction, session = make.asked(touchpoint=touchpoint)
        make.score(make.answer(interaction, session), valence=1.0)
        clock.advance(timedelta(days=1))
    store.save(make.take(), now=clock.now())
    last = clock.now() - timedelta(days=1)

    found = store.read_history("shop", scorer=BY, touchpoints={"checkout"}, since=last, until=last)
    whole = store.read_history(
        "shop", scorer=BY, touchpoints={"checkout"}, since=last - timedelta(days=9), until=last
    )

    assert (list(found.touchpoint), len(whole.value)) == (["checkout"], 2)
    assert found.at.tolist() == [last.replace(tzinfo=None)]
