"""A poster as PDF on A4: lines and letters, not pixels, and text that can be selected and read aloud."""

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from itertools import groupby
from typing import assert_never

from fpdf import FPDF
from fpdf.drawing import DrawingContext, PaintedPath
from fpdf.enums import PathPaintRule, StrokeCapStyle
from fpdf.svg import svg_path_converter

from bot.terminal.qr_poster import HEIGHT, WIDTH, Poster
from mapping.graphemes import graphemes
from mapping.marks import Area, Box, Dot, Letters, Mark, Stroke
from mapping.measure import drawable, font_of
from mapping.palette import LIGHT, Ink
from mapping.wrapping import tidy

_POINTS = 210 / 25.4 * 72 / WIDTH
"""How many points a px of the poster is, on paper 210 mm wide."""

_FONTS = (
    ("text", "", "DejaVuSans.ttf"),
    ("text", "B", "DejaVuSans-Bold.ttf"),
    ("emoji", "", "NotoEmoji-Regular.ttf"),
)


def as_pdf(poster: Poster, *, now: datetime) -> bytes:
    """Return the poster as PDF, made at `now`; of the fonts it holds only the letters it needs."""
    pdf = FPDF(unit=_POINTS, format=(WIDTH, HEIGHT))
    pdf.set_creation_date(now)
    pdf.set_title(poster.title)
    pdf.set_subject(poster.description)
    pdf.set_lang(poster.language)
    pdf.set_auto_page_break(auto=False)
    folder = files("mapping.renderers") / "fonts"
    for family, style, file in _FONTS:
        pdf.add_font(family, style, str(folder / file))
    pdf.add_page()
    for mark in poster.marks:
        _draw(pdf, mark)
    return bytes(pdf.output())


def _draw(pdf: FPDF, mark: Mark) -> None:
    if isinstance(mark, Letters):
        _write(pdf, mark)
        return
    with pdf.drawing_context() as page:
        _add(page, mark)


def _add(page: DrawingContext, mark: Area | Box | Dot | Stroke) -> None:
    path = PaintedPath()
    match mark:
        case Box():
            radius = mark.radius
            path.rectangle(mark.x, mark.y, mark.width, mark.height, rx=radius, ry=radius)
            _paint(path, fill=mark.fill, stroke=mark.stroke, width=1)
        case Dot():
            path.circle(mark.x, mark.y, mark.radius)
            _paint(path, fill=mark.fill, stroke=mark.stroke, width=mark.width)
        case Stroke():
            svg_path_converter(path, mark.d)
            _paint(path, fill=None, stroke=mark.ink, width=mark.width)
            path.style.stroke_cap_style = StrokeCapStyle.ROUND if mark.round else StrokeCapStyle.BUTT
        case Area():
            svg_path_converter(path, mark.d)
            _paint(path, fill=mark.fill, stroke=None, width=0)
        case _:
            assert_never(mark)
    page.add_item(path)


def _paint(path: PaintedPath, *, fill: Ink | None, stroke: Ink | None, width: float) -> None:
    path.style.auto_close = False
    path.style.fill_color = LIGHT[fill] if fill else None
    path.style.stroke_color = LIGHT[stroke] if stroke else None
    path.style.stroke_width = width
    rules = {(True, True): PathPaintRule.STROKE_FILL_NONZERO, (True, False): PathPaintRule.FILL_NONZERO}
    path.style.paint_rule = rules.get((bool(fill), bool(stroke)), PathPaintRule.STROKE)


def _write(pdf: FPDF, mark: Letters) -> None:
    """Write a line of text, each letter in the font that has it."""
    pdf.set_text_color(LIGHT[mark.ink])
    runs = list(_runs(mark))
    widths = [_set_font(pdf, mark, family, style).get_string_width(text) for family, style, text in runs]
    x = mark.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor] * sum(widths)
    for (family, style, text), width in zip(runs, widths, strict=True):
        _set_font(pdf, mark, family, style).text(x, mark.y, text)
        x += width


def _set_font(pdf: FPDF, mark: Letters, family: str, style: str) -> FPDF:
    pdf.set_font(family, style, mark.size * _POINTS)
    return pdf


def _runs(mark: Letters) -> Iterator[tuple[str, str, str]]:
    """Yield parts of a line with the family and the style that have their letters."""
    letters = (drawable(each) for each in graphemes(tidy(mark.text)))
    for (family, style), run in groupby(letters, key=lambda letter: _font(letter, bold=mark.bold)):
        yield family, style, "".join(run)


def _font(letter: str, *, bold: bool) -> tuple[str, str]:
    match font_of(letter):
        case "emoji":
            return "emoji", ""
        case "plain":
            return "text", ""
        case _:
            return "text", "B" if bold else ""
