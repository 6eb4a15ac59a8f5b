"""A whole journey on one slide: its curve with a face, a name and a score for each stage, and no more."""

from collections.abc import Iterator, Sequence

from config.emotion import Level
from mapping.curve import Node, path, ribbon, through
from mapping.face import face
from mapping.frame import HEAD, Row
from mapping.marks import Area, Box, Group, Letters, Mark, Stroke, line
from mapping.palette import Ink, ink_of
from mapping.parts import MapStage
from mapping.rows import spoken
from mapping.words import Words
from mapping.wrapping import wrap

_HIGH, _PER_LEVEL = 270, 54
_NAME_LINES, _LEADING, _BETWEEN = 4, 16, 8
_FACE, _WHISKER = 17, 4
_SIZE = 12


def glance(stages: Sequence[MapStage], *, top: float, right: float, words: Words) -> Row:
    """Draw all stages side by side, up to sixteen; their names stand above the curve, their scores below."""
    pitch = (right - HEAD) / len(stages)
    centres = [HEAD + pitch * (place + 0.5) for place in range(len(stages))]
    names = [
        wrap(each.title, room=pitch - _BETWEEN, lines=_NAME_LINES, size=_SIZE, bold=True) for each in stages
    ]
    above = top + _LEADING * max(len(name.lines) for name in names) + _BETWEEN
    zero = above + _HIGH / 2
    groups = [_axis(above, zero, right=right, words=words), _curve(stages, centres, zero)]
    for stage, name, x in zip(stages, names, centres, strict=True):
        first = above - _BETWEEN - _LEADING * (len(name.lines) - 1) - 3
        heading = (
            Letters(x=x, y=first + place * _LEADING, text=part, size=_SIZE, bold=True, anchor="middle")
            for place, part in enumerate(name.lines)
        )
        marks = (
            *heading,
            *_felt(stage, x, zero, radius=min(_FACE, pitch / 4), words=words),
            *_score(stage, x, above, words),
        )
        title = f"{stage.title}: {spoken(stage, words)}"
        groups.append(
            Group(part="curve", name=f"glance-{stage.id}", stage=stage.id, title=title, marks=marks)
        )
    return Row(groups=tuple(groups), bottom=above + _HIGH + 2 * _LEADING + _BETWEEN)


def _axis(top: float, zero: float, *, right: float, words: Words) -> Group:
    """Draw the five lines with their words."""
    marks: list[Mark] = [Box(x=HEAD, y=top, width=right - HEAD, height=_HIGH, fill=Ink.PANEL)]
    for level in Level:
        y, ink = zero - level * _PER_LEVEL, Ink.ZERO if level is Level.NEUTRAL else Ink.GRID
        marks.append(Stroke(d=line(HEAD, y, right, y), ink=ink, width=1))
        marks.append(
            Letters(
                x=HEAD - 10, y=y + 4, text=words.level(level), size=_SIZE, bold=True, ink=ink_of(level),
                anchor="end",
            )
        )  # fmt: skip
    return Group(part="grid", name="glance-axis", marks=tuple(marks))


def _curve(stages: Sequence[MapStage], centres: Sequence[float], zero: float) -> Group:
    """Draw the curve through the scores, and its ribbon; over a gap nothing is drawn."""
    runs: list[list[tuple[float, MapStage]]] = [[]]
    for stage, x in zip(stages, centres, strict=True):
        if stage.cell.score is None:
            runs.append([])
        else:
            runs[-1].append((x, stage))
    marks: list[Mark] = []
    for run in runs:
        if len(run) > 1:
            lines = [
                _line([(x, value or 0.0) for x, value in each], zero)
                for each in (
                    [(x, stage.cell.high) for x, stage in run],
                    [(x, stage.cell.low) for x, stage in run],
                    [(x, stage.cell.score) for x, stage in run],
                )
            ]
            marks.append(Area(d=ribbon(lines[0], lines[1]), fill=Ink.RIBBON, opacity=0.45))
            marks.append(Stroke(d=path(lines[2]), ink=Ink.TEXT, width=2.5))
    return Group(part="curve", name="glance-curve", marks=tuple(marks))


def _line(points: Sequence[tuple[float, float]], zero: float) -> tuple[Node, ...]:
    return tuple(
        Node(node.x, zero - node.y * _PER_LEVEL, -node.slope * _PER_LEVEL) for node in through(points)
    )


def _felt(stage: MapStage, x: float, zero: float, *, radius: float, words: Words) -> Iterator[Mark]:
    """Draw the interval, on it the face, and beyond it what is remembered of the stage."""
    cell, level = stage.cell, stage.level
    if level is None or cell.score is None or cell.low is None or cell.high is None:
        return
    y, high, low = (zero - value * _PER_LEVEL for value in (cell.score, cell.high, cell.low))
    ends = line(x - _WHISKER, high, x + _WHISKER, high) + line(x - _WHISKER, low, x + _WHISKER, low)
    yield Stroke(d=line(x, high, x, low) + ends, ink=ink_of(level), width=2)
    yield from face(level, x=x, y=y, radius=radius, hollow=cell.is_low_n)
    if stage.moments:
        named = {"peak": words.peak, "lowest": words.lowest, "end": words.end}
        inks = {"peak": Ink.VERY_POSITIVE, "lowest": Ink.VERY_NEGATIVE, "end": Ink.MUTED}
        base = max(low, y + radius) + 15 if "lowest" in stage.moments else min(high, y - radius) - 6
        text, ink = " · ".join(named[moment] for moment in stage.moments), inks[stage.moments[0]]
        yield Letters(x=x, y=base, text=text, size=_SIZE, bold=True, ink=ink, anchor="middle", halo=Ink.PANEL)


def _score(stage: MapStage, x: float, above: float, words: Words) -> Iterator[Letters]:
    """Write the score and on how many customers it stands; a dash where there is none."""
    cell, y = stage.cell, above + _HIGH + _LEADING
    score = "–" if cell.score is None else words.signed(cell.score)
    yield Letters(x=x, y=y, text=score, size=13, bold=True, anchor="middle")
    if cell.score is not None:
        count = f"n={words.count(cell.voters or 0)}"
        yield Letters(x=x, y=y + _LEADING, text=count, size=_SIZE, ink=Ink.MUTED, anchor="middle")
