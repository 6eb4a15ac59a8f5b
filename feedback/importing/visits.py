"""What the rows of one visit say together; a first pass gathers it, for they may stand far apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from feedback.importing.dates import Readings, agreed
from feedback.importing.rows import Fate, Remark
from feedback.importing.slots import Found, Missing, Outcome
from feedback.importing.understanding import Understood, misread
from feedback.question import Parsed

_UNLIKE = "says otherwise than an earlier row of the same visit"
_SAID = "was already given for this visit"


@dataclass(slots=True)
class Visit:
    """One interaction as far as its rows were read: when it was, and what its rows say for all of it."""

    readings: Readings
    shared: dict[int, tuple[int, Parsed]] = field(default_factory=dict)
    ratings: dict[int, float] = field(default_factory=dict)

    def note(self, row: Understood) -> None:
        """Take in what one more row says for the whole visit; the first word counts."""
        self.readings = agreed((self.readings, row.readings))
        for found in row.found:
            if found.slot.once:
                self.shared.setdefault(found.slot.number, (row.number, found.parsed))
            if found.parsed.rated and found.parsed.valence is not None:
                self.ratings.setdefault(found.slot.number, found.parsed.valence)


@dataclass(slots=True)
class Overview:
    """What a first pass over a file has gathered: its visits, and the line each source id stood on first."""

    grouped: bool
    named: bool
    rows: int = 0
    visits: dict[str, Visit] = field(default_factory=dict)
    first_lines: dict[str, int] = field(default_factory=dict)

    @property
    def is_needed(self) -> bool:
        """Whether a row may depend on another at all."""
        return self.grouped or self.named

    def note(self, row: Understood) -> None:
        """Take in one row; what no later row can depend on is not kept."""
        if self.named and self.first_lines.setdefault(row.source_id, row.line) != row.line:
            return
        if not self.grouped:
            return
        visit = self.visits.get(row.visit)
        if visit is None:
            visit = self.visits[row.visit] = Visit(row.readings)
        visit.note(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A row as it comes in: what it adds to its visit, and what is to be said about the rest of it."""

    row: Understood
    at: datetime
    rating: float | None
    answers: tuple[Found, ...]
    remarks: tuple[Remark, ...]
    fate: Fate

    @property
    def number(self) -> int:
        """Its place among the records of the file."""
        return self.row.number


def settle(row: Understood, overview: Overview) -> Settled:
    """Decide what `row` brings in, knowing the rest of the file."""
    if overview.first_lines.get(row.source_id, row.line) != row.line:
        twice = Remark(fate="refused", line=row.line, reason="has the source id of an earlier row")
        return _settled(row, (), (twice,), fate="refused")
    visit = overview.visits.get(row.visit)
    answers = row.found
    remarks = misread(row) if len(answers) < len(row.outcomes) else ()
    if visit is not None:
        answers = tuple(found for found in answers if not found.slot.once or _is_first(found, row, visit))
        remarks = (*remarks, *_unlike(row, visit))
    if not answers and not remarks:
        return _settled(row, (), (_why_empty(row),), fate="empty", visit=visit)
    return _settled(row, answers, remarks, fate="imported" if answers else "refused", visit=visit)


def _settled(
    row: Understood,
    answers: tuple[Found, ...],
    remarks: tuple[Remark, ...],
    *,
    fate: Fate,
    visit: Visit | None = None,
) -> Settled:
    readings, ratings = row.readings, _ratings(row)
    if visit is not None:
        readings, ratings = visit.readings, ratings or list(visit.ratings.values())
    rating = sum(ratings) / len(ratings) if ratings else None
    return Settled(row=row, at=readings[0], rating=rating, answers=answers, remarks=remarks, fate=fate)


def _ratings(row: Understood) -> list[float]:
    return [one.parsed.valence for one in row.found if one.parsed.rated and one.parsed.valence is not None]


def _is_first(found: Found, row: Understood, visit: Visit) -> bool:
    return visit.shared[found.slot.number][0] == row.number


def _unlike(row: Understood, visit: Visit) -> Iterator[Remark]:
    for found in row.found:
        if found.slot.once and visit.shared[found.slot.number][1] != found.parsed:
            yield Remark(fate="refused", line=row.line, reason=_UNLIKE, column=found.slot.spec.column)


def _why_empty(row: Understood) -> Remark:
    parts = dict.fromkeys(f"{slot.spec.column}: {_reason(outcome)}" for slot, outcome in row.outcomes)
    return Remark(fate="empty", line=row.line, reason="; ".join(parts))


def _reason(outcome: Outcome) -> str:
    return outcome.reason if isinstance(outcome, Missing) else _SAID
