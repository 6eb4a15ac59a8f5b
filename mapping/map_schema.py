"""The JSON Schema of the map as JSON: what `mapping.renderers.json` writes, and nothing else."""

from typing import get_args

from mapping.cases import CaseMeasure
from mapping.json_schema import (
    COUNT,
    DAY,
    FLAG,
    SCORE,
    SHARE,
    TEXT,
    TIME,
    Schema,
    by_key,
    closed,
    document,
    listed,
    one_of,
    or_null,
    part,
)
from mapping.overlay import MOST
from mapping.parts import Moment
from mapping.renderers.json import SCHEMA

_REASON = one_of(["no_answers", "unpublished", "no_scores", "few_scored", "few_customers", "complement"])
_STATUS = one_of(["idea", "planned", "doing", "done", "dropped"])
_LEVEL: Schema = {"type": "integer", "minimum": -2, "maximum": 2}
_CHANGE: Schema = {"type": "number", "minimum": -4, "maximum": 4}
_DEPTH: Schema = {"type": "number", "minimum": 0, "maximum": 2}
_HOURS: Schema = {"type": "number", "minimum": 0}
_K: Schema = {"type": "integer", "minimum": 1}

_CELL = {
    "answers": or_null(COUNT),
    "customers": or_null(COUNT),
    "voters": or_null(COUNT),
    "rated": or_null(COUNT),
    "rating_mean": or_null(SCORE),
    "score": or_null(SCORE),
    "low": or_null(SCORE),
    "high": or_null(SCORE),
    "low_n": FLAG,
    "histogram": or_null(listed(or_null(COUNT), minItems=5, maxItems=5)),
    "emotions": or_null(by_key(or_null(COUNT))),
    "delivered": or_null(COUNT),
    "responded": or_null(COUNT),
    "response_rate": or_null(SHARE),
    "response_low": or_null(SHARE),
    "response_high": or_null(SHARE),
    "last_at": or_null(TIME),
    "hidden": FLAG,
    "reason": or_null(_REASON),
}

_STAGE = {
    "id": TEXT,
    "title": TEXT,
    **_CELL,
    "level": or_null(_LEVEL),
    "moments": listed(one_of(get_args(Moment)), uniqueItems=True),
    "previous_score": or_null(SCORE),
    "change": or_null(_CHANGE),
    "change_since": or_null(DAY),
    "target": or_null(SCORE),
    "owner": or_null(TEXT),
    "reached": or_null(closed({"customers": COUNT, "go_on": or_null(SHARE)})),
    "touchpoints": listed(TEXT, uniqueItems=True),
    "quotes": listed(closed({"text": TEXT, "touchpoint": TEXT, "language": or_null(TEXT)})),
    "pain_points": or_null(listed(part("pain_point"))),
    "opportunities": listed(part("opportunity")),
}

_TOUCHPOINT = {
    "id": TEXT,
    "title": TEXT,
    "stage": TEXT,
    "where": one_of(["online", "offline"]),
    "medium": TEXT,
    **_CELL,
    "level": or_null(_LEVEL),
}

_GROUP = {name: _CELL[name] for name in ("voters", "score", "low", "high", "low_n", "hidden", "reason")}

_CASES = {
    "opened": or_null(COUNT),
    "open": or_null(COUNT),
    "customers": or_null(COUNT),
    "said": or_null(COUNT),
    "rescue_rate": or_null(SHARE),
    "rescue_low": or_null(SHARE),
    "rescue_high": or_null(SHARE),
    "first_reply": or_null(part("took")),
    "resolve": or_null(part("took")),
    "before": or_null(part("felt")),
    "after": or_null(part("felt")),
    "hidden": listed(one_of(CaseMeasure), uniqueItems=True),
}

_PARTS = {
    "period": closed({"since": or_null(DAY), "until": or_null(DAY)}),
    "cell": closed(_CELL),
    "stage": closed(_STAGE),
    "touchpoint": closed(_TOUCHPOINT),
    "pain_point": closed(
        {"title": TEXT, "theme": or_null(TEXT), "customers": COUNT, "severity": _DEPTH},
    ),
    "opportunity": closed(
        {"id": TEXT, "title": TEXT, "touchpoint": or_null(TEXT), "owner": or_null(TEXT), "status": _STATUS}
    ),
    "overlay": closed({"id": TEXT, "name": TEXT, "stages": by_key(closed(_GROUP))}),
    "cases": closed(_CASES),
    "took": closed({"n": COUNT, "median_hours": _HOURS, "p90_hours": _HOURS}),
    "felt": closed({"voters": COUNT, "score": SCORE, "low": SCORE, "high": SCORE}),
}


def map_schema() -> Schema:
    """Return the JSON Schema of the map as JSON, as this version writes it."""
    whole = {
        "journey": closed({"id": TEXT, "title": TEXT, "version": TEXT}),
        "language": TEXT,
        "period": part("period"),
        "previous_period": or_null(part("period")),
        "persona": or_null(TEXT),
        "segment": or_null(TEXT),
        "channels": listed(TEXT),
        "as_of": TIME,
        "scorer": TEXT,
        "unjudged": COUNT,
        "scale": closed({"low": {"const": -2}, "high": {"const": 2}}),
        "min_customers": _K,
        "overall": part("cell"),
        "stages": listed(part("stage")),
        "overlays": listed(part("overlay"), maxItems=MOST),
        "touchpoints": listed(part("touchpoint")),
        "cases": closed({"overall": or_null(part("cases")), "stages": by_key(part("cases"))}),
    }
    return {**document("Aftertouch map", SCHEMA, whole, optional=["cases"]), "$defs": _PARTS}
