"""A report for programs: documented in docs/report-json.md, versioned by `schema`."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from mapping.report import Absent, Bounded, Report, ReportForm, Table, Value
from mapping.wrapping import tidy

SCHEMA = "aftertouch.report/1"
"""Changes its number when a member goes or changes its meaning; a new member does not."""

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def as_json(report: Report) -> dict[str, Json]:
    """Return what `write` writes; formulas and notes are always there."""
    about = report.about
    return {
        "schema": SCHEMA,
        "report": report.name,
        "title": tidy(report.title),
        "journey": {"id": about.journey, "title": about.title, "version": about.version},
        "language": about.language,
        "period": {
            "since": about.period.since.isoformat() if about.period.since else None,
            "until": about.period.until.isoformat() if about.period.until else None,
        },
        "persona": about.persona,
        "segment": about.segment,
        "channels": list(about.channels),
        "as_of": about.as_of.isoformat(),
        "data_to": about.data_to.isoformat() if about.data_to else None,
        "scorer": about.scorer,
        "unjudged": about.unjudged,
        "min_customers": about.min_customers,
        "findings": [tidy(each) for each in report.findings],
        "tables": {table.key: _table(table) for table in report.tables},
        "notes": [tidy(each) for each in report.notes],
        "formulas": [
            {"what": each.what, "formula": each.formula, "n": each.n, "source": each.source}
            for each in report.formulas
        ],
        "diagrams": dict(report.diagrams),
    }


def _write(report: Report, explain: bool) -> bytes:  # noqa: ARG001, FBT001 - the port sets the signature
    return (json.dumps(as_json(report), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _table(table: Table) -> dict[str, Json]:
    keys = [column.key for column in table.columns]
    return {
        "title": tidy(table.title),
        "columns": [
            {"key": column.key, "title": tidy(column.title), "kind": column.kind} for column in table.columns
        ],
        "rows": [
            {
                **{key: _value(value) for key, value in zip(keys, row, strict=True)},
                "hidden": [key for key, value in zip(keys, row, strict=True) if isinstance(value, Absent)],
            }
            for row in table.rows
        ],
    }


def _value(value: Value) -> Json:
    match value:
        case Absent():
            return None
        case Bounded():
            return {"value": value.value, "low": value.low, "high": value.high}
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case str():
            return tidy(value)
        case _:
            return value


SPEC = ReportForm(name="json", media_type="application/json", suffix=".json", is_text=True, write=_write)
