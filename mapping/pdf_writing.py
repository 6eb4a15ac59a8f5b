"""Marks on pages of a PDF: lines and letters, not pixels, and text that can be selected and read aloud.

fpdf2 has no public way to tag but pictures, so what is tagged goes through its structure builder by hand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
_JOINING = {"thai", "devanagari"}
_NOTHING = "\u2060"
"""What is copied of a shape that its neighbour speaks for: a letter that is none."""
_BASELINE = 0.3
"""Where fpdf2 puts the baseline of a cell without height (in sizes of letters)."""
Face = tuple[str, str]
"""A font's family and style."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters of one font that run in one direction, in the order in which they are read."""

    face: Face
    text: str
    is_backwards: bool

    @property
    def is_shaped(self) -> bool:
        """Whether letters take other shapes beside each other; others stand by their widths alone."""
        return self.is_backwards or self.face[0] in _JOINING or any(map(_is_mark, self.text))


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
    pdf.c_margin = 0
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
        for face in {run.face for run in _runs(mark)}
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
    for run in runs:
        _set(pdf, run, size)
        widths.append(pdf.get_string_width(run.text))
    x = page.x + mark.x * page.scale
    x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor] * sum(widths)
    for run, wide in zip(runs, widths, strict=True):
        _set(pdf, run, size)
        y = page.y + mark.y * page.scale
        if run.is_shaped:
            _shape(pdf, run, x, y - _BASELINE * size, wide)
        else:
            pdf.text(x, y, run.text)
        x += wide
    pdf.set_text_shaping(use_shaping_engine=False)


def _shape(pdf: FPDF, run: _Run, x: float, y: float, wide: float) -> None:
    """Write letters that join; what they were is said beside them, where one shape stands for several."""
    # Readers turn shapes that run back round to the order of reading; poppler would turn this text as well.
    is_told = not run.is_backwards
    if is_told:
        written = run.text.encode("utf-16-be").hex().upper()
        pdf._out(f"/Span <</ActualText <FEFF{written}>>> BDC")  # noqa: SLF001 - see above
    pdf.set_xy(x, y)
    pdf.cell(wide, 0, run.text)
    if is_told:
        pdf._out("EMC")  # noqa: SLF001 - see above


def _set(pdf: FPDF, run: _Run, size: float) -> None:
    pdf.set_font(*run.face, size)
    pdf.set_text_shaping(use_shaping_engine=run.is_shaped, direction="rtl" if run.is_backwards else "ltr")


def _is_mark(letter: str) -> bool:
    return category(letter).startswith("M")


def _runs(mark: Letters) -> Iterator[_Run]:
    """Yield parts of a line from left to right, each with the font that has its letters."""
    letters = [drawable(letter) for letter in graphemes(tidy(mark.text))]
    faces = [_face(letter, bold=mark.bold, italic=mark.italic) for letter in letters for _ in letter]
    for (face, is_backwards), run in groupby(
        _visual("".join(letters)), key=lambda found: (faces[found[0]], found[2])
    ):
        text = "".join(char for _, char, _ in run)
        yield _Run(face, text[::-1] if is_backwards else text, is_backwards)


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


def _visual(text: str) -> list[tuple[int, str, bool]]:
    """Return the letters of a line from left to right: place in the text, letter, whether it runs back."""
    if text.isascii():
        return [(place, char, False) for place, char in enumerate(text)]
    base = TextDirection.RTL if is_rtl(text) else TextDirection.LTR
    ordered = BidiParagraph(text, base, preserve_bn_chars=True).get_reordered_characters()
    return [(char.character_index, char.character, char.embedding_level % 2 == 1) for char in ordered]


def _name_letters(pdf: FPDF) -> None:
    """Let what is copied be what was written, not the private letters that draw emoji."""
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            for glyph in dict(font.subset.items()):
                if glyph is not None and isinstance(glyph.unicode, tuple):
                    written = "".join(spelt_out(chr(code)) for code in glyph.unicode)
                    glyph.unicode = tuple(map(ord, written or (_NOTHING if font.fontkey in _JOINING else "")))
