"""A chart of lying bars: a name, a bar with its interval, and the figure in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapping.charts.page import MARGIN, foot, header
from mapping.layout import Drawing
from mapping.marks import Box, Group, Letters, Mark, Stroke, line
from mapping.palette import Ink
from mapping.wrapping import wrap

WIDTH = 960.0
_NAMES, _FIGURES, _GAP = 240.0, 190.0, 12.0
_HEAD, _ROW, _THICK = 92.0, 44.0, 22.0
_NAME_LEADING = 16.0
_WHISKER, _TICK = 2.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: `value` and its interval on 0 to the chart's `top`; `said` is the figure in words.

    A `value` of None draws no bar: `said` then says why. `rest` is a paler bar behind, such as the whole.
    """

    name: str
    said: str
    value: float | None
    low: float | None = None
    high: float | None = None
    rest: float | None = None
    ink: Ink = Ink.POSITIVE
    note: str = ""


def bars(rows: Sequence[Bar], *, title: str, subtitle: str, method: str, top: float | None = None) -> Drawing:
    """Draw the bars under a title; `top` is the value at the right end, by default the largest drawn."""
    largest = max(
        (end for row in rows for end in (row.value, row.high, row.rest) if end is not None), default=0
    )
    scale = (WIDTH - 2 * MARGIN - _NAMES - _FIGURES - 2 * _GAP) / (top or largest or 1.0)
    groups = [header(title, subtitle, width=WIDTH)]
    groups += [_bar(row, place, scale=scale) for place, row in enumerate(rows)]
    bottom = _HEAD + len(rows) * _ROW
    made, end = foot(method, first=bottom + 26, width=WIDTH)
    return Drawing(width=WIDTH, height=end, top=_HEAD, bottom=bottom, groups=(*groups, made))


def _bar(row: Bar, place: int, *, scale: float) -> Group:
    middle = _HEAD + place * _ROW + _ROW / 2
    left = MARGIN + _NAMES + _GAP
    marks: list[Mark] = [
        *_name(row.name, middle),
        Stroke(d=line(left, middle - 18, left, middle + 18), ink=Ink.ZERO, width=1),
    ]
    if row.rest is not None:
        marks.append(_box(left, middle, row.rest * scale, Ink.RIBBON))
    if row.value is not None:
        marks.append(_box(left, middle, row.value * scale, row.ink))
        if row.low is not None and row.high is not None:
            marks += _whiskers(left + row.low * scale, left + row.high * scale, middle)
    ink = Ink.TEXT if row.value is not None else Ink.MUTED
    right = WIDTH - MARGIN
    below = (
        [Letters(x=right, y=middle + 17, text=row.note, size=12, ink=Ink.MUTED, anchor="end")]
        if row.note
        else []
    )
    y = middle + (0 if row.note else 5)
    marks += [Letters(x=right, y=y, text=row.said, bold=row.value is not None, ink=ink, anchor="end"), *below]
    title = f"{row.name}: {row.said}" + (f" · {row.note}" if row.note else "")
    return Group(part="body", name=f"bar-{place}", marks=tuple(marks), title=title)


def _name(name: str, middle: float) -> list[Mark]:
    laid = wrap(name, room=_NAMES, lines=2)
    first = middle + 5 - (len(laid.lines) - 1) * _NAME_LEADING / 2
    return [
        Letters(x=MARGIN, y=first + place * _NAME_LEADING, text=text) for place, text in enumerate(laid.lines)
    ]


def _box(left: float, middle: float, width: float, ink: Ink) -> Box:
    return Box(x=left, y=middle - _THICK / 2, width=max(width, 1.0), height=_THICK, radius=3, fill=ink)


def _whiskers(low: float, high: float, middle: float) -> list[Mark]:
    """Draw the interval twice: a pale line under a dark one, to be seen on the bar and beside it."""
    ends = "".join(line(x, middle - _TICK, x, middle + _TICK) for x in (low, high))
    path = line(low, middle, high, middle) + ends
    return [
        Stroke(d=path, ink=Ink.PAGE, width=_WHISKER + 3, round=True),
        Stroke(d=path, ink=Ink.TEXT, width=_WHISKER, round=True),
    ]
