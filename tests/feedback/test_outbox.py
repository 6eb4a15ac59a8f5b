"""One retry policy for every channel."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedback.outbox import (
    FIRST_RETRY,
    LONGEST_RETRY,
    MISCONFIGURED_RETRY,
    MOST_ATTEMPTS,
    Failure,
    FailureKind,
    Promise,
    Receipt,
    lost,
    may_send,
    put_back,
    settle,
    settle_doubt,
)
from feedback.prompts import Prompt, Shape
from feedback.records import OutboxItem

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def sending(*, attempts: int = 1) -> OutboxItem:
    prompt = Prompt(
        id="s1.1",
        session="s1",
        question="rating",
        purpose="ask",
        text="How was it?",
        language="en",
        shape=Shape(look="text"),
    )
    return OutboxItem(
        id="s1.1",
        customer="c1",
        session="s1",
        channel="web",
        address="a1",
        prompt=prompt,
        priority=5,
        due_at=NOW,
        created_at=NOW,
        state="sending",
        attempts=attempts,
        owner="p1",
    )


def test_what_the_platform_took_is_sent_with_its_own_reference() -> None:
    settlement = settle(sending(), Receipt(reference="m77"), now=NOW)

    assert (settlement.state, settlement.receipt, settlement.failure) == ("sent", "m77", None)
    assert (settlement.id, settlement.owner) == ("s1.1", "p1")


def test_being_throttled_is_obeyed_to_the_second_however_long() -> None:
    for_hours = Failure(kind="throttled", retry_after=timedelta(seconds=10_072))

    assert settle(sending(attempts=99), for_hours, now=NOW).due_at == NOW + timedelta(seconds=10_072)


@pytest.mark.parametrize("attempts", range(MOST_ATTEMPTS))
def test_an_unreachable_platform_is_tried_ever_more_seldom(attempts: int) -> None:
    settlement = settle(sending(attempts=attempts), Failure(kind="unreachable"), now=NOW)

    assert settlement.state == "pending"
    assert settlement.due_at is not None
    assert FIRST_RETRY <= settlement.due_at - NOW <= LONGEST_RETRY


def test_after_the_last_attempt_a_prompt_has_failed() -> None:
    assert settle(sending(attempts=MOST_ATTEMPTS), Failure(kind="unreachable"), now=NOW).state == "failed"


def test_a_misconfigured_channel_loses_nothing() -> None:
    settlement = settle(sending(attempts=99), Failure(kind="misconfigured"), now=NOW)

    assert (settlement.state, settlement.due_at) == ("pending", NOW + MISCONFIGURED_RETRY)


@pytest.mark.parametrize("kind", ["rejected", "gone"])
def test_what_is_refused_for_good_is_not_tried_again(kind: FailureKind) -> None:
    settlement = settle(sending(), Failure(kind=kind), now=NOW)

    assert (settlement.state, settlement.failure, settlement.due_at) == ("failed", kind, None)


def test_an_unknown_outcome_is_tried_again_only_where_twice_is_better_than_never() -> None:
    unknown = Failure(kind="unknown")

    assert settle(sending(), unknown, now=NOW, promise="at_least_once").state == "pending"
    assert settle(sending(), unknown, now=NOW, promise="at_most_once").state == "unknown"


def test_an_outcome_that_stays_unknown_is_never_called_a_failure() -> None:
    tried_often = sending(attempts=MOST_ATTEMPTS)

    assert settle(tried_often, Failure(kind="unknown"), now=NOW, promise="at_least_once").state == "unknown"
    assert lost(tried_often).state == "unknown"


def test_a_message_is_amended_as_often_as_one_likes() -> None:
    amending = replace(sending(), amends="m1", possibly_sent=True)

    assert may_send(amending, promise="at_most_once")
    assert settle(amending, Failure(kind="unknown"), now=NOW, promise="at_most_once").state == "pending"


@pytest.mark.parametrize(("promise", "goes_out"), [("at_least_once", True), ("at_most_once", False)])
def test_what_may_have_arrived_goes_out_again_by_promise(promise: Promise, *, goes_out: bool) -> None:
    assert may_send(replace(sending(), possibly_sent=True), promise=promise) is goes_out
    assert may_send(sending(), promise=promise)


def test_being_throttled_or_misconfigured_counts_no_attempt() -> None:
    for failure in (Failure(kind="throttled"), Failure(kind="misconfigured")):
        assert not settle(sending(), failure, now=NOW).is_attempt
    assert settle(sending(), Failure(kind="unreachable"), now=NOW).is_attempt


def test_where_the_platform_can_be_asked_an_unknown_outcome_is_looked_into_whatever_was_promised() -> None:
    settlement = settle(
        sending(), Failure(kind="unknown"), now=NOW, promise="at_most_once", is_found_out=True
    )

    assert (settlement.state, settlement.failure) == ("pending", "unknown")


def test_what_is_given_back_keeps_its_doubt() -> None:
    doubtful = replace(sending(), possibly_sent=True)
    settlement = put_back(doubtful, due_at=NOW, failure="throttled")

    assert (settlement.failure, settlement.is_attempt) == ("unknown", False)
    assert put_back(sending(), due_at=NOW, failure="throttled").failure == "throttled"


@pytest.mark.parametrize("kind", ["throttled", "unreachable", "misconfigured"])
def test_a_platform_that_cannot_be_asked_now_is_asked_later_and_in_the_end_the_promise_decides(
    kind: FailureKind,
) -> None:
    doubtful = replace(sending(), possibly_sent=True)
    tired = replace(doubtful, attempts=MOST_ATTEMPTS)

    asked_later = settle_doubt(doubtful, Failure(kind=kind), now=NOW, promise="at_most_once")

    assert asked_later is not None
    assert (asked_later.state, asked_later.failure) == ("pending", "unknown")
    assert settle_doubt(tired, Failure(kind=kind), now=NOW, promise="at_least_once") is None
    given_up = settle_doubt(tired, Failure(kind=kind), now=NOW, promise="at_most_once")
    assert given_up is not None
    assert given_up.state == "unknown"
