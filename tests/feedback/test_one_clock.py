"""However chats are linked and let apart, nobody is asked more often than the rule allows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.intake import CustomerFacts, Entered, Order, Ordered, Touch, Touched
from feedback.records import InboxItem
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.vault import Keyring
from tests.conftest import START
from tests.feedback.talks import JOURNEY, service_on

WAIT = timedelta(days=7)
WEEKLY = JOURNEY.replace("wait: 0s", "wait: 7d").replace("reminders: [1d]", "reminders: []")
ADDRESSES = ("a1", "b1", "c1", "d1")
KNOWN = {"anna": "a1", "ben": "b1"}
"""Whom the company knows by an id of its own, with the chat it told of; the others came by themselves."""

STEPS = st.one_of(
    st.tuples(st.just("link"), st.sampled_from(ADDRESSES), st.sampled_from(ADDRESSES)),
    st.tuples(st.just("unlink"), st.sampled_from(ADDRESSES), st.just("")),
    st.tuples(st.just("pause"), st.sampled_from(ADDRESSES), st.sampled_from(["1d", "10d"])),
    st.tuples(st.just("ask"), st.sampled_from(sorted(KNOWN)), st.just("")),
    st.tuples(st.just("wait"), st.sampled_from(["0", "1", "3", "7"]), st.just("")),
)


@dataclass
class World:
    """Four chats, and what an onlooker sees there: who is linked, who wants peace, when each was asked."""

    store: Store
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    asked: dict[str, list[datetime]] = field(default_factory=lambda: {each: [] for each in ADDRESSES})
    peace: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.service = service_on(self.store, clock=self.clock, new_id=counting_ids(), journey=WEEKLY)
        self._numbers = count(1)
        self._codes = count(1)
        for customer in KNOWN:
            self._ask(customer)

    def step(self, kind: str, one: str, other: str) -> None:
        match kind:
            case "link":
                self._order(one, "link")
                self._enter(other, f"C0DE{next(self._codes):04}")
                self._share(other)
            case "unlink":
                self._order(one, "link", "off")
            case "pause":
                self._order(one, "pause", other)
                until = self.clock.now() + timedelta(days=int(other.removesuffix("d")))
                self.peace.update(dict.fromkeys(self._linked_with(one), until))
            case "ask":
                self._ask(one)
            case _:
                self.clock.advance(timedelta(days=int(one)))

    def _ask(self, customer: str) -> None:
        address = ("web", KNOWN[customer])
        number, now = next(self._numbers), self.clock.now()
        facts = CustomerFacts(external_id=customer, addresses=(address,))
        touch = Touch(
            source="till", source_id=str(number), customer=facts, touchpoint="courier", occurred_at=now
        )
        (found,) = self.service.handle([touch])
        assert isinstance(found, Touched), found
        if found.outcome == "ask":
            self._check(found.customer, now)

    def _check(self, customer: str, now: datetime) -> None:
        """Say of every chat that is this customer's now that they were left in peace long enough."""
        mine = [each for each in ADDRESSES if self._owner(each) == customer]
        assert mine
        for each in mine:
            assert all(now - before >= WAIT for before in self.asked[each]), (each, now)
            assert self.peace.get(each, now) <= now, (each, now)
            self.asked[each].append(now)

    def _share(self, address: str) -> None:
        """Let all chats that are linked by now share what they were asked, and the longest peace."""
        mine = self._linked_with(address)
        asked = sorted({at for each in mine for at in self.asked[each]})
        until = max((self.peace[each] for each in mine if each in self.peace), default=None)
        for each in mine:
            self.asked[each] = list(asked)
            if until is not None:
                self.peace[each] = until

    def _linked_with(self, address: str) -> list[str]:
        owner = self._owner(address)
        return [each for each in ADDRESSES if owner is not None and self._owner(each) == owner]

    def _owner(self, address: str) -> str | None:
        found = self.store.customer_by_address("web", address)
        return found.id if found else None

    def _order(self, address: str, order: Order, argument: str | None = None) -> None:
        ordered = Ordered(
            channel="web", key=self._stored(address), address=address, order=order, argument=argument,
            at=self.clock.now(),
        )  # fmt: skip
        self.service.handle([ordered])

    def _enter(self, address: str, code: str) -> None:
        key = self._stored(address)
        self.service.handle(
            [Entered(channel="web", key=key, address=address, code=code, at=self.clock.now())]
        )

    def _stored(self, address: str) -> str:
        key = f"k{next(self._numbers)}"
        item = InboxItem(channel="web", key=key, address=address, payload=b"{}", received_at=self.clock.now())
        self.store.put_inbox([item])
        return key


@contextmanager
def world(folder: Path, keyring: Keyring, *, number: int) -> Iterator[World]:
    url = f"sqlite:///{folder / 'aftertouch.db'}"
    store = open_store(url, keyring=keyring, workspace=f"w{number}", entropy=os.urandom, now=START)
    try:
        yield World(store)
    finally:
        store.close()


_RUNS = count(1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=4, max_size=16))
def test_no_chat_is_asked_more_often_than_the_rule_allows(
    tmp_path: Path, keyring: Keyring, steps: list[tuple[str, str, str]]
) -> None:
    with world(tmp_path, keyring, number=next(_RUNS)) as here:
        for kind, one, other in steps:
            here.step(kind, one, other)


def test_an_unlinked_chat_takes_its_clock_along_into_the_next_link(tmp_path: Path, keyring: Keyring) -> None:
    with world(tmp_path, keyring, number=0) as here:
        for step in (
            ("wait", "7", ""), ("ask", "anna", ""), ("link", "a1", "c1"), ("unlink", "c1", ""),
            ("wait", "1", ""), ("link", "c1", "b1"), ("ask", "ben", ""),
        ):  # fmt: skip
            here.step(*step)

        # Ben was last asked eight days ago, but his new chat yesterday, with Anna.
        assert here.asked["b1"] == [START, START + timedelta(days=7)]
