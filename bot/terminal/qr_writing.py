"""A poster written down: as SVG, as a picture, or as PDF with text that can be selected."""

from datetime import datetime
from html import escape

from bot.terminal.qr_pdf import as_pdf
from bot.terminal.qr_poster import HEIGHT, WIDTH, Poster
from mapping.renderers.png import PEN, draw
from mapping.svg import ALONE, FONTS, Pen, marks

_SCALE = 2
"""Makes 203 dots an inch on A4."""

_IN_PX = f'width="{WIDTH}" height="{HEIGHT}"'


def written(poster: Poster, *, form: str, now: datetime) -> bytes:
    """Return the poster as svg, png or pdf; `now` is when a PDF says it was made."""
    match form:
        case "svg":
            return as_svg(poster, pen=ALONE, size='width="210mm" height="297mm"').encode()
        case "png":
            # resvg knows no millimetres.
            return draw(as_svg(poster, pen=PEN, size=_IN_PX), width=WIDTH * _SCALE)
        case _:
            return as_pdf(poster, now=now)


def as_svg(poster: Poster, *, pen: Pen, size: str) -> str:
    """Return the poster as SVG, with `size` as its attributes."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" lang="{escape(poster.language)}" '
        f'aria-labelledby="poster-title poster-desc" font-family="{FONTS}">\n'
        f'<title id="poster-title">{escape(poster.title)}</title>\n'
        f'<desc id="poster-desc">{escape(poster.description)}</desc>\n'
        + "\n".join(marks((each,), pen=pen) for each in poster.marks)
        + "\n</svg>\n"
    )
