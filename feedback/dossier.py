"""All that is kept about one customer, as records: what they can have, and what /forget erases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedback.case_records import Case, CaseLine
from feedback.consents import ConsentNote
from feedback.hearing_back import HearBack
from feedback.records import (
    Address,
    Answer,
    Customer,
    Decision,
    Enclosure,
    InboxItem,
    Interaction,
    OutboxItem,
    Scored,
    Session,
)
from feedback.schedules import Schedule

_SHOWN_OF_ADDRESS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One customer and everything that leads to them, each in order of time."""

    customer: Customer
    addresses: tuple[Address, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    sessions: tuple[Session, ...] = ()
    answers: tuple[Answer, ...] = ()
    superseded: frozenset[str] = frozenset()
    """Answers, by id, that a later one has taken the place of."""
    scores: tuple[Scored, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    messages: tuple[OutboxItem, ...] = ()
    heard: tuple[InboxItem, ...] = ()
    cases: tuple[Case, ...] = ()
    case_lines: tuple[CaseLine, ...] = ()
    consents: tuple[ConsentNote, ...] = ()
    hear_back: tuple[HearBack, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    """The digests they want, where they are colleagues."""


def masked(address: str) -> str:
    """Return an address as it is shown: its end alone, enough to tell one's own accounts apart."""
    return f"…{address[-_SHOWN_OF_ADDRESS:]}" if len(address) > 2 * _SHOWN_OF_ADDRESS else "…"


def along(enclosures: Iterable[Enclosure]) -> Mapping[str, Sequence[Enclosure]]:
    """Return what was sent along, by the answer it came with; nothing for any other."""
    found: defaultdict[str, list[Enclosure]] = defaultdict(list)
    for each in enclosures:
        found[each.answer].append(each)
    return found
