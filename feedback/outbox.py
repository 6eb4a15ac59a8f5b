"""What becomes of a prompt after we tried to send it: the one retry policy for every channel."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

from feedback.records import OutboxItem
from feedback.work import Settlement

FailureKind = Literal["throttled", "unreachable", "unknown", "rejected", "gone", "misconfigured"]
"""`unreachable` did not arrive for sure; `unknown` may have arrived: the answer was lost."""

Promise = Literal["at_least_once", "at_most_once"]
"""Where nobody can say whether a prompt arrived: rather twice than never, or rather never than twice."""

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
MOST_ATTEMPTS = 12
"""Together about eight hours of trying: longer than an outage, shorter than a survey stays fresh."""

MISCONFIGURED_RETRY = timedelta(minutes=5)

MOVE = "move:"
"""What the id of a timer begins with that asks where else a prompt may go; the prompt's own id follows."""

SUPERSEDED = "superseded"
"""The failure of what need not go out any more: its session has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform took the prompt; `reference` is its own id for it.

    `moved_to` is the address that the platform has given the chat instead of the one the prompt was sent to.
    """

    reference: str
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The platform did not take the prompt; the kind alone decides what happens next.

    `lane` is what has to wait where more than this prompt has to; `detail` is for operators, in words that
    hold nothing of a customer's.
    """

    kind: FailureKind
    retry_after: timedelta | None = None
    lane: str | None = None
    detail: str = ""


def may_send(item: OutboxItem, *, promise: Promise) -> bool:
    """Say whether `item` may go out; what may have gone out already does so again only `at_least_once`.

    What takes the place of a message already there may be sent as often as one likes.
    """
    return promise == "at_least_once" or not item.possibly_sent or item.amends is not None


def settle(
    item: OutboxItem,
    result: Receipt | Failure,
    *,
    now: datetime,
    promise: Promise = "at_least_once",
    is_found_out: bool = False,
) -> Settlement:
    """Decide what becomes of `item`; only what is safe to repeat is tried again.

    `is_found_out` says that its platform can be asked whether it arrived, and will be before the next try.
    """
    if isinstance(result, Receipt):
        sent = _settlement(item, "sent", receipt=result.reference)
        return replace(sent, moved_to=result.moved_to) if result.moved_to else sent
    match result.kind:
        case "throttled":
            return put_back(item, due_at=now + wait_of(result), failure="throttled")
        case "misconfigured":
            return put_back(item, due_at=now + MISCONFIGURED_RETRY, failure="misconfigured")
        case "unknown" if promise == "at_most_once" and item.amends is None and not is_found_out:
            return _settlement(item, "unknown", failure="unknown")
        case "unreachable" | "unknown" if item.attempts < MOST_ATTEMPTS:
            return _settlement(
                item, "pending", failure=result.kind, due_at=now + _longer_each_time(item, result)
            )
        case "unknown":
            return _settlement(item, "unknown", failure="unknown")
        case "unreachable" | "rejected" | "gone":
            return _settlement(item, "failed", failure=result.kind)
        case _:
            assert_never(result.kind)


def wait_of(failure: Failure) -> timedelta:
    """Return for how long a platform wants to hear nothing, to the second where it says so."""
    return failure.retry_after or FIRST_RETRY


def settle_doubt(item: OutboxItem, failure: Failure, *, now: datetime, promise: Promise) -> Settlement | None:
    """Decide what becomes of `item` when its platform could not say whether it arrived; None: send it.

    A platform that only cannot be asked now is asked again later.
    """
    is_passing = failure.kind in {"throttled", "unreachable", "misconfigured"}
    if is_passing and item.attempts < MOST_ATTEMPTS:
        wait = _longer_each_time(item, failure)
        return _settlement(item, "pending", failure="unknown", due_at=now + wait)
    return None if may_send(item, promise=promise) else lost(item)


def put_back(item: OutboxItem, *, due_at: datetime, failure: str | None = None) -> Settlement:
    """Give an item back that its platform has not taken; no attempt is counted, and a doubt remains."""
    return Settlement(
        id=item.id,
        owner=item.owner or "",
        state="pending",
        failure="unknown" if item.possibly_sent else failure or item.failure,
        due_at=due_at,
        is_attempt=False,
    )


def drop(item: OutboxItem) -> Settlement:
    """Give up an item that nobody wants to go out any more."""
    return Settlement(id=item.id, owner=item.owner or "", state="dropped", failure=SUPERSEDED)


def lost(item: OutboxItem) -> Settlement:
    """Give up an item of which nobody can say whether it arrived: it is listed as unknown."""
    return _settlement(item, "unknown", failure="unknown")


def _longer_each_time(item: OutboxItem, failure: Failure) -> timedelta:
    return failure.retry_after or min(FIRST_RETRY * 2**item.attempts, LONGEST_RETRY)


def _settlement(
    item: OutboxItem,
    state: Literal["sent", "pending", "failed", "unknown"],
    *,
    receipt: str | None = None,
    failure: FailureKind | None = None,
    due_at: datetime | None = None,
) -> Settlement:
    return Settlement(
        id=item.id, owner=item.owner or "", state=state, receipt=receipt, failure=failure, due_at=due_at
    )
