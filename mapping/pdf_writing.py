"""Marks on pages of a PDF: lines and letters, not pixels, and text that can be selected and read aloud.

fpdf2 has no public way to tag but pictures, so what is tagged goes through its structure builder by hand.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.resources import files
from itertools import groupby
from typing import assert_never
from unicodedata import category

from fpdf import FPDF, ViewerPreferences
from fpdf.bidi import BidiParagraph
from fpdf.drawing import DrawingContext, PaintedPath
from fpdf.drawing_primitives import Transform
from fpdf.enums import PathPaintRule, StrokeCapStyle, TextDirection
from fpdf.fonts import TTFFont
from fpdf.svg import svg_path_converter

from mapping.graphemes import graphemes, is_rtl
from mapping.grounds import ground
from mapping.joining import joined, parted
from mapping.marks import Area, Box, Dot, Letters, Mark, Stroke
from mapping.measure import drawable, font_of, spelt_out
from mapping.palette import LIGHT, Ink
from mapping.pdf_page import Page, Piece, Properties
from mapping.wrapping import tidy

_FONTS = (
    ("text", "", "DejaVuSans.ttf"),
    ("text", "B", "DejaVuSans-Bold.ttf"),
    ("text", "I", "DejaVuSans-Oblique.ttf"),
    ("emoji", "", "NotoEmoji-Regular.ttf"),
    ("cjk", "", "NotoSansCJKsc-Regular.otf"),
    ("thai", "", "NotoSansThai-Regular.ttf"),
    ("devanagari", "", "NotoSansDevanagari-Regular.ttf"),
)


Face = tuple[str, str]
"""A font's family and style."""


def write(pages: Iterable[Page], properties: Properties) -> bytes:
    """Return the PDF; of the fonts it holds only the letters it needs. The same pages give the same bytes."""
    held = list(pages)
    pdf = FPDF(unit="pt", format=(held[0].width, held[0].height))
    pdf.set_creation_date(properties.made)
    pdf.set_title(tidy(properties.title))
    pdf.set_subject(tidy(properties.subject))
    pdf.set_creator("Aftertouch")
    pdf.set_lang(properties.language)
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    pdf.set_auto_page_break(auto=False)
    _add_fonts(pdf, held)
    for page in held:
        pdf.add_page(format=(page.width, page.height))
        for piece in page.pieces:
            _tell(pdf, piece, page)
    _name_letters(pdf)
    return bytes(pdf.output())


def _add_fonts(pdf: FPDF, pages: Sequence[Page]) -> None:
    """Add the fonts that some letter needs: a script's own is large."""
    used = {
        face
        for page in pages
        for piece in page.pieces
        for mark in piece.marks
        if isinstance(mark, Letters)
        for face, _ in _runs(mark)
    }
    folder = files("mapping.renderers") / "fonts"
    for family, style, file in _FONTS:
        if (family, style) in used:
            pdf.add_font(family, style, str(folder / file))


def _tell(pdf: FPDF, piece: Piece, page: Page) -> None:
    """Draw a piece, and tag what is no mere decoration."""
    if piece.tag == "Artifact":
        opening = "/Artifact BMC"
    else:
        place = pdf.struct_builder.next_mcid_for_page(pdf.page)
        _, parents = pdf.struct_builder.add_marked_content(
            page_number=pdf.page,
            struct_type=f"/{piece.tag}",
            mcid=place,
            alt_text=tidy(piece.said) if piece.said else None,
        )
        pdf.pages[pdf.page].struct_parents = parents
        opening = f"/{piece.tag} <</MCID {place}>> BDC"
    pdf._out(opening)  # noqa: SLF001 - see above
    for _, marks in groupby(piece.marks, key=lambda mark: isinstance(mark, Letters)):
        letters, shapes = _sorted_out(marks)
        if shapes:
            with pdf.drawing_context() as context:
                for shape in shapes:
                    _add(context, shape, page)
        for mark in letters:
            _write(pdf, mark, page)
    pdf._out("EMC")  # noqa: SLF001 - see above


def _sorted_out(marks: Iterable[Mark]) -> tuple[list[Letters], list[Area | Box | Dot | Stroke]]:
    """Return text, and shapes with the grounds that text stands on."""
    letters: list[Letters] = []
    shapes: list[Area | Box | Dot | Stroke] = []
    for mark in marks:
        if not isinstance(mark, Letters):
            shapes.append(mark)
            continue
        letters.append(mark)
        if mark.halo:
            shapes.append(ground(mark))
    return letters, shapes


def _add(context: DrawingContext, mark: Area | Box | Dot | Stroke, page: Page) -> None:
    """Add one shape to the page."""
    path = PaintedPath()
    paint = partial(_paint, path)
    match mark:
        case Box():
            path.rectangle(mark.x, mark.y, mark.width, mark.height, rx=mark.radius, ry=mark.radius)
            paint(fill=mark.fill, stroke=mark.stroke, width=1, dash=mark.dash, opacity=mark.opacity)
        case Dot():
            path.circle(mark.x, mark.y, mark.radius)
            paint(fill=mark.fill, stroke=mark.stroke, width=mark.width, dash=mark.dash)
        case Stroke():
            svg_path_converter(path, mark.d)
            paint(fill=None, stroke=mark.ink, width=mark.width, dash=mark.dash)
            if mark.round:
                path.style.stroke_cap_style = StrokeCapStyle.ROUND
        case Area():
            svg_path_converter(path, mark.d)
            paint(fill=mark.fill, stroke=None, width=0, opacity=mark.opacity)
        case _:
            assert_never(mark)
    path.transform = Transform.scaling(page.scale) @ Transform.translation(page.x, page.y)
    context.add_item(path)


def _paint(
    path: PaintedPath,
    *,
    fill: Ink | None,
    stroke: Ink | None,
    width: float,
    dash: str | None = None,
    opacity: float = 1,
) -> None:
    """Give a path its colours."""
    path.style.auto_close = False
    path.style.fill_color = LIGHT[fill] if fill else None
    path.style.stroke_color = LIGHT[stroke] if stroke else None
    path.style.stroke_width = width
    path.style.stroke_cap_style = StrokeCapStyle.BUTT
    if opacity < 1:
        path.style.fill_opacity = opacity
    if dash:
        path.style.stroke_dash_pattern = [float(length) for length in dash.split()]
    rules = {(True, True): PathPaintRule.STROKE_FILL_NONZERO, (True, False): PathPaintRule.FILL_NONZERO}
    path.style.paint_rule = rules.get((bool(fill), bool(stroke)), PathPaintRule.STROKE)


def _write(pdf: FPDF, mark: Letters, page: Page) -> None:
    """Write a line of text, each letter in the font that has it."""
    pdf.set_text_color(LIGHT[mark.ink])
    size = mark.size * page.scale
    runs = list(_runs(mark))
    widths = []
    for (family, style), text in runs:
        pdf.set_font(family, style, size)
        widths.append(pdf.get_string_width(text))
    x = page.x + mark.x * page.scale
    x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor] * sum(widths)
    for ((family, style), text), wide in zip(runs, widths, strict=True):
        pdf.set_font(family, style, size)
        pdf.text(x, page.y + mark.y * page.scale, text)
        x += wide


def _runs(mark: Letters) -> Iterator[tuple[Face, str]]:
    """Yield parts of a line from left to right, each with the font that has its letters."""
    spelt = "".join(map(drawable, graphemes(tidy(mark.text))))
    for face, run in groupby(
        _visual(joined(spelt)), key=lambda letter: _face(letter, bold=mark.bold, italic=mark.italic)
    ):
        yield face, "".join(run)


def _face(letter: str, *, bold: bool, italic: bool) -> Face:
    """Return the font that has a letter."""
    match font_of(letter):
        case "emoji" | "cjk" | "thai" | "devanagari" as family:
            return family, ""
        case "plain":
            return "text", ""
        case "text" if italic and not bold:
            return "text", "I"
        case _:
            return "text", "B" if bold else ""


def _visual(text: str) -> str:
    """Return the letters of a line as they stand from left to right, each before its marks."""
    if text.isascii():
        return text
    base = TextDirection.RTL if is_rtl(text) else TextDirection.LTR
    ordered, held = "", ""
    for char in BidiParagraph(text, base).get_reordered_characters():
        backwards = char.embedding_level % 2 == 1
        if backwards and category(char.character) in {"Mn", "Me", "Mc"}:
            held = char.character + held
            continue
        ordered += _mirrored(char.character, backwards=backwards) + held
        held = ""
    return ordered + held


_PAIRS = ("()", "[]", "{}", "<>", "«»", "\u2039\u203a")
_MIRRORS = str.maketrans({one: pair[1 - place] for pair in _PAIRS for place, one in enumerate(pair)})


def _mirrored(char: str, *, backwards: bool) -> str:
    """Return a bracket turned round where it stands in text that runs from right to left."""
    return char.translate(_MIRRORS) if backwards else char


def _name_letters(pdf: FPDF) -> None:
    """Let what is copied be what was written, not the joined forms and private letters that draw it."""
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            for glyph in dict(font.subset.items()):
                if glyph is not None and isinstance(glyph.unicode, tuple):
                    written = (parted(each) for code in glyph.unicode for each in spelt_out(chr(code)))
                    glyph.unicode = tuple(ord(char) for char in "".join(written))
