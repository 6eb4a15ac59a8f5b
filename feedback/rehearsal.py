"""The outcome of a dry run, and how it is told on a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from feedback.explain import wording
from feedback.records import Customer, Interaction
from feedback.verdict import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PastInteraction:
    """A customer reached a touchpoint, back then."""

    customer: Customer
    interaction: Interaction
    reachable: bool = True
    open_case: bool = False
    asked: bool | None = None
    """Whether they were really asked about it; None where nobody knows, as after an import."""

    @property
    def decided_at(self) -> datetime:
        """When the decision falls: on arrival, or, for history imported later, as if it had come at once."""
        known = self.interaction
        return (known.occurred_at if known.imported else known.received_at).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """How many interactions one touchpoint saw, and how many of them would be asked about."""

    stage: str
    touchpoint: str
    interactions: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The rule beside the past, over the interactions of which it is known whether they were asked about."""

    asked_then: int
    asked_both: int
    asked_now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What became of every interaction; `asked`, `skipped` and `unplaced` add up to `interactions`."""

    interactions: int
    asked: int
    customers_asked: int
    skipped: Mapping[Reason, int]
    deferred: Mapping[Reason, int]
    """How many waited at least once for each reason; they are asked or skipped in the end all the same."""
    places: tuple[PlaceCount, ...]
    unplaced: int = 0
    """How many happened at touchpoints that the journey no longer has."""
    since: datetime | None = None
    until: datetime | None = None
    comparison: Comparison | None = None


def tell(rehearsal: Rehearsal) -> str:
    """Tell a rehearsal in plain words and aligned tables."""
    if not rehearsal.interactions:
        return "There were no interactions in that time, so there is nothing to rehearse.\n"
    parts = ["\n".join(part(rehearsal)) for part in (_outcome, _beside_the_past, _reasons, _waits, _places)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _outcome(rehearsal: Rehearsal) -> Iterator[str]:
    span = f"{rehearsal.since:%Y-%m-%d} to {rehearsal.until:%Y-%m-%d}"
    share = _share(rehearsal.asked, rehearsal.interactions)
    yield (
        f"Of {_count(rehearsal.interactions, 'interaction')} ({span}), {rehearsal.asked} would be asked about"
        f" ({share}), of {_count(rehearsal.customers_asked, 'customer')}."
    )


def _beside_the_past(rehearsal: Rehearsal) -> Iterator[str]:
    seen = rehearsal.comparison
    if seen is None:
        return
    yield f"{seen.asked_then} were really asked about:"
    yield from _table(
        [
            ("asked then and with this rule", str(seen.asked_both)),
            ("asked then, no longer with this rule", str(seen.asked_then - seen.asked_both)),
            ("not asked then, asked with this rule", str(seen.asked_now - seen.asked_both)),
        ]
    )


def _reasons(rehearsal: Rehearsal) -> Iterator[str]:
    rows = [(wording(reason).short, str(count)) for reason, count in rehearsal.skipped.items()]
    if rehearsal.unplaced:
        rows.append(("the touchpoint is no longer in the journey", str(rehearsal.unplaced)))
    if rows:
        yield from ("Why the others would not be:", *_table(rows))


def _waits(rehearsal: Rehearsal) -> Iterator[str]:
    rows = [(wording(reason).short, str(count)) for reason, count in rehearsal.deferred.items()]
    if rows:
        yield from ("Put off at first, then decided again:", *_table(rows))


def _places(rehearsal: Rehearsal) -> Iterator[str]:
    rows = [("stage", "touchpoint", "interactions", "asked", "share")]
    rows += [
        (
            place.stage,
            place.touchpoint,
            str(place.interactions),
            str(place.asked),
            _share(place.asked, place.interactions),
        )
        for place in rehearsal.places
    ]
    yield from _table(rows, words=2)


def _table(rows: Iterable[tuple[str, ...]], *, words: int = 1) -> Iterator[str]:
    """Yield `rows` aligned: columns of `words` to the left, figures to the right."""
    lines = list(rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            cell.ljust(width) if number < words else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield "  " + "  ".join(cells).rstrip()


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
