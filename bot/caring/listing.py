"""A list of customers, read: one a line, with a touchpoint and a note where colleagues add them.

`anna`, `@anna courier : the parcel was wet`, or a CSV file with a head: the customer first, and columns
called note and touchpoint if there are any.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_HEADS = frozenset({
    "customer", "customers", "id", "external_id", "email", "e-mail", "kunde", "kundin", "kunden",
    "kundennummer",
})  # fmt: skip
_COLUMNS: Mapping[str, str] = {
    "note": "note", "notes": "note", "notiz": "note", "notizen": "note", "comment": "note",
    "touchpoint": "touchpoint", "kontaktpunkt": "touchpoint",
}  # fmt: skip
_NOTE = re.compile(r"\s+:\s*|:\s+")
"""What parts a note from the customer: a colon with a space beside it, for ids may have colons in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: who it names, what it says of where, and a note for the customer's file."""

    number: int
    said: str
    where: str = ""
    note: str | None = field(default=None, repr=False)

    @property
    def ways(self) -> Sequence[tuple[str, str]]:
        """The ways to read it: as a name and a touchpoint; a name with spaces in it comes first."""
        first, _, rest = self.said.partition(" ")
        return (
            ((self.said, self.where), (first, rest.strip()))
            if rest and not self.where
            else ((self.said, self.where),)
        )


def read_list(text: str, *, since: int = 1) -> Iterator[Line]:
    """Yield the lines that name somebody, counted from `since`; a head and empty lines name nobody.

    Where commands are one line, such as in Slack, each word of it names somebody.
    """
    lines = text.splitlines()
    if len(lines) == 1 and _NOTE.search(text) is None:
        lines = text.replace(",", " ").replace(";", " ").split()
    columns: Mapping[str, int] | None = None
    number = since
    for place, line in enumerate(lines):
        cells = _cells(line)
        if place == 0 and cells and cells[0].casefold() in _HEADS:
            heads = [_COLUMNS.get(each.casefold(), "") for each in cells]
            columns = {head: at for at, head in enumerate(heads) if head}
            continue
        read = _plain(line, number) if columns is None else _in_columns(cells, columns, number)
        if read is not None:
            yield read
            number += 1


def _cells(line: str) -> list[str]:
    separator = next((sign for sign in "\t;," if sign in line), ",")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]


def _plain(line: str, number: int) -> Line | None:
    head, *note = _NOTE.split(line, maxsplit=1)
    cells = _cells(head)
    if not cells or not cells[0]:
        return None
    return Line(number=number, said=cells[0], note=(note[0].strip() or None) if note else None)


def _in_columns(cells: Sequence[str], columns: Mapping[str, int], number: int) -> Line | None:
    told = {name: cells[at] for name, at in columns.items() if at < len(cells)}
    if not cells or not cells[0]:
        return None
    return Line(number=number, said=cells[0], where=told.get("touchpoint", ""), note=told.get("note") or None)
