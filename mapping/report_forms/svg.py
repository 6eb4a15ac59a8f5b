"""A report's picture, sharp at any size."""

from mapping.report import Report, ReportForm
from mapping.svg import picture


def _write(report: Report, explain: bool) -> bytes:  # noqa: ARG001, FBT001 - the port sets the signature
    if report.drawing is None:
        raise ValueError(f"the report {report.name!r} has no picture")
    return picture(report.drawing, title=report.title, description=report.description).encode()


SPEC = ReportForm(
    name="svg",
    media_type="image/svg+xml",
    suffix=".svg",
    is_text=True,
    write=_write,
    fits=lambda report: report.drawing is not None,
)
