"""What becomes of a prompt after we tried to send it: the one retry policy for every channel."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, assert_never

from feedback.records import OutboxItem
from feedback.work import Settlement

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


def settle(item: OutboxItem, result: Receipt | Failure, *, now: datetime) -> Settlement:
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
        case "unreachable" if item.attempts < MOST_ATTEMPTS:
            wait = result.retry_after or min(FIRST_RETRY * 2**item.attempts, LONGEST_RETRY)
            return _settlement(item, "pending", failure="unreachable", due_at=now + wait)
        case "unreachable" | "rejected" | "gone":
            return _settlement(item, "failed", failure=result.kind)
        case _:
            assert_never(result.kind)


def _settlement(
    item: OutboxItem,
    state: Literal["sent", "pending", "failed"],
    *,
    receipt: str | None = None,
    failure: FailureKind | None = None,
    due_at: datetime | None = None,
) -> Settlement:
    return Settlement(
        id=item.id, owner=item.owner or "", state=state, receipt=receipt, failure=failure, due_at=due_at
    )
