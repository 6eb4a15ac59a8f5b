"""Two figures of each thing, one across and one up, with its interval, between four named corners."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping.charts.page import MARGIN, foot, header
from mapping.layout import Drawing
from mapping.marks import Dot, Group, Letters, Mark, Stroke, line
from mapping.measure import width
from mapping.palette import Ink
from mapping.wrapping import wrap

WIDTH = 960.0
_HEAD, _HIGH, _LEFT, _BELOW = 112.0, 420.0, 74.0, 58.0
_RADIUS, _CAP, _BESIDE = 7.0, 5.0, 12.0
_LABEL, _LEADING, _SIZE = 165.0, 15.0, 13.0
_DODGE = 34.0
_SHIFTS = (0.0, -18.0, 18.0, -36.0, 36.0, -54.0, 54.0)

Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom (px)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One thing at `x` and `y`, with the interval of `y`; `said` is what the two are in words."""

    name: str
    said: str
    x: float
    y: float
    low: float
    high: float
    ink: Ink = Ink.POSITIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What runs along one side, from `low` to `high`: its name, values with their words, and a border."""

    name: str
    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    border: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corners:
    """What the four parts are called."""

    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """The two axes in px."""

    across: Axis
    up: Axis

    @property
    def box(self) -> Rectangle:
        return MARGIN + _LEFT, _HEAD, WIDTH - MARGIN, _HEAD + _HIGH

    def x(self, value: float) -> float:
        left, _, right, _ = self.box
        return left + (right - left) * (value - self.across.low) / (self.across.high - self.across.low)

    def y(self, value: float) -> float:
        share = (value - self.up.low) / (self.up.high - self.up.low)
        return _HEAD + _HIGH * (1 - min(max(share, 0.0), 1.0))


def scatter(
    spots: Sequence[Spot],
    *,
    across: Axis,
    up: Axis,
    corners: Corners,
    title: str,
    subtitle: str,
    method: str,
) -> Drawing:
    """Draw the spots under a title; those at one place across stand side by side."""
    field = _Field(across=across, up=up)
    groups = [header(title, subtitle, width=WIDTH), _axes(field), _corners(field, corners)]
    groups += _spots(spots, field)
    bottom = _HEAD + _HIGH + _BELOW
    made, height = foot(method, first=bottom + 18, width=WIDTH, lines=4)
    groups.append(made)
    return Drawing(width=WIDTH, height=height, top=_HEAD, bottom=bottom, groups=tuple(groups))


def _axes(field: _Field) -> Group:
    left, top, right, bottom = field.box
    marks: list[Mark] = []
    for value, words in field.up.ticks:
        y = field.y(value)
        marks.append(Stroke(d=line(left, y, right, y), ink=Ink.GRID, width=1))
        marks.append(Letters(x=left - 10, y=y + 4, text=words, size=12, ink=Ink.MUTED, anchor="end"))
    for value, words in field.across.ticks:
        x = field.x(value)
        marks.append(Stroke(d=line(x, bottom, x, bottom + 6), ink=Ink.ZERO, width=1))
        marks.append(Letters(x=x, y=bottom + 22, text=words, size=12, ink=Ink.MUTED, anchor="middle"))
    if field.across.border is not None:
        x = field.x(field.across.border)
        marks.append(Stroke(d=line(x, top, x, bottom), ink=Ink.ZERO, width=1.5, dash="8 5"))
    if field.up.border is not None:
        y = field.y(field.up.border)
        marks.append(Stroke(d=line(left, y, right, y), ink=Ink.ZERO, width=1.5, dash="8 5"))
    marks.append(Stroke(d=line(left, bottom, right, bottom), ink=Ink.ZERO, width=1.5))
    marks.append(Letters(x=MARGIN, y=top - 12, text=field.up.name, size=12, bold=True))
    marks.append(Letters(x=right, y=bottom + 44, text=field.across.name, size=12, bold=True, anchor="end"))
    return Group(part="grid", name="axes", marks=tuple(marks))


def _corners(field: _Field, corners: Corners) -> Group:
    left, top, right, bottom = field.box
    places: tuple[tuple[str, float, float, str], ...] = (
        (corners.top_left, left + 10, top + 20, "start"),
        (corners.top_right, right - 10, top + 20, "end"),
        (corners.bottom_left, left + 10, bottom - 10, "start"),
        (corners.bottom_right, right - 10, bottom - 10, "end"),
    )
    marks = tuple(
        Letters(
            x=x, y=y, text=words, italic=True, ink=Ink.MUTED, anchor="start" if side == "start" else "end"
        )
        for words, x, y, side in places
    )
    return Group(part="grid", name="corners", marks=marks)


def _spots(spots: Sequence[Spot], field: _Field) -> Iterator[Group]:
    """Draw each spot with its whiskers, then its name where it is in nobody's way."""
    xs = _dodged(spots, field)
    taken = [_around(x, spot, field) for spot, x in zip(spots, xs, strict=True)]
    for place, (spot, x) in enumerate(zip(spots, xs, strict=True)):
        low, high = field.y(spot.low), field.y(spot.high)
        caps = line(x - _CAP, low, x + _CAP, low) + line(x - _CAP, high, x + _CAP, high)
        label, box = _label(spot, x, field, taken=[each for at, each in enumerate(taken) if at != place])
        taken.append(box)
        marks: list[Mark] = [
            Stroke(d=line(x, low, x, high) + caps, ink=spot.ink, width=2),
            Dot(x=x, y=field.y(spot.y), radius=_RADIUS, fill=spot.ink, stroke=Ink.PAGE),
            *label,
        ]
        yield Group(part="body", name=f"spot-{place}", marks=tuple(marks), title=f"{spot.name}: {spot.said}")


def _dodged(spots: Sequence[Spot], field: _Field) -> list[float]:
    """Return where each spot stands across; those of one value side by side around it."""
    held, before = Counter(spot.x for spot in spots), Counter[float]()
    xs: list[float] = []
    for spot in spots:
        step = min(_DODGE, _DODGE * 4 / held[spot.x])
        xs.append(field.x(spot.x) + (before[spot.x] - (held[spot.x] - 1) / 2) * step)
        before[spot.x] += 1
    return xs


def _around(x: float, spot: Spot, field: _Field) -> Rectangle:
    return x - _RADIUS, field.y(spot.high), x + _RADIUS, field.y(spot.low)


def _label(
    spot: Spot, x: float, field: _Field, *, taken: Sequence[Rectangle]
) -> tuple[list[Letters], Rectangle]:
    """Return the lines of a spot's name, at the first of a few places that is free, else the least taken."""
    lines = wrap(spot.name, room=_LABEL, lines=3, size=_SIZE).lines
    wide = max(width(text, size=_SIZE) for text in lines)
    tall = _LEADING * len(lines)
    left, top, right, bottom = field.box
    tried: list[tuple[float, int, float, float]] = []
    for order, shift in enumerate(_SHIFTS):
        for begin in (x + _BESIDE, x - _BESIDE - wide):
            above = field.y(spot.y) - tall / 2 + shift
            box = begin, above, begin + wide, above + tall
            outside = begin < left or begin + wide > right or above < top or above + tall > bottom
            cost = sum(_shared(box, other) for other in taken) + (1e6 if outside else 0.0)
            tried.append((cost, order, begin, above))
    _, _, begin, above = min(tried, key=lambda each: each[:2])
    letters = [
        Letters(x=begin, y=above + 11 + place * _LEADING, text=text, size=_SIZE, halo=Ink.PAGE)
        for place, text in enumerate(lines)
    ]
    return letters, (begin, above, begin + wide, above + tall)


def _shared(one: Rectangle, other: Rectangle) -> float:
    """Return the area that two rectangles share (px squared)."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0.0) * max(down, 0.0)
