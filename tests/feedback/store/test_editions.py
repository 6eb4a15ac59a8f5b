"""What is published is kept sealed, one edition a journey."""

from datetime import timedelta

from feedback.clock import FakeClock
from feedback.store.store import Store


def test_the_next_edition_takes_the_place_of_the_last(store: Store, clock: FakeClock) -> None:
    first, second = clock.now(), clock.now() + timedelta(days=7)

    assert store.keep_edition("shop", b"first", made_at=first, after=None)
    assert store.keep_edition("shop", b"second", made_at=second, after=first)
    assert store.keep_edition("other", b"third", made_at=second, after=None)

    assert (store.read_edition("shop"), store.edition_made_at("shop")) == (b"second", second)
    assert store.read_edition("other") == b"third"


def test_of_two_who_publish_at_once_one_is_told_to_look_again(store: Store, clock: FakeClock) -> None:
    store.keep_edition("shop", b"first", made_at=clock.now(), after=None)

    assert not store.keep_edition("shop", b"also first", made_at=clock.now(), after=None)
    assert store.read_edition("shop") == b"first"


def test_a_journey_that_was_never_published_has_no_edition(store: Store) -> None:
    assert (store.read_edition("shop"), store.edition_made_at("shop")) == (None, None)
