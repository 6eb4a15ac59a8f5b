"""What other systems gave us in confidence, and everybody at one place of a platform's."""

import threading
from datetime import timedelta

from sqlalchemy import text

from feedback.clock import FakeClock
from feedback.store.engine import connect
from feedback.store.store import Store
from tests.feedback.store.conftest import Maker

_LATEST = text("SELECT name_hash, content FROM safe WHERE workspace = :here")


def test_what_is_kept_is_found_again_until_it_is_dropped(store: Store, clock: FakeClock) -> None:
    store.keep_safe("slack/T1", b"first", now=clock.now())
    store.keep_safe("slack/T1", b"second", now=clock.now())
    store.keep_safe("slack/T2", b"another", now=clock.now())

    assert store.find_safe("slack/T1", now=clock.now()) == b"second"
    assert store.drop_safe("slack/T1")
    assert not store.drop_safe("slack/T1")
    assert store.find_safe("slack/T1", now=clock.now()) is None
    assert store.find_safe("slack/T2", now=clock.now()) == b"another"


def test_what_is_kept_for_a_while_is_gone_after_it(store: Store, clock: FakeClock) -> None:
    store.keep_safe("state", b"1", now=clock.now(), until=clock.now() + timedelta(minutes=10))
    clock.advance(timedelta(minutes=10))
    assert store.find_safe("state", now=clock.now()) is None

    store.keep_safe("other", b"1", now=clock.now())
    assert not store.drop_safe("state"), "whatever is over is swept when something is kept"


def test_neither_a_secret_nor_its_name_can_be_read_in_the_database(
    store: Store, store_url: str, clock: FakeClock
) -> None:
    store.keep_safe("slack/T0COMPANY", b"xoxb-not-to-be-seen", now=clock.now())

    engines = connect(store_url)
    with engines.reading() as connection:
        rows = connection.execute(_LATEST, {"here": store.workspace}).all()
    engines.dispose()
    (row,) = rows
    assert "T0COMPANY" not in row.name_hash
    assert b"xoxb" not in bytes(row.content)


def test_of_many_who_drop_one_thing_one_alone_did(store: Store, clock: FakeClock) -> None:
    store.keep_safe("state", b"1", now=clock.now())
    did: list[bool] = []
    threads = [threading.Thread(target=lambda: did.append(store.drop_safe("state"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(did) == [False, False, False, True]


def test_everybody_at_a_place_is_found_however_many_there_are(store: Store, make: Maker) -> None:
    for number in range(7):
        make.address(make.customer(), f"T1/U{number}", channel="slack")
    make.address(make.customer(), "T1/C1/U9", channel="slack")
    make.address(make.customer(), "T11/U1", channel="slack")
    make.address(make.customer(), "T1/U1", channel="other")
    store.save(make.take(), now=make.now())

    found = store.addresses_within("slack", "T1", chunk=2)

    assert sorted(found) == ["T1/C1/U9", *(f"T1/U{number}" for number in range(7))]
