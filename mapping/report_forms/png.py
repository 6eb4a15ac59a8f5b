"""A report's picture for a chat."""

from mapping.renderers.png import PEN, SCALE, WIDEST, draw
from mapping.report import Report, ReportForm
from mapping.svg import picture


def _write(report: Report, explain: bool) -> bytes:  # noqa: ARG001, FBT001 - the port sets the signature
    if report.drawing is None:
        raise ValueError(f"the report {report.name!r} has no picture")
    svg = picture(report.drawing, title=report.title, description=report.description, pen=PEN)
    return draw(svg, width=round(report.drawing.width * min(SCALE, WIDEST / report.drawing.width)))


SPEC = ReportForm(
    name="png",
    media_type="image/png",
    suffix=".png",
    is_text=False,
    write=_write,
    fits=lambda report: report.drawing is not None,
)
