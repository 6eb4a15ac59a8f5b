"""A report for print and for the file: lines and real text on A4."""

from mapping.report import Report, ReportForm
from mapping.report_on_paper import pages, properties


def _write(report: Report, explain: bool) -> bytes:  # noqa: FBT001 - the port sets the signature
    """Return the report as PDF, upright or, where its tables are wide, on its side."""
    from mapping.pdf_writing import write  # noqa: PLC0415 - fpdf2 is slow to import

    return write(pages(report, explain=explain), properties(report))


SPEC = ReportForm(name="pdf", media_type="application/pdf", suffix=".pdf", is_text=False, write=_write)
