"""A chart of lying bars: a name, a bar with its interval, and the figure in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapping.layout import Drawing
from mapping.marks import Box, Group, Letters, Mark, Stroke, line
from mapping.palette import Ink
from mapping.wrapping import clip, wrap

WIDTH, MARGIN = 960.0, 24.0
_NAMES, _FIGURES, _GAP = 240.0, 190.0, 12.0
_HEAD, _ROW, _THICK, _FOOT = 92.0, 44.0, 22.0, 20.0
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
    groups = [_header(title, subtitle)]
    groups += [_bar(row, place, scale=scale) for place, row in enumerate(rows)]
    bottom = _HEAD + len(rows) * _ROW
    foot, end = _method(method, top=bottom)
    return Drawing(width=WIDTH, height=end, top=_HEAD, bottom=bottom, groups=(*groups, foot))


def _header(title: str, subtitle: str) -> Group:
    room = WIDTH - 2 * MARGIN
    marks = (
        Letters(x=MARGIN, y=42, text=clip(title, room=room, size=24, bold=True), size=24, bold=True),
        Letters(x=MARGIN, y=66, text=clip(subtitle, room=room), ink=Ink.MUTED),
    )
    return Group(part="header", name="header", marks=marks, title=title)


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


def _method(text: str, *, top: float) -> tuple[Group, float]:
    laid = wrap(text, room=WIDTH - 2 * MARGIN, lines=3, size=12)
    marks = tuple(
        Letters(x=MARGIN, y=top + 26 + place * 17, text=part, size=12, ink=Ink.MUTED)
        for place, part in enumerate(laid.lines)
    )
    return Group(part="method", name="method", marks=marks, title=text), top + 26 + 17 * len(
        laid.lines
    ) + _FOOT
