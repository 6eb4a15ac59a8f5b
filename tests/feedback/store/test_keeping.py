"""Sealed at rest, opened by the right key only, rotated, erased."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feedback.clock import FakeClock
from feedback.errors import StaleError, WrongKeyError
from feedback.store import keeping
from feedback.store.store import Store
from feedback.vault import Keyring
from feedback.work import Changes, Wanted

if TYPE_CHECKING:
    from tests.conftest import OpenStore
    from tests.feedback.store.conftest import Maker

SECRETS = ("Wendeline", "crm-4711", "chat-8150", "dreadfully slow", "so awfully late", "splendid", "early")


def told(store: Store, make: "Maker", clock: FakeClock) -> str:
    """Store words that must not be readable; return the customer who said them."""
    customer = make.customer(external_id="crm-4711", name="Wendeline")
    address = make.address(customer, "chat-8150")
    interaction = make.interaction(customer)
    session = make.session(interaction, address)
    answer = make.answer(interaction, session, text="dreadfully slow")
    make.score(answer)
    make.outbox(session, text="Wendeline, how was it?")
    store.put_inbox([make.inbox(key="1", address="chat-8150", payload=b"so awfully late")])
    store.save(make.take(), now=clock.now())
    return customer.id


def test_nothing_that_was_said_is_readable_in_the_files(
    sqlite_store: Store, make: "Maker", clock: FakeClock, tmp_path: Path
) -> None:
    told(sqlite_store, make, clock)

    written = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())

    assert b"checkout" in written
    assert [secret for secret in SECRETS if secret.encode() in written] == []


def test_another_key_is_refused_and_named_and_nothing_is_written(
    opened: "OpenStore", make: "Maker", clock: FakeClock, keyring: Keyring
) -> None:
    store = opened()
    told(store, make, clock)
    before = store.counts()

    with pytest.raises(WrongKeyError) as caught:
        opened(ring=Keyring.generate(entropy=os.urandom))

    assert keyring.current in str(caught.value)
    assert store.counts() == before


def test_a_rotation_leaves_everything_readable_under_the_new_key_alone(
    opened: "OpenStore", make: "Maker", clock: FakeClock, keyring: Keyring
) -> None:
    store = opened()
    customers = [told(store, make, clock)] + [make.customer().id for _ in range(5)]
    store.save(make.take(), now=clock.now())
    new = Keyring.generate(entropy=os.urandom)

    assert opened(ring=new.joined(keyring)).rotate_keys(chunk=2) == len(customers) + 3

    after = opened(ring=new)
    found = after.load(Wanted(external_ids=frozenset({"crm-4711"}))).customers
    assert found[customers[0]].name == "Wendeline"
    assert after.inbox_item("web", "1") is not None
    assert [answer.text for answer in after.answers(journey="shop")] == ["dreadfully slow"]
    with pytest.raises(WrongKeyError, match=new.current):
        opened(ring=keyring)
    assert after.rotate_keys() == 0


def test_a_rotation_that_was_stopped_needs_both_keys_and_goes_on(
    opened: "OpenStore", make: "Maker", clock: FakeClock, keyring: Keyring
) -> None:
    store = opened()
    told(store, make, clock)
    new = Keyring.generate(entropy=os.urandom)
    rotating = opened(ring=new.joined(keyring))
    with rotating._engines.writing() as connection:  # noqa: SLF001 - as far as a crash after the first step
        connection.execute(keeping._BEGIN, {"here": rotating.workspace, "to": new.current})  # noqa: SLF001

    for ring in (keyring, new):
        with pytest.raises(WrongKeyError, match="rotation was not finished"):
            opened(ring=ring)
    assert opened(ring=new.joined(keyring)).rotate_keys() == 4
    opened(ring=new)


def test_an_erased_customer_is_nobody_and_their_words_are_gone(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = told(store, make, clock)
    other = told_by_another(store, make, clock)

    assert store.erase_customer(customer, now=clock.now())

    wanted = Wanted(external_ids=frozenset({"crm-4711"}), addresses=frozenset({("web", "chat-8150")}))
    assert store.load(wanted).customers == {}
    found = store.load(Wanted(customers=frozenset({customer}))).customers[customer]
    assert (found.name, found.external_id, dict(found.attributes)) == (None, None, {})
    texts = {answer.customer: answer.text for answer in store.answers(journey="shop")}
    assert texts == {other: "fine by me"}
    assert store.inbox_item("web", "1") is None
    assert store.customer_by_address("web", "chat-8150") is None
    assert not store.erase_customer("nobody", now=clock.now())


def told_by_another(store: Store, make: "Maker", clock: FakeClock) -> str:
    customer, interaction, session = make.asked()
    make.answer(interaction, session, text="fine by me")
    store.save(make.take(), now=clock.now())
    return customer.id


def test_an_erased_customer_cannot_be_written_about_again(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer()
    store.save(make.take(), now=clock.now())
    store.erase_customer(customer.id, now=clock.now())

    with pytest.raises(StaleError):
        store.save(Changes(customers={customer.id: customer}), now=clock.now())


def test_an_api_key_is_shown_once_checked_and_revoked(store: Store, clock: FakeClock) -> None:
    token, key = store.add_api_key("k1", name="shop system", now=clock.now(), signs=True)
    other, _ = store.add_api_key("k2", name="other", now=clock.now())

    assert store.check_api_key(token) == key
    assert key.secret is not None
    assert len(key.secret) == 32
    assert store.check_api_key(other) != key
    assert store.check_api_key(token + "x") is None
    assert store.revoke_api_key("k1", now=clock.now())
    assert not store.revoke_api_key("k1", now=clock.now())
    assert store.check_api_key(token) is None
    assert [each.name for each in store.api_keys()] == ["shop system", "other"]
    assert token not in repr(key)
