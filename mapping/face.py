"""Faces as drawn paths: renderers lack colour fonts, and a face must look the same everywhere."""

from config.emotion import Level
from mapping.marks import Dot, Mark, Stroke, number
from mapping.palette import Ink, ink_of

# How far the mouth's middle lies below its corners, and where the corners lie, both in radii.
_BEND = {-2: -0.63, -1: -0.36, 0: 0.0, 1: 0.36, 2: 0.63}


def face(level: Level, *, x: float, y: float, radius: float, hollow: bool = False) -> tuple[Mark, ...]:
    """Draw the face of `level`; hollow and dashed for few customers."""
    features = ink_of(level) if hollow else Ink.FEATURE
    fine = max(1.5, radius * 2 / 17)
    marks: list[Mark] = [
        Dot(
            x=x,
            y=y,
            radius=radius,
            fill=Ink.PANEL if hollow else ink_of(level),
            stroke=ink_of(level),
            width=min(2, radius / 7),
            dash="3 2" if hollow else None,
        ),
        *(
            Dot(x=x + side * 0.33 * radius, y=y - 0.2 * radius, radius=0.11 * radius, fill=features)
            for side in (-1, 1)
        ),
        Stroke(d=_mouth(level, x=x, y=y, radius=radius), ink=features, width=fine, round=True),
    ]
    if level is Level.VERY_NEGATIVE:
        marks += [
            Stroke(d=_brow(x, y, radius, side), ink=features, width=fine * 0.9, round=True)
            for side in (-1, 1)
        ]
    return tuple(marks)


def _mouth(level: Level, *, x: float, y: float, radius: float) -> str:
    """Return the mouth: one curve whose middle sinks for a smile and rises for a frown."""
    bend = _BEND[level]
    corner = y + (0.34 - bend * 0.24) * radius
    middle = corner + bend * radius
    left, right = x - 0.42 * radius, x + 0.42 * radius
    return f"M{number(left)} {number(corner)}Q{number(x)} {number(middle)} {number(right)} {number(corner)}"


def _brow(x: float, y: float, radius: float, side: int) -> str:
    """Return one brow, sloping down to the nose."""
    return (
        f"M{number(x + side * 0.5 * radius)} {number(y - 0.52 * radius)}"
        f"L{number(x + side * 0.18 * radius)} {number(y - 0.38 * radius)}"
    )
