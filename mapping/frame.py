"""Where things go: the frame of the map in px, its columns and bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from mapping.marks import Group, Letters, Stroke, line
from mapping.palette import Ink
from mapping.parts import MapStage
from mapping.wrapping import wrap

MARGIN = 24
HEAD = 150
COLUMN = 220
ONE_BAND = 8
MOST_STAGES = 16
FEWEST_COLUMNS = 2

PILL_LEFT, PILL_WIDTH = 2, 206
TEXT_LEFT, TEXT_WIDTH = 4, 202
CENTRE = 106
TIP = 214
HEAD_ROOM = 118
HEAD_LEADING = 16


class TooManyStages(ValueError):
    """A map of more stages than anyone can read."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"the journey has {count} stages; a map holds {MOST_STAGES} at most: "
            "join stages that customers feel as one, or split the journey in two"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A stage's place: `x` is the left edge, `index` counts over the whole journey."""

    stage: MapStage
    index: int
    x: float

    @property
    def centre(self) -> float:
        """Where the stage's face stands."""
        return self.x + CENTRE


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A row of stages side by side; a long journey has two, one under the other."""

    columns: tuple[Column, ...]
    width: float

    @property
    def right(self) -> float:
        """Where lines across the band end."""
        return self.width - MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was laid out, and where the next row may begin."""

    groups: tuple[Group, ...]
    bottom: float


def bands(stages: Sequence[MapStage], *, gutter: float = 0) -> tuple[Band, ...]:
    """Place the stages in one band up to 8, in two up to 16; refuse more. A `gutter` (px) lies right."""
    if len(stages) > MOST_STAGES:
        raise TooManyStages(len(stages))
    per_band = len(stages) if len(stages) <= ONE_BAND else ceil(len(stages) / 2)
    width = HEAD + max(per_band, FEWEST_COLUMNS) * COLUMN + gutter + MARGIN
    return tuple(
        Band(
            columns=tuple(
                Column(stage=stage, index=start + place, x=HEAD + place * COLUMN)
                for place, stage in enumerate(stages[start : start + per_band])
            ),
            width=width,
        )
        for start in range(0, len(stages), per_band)
    )


def head(text: str, *, y: float, band: Band) -> Group:
    """Write a row's head, up to three lines, the first on baseline `y`."""
    laid = wrap(text, room=HEAD_ROOM, lines=3, bold=True)
    marks = tuple(
        Letters(x=MARGIN, y=y + place * HEAD_LEADING, text=part, ink=Ink.MUTED, bold=True)
        for place, part in enumerate(laid.lines)
    )
    name = f"head-{band.columns[0].index}-{round(y)}"
    return Group(part="heads", name=name, marks=marks, title=text if laid.is_cut else None)


def rule(*, y: float, band: Band) -> Group:
    """Draw the hairline above a row."""
    mark = Stroke(d=line(MARGIN, y, band.right, y), ink=Ink.GRID, width=1)
    return Group(part="grid", name=f"rule-{band.columns[0].index}-{round(y)}", marks=(mark,))
