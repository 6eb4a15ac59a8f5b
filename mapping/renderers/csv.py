"""The map as a table for spreadsheets and statistics: documented in docs/map-formats.md, column by column."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from mapping.disclosure import Cell
from mapping.journey_map import JourneyMap
from mapping.only_text import no_formula
from mapping.overlay import Overlay
from mapping.parts import About, MapStage, MapTouchpoint
from mapping.renderer import Renderer

Field = None | bool | int | float | str | date | datetime
Row = Mapping[str, Field]

LEVELS = ("very_negative", "negative", "neutral", "positive", "very_positive")

_BETWEEN = " | "


def render(journey_map: JourneyMap) -> bytes:
    """Return a row for each stage and each touchpoint, in UTF-8 with a byte order mark (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_columns(journey_map.about))
    for row in _rows(journey_map):
        writer.writerow([_written(value) for value in row.values()])
    # Without the mark spreadsheets take UTF-8 for something else.
    return out.getvalue().encode("utf-8-sig")


def _columns(about: About) -> list[str]:
    """Return the names of the columns; they are the same for every map."""
    nowhere = MapStage(id="", title="", cell=Cell(), touchpoints=())
    return list(_stage(nowhere, about))


def _rows(journey_map: JourneyMap) -> Iterator[Row]:
    """Yield every stage, each followed by its touchpoints, then the groups overlaid."""
    for stage in journey_map.stages:
        yield _stage(stage, journey_map.about)
        for point in stage.touchpoints:
            yield _touchpoint(point, stage, journey_map.about)
    for overlay in journey_map.overlays:
        for stage in journey_map.stages:
            yield _overlay(overlay, stage, journey_map.about)


def _stage(stage: MapStage, about: About) -> Row:
    """Return a stage's row."""
    return {
        "kind": "stage",
        "stage": stage.id,
        "stage_title": stage.title,
        **_place(None),
        "level": None if stage.level is None else int(stage.level),
        **_figures(stage.cell),
        **_on_stage(stage),
        **_about(about),
    }


def _touchpoint(point: MapTouchpoint, stage: MapStage, about: About) -> Row:
    """Return a touchpoint's row; what only stages have is empty."""
    return {
        "kind": "touchpoint",
        "stage": stage.id,
        "stage_title": stage.title,
        **_place(point),
        "level": None if point.level is None else int(point.level),
        **_figures(point.cell),
        **_on_stage(None),
        **_about(about),
    }


def _overlay(overlay: Overlay, stage: MapStage, about: About) -> Row:
    """Return a group's row at a stage: its id stands where the map's own persona or segment would."""
    cell = overlay.stages[stage.id]
    kind, _, _ = overlay.id.partition(":")
    return {
        **_stage(replace(stage, cell=cell), about),
        **_on_stage(None),
        "kind": "overlay",
        **{column: overlay.id for column in ("persona", "segment") if column == kind},
    }


def _place(point: MapTouchpoint | None) -> Row:
    """Return which touchpoint it is and where."""
    return {
        "touchpoint": point.id if point else None,
        "touchpoint_title": point.title if point else None,
        "where": point.where if point else None,
        "medium": point.medium if point else None,
    }


def _figures(cell: Cell) -> Row:
    """Return a cell's figures; empty is not known or not told, and `reason` says why."""
    counts: tuple[int | None, ...] = cell.histogram or (None,) * len(LEVELS)
    emotions = [f"{name}={count}" for name, count in (cell.emotions or {}).items() if count]
    return {
        "score": cell.score,
        "low": cell.low,
        "high": cell.high,
        "voters": cell.voters,
        "low_n": cell.is_low_n,
        "hidden": cell.is_hidden,
        "reason": cell.reason,
        "answers": cell.answers,
        "customers": cell.customers,
        "rated": cell.rated,
        "rating_mean": cell.rating_mean,
        **dict(zip(LEVELS, counts, strict=True)),
        "emotions": _BETWEEN.join(emotions),
        "delivered": cell.delivered,
        "responded": cell.responded,
        "response_rate": cell.response.value if cell.response else None,
        "response_low": cell.response.low if cell.response else None,
        "response_high": cell.response.high if cell.response else None,
        "last_at": cell.last_at,
    }


def _on_stage(stage: MapStage | None) -> Row:
    """Return what hangs on a stage; lists are joined in one cell, for reading."""
    found = stage or MapStage(id="", title="", cell=Cell(), touchpoints=())
    pains = [
        f"{pain.title} (customers={pain.customers}, severity={pain.severity!r})"
        for pain in found.pain_points or ()
    ]
    return {
        "moments": _BETWEEN.join(found.moments),
        "previous_score": found.previous,
        "change": found.change.size if found.change else None,
        "change_since": found.change.since if found.change else None,
        "target": found.target,
        "reached_customers": found.reach.customers if found.reach else None,
        "reached_go_on": found.reach.go_on if found.reach else None,
        "owner": found.owner,
        "quotes": _BETWEEN.join(quote.text for quote in found.quotes),
        "pain_points": _BETWEEN.join(pains),
        "opportunities": _BETWEEN.join(each.title for each in found.opportunities),
    }


def _about(about: About) -> Row:
    """Return what holds for the whole map: a row copied elsewhere still tells its date and its maker."""
    return {
        "journey": about.journey,
        "journey_version": about.version,
        "since": about.period.since,
        "until": about.period.until,
        "persona": about.persona,
        "segment": about.segment,
        "channels": _BETWEEN.join(about.channels),
        "as_of": about.as_of,
        "scorer": about.scorer,
        "unjudged": about.unjudged,
        "min_customers": about.min_customers,
    }


def _written(value: Field) -> str:
    """Write one field: numbers with a dot and unrounded, times as ISO 8601, text that is no formula."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case date():
            return value.isoformat()
        case str():
            return no_formula(value)


SPEC = Renderer(name="csv", media_type="text/csv", suffix=".csv", render=render)
