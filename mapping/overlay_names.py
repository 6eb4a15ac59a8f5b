"""The names of several groups at the ends of their lines, clear of each other and of the points."""

from collections.abc import Iterator, Sequence

from mapping.emotion_band import HEIGHT, PER_LEVEL
from mapping.frame import CENTRE, COLUMN, Band
from mapping.marks import Group, Letters, Mark, Stroke, line, number
from mapping.overlay import Overlay
from mapping.overlay_styles import MARKER, aside_of, styles
from mapping.palette import Ink
from mapping.wrapping import Wrapped, wrap

LABEL_LEADING, LABEL_GAP = 14, 3
LABEL_LINES = 2
LABEL_ASIDE = 26
GUTTERS = (0, 40, 80, 120, 160)


def gutter(overlays: Sequence[Overlay]) -> float:
    """Return how much more room (px) the right edge needs for the names at the lines' ends."""
    for wide in GUTTERS:
        room = _label_room(len(overlays), wide)
        if not any(_name(each.name, room=room).is_cut for each in overlays):
            return wide
    return GUTTERS[-1] if overlays else 0


def overlay_names(band: Band, overlays: Sequence[Overlay], *, top: float, zero: float) -> Group:
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
    left = column.centre + aside_of(count - 1, count) + LABEL_ASIDE
    room = _free_until(band, at, overlays) - left
    names = [_name(overlays[place].name, room=room) for place in places]
    scores = [overlays[place].stages[column.stage.id].score or 0.0 for place in places]
    ends = [span[1] - score * PER_LEVEL for score in scores]
    heights = [len(laid.lines) * LABEL_LEADING + LABEL_GAP for laid in names]
    middles = spread(ends, heights, top=span[0], bottom=span[0] + HEIGHT)
    for place, laid, end, middle in zip(places, names, ends, middles, strict=True):
        start = column.centre + aside_of(place, count) + MARKER + 3
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
            return column.centre + aside_of(0, len(overlays)) - LABEL_ASIDE / 2
    return band.right - LABEL_GAP


def _label_room(count: int, wide: float) -> float:
    """Return the room (px) beside the last stage's points for a name, with a gutter so wide."""
    return COLUMN - CENTRE + wide - aside_of(count - 1, count) - LABEL_ASIDE - LABEL_GAP


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
