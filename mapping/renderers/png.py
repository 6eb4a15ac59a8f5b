"""The map as a picture for a chat: twice the size of the page, 2,000 px wide at most."""

from collections.abc import Mapping
from importlib.resources import files

import resvg_py

from mapping.journey_map import JourneyMap
from mapping.measure import Script, drawable
from mapping.renderer import Renderer
from mapping.svg import SCRIPT_FONTS, Pen, document, hex_paint

WIDEST = 2000
SCALE = 2.0
PEN = Pen(hex_paint, drawable)
"""Spells only what our fonts have: resvg's own search for fonts panics on some emoji (usvg 0.48)."""

_FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "NotoEmoji-Regular.ttf")
_SCRIPT_FONTS: Mapping[Script, str] = {
    "cjk": "NotoSansCJKsc-Regular.otf",
    "thai": "NotoSansThai-Regular.ttf",
    "devanagari": "NotoSansDevanagari-Regular.ttf",
}


def render(journey_map: JourneyMap) -> bytes:
    """Return the map as PNG, drawn with the fonts we ship: the same picture on every machine."""
    scale = min(SCALE, WIDEST / journey_map.drawing.width)
    return draw(document(journey_map, pen=PEN), width=round(journey_map.drawing.width * scale))


class PictureFailed(Exception):
    """The library that draws gave up; its own panic would pass by every `except Exception`."""


def draw(svg: str, *, width: int) -> bytes:
    """Return an SVG as PNG, `width` px wide; raise `PictureFailed` where it cannot be drawn."""
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                width=width,
                font_files=_font_files(svg),
                skip_system_fonts=True,
                font_family="DejaVu Sans",
                sans_serif_family="DejaVu Sans",
            )
        )
    except BaseException as panic:
        if isinstance(panic, Exception | KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise PictureFailed(str(panic)) from panic


def _font_files(svg: str) -> list[str]:
    """Return where the fonts lie that an SVG needs; an application is installed as plain files.

    A script's own font is large, and read only for a picture that has something written in it.
    """
    folder = files("mapping.renderers") / "fonts"
    needed = [file for script, file in _SCRIPT_FONTS.items() if SCRIPT_FONTS[script] in svg]
    return [str(folder / name) for name in (*_FONTS, *needed)]


SPEC = Renderer(name="png", media_type="image/png", suffix=".png", render=render)
