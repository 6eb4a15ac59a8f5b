"""What becomes of a prompt after we tried to send it: the one retry policy for every channel."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, assert_never

from feedback.records import Delivery, OutboxItem, OutboxState, Session

FailureKind = Literal["throttled", "unreachable", "rejected", "gone", "misconfigured"]

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
MOST_ATTEMPTS = 12
"""Together about eight hours of trying: longer than an outage, shorter than a survey stays fresh."""

MISCONFIGURED_RETRY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform took the prompt; `reference` is its own id for it."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The platform did not take the prompt; the kind alone decides what happens next."""

    kind: FailureKind
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What is written about a prompt after a try: its state, when to try again, and what was delivered."""

    item: str
    state: OutboxState
    attempts: int
    at: datetime
    due_at: datetime | None = None
    receipt: str | None = None
    failure: FailureKind | None = None
    delivery: Delivery | None = None
    gone: tuple[str, str] | None = None
    """The (channel, address) at which nobody can be reached any more."""


def settle(
    item: OutboxItem, result: Receipt | Failure, *, session: Session | None, now: datetime
) -> Settlement:
    """Decide what becomes of `item`; only what is safe to repeat is tried again."""
    if isinstance(result, Receipt):
        return Settlement(
            item=item.id,
            state="sent",
            attempts=item.attempts,
            at=now,
            receipt=result.reference,
            delivery=_delivery(item, session, now),
        )
    match result.kind:
        case "throttled":
            # Being told to wait is no failed attempt: an hour-long ban must not use up the tries.
            return _again(
                item, result, now + (result.retry_after or FIRST_RETRY), attempts=item.attempts - 1, now=now
            )
        case "misconfigured":
            return _again(item, result, now + MISCONFIGURED_RETRY, attempts=item.attempts - 1, now=now)
        case "unreachable":
            if item.attempts >= MOST_ATTEMPTS:
                return _failed(item, result, now=now)
            wait = result.retry_after or min(FIRST_RETRY * 2 ** max(item.attempts - 1, 0), LONGEST_RETRY)
            return _again(item, result, now + wait, attempts=item.attempts, now=now)
        case "rejected" | "gone":
            return _failed(item, result, now=now)
        case _:
            assert_never(result.kind)


def _delivery(item: OutboxItem, session: Session | None, now: datetime) -> Delivery | None:
    """Return the record that a question was shown; notices ask nothing and count for nothing."""
    if session is None or item.prompt.question is None:
        return None
    return Delivery(
        prompt=item.id,
        session=session.id,
        customer=item.customer,
        journey=session.journey,
        stage=session.stage,
        touchpoint=session.touchpoint,
        channel=item.channel,
        shown_at=now,
        first=item.prompt.purpose == "ask" and item.prompt.step == 1,
    )


def _again(
    item: OutboxItem, result: Failure, due_at: datetime, *, attempts: int, now: datetime
) -> Settlement:
    return Settlement(
        item=item.id, state="pending", attempts=max(attempts, 0), at=now, due_at=due_at, failure=result.kind
    )


def _failed(item: OutboxItem, result: Failure, *, now: datetime) -> Settlement:
    gone = (item.channel, item.address) if result.kind == "gone" else None
    return Settlement(
        item=item.id, state="failed", attempts=item.attempts, at=now, failure=result.kind, gone=gone
    )
