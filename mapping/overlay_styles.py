"""How the lines of several groups look, and where their points stand beside each other."""

from dataclasses import dataclass
from typing import Literal

from mapping.palette import Ink

Shape = Literal["circle", "square", "triangle", "diamond"]

MARKER, APART = 5.0, 14.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a group's line looks."""

    ink: Ink
    dash: str | None
    shape: Shape


_THREE = (
    Style(Ink.LINE_BLUE, None, "circle"),
    Style(Ink.LINE_VERMILION, "9 4", "square"),
    Style(Ink.LINE_BLACK, "3 3", "triangle"),
)
_FOUR = (
    Style(Ink.LINE_NAVY, None, "circle"),
    Style(Ink.LINE_PINK, "9 4", "square"),
    Style(Ink.LINE_BLACK, "3 3", "triangle"),
    Style(Ink.LINE_OLIVE, "12 3 3 3", "diamond"),
)


def styles(count: int) -> tuple[Style, ...]:
    """Return the looks of so many lines, as unlike as they can be to those who see colours otherwise too."""
    return _THREE[:count] if count <= len(_THREE) else _FOUR[:count]


def aside_of(place: int, count: int) -> float:
    """Return how far (px) a group's points stand beside the stage's middle, so that whiskers do not meet."""
    return (place - (count - 1) / 2) * APART
