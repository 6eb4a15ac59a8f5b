"""What a map is drawn of: a closed set of marks with all positions settled (px, y downwards)."""

from dataclasses import dataclass
from typing import Literal

from mapping.palette import Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """One line of text; `y` is its baseline, `halo` an outline that keeps it readable on the curve."""

    x: float
    y: float
    text: str
    size: float = 13
    ink: Ink = Ink.TEXT
    bold: bool = False
    italic: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    halo: Ink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0
    fill: Ink | None = None
    stroke: Ink | None = None
    dash: str | None = None
    opacity: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: Ink
    stroke: Ink | None = None
    width: float = 2
    dash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A path `d` in SVG's words, drawn as a line."""

    d: str
    ink: Ink
    width: float
    dash: str | None = None
    round: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A path `d` in SVG's words, filled."""

    d: str
    fill: Ink
    opacity: float = 1


Mark = Letters | Box | Dot | Stroke | Area

Part = Literal["header", "heads", "grid", "body", "curve", "legend", "method"]
"""Where on the map a group belongs; a renderer may lay parts out anew, as the page does on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Marks that belong together; `title` is the whole text where a line may be cut.

    A legend entry says where it lies (`x` left, `y` middle, `width`), so that a page can set it anew.
    """

    part: Part
    marks: tuple[Mark, ...]
    name: str
    stage: str | None = None
    touchpoint: str | None = None
    title: str | None = None
    x: float = 0
    y: float = 0
    width: float = 0


def number(value: float) -> str:
    """Write a coordinate: two digits after the point at most, and no more than needed."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return the path of a straight line."""
    return f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
