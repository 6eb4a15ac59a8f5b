"""Holds what is written for programs against the schemas that `aftertouch schema` prints."""

import json
from collections.abc import Mapping
from datetime import datetime

from jsonschema import Draft202012Validator, FormatChecker

from mapping.map_schema import map_schema
from mapping.report import Report
from mapping.report_forms.json import SPEC
from mapping.report_schema import report_schema

_FORMATS = FormatChecker(["date"])


@_FORMATS.checks("date-time", raises=ValueError)
def _has_zone(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


# Made once: to look through a schema takes longer than to hold a document against it.
VALIDATORS: Mapping[str, Draft202012Validator] = {
    name: Draft202012Validator(schema, format_checker=_FORMATS)
    for name, schema in {"map": map_schema(), "report": report_schema()}.items()
}


def problems(name: str, written: bytes) -> list[str]:
    """Return where a document breaks the schema called `name`, and which keyword; never what stands there."""
    found = VALIDATORS[name].iter_errors(json.loads(written))
    return [f"{each.json_path}: {each.validator}" for each in found]


def report_problems(report: Report) -> list[str]:
    """Return the same of a report as it would be written."""
    return problems("report", SPEC.write(report, False))  # noqa: FBT003 - the port's own second argument
