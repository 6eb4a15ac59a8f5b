"""The rows of a band above the emotion and right below it: stages, touchpoints, scores."""

from dataclasses import dataclass
from datetime import date

from mapping.disclosure import Cell, Visibility
from mapping.frame import (
    COLUMN,
    HEAD_LEADING,
    PILL_LEFT,
    PILL_WIDTH,
    TEXT_LEFT,
    TEXT_WIDTH,
    TIP,
    Band,
    Column,
    Row,
    head,
)
from mapping.marks import Area, Box, Dot, Group, Letters, Mark, number
from mapping.measure import width
from mapping.palette import Ink, ink_of
from mapping.parts import Change, MapStage, MapTouchpoint
from mapping.words import Words
from mapping.wrapping import clip, wrap

STAGE_HEIGHT, STAGE_POINT = 48, 10
PILL_HEIGHT, PILL_GAP, MOST_PILLS = 22, 4, 4
PILL_LINES, PILL_LEADING = 2, 15
MORE_HEIGHT = 18
NOTE_SIZES = (12, 11, 10)
"""Sizes (px) of what stands below a stage's name: words of some languages are longer than others'."""


def stage_row(band: Band, *, top: float, words: Words) -> Row:
    """Draw the stages as chevrons, each with how many customers answered or came by."""
    groups = [_chevron(column, top=top, words=words) for column in band.columns]
    return Row(groups=(head(words.stage, y=top + 29, band=band), *groups), bottom=top + STAGE_HEIGHT)


def _chevron(column: Column, *, top: float, words: Words) -> Group:
    """Draw one stage's chevron; the journey's first has a straight back."""
    x, middle, bottom = column.x, top + STAGE_HEIGHT / 2, top + STAGE_HEIGHT
    notch = f"L{number(x + STAGE_POINT)} {number(middle)}" if column.index else ""
    shape = (
        f"M{number(x)} {number(top)}H{number(x + TIP - STAGE_POINT)}L{number(x + TIP)} {number(middle)}"
        f"L{number(x + TIP - STAGE_POINT)} {number(bottom)}H{number(x)}{notch}Z"
    )
    left = x + (20 if column.index else 14)
    room = x + TIP - STAGE_POINT - left
    note = stage_note(column.stage, words)
    size = next((each for each in NOTE_SIZES if width(note, size=each) <= room), NOTE_SIZES[-1])
    marks: tuple[Mark, ...] = (
        Area(d=shape, fill=Ink.BAR),
        Letters(
            x=left,
            y=top + 22,
            text=clip(column.stage.title, room=room, size=15, bold=True),
            size=15,
            ink=Ink.ON_BAR,
            bold=True,
        ),
        Letters(
            x=left,
            y=top + 39,
            text=clip(note, room=room, size=size),
            size=size,
            ink=Ink.ON_BAR_MUTED,
        ),
    )
    stage = column.stage
    return Group(part="body", name=f"stage-{stage.id}", stage=stage.id, title=stage.title, marks=marks)


def stage_note(stage: MapStage, words: Words) -> str:
    """Say how many came by and went on, or how many answered."""
    if stage.reach is not None:
        notes = [words.counted(words.customers, stage.reach.customers)]
        if stage.reach.go_on is not None:
            notes.append(words.go_on.format(share=words.percent(stage.reach.go_on)))
        return " · ".join(notes)
    if stage.cell.answers is None:
        return "–"
    notes = [words.counted(words.answers, stage.cell.answers)]
    if stage.cell.response is not None:
        notes.append(words.responded.format(share=words.percent(stage.cell.response.value)))
    return " · ".join(notes)


def touchpoint_row(band: Band, *, top: float, words: Words) -> Row:
    """Draw each stage's touchpoints as pills, up to four and then how many more there are."""
    heading = head(words.touchpoints, y=top + 20, band=band)
    groups, bottom = [heading], top + PILL_HEIGHT + HEAD_LEADING * (len(heading.marks) - 1)
    for column in band.columns:
        y = top
        for touchpoint in column.stage.touchpoints[:MOST_PILLS]:
            pill = _pill(touchpoint, column=column, y=y, words=words)
            groups.append(pill.group)
            y += pill.height + PILL_GAP
        more = column.stage.touchpoints[MOST_PILLS:]
        if more:
            titles = ", ".join(touchpoint.title for touchpoint in more)
            groups.append(
                more_note(len(more), titles, column=column, y=y + 12, row="touchpoints", words=words)
            )
            y += MORE_HEIGHT
        bottom = max(bottom, y - PILL_GAP)
    return Row(groups=tuple(groups), bottom=bottom)


@dataclass(frozen=True, slots=True)
class _Pill:
    """A touchpoint drawn, and how high it came out."""

    group: Group
    height: float


def _pill(touchpoint: MapTouchpoint, *, column: Column, y: float, words: Words) -> _Pill:
    """Draw a touchpoint: dashed when offline, its score behind a dot in the level's colour."""
    x = column.x + PILL_LEFT
    figure, right = _pill_figure(touchpoint, right=x + PILL_WIDTH - 12, y=y, words=words)
    place = words.offline if touchpoint.where == "offline" else words.online
    room = right - x - 12
    laid = wrap(touchpoint.title, room=room, lines=PILL_LINES, size=12)
    height = PILL_HEIGHT + PILL_LEADING * (len(laid.lines) - 1)
    marks: list[Mark] = [
        Box(
            x=x,
            y=y,
            width=PILL_WIDTH,
            height=height,
            radius=11,
            fill=Ink.PANEL,
            stroke=Ink.MUTED,
            dash="4 3" if touchpoint.where == "offline" else None,
        ),
        *figure,
    ]
    # The outline says the same as the word, so a long title may take the word's room.
    if len(laid.lines) == 1 and width(laid.lines[0], size=12) <= room - width(place, size=12) - 8:
        marks.append(Letters(x=right, y=y + 15, text=place, size=12, ink=Ink.MUTED, anchor="end"))
    marks += [
        Letters(x=x + 12, y=y + 15 + row * PILL_LEADING, text=part, size=12)
        for row, part in enumerate(laid.lines)
    ]
    group = Group(
        part="body",
        name=f"touchpoint-{touchpoint.id}",
        stage=column.stage.id,
        touchpoint=touchpoint.id,
        title=f"{touchpoint.title} ({place}): {spoken(touchpoint, words)}",
        marks=tuple(marks),
    )
    return _Pill(group, height)


def _pill_figure(
    touchpoint: MapTouchpoint, *, right: float, y: float, words: Words
) -> tuple[tuple[Mark, ...], float]:
    """Draw the score at a pill's right end; return it with where the title's room ends."""
    score, level = touchpoint.cell.score, touchpoint.level
    if score is None or level is None:
        if not touchpoint.cell.is_hidden:
            return (), right
        return (Letters(x=right, y=y + 15, text="–", size=12, ink=Ink.MUTED, anchor="end"),), right - 14
    text, ink = words.signed(score), ink_of(level)
    dot = right - width(text, size=12, bold=True) - 9
    fill = Ink.PANEL if touchpoint.cell.is_low_n else ink
    marks = (
        Letters(x=right, y=y + 15, text=text, size=12, bold=True, ink=ink, anchor="end"),
        Dot(x=dot, y=y + PILL_HEIGHT / 2, radius=3.5, fill=fill, stroke=ink, width=1.5),
    )
    return marks, dot - 10


def spoken(part: MapStage | MapTouchpoint, words: Words) -> str:
    """Say a cell's figures in words, for titles and those who listen."""
    return said(part.cell, words)


def said(cell: Cell, words: Words) -> str:
    """Say what a cell shows, or why it shows nothing."""
    if cell.score is None or cell.low is None or cell.high is None:
        return missing(cell, words)
    note = f" · {words.low_n}" if cell.is_low_n else ""
    span = f"{words.signed(cell.low)} … {words.signed(cell.high)}"
    return f"{words.signed(cell.score)} ({span}), n={words.count(cell.voters or 0)}{note}"


def missing(cell: Cell, words: Words) -> str:
    """Say why a cell shows no score."""
    if cell.visibility is Visibility.COMPLEMENT:
        return words.covering
    if cell.is_unpublished:
        return words.unpublished
    if cell.customers == 0:
        return words.empty
    return words.unscored if cell.voters == 0 else words.hidden


def score_row(band: Band, *, top: float, words: Words, today: date) -> Row:
    """Write each stage's score with n, interval and a real change; `today` is the day of the map."""
    groups = [_score(column, top=top, words=words, today=today) for column in band.columns]
    return Row(groups=(head(words.score, y=top + 20, band=band), *groups), bottom=top + 46)


def _score(column: Column, *, top: float, words: Words, today: date) -> Group:
    """Write one stage's score in two lines."""
    cell, left, base = column.stage.cell, column.x + TEXT_LEFT, top + 20
    marks: list[Mark] = []
    if cell.score is not None and cell.low is not None and cell.high is not None:
        text = words.signed(cell.score)
        count = f"n={words.count(cell.voters or 0)}" + (f" · {words.low_n}" if cell.is_low_n else "")
        span = f"{words.signed(cell.low)} … {words.signed(cell.high)}"
        marks += [
            Letters(x=left, y=base, text=text, size=16, bold=True),
            Letters(x=left + width(text, size=16, bold=True) + 6, y=base, text=count, size=12, ink=Ink.MUTED),
            Letters(x=left, y=base + 17, text=span, size=12, ink=Ink.MUTED),
        ]
    else:
        marks.append(Letters(x=left, y=base, text="–", size=16, bold=True, ink=Ink.MUTED))
    if column.stage.change is not None:
        marks += _change(column.stage.change, right=left + TEXT_WIDTH, base=base, words=words, today=today)
    stage = column.stage
    return Group(
        part="body", name=f"score-{stage.id}", stage=stage.id, title=spoken(stage, words), marks=tuple(marks)
    )


def _change(change: Change, *, right: float, base: float, words: Words, today: date) -> tuple[Mark, ...]:
    """Write a change that a monitor found at the cell's right end, and below it since when."""
    ink = Ink.VERY_POSITIVE if change.size > 0 else Ink.VERY_NEGATIVE
    since = since_when(change, words, today=today)
    return (
        Letters(x=right, y=base, text=amount(change, words), size=12, bold=True, ink=ink, anchor="end"),
        Letters(x=right, y=base + 17, text=since, size=12, ink=Ink.MUTED, anchor="end"),
    )


def amount(change: Change, words: Words) -> str:
    """Say which way it changed and how much."""
    return f"{'▲' if change.size > 0 else '▼'} {words.plain(abs(change.size))}"


def since_when(change: Change, words: Words, *, today: date) -> str:
    """Say since when, with the year where it is another than that of `today`."""
    return words.since.format(day=words.date(change.since, year=change.since.year != today.year))


def more_note(count: int, titles: str, *, column: Column, y: float, row: str, words: Words) -> Group:
    """Say how many more there are; their titles are in the group's title."""
    line = note(words.more.format(n=count), column=column, y=y, row=f"{row}-more")
    return Group(part="body", name=line.name, stage=line.stage, title=titles, marks=line.marks)


def note(text: str, *, column: Column, y: float, row: str) -> Group:
    """Write a small line in a cell."""
    stage = column.stage.id
    mark = Letters(
        x=column.x + TEXT_LEFT, y=y, text=clip(text, room=COLUMN - 18, size=12), size=12, ink=Ink.MUTED
    )
    return Group(part="body", name=f"{row}-{stage}", stage=stage, marks=(mark,), title=text)
