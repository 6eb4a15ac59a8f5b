"""One row understood by itself: whose it is, where and when, and what it answers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from config.journey import Journey
from config.rules import Fact
from feedback.importing.dates import Reader, Readings, date_reader
from feedback.importing.mapping import ImportMap
from feedback.importing.rows import Record, Remark, Row
from feedback.importing.slots import Choice, Found, Misread, Outcome, Slot, choice, slots_of
from feedback.question import Kinds

_LONGEST_ID = 200
_LONGEST_CAMPAIGN = 63
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9_-]+")
_NUL = "\0"
_NO_FACTS: Mapping[str, Fact] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where on the journey a row belongs."""

    stage: str
    touchpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A row with a customer, a place and a date; `visit` names the interaction it is part of."""

    number: int
    line: int
    customer: str | None
    spot: Spot
    readings: Readings
    source_id: str
    visit: str
    campaign: str | None
    attributes: Mapping[str, Fact]
    outcomes: tuple[tuple[Slot, Outcome], ...]
    found: tuple[Found, ...]
    """Those of its outcomes that are answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A row that cannot come in, with everything that is wrong with it."""

    number: int
    line: int
    fate: Literal["empty", "refused"]
    remarks: tuple[Remark, ...]


class Fingerprint(Protocol):
    """Makes the same id of the same parts every time; one with a secret key tells nothing of the parts."""

    def __call__(self, kind: str, *parts: str) -> str:
        """Return the id, 32 hex digits."""


class Understanding:
    """Reads the rows of one file by its map; keeps nothing of them."""

    def __init__(
        self,
        mapping: ImportMap,
        *,
        journey: Journey,
        kinds: Kinds,
        file_key: str,
        typed: bool,
        fingerprint: Fingerprint,
    ) -> None:
        """Make `mapping` ready for a file whose rows hold the cells of `mapping.columns`, in that order."""
        columns = mapping.columns
        self._columns = columns
        self._file_key = file_key
        self._fingerprint = fingerprint
        self._mapping = mapping
        self._spots = {
            touchpoint.id: Spot(stage=stage.id, touchpoint=touchpoint.id)
            for stage in journey.stages
            for touchpoint in stage.touchpoints
        }
        self._place = choice(mapping.touchpoint, columns)
        self._campaign = None if mapping.campaign is None else choice(mapping.campaign, columns)
        self._dates: Reader = date_reader(mapping.occurred_at, timezone=journey.timezone, typed=typed)
        self._when = columns.index(mapping.occurred_at.column)
        self._who = columns.index(mapping.customer) if mapping.customer is not None else None
        self._ids = _places(mapping.source_id, columns)
        self._group = None if mapping.group_by is None else _places(mapping.group_by, columns)
        self._names = {*self._ids, *(self._group or ()), *(() if self._who is None else (self._who,))}
        self._attributes: Mapping[str, Choice] = {
            name: choice(pick, columns) for name, pick in mapping.attributes.items()
        }
        self.slots = slots_of(
            mapping.answers,
            columns=columns,
            journey=journey,
            kinds=kinds,
            language=mapping.language or journey.language,
        )
        self._taps = tuple(slot for slot in self.slots if slot.once or not slot.is_free)

    def read(self, record: Record) -> Understood | Aside:
        """Return what `record` says, or all that keeps it out."""
        if not isinstance(record, Row):
            return _aside(record, Remark(fate="refused", line=record.line, reason=record.reason))
        whole = "".join(record.cells)
        if _NUL in whole:
            return _aside(record, *self._nul(record))
        if not whole.strip():
            return _aside(record, Remark(fate="empty", line=record.line, reason="all its cells are empty"))
        row = self._understood(record, self.slots)
        if row is None:
            return _aside(record, *self._faults(record))
        if row.outcomes:
            return row
        return _aside(record, self._fault(record, None, "no answer of the map is about such a row"))

    def glance(self, record: Record) -> Understood | None:
        """Return what other rows may need to know of `record`: where it belongs, and its taps."""
        if not isinstance(record, Row) or _NUL in "".join(record.cells):
            return None
        return self._understood(record, self._taps)

    def _understood(self, row: Row, slots: Sequence[Slot]) -> Understood | None:
        """Return what the row says in `slots`; None if something keeps it out."""
        cells = row.cells
        spot = self._spots.get(self._place.read(cells) or "")
        readings = self._dates(cells[self._when])
        if spot is None or not readings:
            return None
        for at in self._names:
            if not 0 < len(cells[at].strip()) <= _LONGEST_ID:
                return None
        customer = None if self._who is None else " ".join(cells[self._who].split())
        source_id = _joined(cells, self._ids) if self._ids else f"{self._file_key}:{row.number}"
        visit = source_id
        if self._group is not None:
            # The store keeps the names of visits in the clear, and this one is made of a person's.
            visit = self._fingerprint("visit", customer or "", spot.touchpoint, _joined(cells, self._group))
        outcomes = _outcomes(slots, cells, spot.touchpoint)
        return Understood(
            number=row.number,
            line=row.line,
            customer=customer,
            spot=spot,
            readings=readings,
            source_id=source_id,
            visit=visit,
            campaign=None if self._campaign is None else _campaign_id(self._campaign.read(cells) or ""),
            attributes=self._facts(cells) if self._attributes else _NO_FACTS,
            outcomes=outcomes,
            found=tuple([outcome for _, outcome in outcomes if isinstance(outcome, Found)]),
        )

    def _facts(self, cells: Sequence[str]) -> Mapping[str, Fact]:
        facts = {name: pick.read(cells) for name, pick in self._attributes.items()}
        return {name: value for name, value in facts.items() if value is not None}

    def _faults(self, row: Row) -> Iterator[Remark]:
        """Yield all that keeps a row out: nobody's, nowhere, at no time, or under no id."""
        cells = row.cells
        touchpoint = self._place.read(cells)
        if touchpoint not in self._spots:
            yield self._fault(row, self._mapping.touchpoint.column, "is no touchpoint the map names")
        if self._who is not None:
            yield from self._bad_id(row, (self._who,), "no customer is named")
        yield from self._bad_id(row, self._ids, "no source id is given")
        yield from self._bad_id(row, self._group or (), "the group has no name")
        if not self._dates(cells[self._when]):
            yield self._fault(row, self._columns[self._when], "is no date the map allows")

    def _bad_id(self, row: Row, places: Sequence[int], nothing: str) -> Iterator[Remark]:
        for at in places:
            size = len(row.cells[at].strip())
            if not size:
                yield self._fault(row, self._columns[at], nothing)
            elif size > _LONGEST_ID:
                yield self._fault(row, self._columns[at], f"is longer than an id's {_LONGEST_ID} characters")

    def _nul(self, row: Row) -> tuple[Remark, ...]:
        pairs = zip(self._columns, row.cells, strict=True)
        return tuple(self._fault(row, name, "holds a NUL character") for name, cell in pairs if _NUL in cell)

    def _fault(self, row: Row, column: str | None, reason: str) -> Remark:
        return Remark(fate="refused", line=row.line, reason=reason, column=column)


def misread(row: Understood) -> tuple[Remark, ...]:
    """Return a remark for each cell of `row` that cannot be understood."""
    return tuple(
        Remark(fate="refused", line=row.line, reason=outcome.reason, column=slot.spec.column)
        for slot, outcome in row.outcomes
        if isinstance(outcome, Misread)
    )


def _outcomes(
    slots: Sequence[Slot], cells: Sequence[str], touchpoint: str
) -> tuple[tuple[Slot, Outcome], ...]:
    read = [(slot, slot.read(cells, touchpoint=touchpoint)) for slot in slots]
    return tuple([(slot, outcome) for slot, outcome in read if outcome is not None])


def _aside(record: Record, *remarks: Remark) -> Aside:
    return Aside(number=record.number, line=record.line, fate=remarks[0].fate, remarks=remarks)


def _campaign_id(name: str) -> str | None:
    """Return what a journey file would call it: `Spring Mail` is spring_mail; None where nothing is left."""
    plain = _NOT_IN_AN_ID.sub("_", name.casefold()).strip("_-")
    named = f"c_{plain}" if plain[:1].isdigit() else plain
    return named[:_LONGEST_CAMPAIGN] or None


def _places(names: Sequence[str] | None, columns: Sequence[str]) -> tuple[int, ...]:
    return tuple(columns.index(name) for name in names or ())


def _joined(cells: Sequence[str], places: Sequence[int]) -> str:
    if len(places) == 1:
        return " ".join(cells[places[0]].split())
    # No cell of an id holds the unit separator, for it is white space and split away.
    return "\x1f".join(" ".join(cells[at].split()) for at in places)
