"""The curve through the stages: monotone, so it never swings past a measured value."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mapping.marks import number


@dataclass(frozen=True, slots=True)
class Node:
    """A point that the curve goes through, with its slope there (px, dy/dx)."""

    x: float
    y: float
    slope: float


def through(points: Sequence[tuple[float, float]]) -> tuple[Node, ...]:
    """Return the points with the slopes of PCHIP (Fritsch & Butland 1984), as scipy chooses them."""
    if len(points) == 1:
        return (Node(*points[0], 0.0),)
    steps = [b[0] - a[0] for a, b in pairwise(points)]
    rises = [(b[1] - a[1]) / step for a, b, step in zip(points, points[1:], steps, strict=False)]
    if len(points) == 2:  # noqa: PLR2004 - two points make a straight line
        return tuple(Node(x, y, rises[0]) for x, y in points)
    inner = [_inner(steps[i], steps[i + 1], rises[i], rises[i + 1]) for i in range(len(steps) - 1)]
    first = _edge(steps[0], steps[1], rises[0], rises[1])
    last = _edge(steps[-1], steps[-2], rises[-1], rises[-2])
    slopes = [first, *inner, last]
    return tuple(Node(x, y, slope) for (x, y), slope in zip(points, slopes, strict=True))


def cut(nodes: Sequence[Node], *, left: float, right: float) -> tuple[Node, ...]:
    """Return the curve between two places, with nodes of its own where it is cut."""
    inside = [node for node in nodes if left <= node.x <= right]
    ends = [at(nodes, x) for x in (left, right) if nodes[0].x < x < nodes[-1].x]
    return tuple(sorted({*inside, *ends}, key=lambda node: node.x))


def at(nodes: Sequence[Node], x: float) -> Node:
    """Return the point of the curve at `x`, which lies between its ends."""
    a, b = next((a, b) for a, b in pairwise(nodes) if a.x <= x <= b.x)
    step = b.x - a.x
    t = (x - a.x) / step
    rise = (b.y - a.y) / step
    # Hermite's cubic as a power series in t * step.
    c2 = (3 * rise - 2 * a.slope - b.slope) / step
    c3 = (a.slope + b.slope - 2 * rise) / step**2
    s = t * step
    return Node(x, a.y + s * (a.slope + s * (c2 + s * c3)), a.slope + s * (2 * c2 + 3 * s * c3))


def path(nodes: Sequence[Node], *, start: str = "M") -> str:
    """Return the curve in SVG's words: one exact cubic Bezier between two nodes."""
    pieces = [f"{start}{number(nodes[0].x)} {number(nodes[0].y)}"]
    for a, b in pairwise(nodes):
        third = (b.x - a.x) / 3
        pieces.append(
            f"C{number(a.x + third)} {number(a.y + a.slope * third)} "
            f"{number(b.x - third)} {number(b.y - b.slope * third)} {number(b.x)} {number(b.y)}"
        )
    return "".join(pieces)


def ribbon(upper: Sequence[Node], lower: Sequence[Node]) -> str:
    """Return the closed area between two curves."""
    return f"{path(upper)}{path(tuple(reversed(lower)), start='L')}Z"


def _inner(before: float, after: float, rise_before: float, rise_after: float) -> float:
    """Return the slope at an inner point: the weighted harmonic mean, flat at a peak or trough."""
    if rise_before * rise_after <= 0:
        return 0.0
    w1, w2 = 2 * after + before, after + 2 * before
    return (w1 + w2) / (w1 / rise_before + w2 / rise_after)


def _edge(near: float, far: float, rise_near: float, rise_far: float) -> float:
    """Return the slope at an end: three-point formula, held so that the curve stays monotone."""
    slope = ((2 * near + far) * rise_near - near * rise_far) / (near + far)
    if slope * rise_near <= 0:
        return 0.0
    if rise_near * rise_far <= 0 and abs(slope) > 3 * abs(rise_near):
        return 3 * rise_near
    return slope
