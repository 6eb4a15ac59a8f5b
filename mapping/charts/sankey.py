"""A Sankey picture: columns of places, joined by bands as thick as the customers who went that way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mapping.charts.page import MARGIN, foot, header
from mapping.layout import Drawing
from mapping.marks import Area, Box, Group, Letters, Mark, number
from mapping.palette import Ink
from mapping.wrapping import clip, wrap

WIDTH = 1200.0
_HEAD, _HIGH, _BETWEEN = 96.0, 420.0, 26.0
_BAR, _LEAST, _GAP, _LINE = 14.0, 1.5, 6.0, 16.0
_LABELS, _NAMES, _APART = 150.0, 2, 130.0
"""Room for the last column's names, lines of a name, and how near columns may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A place in the column `step`, with its customers; `said` stands under its name."""

    id: str
    step: int
    name: str
    customers: int
    said: str
    ink: Ink = Ink.BAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """So many customers from one stop to another in a later column; `said` tells it in words."""

    source: str
    target: str
    customers: int
    said: str
    ink: Ink = Ink.RIBBON


@dataclass(frozen=True, slots=True)
class _Placed:
    stop: Stop
    x: float
    y: float
    high: float
    room: float


@dataclass(frozen=True, slots=True)
class _End:
    """Where a band begins or ends: its upper corner and how thick it is there."""

    x: float
    y: float
    thick: float


def sankey(
    stops: Sequence[Stop], flows: Sequence[Flow], *, title: str, subtitle: str, method: str
) -> Drawing:
    """Draw the stops in their columns, each column's largest on top, and the flows between them."""
    width = _width(stops)
    placed = _placed(stops, width)
    bottom = max((each.y + each.high for each in placed.values()), default=_HEAD) + _BETWEEN
    made, height = foot(method, first=bottom + 22, width=width)
    return Drawing(
        width=width,
        height=height,
        top=_HEAD,
        bottom=bottom,
        groups=(
            header(title, subtitle, width=width),
            *_flows(flows, placed),
            *(_stop(each) for each in placed.values()),
            made,
        ),
    )


def _width(stops: Sequence[Stop]) -> float:
    """Return the picture's width: the usual one, or what so many columns need for their names."""
    steps = len({stop.step for stop in stops})
    return max(WIDTH, 2 * MARGIN + _LABELS + _BAR + (steps - 1) * _APART)


def _placed(stops: Sequence[Stop], width: float) -> dict[str, _Placed]:
    steps = sorted({stop.step for stop in stops})
    columns = {step: [stop for stop in stops if stop.step == step] for step in steps}
    most = max((sum(stop.customers for stop in column) for column in columns.values()), default=1)
    longest = max((len(column) for column in columns.values()), default=1)
    scale = (_HIGH - _BETWEEN * (longest - 1)) / max(most, 1)
    apart = (width - 2 * MARGIN - _LABELS - _BAR) / max(len(steps) - 1, 1)
    placed: dict[str, _Placed] = {}
    for place, step in enumerate(steps):
        y = _HEAD
        for stop in sorted(columns[step], key=lambda stop: (-stop.customers, stop.id)):
            high = max(stop.customers * scale, _LEAST)
            room = _LABELS if step == steps[-1] else min(_LABELS, apart - _BAR - 2 * _GAP)
            placed[stop.id] = _Placed(stop, MARGIN + place * apart, y, high, room)
            y += high + _BETWEEN
    return placed


def _flows(flows: Sequence[Flow], placed: Mapping[str, _Placed]) -> list[Group]:
    """Draw each band from where the bands before it end, in the order of the stops it joins."""
    ordered = sorted(flows, key=lambda flow: (placed[flow.source].y, placed[flow.target].y))
    out = {name: each.y for name, each in placed.items()}
    into = dict(out)
    groups: list[Group] = []
    for flow in ordered:
        source, target = placed[flow.source], placed[flow.target]
        leaves = flow.customers * source.high / max(source.stop.customers, 1)
        arrives = flow.customers * target.high / max(target.stop.customers, 1)
        d = _band(_End(source.x + _BAR, out[flow.source], leaves), _End(target.x, into[flow.target], arrives))
        out[flow.source] += leaves
        into[flow.target] += arrives
        mark = Area(d=d, fill=flow.ink, opacity=0.6)
        name = f"flow-{len(groups)}"
        groups.append(Group(part="body", name=name, marks=(mark,), title=flow.said))
    return groups


def _band(start: _End, stop: _End) -> str:
    """Return the path of a band that leaves and arrives level."""
    middle = number((start.x + stop.x) / 2)
    left, right = number(start.x), number(stop.x)
    y1, y2 = number(start.y), number(stop.y)
    below1, below2 = number(start.y + start.thick), number(stop.y + stop.thick)
    return (
        f"M{left} {y1}C{middle} {y1} {middle} {y2} {right} {y2}L{right} {below2}"
        f"C{middle} {below2} {middle} {below1} {left} {below1}Z"
    )


def _stop(placed: _Placed) -> Group:
    stop, x = placed.stop, placed.x
    text = x + _BAR + _GAP
    names = wrap(stop.name, room=placed.room, lines=_NAMES, bold=True).lines
    middle = placed.y + placed.high / 2
    if len(names) > 1:
        middle = max(middle, placed.y + _LINE)
    marks: tuple[Mark, ...] = (
        Box(x=x, y=placed.y, width=_BAR, height=placed.high, radius=2, fill=stop.ink),
        *(
            Letters(x=text, y=middle - 2 - _LINE * above, text=line, bold=True, halo=Ink.PAGE)
            for above, line in enumerate(reversed(names))
        ),
        Letters(
            x=text, y=middle + 14, text=clip(stop.said, room=placed.room, size=12), size=12, halo=Ink.PAGE
        ),
    )
    return Group(part="body", name=f"stop-{stop.id}", marks=marks, title=f"{stop.name}: {stop.said}")
