"""What stands above and below the bands: header, legend, and how the map was made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from config.emotion import Level
from mapping.disclosure import LOW_N, Cell
from mapping.face import face
from mapping.frame import MARGIN
from mapping.marks import Box, Group, Letters, Mark, Stroke, line
from mapping.measure import width
from mapping.palette import Ink
from mapping.parts import About, MapStage
from mapping.words import Words
from mapping.wrapping import clip, wrap

HEADER_GAP = 24
LEGEND_GAP, LEGEND_TEXT, LEGEND_LEADING = 24, 8, 28
METHOD_LEADING = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderText:
    """The four texts over a map."""

    title: str
    subtitle: str
    headline: str
    note: str


def header_text(about: About, overall: Cell, *, words: Words) -> HeaderText:
    """Word the header: who and when on the left, how much and how fresh on the right."""
    subtitle = [
        *([words.persona.format(name=about.persona)] if about.persona else []),
        *([words.segment.format(name=about.segment)] if about.segment else []),
        *([" + ".join(about.channels)] if about.channels else []),
        words.period(about.period),
    ]
    if overall.is_unpublished:
        headline = words.unpublished_whole
    elif overall.answers is None or overall.customers is None:
        headline = words.hidden
    elif overall.customers:
        answers = words.counted(words.answers, overall.answers)
        headline = words.from_.format(
            answers=answers, customers=words.counted(words.customers, overall.customers)
        )
    else:
        headline = words.empty
    return HeaderText(
        title=about.title,
        subtitle=" · ".join(subtitle),
        headline=headline,
        note=" · ".join(_note(about, overall, words)),
    )


def _note(about: About, overall: Cell, words: Words) -> list[str]:
    """Say how many replied and how fresh it is, or when there will be something."""
    if overall.is_unpublished and about.due is not None:
        return [words.due.format(day=words.date(about.due))]
    # Where the period names no year, nothing else would say which one the answers are from.
    time = words.time(overall.last_at or about.as_of, year=about.period.until is None)
    response = overall.response
    return [
        *([words.response.format(share=words.percent(response.value))] if response else []),
        words.data_to.format(time=time),
    ]


def header(text: HeaderText, *, right: float) -> tuple[Group, float]:
    """Draw the header; where both sides do not fit side by side, one goes under the other."""
    room = right - MARGIN
    left = max(width(text.title, size=24, bold=True), width(text.subtitle))
    other = max(width(text.headline, size=15, bold=True), width(text.note))
    stacked = left + HEADER_GAP + other > room
    title_room = room if stacked else room - other - HEADER_GAP
    marks: list[Mark] = [
        Letters(
            x=MARGIN, y=42, text=clip(text.title, room=title_room, size=24, bold=True), size=24, bold=True
        ),
        Letters(x=MARGIN, y=66, text=clip(text.subtitle, room=title_room), ink=Ink.MUTED),
    ]
    x, y, anchor = (MARGIN, 88, "start") if stacked else (right, 42, "end")
    if anchor == "start":
        marks.append(
            Letters(x=x, y=y, text=clip(text.headline, room=room, size=15, bold=True), size=15, bold=True)
        )
        marks.append(Letters(x=x, y=y + 20, text=clip(text.note, room=room), ink=Ink.MUTED))
    else:
        marks.append(Letters(x=x, y=y, text=text.headline, size=15, bold=True, anchor="end"))
        marks.append(Letters(x=x, y=y + 24, text=text.note, ink=Ink.MUTED, anchor="end"))
    bottom = 132 if stacked else 88
    return Group(part="header", name="header", marks=tuple(marks), title=text.title), bottom


Draw = Callable[[float, float], tuple[Mark, ...]]
"""Draws a legend's sign at a left edge and a middle line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the legend: a sign of some width (px) and what it means."""

    name: str
    text: str
    wide: float
    draw: Draw


def legend(entries: Sequence[Entry], *, top: float, right: float) -> tuple[tuple[Group, ...], float]:
    """Lay the entries in rows, and return them with the bottom of the last."""
    groups: list[Group] = []
    x, y = float(MARGIN), top
    for entry in entries:
        wide = entry.wide + LEGEND_TEXT + width(entry.text, size=12)
        if x + wide > right and x > MARGIN:
            x, y = float(MARGIN), y + LEGEND_LEADING
        marks = (
            *entry.draw(x, y),
            Letters(x=x + entry.wide + LEGEND_TEXT, y=y + 4, text=entry.text, size=12),
        )
        groups.append(Group(part="legend", name=f"legend-{entry.name}", marks=marks, x=x, width=wide, y=y))
        x += wide + LEGEND_GAP
    return tuple(groups), y + LEGEND_LEADING / 2


def entries(stages: Sequence[MapStage], about: About, *, words: Words) -> tuple[Entry, ...]:
    """Explain every sign that the map uses, and none that it does not."""
    cells = [stage.cell for stage in stages]
    places = {touchpoint.where for stage in stages for touchpoint in stage.touchpoints}
    found = [_face(level, words) for level in Level]
    if any(cell.is_low_n for cell in cells):
        found.append(Entry("low-n", words.few.format(n=LOW_N), 22, _hollow))
    if any(cell.score is not None for cell in cells):
        found.append(Entry("interval", words.interval, 36, _interval))
    if any(stage.previous is not None for stage in stages):
        text = words.previous_short
        if about.previous_period is not None:
            text = words.previous.format(period=words.period_short(about.previous_period))
        found.append(Entry("previous", text, 28, _previous))
    if any(stage.target is not None for stage in stages):
        found.append(Entry("target", words.target, 28, target_sign))
    if "offline" in places:
        found.append(Entry("offline", words.offline, 28, offline_sign))
    return tuple(found)


def method(
    about: About, *, words: Words, top: float, right: float, is_overlaid: bool = False, cases: str = ""
) -> tuple[Group, float]:
    """Say below the map how its figures were made, and before that what became of `cases`."""
    parts = [words.method]
    if about.min_customers > 1:
        parts.append(words.small.format(n=about.min_customers))
    if about.has_changes:
        parts.append(words.arrows)
    if is_overlaid:
        parts.append(words.overlay_note)
    if about.unjudged:
        parts.append(words.unjudged.format(n=words.count(about.unjudged)))
    text = " ".join(parts)
    made = words.made.format(scorer=about.scorer, version=about.version)
    told = [*([cases] if cases else []), text, made]
    lines = [part for whole in told for part in wrap(whole, room=right - MARGIN, lines=3, size=12).lines]
    marks = tuple(
        Letters(x=MARGIN, y=top + place * METHOD_LEADING, text=part, size=12, ink=Ink.MUTED)
        for place, part in enumerate(lines)
    )
    return Group(part="method", name="method", marks=marks, title=" ".join(told)), top + len(
        lines
    ) * METHOD_LEADING


def _face(level: Level, words: Words) -> Entry:
    """Explain one face."""

    def draw(x: float, y: float) -> tuple[Mark, ...]:
        return face(level, x=x + 11, y=y, radius=10)

    return Entry(f"level-{level.name.lower().replace('_', '-')}", words.level(level), 22, draw)


def _hollow(x: float, y: float) -> tuple[Mark, ...]:
    return face(Level.POSITIVE, x=x + 11, y=y, radius=10, hollow=True)


def _interval(x: float, y: float) -> tuple[Mark, ...]:
    bar = (
        line(x + 30, y - 8, x + 30, y + 8)
        + line(x + 26, y - 8, x + 34, y - 8)
        + line(x + 26, y + 8, x + 34, y + 8)
    )
    ribbon = Box(x=x, y=y - 8, width=20, height=16, fill=Ink.RIBBON, opacity=0.6)
    return (ribbon, Stroke(d=bar, ink=Ink.MUTED, width=2))


def _previous(x: float, y: float) -> tuple[Mark, ...]:
    return (Stroke(d=line(x, y, x + 28, y), ink=Ink.MUTED, width=1.5, dash="2 4"),)


def target_sign(x: float, y: float) -> tuple[Mark, ...]:
    """Draw the legend's sign for a target."""
    return (Stroke(d=line(x, y, x + 28, y), ink=Ink.MUTED, width=1.5, dash="10 5"),)


def offline_sign(x: float, y: float) -> tuple[Mark, ...]:
    """Draw the legend's sign for a place that is not online."""
    pill = Box(x=x, y=y - 8, width=28, height=16, radius=8, fill=Ink.PANEL, stroke=Ink.MUTED, dash="4 3")
    return (pill,)
