"""The emotion band and the scores of several groups: lines told apart by colour, dashes, marker and name."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapping.curve import Node, path
from mapping.disclosure import LOW_N, Cell
from mapping.edges import Entry, offline_sign, target_sign
from mapping.emotion_band import HEIGHT, PER_LEVEL, Runs, axis
from mapping.frame import (
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
from mapping.overlay_names import overlay_names
from mapping.overlay_styles import MARKER, Shape, Style, aside_of, styles
from mapping.palette import Ink
from mapping.parts import MapStage
from mapping.rows import missing, said
from mapping.words import Words
from mapping.wrapping import clip

WHISKER_CAP, WHISKER = 3, 1.25
ROW = 22
SWATCH = 34


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
            marks=_curve(band, stages, overlay, look, aside=aside_of(place, len(overlays)), zero=zero),
        )
        for place, (overlay, look) in enumerate(zip(overlays, looks, strict=True))
    ]
    points = [
        _point(
            column, overlay, look, place=place, aside=aside_of(place, len(overlays)), zero=zero, words=words
        )
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
            overlay_names(band, overlays, top=top, zero=zero),
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
