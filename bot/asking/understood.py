"""What was understood of a question, part by part: what contradicts itself in it, and the query it makes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.asking.asked import Asked, Problem
from bot.reporting import Query
from config.journey import Journey
from mapping.period import Period

GROUPS = frozenset({"persona", "segment", "period"})
"""Kinds of parts that can be set beside each other."""


class Part(NamedTuple):
    """Something understood, and the tokens it was read from, as they were `said`."""

    kind: str
    value: str
    title: str
    said: str
    start: int
    end: int
    period: Period | None = None


def contradictions(parts: Sequence[Part], journey: Journey, *, has_stray_sides: bool) -> Iterator[Problem]:
    """Yield what contradicts itself: two of a kind, a touchpoint or a medium that is elsewhere.

    Where sides were set beside each other and cannot be, that is said already, and not again of each kind.
    """
    first: dict[str, Part] = {}
    for part in parts:
        known = first.setdefault(part.kind, part)
        if known.value != part.value and not (has_stray_sides and part.kind in GROUPS):
            yield Problem(kind="twice", said=part.said, start=part.start, end=part.end, about=_sort(part))
    yield from _misplaced(first, journey)


def _sort(part: Part) -> str:
    """Return what sort of thing this is; an option is called as it was said."""
    if part.kind == "own:by":
        return "step"  # "monthly" names none
    return part.said.partition(" ")[0] if part.kind.startswith("own:") else part.kind


def _misplaced(first: Mapping[str, Part], journey: Journey) -> Iterator[Problem]:
    point, stage, medium = (first.get(kind) for kind in ("touchpoint", "stage", "medium"))
    if stage is None:
        return
    if point is not None:
        place = journey.place(point.value)
        if place is not None and place[0].id != stage.value:
            yield _elsewhere(point, stage)
    if medium is not None:
        held = next(each for each in journey.stages if each.id == stage.value)
        if medium.value not in {each.medium for each in held.touchpoints}:
            yield _elsewhere(medium, stage)


def _elsewhere(part: Part, stage: Part) -> Problem:
    return Problem(kind="misplaced", said=part.title, start=part.start, end=part.end, about=stage.title)


def asked_by(parts: Sequence[Part], journey: Journey, *, language: str) -> Asked:
    """Return what all parts ask for together; `language` is that of who asks."""
    found = {part.kind: part for part in parts}
    value = {kind: part.value for kind, part in found.items()}
    days = found["period"].period if "period" in found else None
    point = value.get("touchpoint")
    place = journey.place(point) if point else None
    query = Query(
        language=value.get("language", language),
        persona=value.get("persona"),
        segment=value.get("segment"),
        medium=value.get("medium"),
        stage=value.get("stage") or (place[0].id if place else None),
        since=days.since if days else None,
        until=days.until if days else None,
        own={kind[4:]: each for kind, each in value.items() if kind.startswith("own:")},
    )
    return Asked(
        query=query,
        touchpoint=point,
        theme=value.get("theme"),
        choose=value.get("choose"),
        page=int(value.get("page", "1")),
        explain="explain" in value,
        form=value.get("form"),
        spoken=value.get("language"),
    )
