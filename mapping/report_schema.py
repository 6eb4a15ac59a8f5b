"""The JSON Schema of a report as JSON: what `mapping.report_forms.json` writes, and nothing else."""

from typing import get_args

from mapping.json_schema import (
    COUNT,
    DAY,
    NUMBER,
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
from mapping.report import Kind
from mapping.report_forms.json import SCHEMA

_K: Schema = {"type": "integer", "minimum": 1}

# What a value's own column allows stands in the same document, which no schema can look up.
_VALUE: Schema = {"anyOf": [{"type": ["string", "number", "null"]}, part("bounded")]}

_ROW: Schema = {
    "type": "object",
    "properties": {"hidden": listed(TEXT, uniqueItems=True)},
    "required": ["hidden"],
    "additionalProperties": _VALUE,
}

_PARTS = {
    "table": closed({"title": TEXT, "columns": listed(part("column"), minItems=1), "rows": listed(_ROW)}),
    "column": closed({"key": TEXT, "title": TEXT, "kind": one_of(get_args(Kind))}),
    "bounded": closed({"value": NUMBER, "low": NUMBER, "high": NUMBER}),
    "formula": closed({"what": TEXT, "formula": TEXT, "n": TEXT, "source": TEXT}),
}


def report_schema() -> Schema:
    """Return the JSON Schema of any report as JSON, as this version writes it."""
    whole = {
        "report": TEXT,
        "title": TEXT,
        "journey": closed({"id": TEXT, "title": TEXT, "version": TEXT}),
        "language": TEXT,
        "period": closed({"since": or_null(DAY), "until": or_null(DAY)}),
        "persona": or_null(TEXT),
        "segment": or_null(TEXT),
        "channels": listed(TEXT),
        "as_of": TIME,
        "data_to": or_null(TIME),
        "scorer": TEXT,
        "unjudged": COUNT,
        "min_customers": _K,
        "findings": listed(TEXT),
        "tables": by_key(part("table")),
        "notes": listed(TEXT),
        "formulas": listed(part("formula")),
        "diagrams": by_key(TEXT),
    }
    return {**document("Aftertouch report", SCHEMA, whole), "$defs": _PARTS}
