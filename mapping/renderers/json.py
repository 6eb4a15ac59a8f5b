"""The map's figures for machines: documented in docs/map-json.md, versioned by `schema`."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from mapping.case_lines import MapCases
from mapping.cases import ShownCases, Took
from mapping.contrasts import Side
from mapping.disclosure import Cell
from mapping.journey_map import JourneyMap
from mapping.overlay import Overlay
from mapping.parts import MapStage, MapTouchpoint
from mapping.renderer import Renderer
from mapping.wrapping import tidy

SCHEMA = "aftertouch.map/1"
"""Changes its number when a member goes or changes its meaning; a new member does not."""

_HOUR = timedelta(hours=1)

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def render(journey_map: JourneyMap) -> bytes:
    """Return the map's figures as JSON in UTF-8."""
    return (json.dumps(as_json(journey_map), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def as_json(journey_map: JourneyMap) -> dict[str, Json]:
    """Return what `render` writes."""
    about = journey_map.about
    return {
        "schema": SCHEMA,
        "journey": {"id": about.journey, "title": about.title, "version": about.version},
        "language": about.language,
        "period": _span(about.period.since, about.period.until),
        "previous_period": _span(about.previous_period.since, about.previous_period.until)
        if about.previous_period
        else None,
        "persona": about.persona,
        "segment": about.segment,
        "channels": about.channels,
        "as_of": _time(about.as_of),
        "scorer": about.scorer,
        "unjudged": about.unjudged,
        "scale": {"low": -2, "high": 2},
        "min_customers": about.min_customers,
        "overall": _cell(journey_map.overall),
        "stages": [_stage(stage) for stage in journey_map.stages],
        "overlays": [_overlay(overlay) for overlay in journey_map.overlays],
        "touchpoints": [
            _touchpoint(touchpoint, stage) for stage in journey_map.stages for touchpoint in stage.touchpoints
        ],
        **({} if journey_map.cases is None else {"cases": _cases(journey_map.cases)}),
    }


def _cases(cases: MapCases) -> dict[str, Json]:
    """Return what became of cases, over all and by stage."""
    return {
        "overall": None if cases.whole is None else _told_cases(cases.whole),
        "stages": {stage: _told_cases(shown) for stage, shown in cases.stages.items()},
    }


def _told_cases(shown: ShownCases) -> dict[str, Json]:
    """Return the figures of some cases; null is not known, or held back where `hidden` names it."""
    rescued = shown.rescued
    return {
        "opened": shown.opened,
        "open": shown.open,
        "customers": shown.customers,
        "said": shown.said,
        "rescue_rate": rescued.value if rescued else None,
        "rescue_low": rescued.low if rescued else None,
        "rescue_high": rescued.high if rescued else None,
        "first_reply": _took(shown.first_reply),
        "resolve": _took(shown.resolve),
        "before": _felt(shown.before),
        "after": _felt(shown.after),
        "hidden": sorted(shown.hidden),
    }


def _took(took: Took | None) -> dict[str, Json] | None:
    """Return how long something took, in hours of work."""
    if took is None:
        return None
    return {"n": took.n, "median_hours": took.middle / _HOUR, "p90_hours": took.most / _HOUR}


def _felt(side: Side | None) -> dict[str, Json] | None:
    """Return how customers felt."""
    if side is None:
        return None
    score = side.score
    return {"voters": side.voters, "score": score.value, "low": score.low, "high": score.high}


def _stage(stage: MapStage) -> dict[str, Json]:
    """Return one stage: its figures, and what hangs on it."""
    return {
        "id": stage.id,
        "title": stage.title,
        **_cell(stage.cell),
        "level": None if stage.level is None else int(stage.level),
        "moments": stage.moments,
        "previous_score": stage.previous,
        "change": stage.change.size if stage.change else None,
        "change_since": stage.change.since.isoformat() if stage.change else None,
        "target": stage.target,
        "owner": stage.owner,
        "reached": None
        if stage.reach is None
        else {"customers": stage.reach.customers, "go_on": stage.reach.go_on},
        "touchpoints": [touchpoint.id for touchpoint in stage.touchpoints],
        "quotes": [
            {"text": tidy(quote.text), "touchpoint": quote.touchpoint, "language": quote.language}
            for quote in stage.quotes
        ],
        "pain_points": None
        if stage.pain_points is None
        else [
            {"title": pain.title, "theme": pain.theme, "customers": pain.customers, "severity": pain.severity}
            for pain in stage.pain_points
        ],
        "opportunities": [
            {
                "id": found.id,
                "title": found.title,
                "touchpoint": found.touchpoint,
                "owner": found.owner,
                "status": found.status,
            }
            for found in stage.opportunities
        ],
    }


def _overlay(overlay: Overlay) -> dict[str, Json]:
    """Return one group's figures by stage."""
    return {
        "id": overlay.id,
        "name": tidy(overlay.name),
        "stages": {
            stage: {
                "voters": cell.voters,
                "score": cell.score,
                "low": cell.low,
                "high": cell.high,
                "low_n": cell.is_low_n,
                "hidden": cell.is_hidden,
                "reason": cell.reason,
            }
            for stage, cell in overlay.stages.items()
        },
    }


def _touchpoint(touchpoint: MapTouchpoint, stage: MapStage) -> dict[str, Json]:
    """Return one touchpoint with its figures."""
    return {
        "id": touchpoint.id,
        "title": touchpoint.title,
        "stage": stage.id,
        "where": touchpoint.where,
        "medium": touchpoint.medium,
        **_cell(touchpoint.cell),
        "level": None if touchpoint.level is None else int(touchpoint.level),
    }


def _cell(cell: Cell) -> dict[str, Json]:
    """Return a cell's figures; null is not known or not told, and `hidden` with `reason` say which."""
    return {
        "answers": cell.answers,
        "customers": cell.customers,
        "voters": cell.voters,
        "rated": cell.rated,
        "rating_mean": cell.rating_mean,
        "score": cell.score,
        "low": cell.low,
        "high": cell.high,
        "low_n": cell.is_low_n,
        "histogram": cell.histogram,
        "emotions": None if cell.emotions is None else dict(cell.emotions),
        "delivered": cell.delivered,
        "responded": cell.responded,
        "response_rate": cell.response.value if cell.response else None,
        "response_low": cell.response.low if cell.response else None,
        "response_high": cell.response.high if cell.response else None,
        "last_at": None if cell.last_at is None else _time(cell.last_at),
        "hidden": cell.is_hidden,
        "reason": cell.reason,
    }


def _span(since: date | None, until: date | None) -> dict[str, Json]:
    """Return a period; an open end is null."""
    return {"since": since.isoformat() if since else None, "until": until.isoformat() if until else None}


def _time(when: datetime) -> str:
    """Return an aware time as ISO 8601."""
    return when.isoformat()


SPEC = Renderer(name="json", media_type="application/json", suffix=".json", render=render)
