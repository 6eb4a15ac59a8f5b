"""A score over time: a point with its interval for each period, on the whole scale from -2 to +2."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.emotion import Level
from mapping.charts.page import MARGIN, foot, header
from mapping.layout import Drawing
from mapping.marks import Area, Dot, Group, Letters, Mark, Stroke, line, number
from mapping.palette import Ink, ink_of
from mapping.words import Words
from mapping.wrapping import clip

WIDTH = 1100.0
_HEAD, _HIGH, _AXIS = 96.0, 260.0, 120.0
_RADIUS, _CAP = 6.0, 5.0
_MOST_LABELS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A period: its name and score (-2..+2) with about 95 %; None where it is not told, `said` is why."""

    name: str
    said: str
    score: float | None = None
    low: float | None = None
    high: float | None = None
    is_marked: bool = False
    """Whether it differs from the period before by more than chance."""
    short: str = ""
    """The name as it stands below the picture, where it is a shorter one."""


def timeline(
    points: Sequence[Point],
    *,
    title: str,
    subtitle: str,
    method: str,
    words: Words,
    axis: str = "",
    target: float | None = None,
) -> Drawing:
    """Draw the points in the order given; a period that is not told is a gap, never a line across.

    `axis` says what the names below have in common.
    """
    xs = [_x(place, len(points)) for place in range(len(points))]
    groups = [header(title, subtitle, width=WIDTH), _levels(words)]
    if target is not None:
        path = line(MARGIN + _AXIS, _y(target), WIDTH - MARGIN, _y(target))
        mark = Stroke(d=path, ink=Ink.MUTED, width=1.5, dash="10 5")
        groups.append(
            Group(part="curve", name="target", marks=(mark,), title=f"{words.target}: {target:+.1f}")
        )
    groups += _runs(points, xs)
    groups += [
        _point(point, x, place, words) for place, (point, x) in enumerate(zip(points, xs, strict=True))
    ]
    groups += _names(points, xs, axis)
    bottom = _HEAD + _HIGH + 44
    made, height = foot(method, first=bottom + 18, width=WIDTH)
    groups.append(made)
    return Drawing(width=WIDTH, height=height, top=_HEAD, bottom=bottom, groups=tuple(groups))


def _x(place: int, count: int) -> float:
    left, right = MARGIN + _AXIS + 24, WIDTH - MARGIN - 24
    return left + (right - left) * (place / (count - 1) if count > 1 else 0.5)


def _y(score: float) -> float:
    return _HEAD + _HIGH * (2 - score) / 4


def _levels(words: Words) -> Group:
    marks: list[Mark] = []
    for level in Level:
        y = _y(float(level))
        ink, wide = (Ink.ZERO, 1.5) if level == 0 else (Ink.GRID, 1.0)
        marks.append(Stroke(d=line(MARGIN + _AXIS, y, WIDTH - MARGIN, y), ink=ink, width=wide))
        text = clip(words.level(level), room=_AXIS - 8, size=12)
        marks.append(Letters(x=MARGIN, y=y + 4, text=text, size=12, ink=Ink.MUTED))
    return Group(part="grid", name="levels", marks=tuple(marks))


def _runs(points: Sequence[Point], xs: Sequence[float]) -> list[Group]:
    """Draw the ribbon and the line of each run of periods that are told."""
    groups: list[Group] = []
    run: list[tuple[float, float, float, float]] = []
    for point, x in [*zip(points, xs, strict=True), (None, 0.0)]:
        if point is not None and point.score is not None and point.low is not None and point.high is not None:
            run.append((x, _y(point.score), _y(point.low), _y(point.high)))
            continue
        if len(run) > 1:
            top = "L".join(f"{number(at)} {number(high)}" for at, _, _, high in run)
            below = "L".join(f"{number(at)} {number(low)}" for at, _, low, _ in reversed(run))
            path = "M" + "L".join(f"{number(at)} {number(y)}" for at, y, _, _ in run)
            marks = (
                Area(d=f"M{top}L{below}Z", fill=Ink.RIBBON, opacity=0.45),
                Stroke(d=path, ink=Ink.TEXT, width=2.5, round=True),
            )
            groups.append(Group(part="curve", name=f"run-{len(groups)}", marks=marks))
        run = []
    return groups


def _point(point: Point, x: float, place: int, words: Words) -> Group:
    if point.score is None or point.low is None or point.high is None:
        mark = Letters(x=x, y=_y(0) - 8, text="–", ink=Ink.MUTED, anchor="middle")
        return Group(part="body", name=f"point-{place}", marks=(mark,), title=f"{point.name}: {point.said}")
    ink, low, high = ink_of(Level.of(point.score)), _y(point.low), _y(point.high)
    caps = line(x - _CAP, low, x + _CAP, low) + line(x - _CAP, high, x + _CAP, high)
    marks: list[Mark] = [
        Stroke(d=line(x, low, x, high) + caps, ink=ink, width=2),
        Dot(x=x, y=_y(point.score), radius=_RADIUS, fill=ink, stroke=Ink.PAGE),
    ]
    if point.is_marked:
        label = words.signed(point.score)
        y = high - 10 if high - 10 > _HEAD else low + 20
        marks.append(Letters(x=x, y=y, text=label, bold=True, ink=ink, anchor="middle", halo=Ink.PAGE))
    return Group(part="body", name=f"point-{place}", marks=tuple(marks), title=f"{point.name}: {point.said}")


def _names(points: Sequence[Point], xs: Sequence[float], axis: str) -> list[Group]:
    """Name as many periods as there is room for, the last one always."""
    every = -(-len(points) // _MOST_LABELS) or 1
    shown = [place for place in range(len(points)) if (len(points) - 1 - place) % every == 0]
    y = _HEAD + _HIGH + 24
    told = [(xs[place], points[place].short or points[place].name) for place in shown]
    names = (Letters(x=x, y=y, text=name, size=12, anchor="middle") for x, name in told)
    head = [Letters(x=MARGIN, y=y, text=axis, size=12, ink=Ink.MUTED)] if axis else []
    return [Group(part="heads", name="periods", marks=(*head, *names))]
