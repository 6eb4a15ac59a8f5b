"""A ground under a line of text that crosses others, for forms that cannot outline letters."""

from mapping.marks import Box, Letters
from mapping.measure import width

_SEEN_THROUGH = 0.8


def left_of(mark: Letters) -> float:
    """Return where a line of text begins (px)."""
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
    return mark.x - shift * width(mark.text, size=mark.size, bold=mark.bold)


def ground(mark: Letters) -> Box:
    """Return the box behind a line of text, in the colour of its halo."""
    return Box(
        x=left_of(mark) - 2,
        y=mark.y - mark.size * 0.85,
        width=width(mark.text, size=mark.size, bold=mark.bold) + 4,
        height=mark.size * 1.15,
        radius=3,
        fill=mark.halo,
        opacity=_SEEN_THROUGH,
    )
