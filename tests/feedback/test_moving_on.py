"""A chat that fails: the survey goes on in another one, once, and only where its customer allowed that."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.explain import explain
from feedback.ids import NewId
from feedback.intake import CustomerFacts, Due, Heard, Heeded, Ordered, Reached, Touch, Touched
from feedback.outbox import MOST_ATTEMPTS, Failure, settle
from feedback.prompts import Reply
from feedback.records import InboxItem, OutboxItem, Session
from feedback.store.store import Store
from feedback.work import Settlement
from tests.feedback.talks import JOURNEY, service_on

WEEKLY = JOURNEY.replace("wait: 0s", "wait: 7d").replace(
    "      - {id: van,", "      - {id: nowhere, title: Nowhere}\n      - {id: van,"
)
BOTH = frozenset({"telegram", "web"})


class Chats:
    """Anna, who has a web chat and, as of later, a Telegram chat in which she is asked."""

    def __init__(self, store: Store, clock: FakeClock, new_id: NewId) -> None:
        self.store, self.clock = store, clock
        self.service = service_on(store, clock=clock, new_id=new_id, journey=WEEKLY, channels=BOTH)
        self._keys = 0
        self._come_by("web", "w1")
        clock.advance(timedelta(minutes=1))
        self._come_by("telegram", "4711")
        self.sent()

    def _come_by(self, channel: str, address: str) -> None:
        self.touch(f"came by {channel}", at="nowhere", address=(channel, address))

    def touch(
        self, source_id: str, *, at: str = "courier", address: tuple[str, str] | None = None
    ) -> Touched | None:
        facts = CustomerFacts(external_id="anna", addresses=() if address is None else (address,))
        (found,) = self.service.handle(
            [
                Touch(
                    source="till", source_id=source_id, customer=facts, touchpoint=at,
                    occurred_at=self.clock.now(),
                )
            ]
        )  # fmt: skip
        return found if isinstance(found, Touched) else None

    def orders(self, argument: str) -> None:
        key = self._stored("web", "w1")
        self.service.handle(
            [
                Ordered(
                    channel="web", key=key, address="w1", order="channels", argument=argument,
                    at=self.clock.now(),
                )
            ]
        )  # fmt: skip
        self.sent()

    def blocks(self) -> None:
        key = self._stored("telegram", "4711")
        self.service.handle(
            [Reached(channel="telegram", key=key, address="4711", is_there=False, at=self.clock.now())]
        )

    def says(self, text: str, *, channel: str = "web", address: str = "w1") -> Heeded:
        reply = Heard(
            channel=channel, key=self._stored(channel, address), address=address, reply=Reply(text=text),
            at=self.clock.now(),
        )  # fmt: skip
        (heeded,) = self.service.handle([reply])
        assert isinstance(heeded, Heeded), heeded
        return heeded

    def fails(self, failure: Failure, *, times: int = 1) -> None:
        """Let whatever is due on Telegram be refused so, and what follows from it happen."""
        for _ in range(times):
            for item in self.claimed({"telegram"}):
                became = settle(item, failure, now=self.clock.now())
                self.store.settle_outbox([became], now=self.clock.now())
            self.clock.advance(timedelta(minutes=61))
        self.wakes()

    def wakes(self) -> None:
        for timer in self.store.due_timers(now=self.clock.now(), limit=50):
            self.service.handle([Due(timer=timer, at=self.clock.now())])

    def sent(self) -> list[tuple[str, str]]:
        """Return what goes out now, by channel, and take it as sent."""
        items = self.claimed(BOTH)
        settled = [Settlement(id=item.id, owner="t", state="sent", receipt=item.id) for item in items]
        self.store.settle_outbox(settled, now=self.clock.now())
        return [(item.channel, item.prompt.text) for item in items]

    def told(self) -> list[str]:
        anna = self.store.customer_by_external_id("anna")
        assert anna is not None
        return [explain(each) for story in self.store.why(anna.id) for each in story.decisions]

    def sessions(self) -> list[Session]:
        anna = self.store.customer_by_external_id("anna")
        assert anna is not None
        return [session for story in self.store.why(anna.id) for session in story.sessions]

    def claimed(self, channels: frozenset[str] | set[str]) -> list[OutboxItem]:
        items = self.store.claim_outbox(
            now=self.clock.now(), limit=50, lease=timedelta(minutes=1), owner="t", channels=channels
        )
        return sorted(items, key=lambda item: item.id)

    def _stored(self, channel: str, address: str) -> str:
        self._keys += 1
        key = f"k{self._keys}"
        item = InboxItem(
            channel=channel, key=key, address=address, payload=b"{}", received_at=self.clock.now()
        )
        self.store.put_inbox([item])
        return key


@pytest.fixture
def anna(store: Store, clock: FakeClock, new_id: NewId) -> Chats:
    return Chats(store, clock, new_id)


GONE = Failure(kind="gone")
UNREACHABLE = Failure(kind="unreachable")


def test_without_a_yes_nothing_is_asked_elsewhere_and_why_says_so(anna: Chats) -> None:
    anna.touch("1")

    anna.fails(GONE)

    assert anna.sent() == []
    assert any("telegram does not reach the customer any more, web would" in told for told in anna.told())


@pytest.mark.parametrize(("failure", "times"), [(GONE, 1), (UNREACHABLE, MOST_ATTEMPTS + 1)])
def test_with_a_yes_the_same_question_is_put_in_the_other_chat(
    anna: Chats, failure: Failure, times: int
) -> None:
    anna.orders("yes")
    anna.touch("1")

    anna.fails(failure, times=times)

    assert anna.sent() == [("web", "How was it?")]
    (session,) = anna.sessions()
    assert (session.channel, session.moved_from) == ("web", "telegram")
    assert any(told.startswith("Went on at") for told in anna.told())


def test_it_is_the_same_session_and_no_clock_begins_anew(anna: Chats) -> None:
    anna.orders("yes")
    first = anna.touch("1")
    anna.fails(GONE)
    anna.sent()

    assert anna.says("5").heed == "answered"

    (session,) = anna.sessions()
    assert first is not None
    assert session.id == first.session
    started = session.started_at
    anna.clock.advance(started + timedelta(days=7) - anna.clock.now())
    anna.wakes()
    again = anna.touch("2")
    assert again is not None
    assert again.outcome == "ask"


def test_a_no_takes_the_yes_back(anna: Chats) -> None:
    anna.orders("yes")
    anna.orders("no")
    anna.touch("1")

    anna.fails(GONE)

    assert anna.sent() == []


def test_one_who_blocks_us_is_asked_elsewhere_only_if_they_allowed_it(anna: Chats) -> None:
    anna.orders("yes")
    anna.touch("1")
    anna.sent()

    anna.blocks()

    assert anna.sent() == [("web", "How was it?")]


def test_one_who_blocks_us_without_a_yes_ends_the_talk(anna: Chats) -> None:
    anna.touch("1")
    anna.sent()

    anna.blocks()

    assert anna.sent() == []
    assert [session.state for session in anna.sessions()] == ["stopped"]


def test_it_goes_on_elsewhere_at_most_once(anna: Chats) -> None:
    anna.orders("yes")
    anna.touch("1")
    anna.fails(GONE)
    assert len(anna.sent()) == 1
    (session,) = anna.sessions()
    stale = replace(session)

    anna.blocks()
    anna.wakes()

    assert anna.sent() == []
    assert anna.sessions() == [stale]


def test_one_who_has_answered_meanwhile_is_not_asked_once_more(anna: Chats) -> None:
    anna.orders("yes")
    anna.touch("1")
    for item in anna.claimed({"telegram"}):
        anna.store.settle_outbox(
            [Settlement(id=item.id, owner="t", state="failed", failure="unreachable")], now=anna.clock.now()
        )
    anna.says("5")
    asked = anna.sent()

    anna.wakes()

    assert asked == [("web", "Why?")]
    assert anna.sent() == []


def test_reminders_go_on_where_the_talk_does(anna: Chats) -> None:
    anna.orders("yes")
    anna.touch("1")
    anna.fails(GONE)
    anna.sent()

    anna.clock.advance(timedelta(days=1))
    anna.wakes()

    assert [channel for channel, _ in anna.sent()] == ["web"]


def test_an_expired_survey_is_put_nowhere(anna: Chats) -> None:
    anna.orders("yes")
    anna.touch("1")
    anna.clock.advance(timedelta(days=3))

    anna.fails(GONE)

    assert anna.sent() == []


def test_who_is_gone_and_has_not_allowed_another_chat_is_unreachable_and_why_says_what_is_missing(
    anna: Chats,
) -> None:
    anna.blocks()

    found = anna.touch("1")

    assert found is not None
    assert (found.outcome, found.reason) == ("skip", "unreachable")
    assert any(
        "telegram fails, and web was not allowed; only the customer can allow another chat" in told
        for told in anna.told()
    )


def test_who_is_gone_and_has_allowed_another_chat_is_asked_there(anna: Chats) -> None:
    anna.orders("yes")
    anna.blocks()

    anna.touch("1")

    assert anna.sent() == [("web", "How was it?")]


def test_the_chat_that_was_chosen_is_the_one_to_ask_in(anna: Chats) -> None:
    anna.orders("web")

    anna.touch("1")

    assert anna.sent() == [("web", "How was it?")]
