"""The map as a picture for a chat: twice the size of the page, 2,000 px wide at most."""

from functools import cache
from importlib.resources import files

import resvg_py

from mapping.journey_map import JourneyMap
from mapping.renderer import Renderer
from mapping.svg import document

WIDEST = 2000
SCALE = 2.0
_FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "NotoEmoji-Regular.ttf")


def render(journey_map: JourneyMap) -> bytes:
    """Return the map as PNG, drawn with the fonts we ship: the same bytes on every machine."""
    scale = min(SCALE, WIDEST / journey_map.drawing.width)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=document(journey_map),
            width=round(journey_map.drawing.width * scale),
            height=round(journey_map.drawing.height * scale),
            font_files=list(_font_files()),
            skip_system_fonts=True,
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
        )
    )


@cache
def _font_files() -> tuple[str, ...]:
    """Return where the shipped fonts lie; an application is installed as plain files."""
    folder = files("mapping.renderers") / "fonts"
    return tuple(str(folder / name) for name in _FONTS)


SPEC = Renderer(name="png", media_type="image/png", suffix=".png", render=render)
