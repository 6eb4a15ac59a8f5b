"""Two customers who turn out to be one person: what of each holds for both from then on."""

from dataclasses import replace
from datetime import datetime

from feedback.records import Asked, Consent, Customer

_STRICTEST: tuple[Consent, ...] = ("withdrawn", "given", "unknown")


def combined(kept: Customer, other: Customer) -> Customer:
    """Return `kept` with what `other` adds; a wish for peace that either has made holds for both.

    What `kept` is known by counts: name, language, time zone, attributes; `other` fills what is not known.
    """
    return replace(
        kept,
        name=kept.name or other.name,
        language=kept.language or other.language,
        timezone=kept.timezone or other.timezone,
        attributes={**other.attributes, **kept.attributes},
        consent=next(each for each in _STRICTEST if each in {kept.consent, other.consent}),
        stopped_at=_first(kept.stopped_at, other.stopped_at),
        paused_until=_last(kept.paused_until, other.paused_until),
        created_at=min(kept.created_at, other.created_at),
        preferred=kept.preferred or other.preferred,
        asked_before=(*kept.asked_before, *_new(kept, other)),
        vetoes=tuple(dict.fromkeys((*kept.vetoes, *other.vetoes))),
        follow_ups=tuple(sorted((*kept.follow_ups, *other.follow_ups), key=lambda each: each.at)),
    )


def _new(kept: Customer, other: Customer) -> tuple[Asked, ...]:
    known = {each.session for each in kept.asked_before}
    return tuple(each for each in other.asked_before if each.session not in known)


def _first(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)


def _last(*moments: datetime | None) -> datetime | None:
    return max((each for each in moments if each is not None), default=None)
