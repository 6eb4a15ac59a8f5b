"""What stands over and under every picture of a report: its title, and how it was made."""

from mapping.layout import Drawing
from mapping.marks import Group, Letters
from mapping.palette import Ink
from mapping.wrapping import clip, wrap

MARGIN = 24.0
HEADED = 72.0
"""Where the title and what is below it end (px)."""
_LEADING = 17
_FOOT = 20.0


def header(title: str, subtitle: str, *, width: float) -> Group:
    """Write the title and what the picture is about, on a page of this width (px)."""
    room = width - 2 * MARGIN
    marks = (
        Letters(x=MARGIN, y=42, text=clip(title, room=room, size=24, bold=True), size=24, bold=True),
        Letters(x=MARGIN, y=66, text=clip(subtitle, room=room), ink=Ink.MUTED),
    )
    return Group(part="header", name="header", marks=marks, title=title)


def foot(method: str, *, first: float, width: float, lines: int = 3) -> tuple[Group, float]:
    """Write how it was made, from the baseline `first` on; return it with the height of the whole page."""
    laid = wrap(method, room=width - 2 * MARGIN, lines=lines, size=12)
    marks = tuple(
        Letters(x=MARGIN, y=first + place * _LEADING, text=part, size=12, ink=Ink.MUTED)
        for place, part in enumerate(laid.lines)
    )
    group = Group(part="method", name="method", marks=marks, title=method)
    return group, first + _LEADING * len(laid.lines) + _FOOT


def below_title(drawing: Drawing, title: str) -> tuple[tuple[Group, ...], float]:
    """Return what a page that bears the title itself shows of a picture, and where that begins (px)."""
    rest = tuple(group for group in drawing.groups if group.part != "header" or group.title != title)
    return rest, HEADED if len(rest) < len(drawing.groups) else 0.0
