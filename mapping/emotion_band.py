"""The heart of the map: the curve of feeling with faces, whiskers, the period before and the targets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from config.emotion import Level
from mapping.curve import Node, cut, path, ribbon, through
from mapping.face import face
from mapping.frame import CENTRE, COLUMN, HEAD, TEXT_WIDTH, Band, Column, Row, head
from mapping.marks import Area, Box, Dot, Group, Letters, Mark, Stroke, line
from mapping.measure import width
from mapping.palette import Ink, ink_of
from mapping.parts import MapStage
from mapping.rows import spoken
from mapping.words import Words
from mapping.wrapping import wrap

HEIGHT = 230
PER_LEVEL = 46.5
FACE = 17
WHISKER_ASIDE, WHISKER_CAP = 27, 4
LABEL_ABOVE, LABEL_BELOW = -26, 34
MISSING_LEADING = 15


@dataclass(frozen=True, slots=True)
class Runs:
    """Curves through stages side by side, on an axis where the n-th stage stands at n columns."""

    curves: tuple[tuple[Node, ...], ...]

    @classmethod
    def of(cls, values: Sequence[float | None]) -> "Runs":
        """Join neighbours that have a value; over a gap nothing is drawn. Height is in levels."""
        runs: list[list[tuple[float, float]]] = [[]]
        for index, value in enumerate(values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append((index * COLUMN, value))
        return cls(tuple(through(run) for run in runs if len(run) > 1))

    def within(self, band: Band, *, zero: float) -> list[tuple[Node, ...]]:
        """Return the pieces that lie in a band, in px; `zero` is where the neutral line is."""
        first, last = band.columns[0], band.columns[-1]
        left, right = first.index * COLUMN - CENTRE, last.index * COLUMN + COLUMN - CENTRE - 6
        shift = first.centre - first.index * COLUMN
        pieces = [cut(curve, left=left, right=right) for curve in self.curves if curve[-1].x > left]
        return [
            tuple(Node(node.x + shift, zero - node.y * PER_LEVEL, -node.slope * PER_LEVEL) for node in piece)
            for piece in pieces
            if len(piece) > 1
        ]


def emotion_row(band: Band, *, top: float, words: Words, stages: Sequence[MapStage]) -> Row:
    """Draw the band's part of the curve; `stages` are all, so that it runs on from band to band."""
    zero = top + HEIGHT / 2
    return Row(
        groups=(
            head(words.emotion, y=top - 6, band=band),
            *axis(band, top=top, zero=zero, words=words, right=band.columns[-1].x + COLUMN - 6),
            _curves(band, zero=zero, stages=stages),
            *(_stage(column, top=top, zero=zero, words=words) for column in band.columns),
        ),
        bottom=top + HEIGHT,
    )


def axis(band: Band, *, top: float, zero: float, words: Words, right: float) -> tuple[Group, Group]:
    """Draw the five lines with their words up to `right` (px); the axis is never cropped."""
    lines: list[Mark] = [Box(x=HEAD, y=top, width=right - HEAD, height=HEIGHT, fill=Ink.PANEL)]
    names: list[Mark] = []
    for level in Level:
        y = zero - level * PER_LEVEL
        neutral = level is Level.NEUTRAL
        lines.append(
            Stroke(
                d=line(HEAD, y, right, y), ink=Ink.ZERO if neutral else Ink.GRID, width=1.5 if neutral else 1
            )
        )
        names.append(
            Letters(
                x=HEAD - 10,
                y=y + 4,
                text=words.level(level),
                size=12,
                bold=True,
                ink=ink_of(level),
                anchor="end",
            )
        )
    start = band.columns[0].index
    return (
        Group(part="grid", name=f"axis-{start}", marks=tuple(lines)),
        Group(part="heads", name=f"levels-{start}", marks=tuple(names)),
    )


def _curves(band: Band, *, zero: float, stages: Sequence[MapStage]) -> Group:
    """Draw ribbon, targets, the period before, and the curve itself, in this order."""

    def runs(value: Callable[[MapStage], float | None]) -> list[tuple[Node, ...]]:
        return Runs.of([value(stage) for stage in stages]).within(band, zero=zero)

    uppers, lowers = runs(lambda stage: stage.cell.high), runs(lambda stage: stage.cell.low)
    marks: list[Mark] = [
        Area(d=ribbon(upper, lower), fill=Ink.RIBBON, opacity=0.45)
        for upper, lower in zip(uppers, lowers, strict=True)
    ]
    for column in band.columns:
        target = column.stage.target
        if target is not None:
            y = zero - target * PER_LEVEL
            marks.append(
                Stroke(d=line(column.x, y, column.x + COLUMN - 6, y), ink=Ink.MUTED, width=1.5, dash="10 5")
            )
    marks += [
        Stroke(d=path(run), ink=Ink.MUTED, width=1.5, dash="2 4")
        for run in runs(lambda stage: stage.previous)
    ]
    marks += [Stroke(d=path(run), ink=Ink.TEXT, width=2.5) for run in runs(lambda stage: stage.cell.score)]
    return Group(part="curve", name=f"curve-{band.columns[0].index}", marks=tuple(marks))


def _stage(column: Column, *, top: float, zero: float, words: Words) -> Group:
    """Draw one stage's whisker, face and label, or say why there is none."""
    stage, cell, level = column.stage, column.stage.cell, column.stage.level
    if level is None or cell.score is None or cell.low is None or cell.high is None:
        marks = _missing(column, zero=zero, text=spoken(stage, words))
    else:
        x, y = column.centre, zero - cell.score * PER_LEVEL
        high, low = zero - cell.high * PER_LEVEL, zero - cell.low * PER_LEVEL
        marks = (
            *_whisker(x + WHISKER_ASIDE, y=y, high=high, low=low, ink=ink_of(level)),
            *face(level, x=x, y=y, radius=FACE, hollow=cell.is_low_n),
            *_label(stage, x=x, y=y, high=high, low=low, top=top, words=words),
        )
    title = f"{stage.title}: {spoken(stage, words)}"
    return Group(part="curve", name=f"emotion-{stage.id}", stage=stage.id, title=title, marks=marks)


def _whisker(x: float, *, y: float, high: float, low: float, ink: Ink) -> tuple[Mark, ...]:
    """Draw the interval beside the face, where a narrow one is seen too; the bead marks the score."""
    left, right = x - WHISKER_CAP, x + WHISKER_CAP
    shape = line(x, high, x, low) + line(left, high, right, high) + line(left, low, right, low)
    return (
        Stroke(d=shape, ink=Ink.PANEL, width=5),
        Stroke(d=shape, ink=ink, width=2),
        Dot(x=x, y=y, radius=3, fill=ink),
    )


def _label(
    stage: MapStage, *, x: float, y: float, high: float, low: float, top: float, words: Words
) -> tuple[Mark, ...]:
    """Name the peak, the lowest point and the end, on the side where there is room."""
    if not stage.moments:
        return ()
    names = {"peak": words.peak, "lowest": words.lowest, "end": words.end}
    inks = {"peak": Ink.VERY_POSITIVE, "lowest": Ink.VERY_NEGATIVE, "end": Ink.MUTED}
    text = " · ".join(names[moment] for moment in stage.moments)
    over, under = y + LABEL_ABOVE, y + LABEL_BELOW
    if width(text, size=12, bold=True) / 2 > WHISKER_ASIDE - WHISKER_CAP:
        over, under = min(over, high - 6), max(under, low + 15)
    above = "lowest" not in stage.moments
    if above and over < top + 11:
        above = False
    elif not above and under > top + HEIGHT - 4:
        above = True
    base, ink = over if above else under, inks[stage.moments[0]]
    return (Letters(x=x, y=base, text=text, size=12, bold=True, ink=ink, anchor="middle", halo=Ink.PANEL),)


def _missing(column: Column, *, zero: float, text: str) -> tuple[Mark, ...]:
    """Say in the gap why there is no face, clear of the lines for neutral and for the target."""
    laid = wrap(text, room=TEXT_WIDTH - 40, lines=3, size=12)
    deep = (len(laid.lines) - 1) * MISSING_LEADING
    target = column.stage.target
    over = zero - 12 - deep
    is_crossed = target is not None and over - 14 <= zero - target * PER_LEVEL <= over + deep + 6
    start = zero + 20 if is_crossed else over
    return tuple(
        Letters(
            x=column.centre,
            y=start + place * MISSING_LEADING,
            text=part,
            size=12,
            ink=Ink.MUTED,
            anchor="middle",
            halo=Ink.PANEL,
        )
        for place, part in enumerate(laid.lines)
    )
