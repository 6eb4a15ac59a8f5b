"""A poster as PDF on A4."""

from datetime import datetime

from bot.terminal.qr_poster import HEIGHT, WIDTH, Poster
from mapping.pdf_page import Page, Piece, Properties
from mapping.pdf_writing import write

_POINTS = 210 / 25.4 * 72 / WIDTH
"""How many points a px of the poster is, on paper 210 mm wide."""


def as_pdf(poster: Poster, *, now: datetime) -> bytes:
    """Return the poster as PDF, made at `now`."""
    page = Page(
        width=WIDTH * _POINTS, height=HEIGHT * _POINTS, scale=_POINTS, pieces=[Piece(marks=poster.marks)]
    )
    properties = Properties(
        title=poster.title, subject=poster.description, language=poster.language, made=now
    )
    return write([page], properties)
