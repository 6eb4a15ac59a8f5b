"""Events of any other system, read without a database: CSV lines, or an XES log (IEEE 1849).

What is wrong is told with its line and column but never with the value: a file whose columns are named
wrongly may have anybody's words in any of them.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite, isnan, nan
from typing import BinaryIO, Literal
from xml.parsers import expat

from mapping.columns import moment
from mapping.methods.events import EventTable
from mapping.mistakes import Mistakes
from mapping.reading_times import time_in

Field = Literal["customer", "touchpoint", "at", "score", "medium", "campaign", "text"]

NEEDED: tuple[Field, ...] = ("customer", "touchpoint", "at")
MOST = 1_000_000
"""Most events read from one file, unless asked for more."""

_FIELDS: tuple[Field, ...] = (*NEEDED, "score", "medium", "campaign", "text")
_CSV_NAMES: Mapping[Field, str] = {name: name for name in _FIELDS}
_XES_NAMES: Mapping[Field, str] = {
    **_CSV_NAMES,
    "customer": "concept:name",
    "touchpoint": "concept:name",
    "at": "time:timestamp",
}
_HIGHEST = 2.0
_CHUNK = 64 * 1024
_LONGEST_TAG = 1024 * 1024
_DEEPEST = 64
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvent:
    """One event as a file has it; `score` -2..+2, None where it has none; '' where nothing else is known."""

    customer: str
    touchpoint: str
    at: datetime
    score: float | None = None
    medium: str = ""
    campaign: str = ""
    text: str = field(default="", repr=False)


def read_event_lines(
    lines: Iterable[str],
    *,
    names: Mapping[Field, str] | None = None,
    file: str = "events.csv",
    most: int = MOST,
) -> tuple[ReadEvent, ...]:
    """Read CSV lines, header first; raise `ConfigError` with what is wrong, all at once.

    `names` says which column holds a field where it is not the one of the same name. `at` is ISO 8601 (UTC
    where it names no zone), `score` -2..+2 or empty. Other columns are ignored.
    """
    columns = {**_CSV_NAMES, **_known(names)}
    mistakes = Mistakes(file=file)
    reader = csv.reader(lines)
    events: list[ReadEvent] = []
    try:
        header = [name.removeprefix(_BYTE_ORDER_MARK).strip() for name in next(reader, [])]
        expected = [columns[name] for name in columns if name in NEEDED or name in (names or {})]
        missing = [name for name in expected if name not in header]
        if missing:
            mistakes.add(
                1, "", f"the header lacks {', '.join(missing)}", "add them, or say how they are named"
            )
            mistakes.tell()
        places = {name: header.index(column) for name, column in columns.items() if column in header}
        for row in filter(None, reader):
            texts = {name: row[place].strip() for name, place in places.items() if place < len(row)}
            event = _event(texts, columns, line=reader.line_num, mistakes=mistakes)
            events += [event] if event else []
            _check_room(len(events), most=most, line=reader.line_num, mistakes=mistakes)
    except csv.Error:
        mistakes.add(reader.line_num, "", "is no CSV from here on", "quote the field that begins here")
    mistakes.tell()
    return tuple(events)


def read_xes(
    source: BinaryIO, *, names: Mapping[Field, str] | None = None, file: str = "events.xes", most: int = MOST
) -> tuple[ReadEvent, ...]:
    """Read an XES log as it comes in, keeping nothing but events; raise `ConfigError` with what is wrong.

    A trace is a customer, an event's activity a touchpoint. `names` says which attribute holds a field: of
    the trace for `customer`, of the event for all others. A document type, and so any entity, is refused.
    """
    mistakes = Mistakes(file=file)
    parser = expat.ParserCreate()
    log = _XesLog({**_XES_NAMES, **_known(names)}, parser=parser, mistakes=mistakes, most=most)
    parser.StartElementHandler, parser.EndElementHandler = log.begin, log.end
    parser.StartDoctypeDeclHandler = log.refuse_doctype
    fed = 0
    try:
        while chunk := source.read(_CHUNK):
            fed += len(chunk)
            parser.Parse(chunk, False)  # noqa: FBT003 -- expat's own signature
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TAG:
                log.refuse("one tag is over a mebibyte long", "leave it out")
        parser.Parse(b"", True)  # noqa: FBT003 -- expat's own signature
    except expat.ExpatError as error:
        mistakes.add(error.lineno, "", f"is no XML: {expat.ErrorString(error.code)}", "export it anew")
    except (LookupError, ValueError):
        mistakes.add(1, "", "is in an encoding that nobody here knows", "save it as UTF-8")
    mistakes.tell()
    return tuple(log.events)


def tabulated(events: Iterable[ReadEvent]) -> EventTable:
    """Return the events as a table; texts stay behind, to be judged elsewhere."""
    rows = list(events)
    return EventTable.of_columns(
        customer=[row.customer for row in rows],
        touchpoint=[row.touchpoint for row in rows],
        at=[moment(row.at) for row in rows],
        score=[nan if row.score is None else row.score for row in rows],
        medium=[row.medium for row in rows],
        campaign=[row.campaign for row in rows],
    )


class _XesLog:
    """Collects events while expat goes through a log; holds one trace at a time."""

    def __init__(
        self, names: Mapping[Field, str], *, parser: expat.XMLParserType, mistakes: Mistakes, most: int
    ) -> None:
        self.events: list[ReadEvent] = []
        self._names, self._parser, self._mistakes, self._most = names, parser, mistakes, most
        self._wanted = frozenset(names.values())
        self._way: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._line = 0
        self._waiting: list[tuple[int, dict[str, str]]] = []

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take up a trace, an event, or an attribute of either."""
        name, inside = tag.rpartition(":")[2], self._way[-1] if self._way else ""
        if not self._way and name != "log":
            self.refuse("is no XES log: it does not begin with <log>", "export the log as XES")
        self._way.append(name)
        if len(self._way) > _DEEPEST:
            self.refuse(f"is nested deeper than {_DEEPEST} levels", "export it anew")
        key = attributes.get("key", "")
        if name == "trace":
            self._trace, self._waiting = {}, []
        elif name == "event":
            self._event, self._line = {}, self._parser.CurrentLineNumber
        elif inside in {"trace", "event"} and key in self._wanted:
            (self._trace if inside == "trace" else self._event)[key] = attributes.get("value", "")

    def end(self, _tag: str) -> None:
        """Finish an event, or a trace: only then is its customer known for sure."""
        name = self._way.pop()
        if name == "event":
            self._waiting.append((self._line, self._event))
            count = len(self.events) + len(self._waiting)
            _check_room(count, most=self._most, line=self._line, mistakes=self._mistakes)
        if name == "trace" or (name == "event" and "trace" not in self._way):
            for line, attributes in self._waiting:
                self._finish(line, attributes)
            self._trace, self._waiting = {}, []

    def refuse_doctype(self, *_: object) -> None:
        """Refuse a document type: an XES log has none, and entities are declared in it."""
        self.refuse("declares a document type", "take the <!DOCTYPE ...> out; an XES log needs none")

    def refuse(self, what: str, fix: str) -> None:
        """Stop reading here."""
        self._mistakes.add(self._parser.CurrentLineNumber, "", what, fix)
        self._mistakes.tell()

    def _finish(self, line: int, attributes: Mapping[str, str]) -> None:
        """Make an event of what was collected."""
        texts = {
            name: (self._trace if name == "customer" else attributes).get(key, "").strip()
            for name, key in self._names.items()
        }
        event = _event(texts, self._names, line=line, mistakes=self._mistakes)
        self.events += [event] if event else []


def _event(
    texts: Mapping[Field, str], columns: Mapping[Field, str], *, line: int, mistakes: Mistakes
) -> ReadEvent | None:
    """Return the event of one row, or None and note all that is wrong with it."""
    customer, touchpoint = texts.get("customer", ""), texts.get("touchpoint", "")
    at, score = time_in(texts.get("at", "")), _score(texts.get("score", ""))
    if customer and touchpoint and at is not None and score is not None:
        return ReadEvent(
            customer=customer,
            touchpoint=touchpoint,
            at=at,
            score=None if isnan(score) else score,
            medium=texts.get("medium", ""),
            campaign=texts.get("campaign", ""),
            text=texts.get("text", ""),
        )
    checks: tuple[tuple[bool, Field, str, str], ...] = (
        (not customer, "customer", "is empty", "say whose event it is"),
        (not touchpoint, "touchpoint", "is empty", "say where it took place"),
        (at is None, "at", "is no time", "write 2026-09-30T18:00:00Z"),
        (score is None, "score", "is not -2 to 2", "scale it, or leave it empty"),
    )
    for is_wrong, name, what, fix in checks:
        if is_wrong:
            mistakes.add(line, columns[name], what, fix)
    return None


def _score(text: str) -> float | None:
    """Return the score, NaN where none is given, None for what is no score."""
    if not text:
        return nan
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and abs(value) <= _HIGHEST else None


def _known(names: Mapping[Field, str] | None) -> dict[Field, str]:
    """Return the names given; ValueError for one of no field."""
    unknown = sorted(set(names or {}) - set(_FIELDS))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no field of an event; there are {', '.join(_FIELDS)}")
    return dict(names or {})


def _check_room(count: int, *, most: int, line: int, mistakes: Mistakes) -> None:
    """Stop where there are more events than asked for."""
    if count > most:
        mistakes.add(line, "", f"has more than {most} events", "split the file")
        mistakes.tell()
