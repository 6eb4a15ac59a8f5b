"""What is published is kept sealed, one edition a journey."""

from feedback.clock import FakeClock
from feedback.store.store import Store


def test_the_next_edition_takes_the_place_of_the_last(store: Store, clock: FakeClock) -> None:
    store.keep_edition("shop", b"first", made_at=clock.now())
    store.keep_edition("shop", b"second", made_at=clock.now())
    store.keep_edition("other", b"third", made_at=clock.now())

    assert store.read_edition("shop") == b"second"
    assert store.read_edition("other") == b"third"


def test_a_journey_that_was_never_published_has_no_edition(store: Store) -> None:
    assert store.read_edition("shop") is None
