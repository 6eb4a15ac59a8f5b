"""Which part of the answers is meant: one reading of every filter, for maps and reports alike."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.refusals import RefusalKey, refuse, refuse_name
from config.journey import Journey
from feedback.intake import Refused
from mapping.rollup import Stages
from mapping.wrapping import tidy


class Among(Protocol):
    """Whom and which weeks a figure is about; None does not restrict."""

    @property
    def persona(self) -> str | None:
        """The id of a persona."""

    @property
    def segment(self) -> str | None:
        """The id of a segment."""

    @property
    def since(self) -> date | None:
        """The first day; figures are made of whole weeks."""

    @property
    def until(self) -> date | None:
        """The last day."""


class Filters(Among, Protocol):
    """Which part of the answers is meant, for maps and reports alike; None does not restrict."""

    @property
    def medium(self) -> str | None:
        """The medium of touchpoints."""

    @property
    def stage(self) -> str | None:
        """The id of a stage."""


def stage_titles(journey: Journey, language: str | None) -> dict[str, str]:
    """Return how each stage is called, in the journey's order."""
    return {each.id: tidy(journey.say(each.title, language)) for each in journey.stages}


def touchpoint_titles(journey: Journey, query: Filters, *, language: str | None) -> dict[str, str]:
    """Return how the touchpoints that a query is about are called, in the journey's order."""
    asked = {point for points in asked_stages(journey, query).values() for point in points}
    return {
        point.id: tidy(journey.say(point.title, language))
        for stage in journey.stages
        for point in stage.touchpoints
        if point.id in asked
    }


def filters_named(journey: Journey, query: Filters, *, language: str | None) -> tuple[str, ...]:
    """Name the stage and the medium that a query is about, as headers do."""
    stage = None if query.stage is None else stage_titles(journey, language)[query.stage]
    return tuple(filter(None, (stage, query.medium)))


def part_asked(journey: Journey, query: Filters) -> Stages | None:
    """Return the part of the journey that a query is about; None is all of it."""
    return None if query.stage is None and query.medium is None else asked_stages(journey, query)


def asked_stages(journey: Journey, query: Filters) -> dict[str, tuple[str, ...]]:
    """Return the touchpoints that a query is about by stage, in the journey's order; no stage is empty.

    A journey's stage without touchpoints stays where nothing narrows the query.
    """
    found = {
        stage.id: tuple(point.id for point in stage.touchpoints if query.medium in {None, point.medium})
        for stage in journey.stages
        if query.stage in {None, stage.id}
    }
    return {stage: points for stage, points in found.items() if points or query.medium is None}


def refused_query(journey: Journey, query: Filters, *, language: str | None) -> Refused | None:
    """Return the first thing in a query that the journey does not know, if any."""
    media = sorted({point.medium for stage in journey.stages for point in stage.touchpoints})
    refused = _refused_names(
        journey,
        language,
        ("/persona", "no_persona", query.persona, [each.id for each in journey.personas]),
        ("/segment", "no_segment", query.segment, [each.id for each in journey.segments]),
        ("/medium", "no_medium", query.medium, media),
        ("/stage", "no_stage_of", query.stage, [each.id for each in journey.stages]),
    )
    if refused is not None:
        return refused
    if not asked_stages(journey, query):
        part = {"stage": query.stage or "", "medium": query.medium or ""}
        return refuse("/medium", "empty_part", "leave_one_out", language, **part)
    if query.since is not None and query.until is not None and query.since > query.until:
        return refuse("/since", "ends_first", "swap_days", language)
    return None


_Asked = tuple[str, RefusalKey, str | None, Sequence[str]]
"""Where a name is asked for, what is said where it is none, the name (None: none), and those there are."""


def _refused_names(journey: Journey, language: str | None, *asked: _Asked) -> Refused | None:
    """Return the first name that is none, with the nearest that is one."""
    for pointer, what, wanted, known in asked:
        if wanted is not None and wanted not in known:
            return refuse_name(
                pointer, what, "has_none", language, name=wanted, known=known, journey=journey.id
            )
    return None
