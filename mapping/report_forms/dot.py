"""A report's graph in Graphviz form, for tools that draw it by themselves."""

from mapping.report import Report, ReportForm

_NAME = "dot"


def _write(report: Report, explain: bool) -> bytes:  # noqa: ARG001, FBT001 - the port sets the signature
    return report.diagrams[_NAME].encode()


SPEC = ReportForm(
    name=_NAME,
    media_type="text/vnd.graphviz",
    suffix=".dot",
    is_text=True,
    write=_write,
    fits=lambda report: _NAME in report.diagrams,
)
