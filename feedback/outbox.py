"""What becomes of a prompt after we tried to send it: the one retry policy for every channel."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform took the prompt; `reference` is its own id for it."""

    reference: str


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
    item: OutboxItem, result: Receipt | Failure, *, now: datetime, promise: Promise = "at_least_once"
) -> Settlement:
    """Decide what becomes of `item`; only what is safe to repeat is tried again."""
    if isinstance(result, Receipt):
        return _settlement(item, "sent", receipt=result.reference)
    match result.kind:
        case "throttled":
            return _settlement(
                item, "pending", failure="throttled", due_at=now + (result.retry_after or FIRST_RETRY)
            )
        case "misconfigured":
            return _settlement(item, "pending", failure="misconfigured", due_at=now + MISCONFIGURED_RETRY)
        case "unknown" if promise == "at_most_once" and item.amends is None:
            return _settlement(item, "unknown", failure="unknown")
        case "unreachable" | "unknown" if item.attempts < MOST_ATTEMPTS:
            wait = result.retry_after or min(FIRST_RETRY * 2**item.attempts, LONGEST_RETRY)
            return _settlement(item, "pending", failure=result.kind, due_at=now + wait)
        case "unknown":
            return _settlement(item, "unknown", failure="unknown")
        case "unreachable" | "rejected" | "gone":
            return _settlement(item, "failed", failure=result.kind)
        case _:
            assert_never(result.kind)


def lost(item: OutboxItem) -> Settlement:
    """Give up an item of which nobody can say whether it arrived: it is listed as unknown."""
    return _settlement(item, "unknown", failure="unknown")


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
