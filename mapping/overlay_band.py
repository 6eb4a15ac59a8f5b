"""The emotion band and the scores of several groups: lines told apart by colour, dashes, marker and name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mapping.curve import Node, path
from mapping.disclosure import LOW_N, Cell
from mapping.edges import Entry, offline_sign, target_sign
from mapping.emotion_band import HEIGHT, PER_LEVEL, Runs, axis
from mapping.frame import (
    CENTRE,
    COLUMN,
    HEAD,
    HEAD_ROOM,
    MARGIN,
    TEXT_LEFT,
    TEXT_WIDTH,
    Band,
    Column,
    Row,
    head,
)
from mapping.marks import Area, Box, Dot, Group, Letters, Mark, Stroke, line, number
from mapping.measure import width
from mapping.overlay import Overlay
from mapping.palette import Ink
from mapping.parts import MapStage
from mapping.rows import missing, said
from mapping.words import Words
from mapping.wrapping import Wrapped, clip, wrap

Shape = Literal["circle", "square", "triangle", "diamond"]

MARKER, APART = 5.0, 14.0
WHISKER_CAP, WHISKER = 3, 1.25
LABEL_LEADING, LABEL_GAP = 14, 3
LABEL_LINES = 2
LABEL_ASIDE = 26
GUTTERS = (0, 40, 80, 120, 160)
ROW = 22
SWATCH = 34


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


def gutter(overlays: Sequence[Overlay]) -> float:
    """Return how much more room (px) the right edge needs for the names at the lines' ends."""
    for wide in GUTTERS:
        room = _label_room(len(overlays), wide)
        if not any(_name(each.name, room=room).is_cut for each in overlays):
            return wide
    return GUTTERS[-1] if overlays else 0


def overlay_row(
    band: Band, *, top: float, words: Words, stages: Sequence[MapStage], overlays: Sequence[Overlay]
) -> Row:
    """Draw the band's part of each group's curve; `stages` are all, so that it runs on from band to band."""
    zero = top + HEIGHT / 2
    looks = styles(len(overlays))
    curves = [
        Group(
            part="curve",
            name=f"overlay-{place}-{band.columns[0].index}",
            marks=_curve(band, stages, overlay, look, aside=_aside(place, len(overlays)), zero=zero),
        )
        for place, (overlay, look) in enumerate(zip(overlays, looks, strict=True))
    ]
    points = [
        _point(column, overlay, look, place=place, aside=_aside(place, len(overlays)), zero=zero, words=words)
        for place, (overlay, look) in enumerate(zip(overlays, looks, strict=True))
        for column in band.columns
    ]
    return Row(
        groups=(
            head(words.emotion, y=top - 6, band=band),
            *axis(band, top=top, zero=zero, words=words, right=band.right),
            _targets(band, zero=zero),
            *curves,
            *(point for point in points if point.marks),
            _labels(band, overlays, top=top, zero=zero),
        ),
        bottom=top + HEIGHT,
    )


def overlay_scores(band: Band, *, top: float, words: Words, overlays: Sequence[Overlay]) -> Row:
    """Write each group's score, n and interval at each stage, a line a group."""
    right = band.columns[-1].x + COLUMN - 6
    bottom = top + ROW * len(overlays) + 6
    start = band.columns[0].index
    ground = Box(x=HEAD, y=top, width=right - HEAD, height=bottom - top, radius=4, fill=Ink.PANEL)
    groups = [Group(part="grid", name=f"overlay-ground-{start}", marks=(ground,))]
    for place, (overlay, look) in enumerate(zip(overlays, styles(len(overlays)), strict=True)):
        base = top + 18 + place * ROW
        name = Letters(
            x=MARGIN, y=base, text=clip(overlay.name, room=HEAD_ROOM, size=12), size=12, ink=Ink.MUTED
        )
        groups.append(
            Group(part="heads", name=f"overlay-head-{place}-{start}", marks=(name,), title=overlay.name)
        )
        groups += [
            Group(
                part="body",
                name=f"overlay-score-{place}-{column.stage.id}",
                stage=column.stage.id,
                title=f"{overlay.name}: {said(overlay.stages[column.stage.id], words)}",
                marks=_figures(overlay.stages[column.stage.id], look, x=column.x, base=base, words=words),
            )
            for column in band.columns
        ]
    return Row(groups=tuple(groups), bottom=bottom + 8)


def overlay_entries(
    overlays: Sequence[Overlay], stages: Sequence[MapStage], *, words: Words, room: float
) -> tuple[Entry, ...]:
    """Explain every sign that the lines use; a name is clipped to `room`."""
    found = []
    for place, (overlay, look) in enumerate(zip(overlays, styles(len(overlays)), strict=True)):
        name = clip(overlay.name, room=room - SWATCH - 12, size=12)
        found.append(Entry(f"overlay-{place}", name, SWATCH, _Swatch(look)))
    cells = [cell for overlay in overlays for cell in overlay.stages.values()]
    if any(cell.is_low_n for cell in cells):
        found.append(Entry("low-n", words.few.format(n=LOW_N), 16, _hollow))
    if any(cell.score is not None for cell in cells):
        found.append(Entry("interval", words.interval, 10, _interval))
    if any(stage.target is not None for stage in stages):
        found.append(Entry("target", words.target, 28, target_sign))
    if any(point.where == "offline" for stage in stages for point in stage.touchpoints):
        found.append(Entry("offline", words.offline, 28, offline_sign))
    return tuple(found)


def _aside(place: int, count: int) -> float:
    """Return how far (px) a group's points stand beside the stage's middle, so that whiskers do not meet."""
    return (place - (count - 1) / 2) * APART


def _curve(
    band: Band, stages: Sequence[MapStage], overlay: Overlay, look: Style, *, aside: float, zero: float
) -> tuple[Mark, ...]:
    runs = Runs.of([overlay.stages[stage.id].score for stage in stages]).within(band, zero=zero)
    return tuple(
        Stroke(
            d=path(tuple(Node(node.x + aside, node.y, node.slope) for node in run)),
            ink=look.ink,
            width=2.5,
            dash=look.dash,
        )
        for run in runs
    )


def _targets(band: Band, *, zero: float) -> Group:
    marks = tuple(
        Stroke(
            d=line(column.x, zero - target * PER_LEVEL, column.x + COLUMN - 6, zero - target * PER_LEVEL),
            ink=Ink.MUTED,
            width=1.5,
            dash="10 5",
        )
        for column in band.columns
        if (target := column.stage.target) is not None
    )
    return Group(part="curve", name=f"targets-{band.columns[0].index}", marks=marks)


def _point(
    column: Column, overlay: Overlay, look: Style, *, place: int, aside: float, zero: float, words: Words
) -> Group:
    """Draw one group's whisker and marker at a stage; nothing where there is no score."""
    cell, x = overlay.stages[column.stage.id], column.centre + aside
    marks: tuple[Mark, ...] = ()
    if cell.score is not None and cell.low is not None and cell.high is not None:
        high, low = zero - cell.high * PER_LEVEL, zero - cell.low * PER_LEVEL
        left, right = x - WHISKER_CAP, x + WHISKER_CAP
        shape = line(x, high, x, low) + line(left, high, right, high) + line(left, low, right, low)
        marks = (
            Stroke(d=shape, ink=look.ink, width=WHISKER),
            *_marker(look, x=x, y=zero - cell.score * PER_LEVEL, hollow=cell.is_low_n),
        )
    return Group(
        part="curve",
        name=f"overlay-{place}-{column.stage.id}-point",
        stage=column.stage.id,
        title=f"{overlay.name}, {column.stage.title}: {said(cell, words)}",
        marks=marks,
    )


def _marker(look: Style, *, x: float, y: float, hollow: bool = False) -> tuple[Mark, ...]:
    """Draw a group's marker on a rim of the ground; few customers leave it hollow."""
    fill = Ink.PANEL if hollow else look.ink
    if look.shape == "circle":
        rim = Dot(x=x, y=y, radius=MARKER + 1.5, fill=Ink.PANEL)
        return (rim, Dot(x=x, y=y, radius=MARKER, fill=fill, stroke=look.ink, width=1.5))
    shape = _outline(look.shape, x=x, y=y)
    return (
        Stroke(d=shape, ink=Ink.PANEL, width=5),
        Area(d=shape, fill=fill),
        Stroke(d=shape, ink=look.ink, width=1.5),
    )


def _outline(shape: Shape, *, x: float, y: float) -> str:
    corners = {
        "square": ((-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)),
        "triangle": ((0, -6), (5.5, 4.5), (-5.5, 4.5)),
        "diamond": ((0, -6.5), (6, 0), (0, 6.5), (-6, 0)),
        "circle": (),
    }[shape]
    return "M" + "L".join(f"{number(x + dx)} {number(y + dy)}" for dx, dy in corners) + "Z"


def _labels(band: Band, overlays: Sequence[Overlay], *, top: float, zero: float) -> Group:
    """Write each group's name at the end of its line, clear of the other names there."""
    ends: dict[int, list[int]] = {}
    for place, overlay in enumerate(overlays):
        scored = [
            at for at, column in enumerate(band.columns) if overlay.stages[column.stage.id].score is not None
        ]
        if scored:
            ends.setdefault(scored[-1], []).append(place)
    marks = tuple(
        mark
        for at, places in ends.items()
        for mark in _labels_at(band, at, places, overlays, span=(top, zero))
    )
    return Group(part="curve", name=f"overlay-names-{band.columns[0].index}", marks=marks)


def _labels_at(
    band: Band, at: int, places: Sequence[int], overlays: Sequence[Overlay], *, span: tuple[float, float]
) -> Iterator[Mark]:
    """Yield the names that stand at one stage, each tied to its point; `span` is the band's top and zero."""
    column, count, looks = band.columns[at], len(overlays), styles(len(overlays))
    left = column.centre + _aside(count - 1, count) + LABEL_ASIDE
    room = _free_until(band, at, overlays) - left
    names = [_name(overlays[place].name, room=room) for place in places]
    scores = [overlays[place].stages[column.stage.id].score or 0.0 for place in places]
    ends = [span[1] - score * PER_LEVEL for score in scores]
    heights = [len(laid.lines) * LABEL_LEADING + LABEL_GAP for laid in names]
    middles = spread(ends, heights, top=span[0], bottom=span[0] + HEIGHT)
    for place, laid, end, middle in zip(places, names, ends, middles, strict=True):
        start = column.centre + _aside(place, count) + MARKER + 3
        tie = f"{line(start, end, left - 12, middle)}L{number(left - 4)} {number(middle)}"
        yield Stroke(d=tie, ink=looks[place].ink, width=1)
        first = middle - (len(laid.lines) - 1) * LABEL_LEADING / 2 + 4
        for row, text in enumerate(laid.lines):
            y = first + row * LABEL_LEADING
            yield Letters(x=left, y=y, text=text, size=12, bold=True, halo=Ink.PANEL)


def _free_until(band: Band, at: int, overlays: Sequence[Overlay]) -> float:
    """Return where (px) names right of a stage must end: before the next points, or with the band."""
    for column in band.columns[at + 1 :]:
        if any(overlay.stages[column.stage.id].score is not None for overlay in overlays):
            return column.centre + _aside(0, len(overlays)) - LABEL_ASIDE / 2
    return band.right - LABEL_GAP


def _label_room(count: int, wide: float) -> float:
    """Return the room (px) beside the last stage's points for a name, with a gutter so wide."""
    return COLUMN - CENTRE + wide - _aside(count - 1, count) - LABEL_ASIDE - LABEL_GAP


def _name(name: str, *, room: float) -> Wrapped:
    return wrap(name, room=room, lines=LABEL_LINES, size=12, bold=True)


def spread(wanted: Sequence[float], heights: Sequence[float], *, top: float, bottom: float) -> list[float]:
    """Return middles as near to those wanted as can be, so that things so high lie apart and inside.

    Those that would overlap are stacked around their common middle, in their order.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    stacks: list[list[int]] = []
    for place in order:
        stacks.append([place])
        while (
            len(stacks) > 1
            and _below(stacks[-2], wanted, heights, top, bottom)[1]
            > _below(stacks[-1], wanted, heights, top, bottom)[0]
        ):
            stacks[-2:] = [stacks[-2] + stacks[-1]]
    middles = [0.0] * len(wanted)
    for stack in stacks:
        y = _below(stack, wanted, heights, top, bottom)[0]
        for place in stack:
            middles[place] = y + heights[place] / 2
            y += heights[place]
    return middles


def _below(
    stack: Sequence[int], wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> tuple[float, float]:
    """Return where a stack begins and ends."""
    high = sum(heights[place] for place in stack)
    middle = sum(wanted[place] for place in stack) / len(stack)
    begin = max(top, min(middle - high / 2, bottom - high))
    return begin, begin + high


def _figures(cell: Cell, look: Style, *, x: float, base: float, words: Words) -> tuple[Mark, ...]:
    """Write a score behind the group's marker; why there is none, where there is none."""
    left = x + TEXT_LEFT + 18
    sign = _marker(look, x=x + TEXT_LEFT + 7, y=base - 4, hollow=cell.is_low_n)
    if cell.score is None or cell.low is None or cell.high is None:
        text, space = missing(cell, words), TEXT_WIDTH - 22.0
        if width(text, size=12) > space:
            # What hides and why: the group's title has both.
            text = text.partition(":")[0].rstrip()
        text = clip(text, room=space, size=12)
        return (*sign, Letters(x=left, y=base, text=text, size=12, ink=Ink.MUTED))
    score, count = words.signed(cell.score), f"n={words.count(cell.voters or 0)}"
    span = f"{words.signed(cell.low)} … {words.signed(cell.high)}"
    after = left + width(score, size=13, bold=True) + 8
    room = x + TEXT_LEFT + TEXT_WIDTH - after - width(span, size=12) - 8
    noted = f"{count} · {words.low_n}"
    if cell.is_low_n and width(noted, size=12) <= room:
        count = noted
    marks: list[Mark] = [
        *sign,
        Letters(x=left, y=base, text=score, bold=True),
        Letters(x=after, y=base, text=count, size=12, ink=Ink.MUTED),
    ]
    if width(count, size=12) <= room:
        marks.append(
            Letters(
                x=x + TEXT_LEFT + TEXT_WIDTH, y=base, text=span, size=12, ink=Ink.MUTED, anchor="end"
            )
        )  # fmt: skip
    return tuple(marks)


@dataclass(frozen=True, slots=True)
class _Swatch:
    """Draws a piece of a group's line for the legend."""

    look: Style

    def __call__(self, x: float, y: float) -> tuple[Mark, ...]:
        return (
            Box(x=x, y=y - 10, width=SWATCH, height=20, radius=4, fill=Ink.PANEL),
            Stroke(d=line(x + 2, y, x + SWATCH - 2, y), ink=self.look.ink, width=2.5, dash=self.look.dash),
            *_marker(self.look, x=x + SWATCH / 2, y=y),
        )


def _hollow(x: float, y: float) -> tuple[Mark, ...]:
    return (Dot(x=x + 8, y=y, radius=MARKER, fill=Ink.PANEL, stroke=Ink.MUTED, width=1.5),)


def _interval(x: float, y: float) -> tuple[Mark, ...]:
    middle, left, right = x + 5, x + 5 - WHISKER_CAP, x + 5 + WHISKER_CAP
    shape = (
        line(middle, y - 8, middle, y + 8) + line(left, y - 8, right, y - 8) + line(left, y + 8, right, y + 8)
    )
    return (Stroke(d=shape, ink=Ink.MUTED, width=WHISKER),)
