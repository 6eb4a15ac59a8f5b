"""What becomes of something sent along, once its platform was asked: kept, tried again, or given up."""

from datetime import datetime, timedelta

from feedback.filetypes import MOST_BYTES, fits, type_of
from feedback.outbox import MISCONFIGURED_RETRY, Failure, wait_of
from feedback.records import Enclosure, EnclosureState
from feedback.work import Fetched

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=6)
MOST_TRIES = 10
"""Together about a day of trying, should the platform not answer; its own waits come on top of that."""

GIVEN_UP_AFTER = timedelta(days=3)
"""Whatever the reason: after so long nobody remembers what the picture was about."""


def is_too_large(enclosure: Enclosure) -> bool:
    """Say whether its platform tells of more than we take, so that it need not be fetched at all."""
    return (enclosure.size or 0) > MOST_BYTES


def judge(enclosure: Enclosure, found: bytes | Failure, *, now: datetime) -> Fetched:
    """Decide what becomes of `enclosure`, claimed for one more try, of which `found` came."""
    if isinstance(found, bytes):
        return _seen(enclosure, found, now=now)
    match found.kind:
        case "throttled":
            return _again(enclosure, "throttled", now=now, wait=wait_of(found))
        case "misconfigured":
            return _again(enclosure, "misconfigured", now=now, wait=MISCONFIGURED_RETRY)
        case "unreachable" | "unknown" if enclosure.tries < MOST_TRIES:
            wait = min(FIRST_RETRY * 2 ** (enclosure.tries - 1), LONGEST_RETRY)
            return _again(enclosure, found.kind, now=now, wait=found.retry_after or wait)
        case "unreachable" | "unknown" | "rejected" | "gone":
            return _became(enclosure, "gone", found.kind, now=now)


def refuse(enclosure: Enclosure, why: str, *, now: datetime) -> Fetched:
    """Decide not to take it, for what it is."""
    return _became(enclosure, "refused", why, now=now)


def _seen(enclosure: Enclosure, content: bytes, *, now: datetime) -> Fetched:
    if len(content) > MOST_BYTES:
        return refuse(enclosure, "too_large", now=now)
    mime = type_of(content)
    if mime is None or not fits(enclosure.kind, mime):
        return refuse(enclosure, "type", now=now)
    return Fetched(
        id=enclosure.id,
        customer=enclosure.customer,
        tries=enclosure.tries,
        state="kept",
        due_at=now,
        mime=mime,
        content=content,
    )


def _again(enclosure: Enclosure, why: str, *, now: datetime, wait: timedelta) -> Fetched:
    if now + wait > enclosure.created_at + GIVEN_UP_AFTER:
        return _became(enclosure, "gone", why, now=now)
    return _became(enclosure, "waiting", why, now=now + wait)


def _became(enclosure: Enclosure, state: EnclosureState, why: str, *, now: datetime) -> Fetched:
    return Fetched(
        id=enclosure.id,
        customer=enclosure.customer,
        tries=enclosure.tries,
        state=state,
        due_at=now,
        failure=why,
    )
