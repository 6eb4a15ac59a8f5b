"""How long things are kept: which clock has run out at a moment, and what stays of whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from config.journey import Journey
from config.rules import Rule

ExpiryKind = Literal["text", "identity", "inbox", "outbox"]
EXPIRY_KINDS: tuple[ExpiryKind, ...] = ("text", "identity", "inbox", "outbox")

_REPEATS_FOR = timedelta(days=2)
"""How long platforms may repeat what we have dealt with already: until then it must be recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """Of one kind, what is older than a moment goes."""

    kind: ExpiryKind
    journey: str
    before: datetime
    kept_facts: frozenset[str] = frozenset()
    """Attributes that stay when nobody knows any more whose they were: personas and segments ask for them."""


def expiries(journey: Journey, *, now: datetime) -> tuple[Expiry, ...]:
    """Return what has had its time at `now`, by the policy of `journey`; what has no clock stays."""
    kept = frozenset(name for rule in _rules(journey) for name in rule.names)
    return tuple(
        Expiry(kind=kind, journey=journey.id, before=now - length, kept_facts=kept)
        for kind in EXPIRY_KINDS
        if (length := kept_for(journey, kind)) is not None
    )


def kept_for(journey: Journey, kind: ExpiryKind) -> timedelta | None:
    """Return how long something of that kind is kept, never shorter than it is needed; None is for ever."""
    policy = journey.policy.retention
    match kind:
        case "text":
            return policy.text
        case "identity":
            return _at_least(policy.identity, _answerable_for(journey))
        case "inbox":
            return _at_least(policy.inbox, _REPEATS_FOR)
        case "outbox":
            return _at_least(policy.outbox, _answerable_for(journey))


def _answerable_for(journey: Journey) -> timedelta:
    """Return how long after it was asked a question may still be answered, or an answer changed."""
    lengths = [max(survey.editable_for, survey.expires_after) for survey in journey.surveys]
    return max([_REPEATS_FOR, *lengths])


def _at_least(length: timedelta | None, least: timedelta) -> timedelta | None:
    return None if length is None else max(length, least)


def _rules(journey: Journey) -> Iterator[Rule]:
    """Yield the rules that tell who belongs to what on the map."""
    yield from (each.rule for each in journey.personas)
    yield from (each.rule for each in journey.segments)
