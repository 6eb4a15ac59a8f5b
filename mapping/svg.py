"""A drawing written as SVG: by itself, or in parts for a page that gives the colours in its style sheet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import assert_never

from mapping.graphemes import graphemes, is_rtl
from mapping.journey_map import JourneyMap
from mapping.layout import Drawing
from mapping.marks import Area, Box, Dot, Group, Letters, Mark, Stroke, number
from mapping.measure import Script, font_of
from mapping.palette import DARK, LIGHT, Ink
from mapping.wrapping import tidy

FONTS = "Inter, 'Segoe UI', 'DejaVu Sans', 'Noto Emoji', Arial, sans-serif"
"""The map is measured with DejaVu Sans, the widest of these, so no other overflows."""
SCRIPT_FONTS: Mapping[Script, str] = {
    "cjk": "'Noto Sans CJK SC', 'Noto Sans SC', 'Noto Sans CJK JP', sans-serif",
    "thai": "'Noto Sans Thai', sans-serif",
    "devanagari": "'Noto Sans Devanagari', sans-serif",
}
EMOJI_FONTS = "'Noto Emoji', 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif"

# Not all that draw SVG know its attribute `direction`; all know these.
_RTL, _END_OF_RTL = "\u202b", "\u202c"

Paint = Callable[[Ink | None, Ink | None], str]
"""Writes the attributes that give a mark its fill and its stroke."""


def hex_paint(fill: Ink | None, stroke: Ink | None) -> str:
    """Give the light theme's colours outright, for a picture that stands alone."""
    edge = f' stroke="{LIGHT[stroke]}"' if stroke else ""
    return f'fill="{LIGHT[fill] if fill else "none"}"{edge}'


def dark_paint(fill: Ink | None, stroke: Ink | None) -> str:
    """Give the dark theme's colours outright."""
    edge = f' stroke="{DARK[stroke]}"' if stroke else ""
    return f'fill="{DARK[fill] if fill else "none"}"{edge}'


def class_paint(fill: Ink | None, stroke: Ink | None) -> str:
    """Give classes that a page's style sheet colours; see `class_rules`."""
    names = f"f-{fill or 'none'}" + (f" s-{stroke}" if stroke else "")
    return f'class="{names}"'


def as_written(letter: str) -> str:
    """Write a letter as it is: a browser finds a font for every script."""
    return letter


@dataclass(frozen=True, slots=True)
class Pen:
    """How colours are given and letters spelt."""

    paint: Paint
    spell: Callable[[str], str] = as_written


ALONE = Pen(hex_paint)
"""For a picture that stands alone."""

ON_PAGE = Pen(class_paint)
"""For a part of a page whose style sheet has `class_rules`."""


def class_rules() -> str:
    """Return the style rules for `class_paint`, over one custom property an ink."""
    fills = "".join(f".f-{ink}{{fill:var(--{ink})}}" for ink in Ink)
    strokes = "".join(f".s-{ink}{{stroke:var(--{ink})}}" for ink in Ink)
    return f".f-none{{fill:none}}{fills}{strokes}"


def document(journey_map: JourneyMap, *, pen: Pen = ALONE) -> str:
    """Write the whole map as one picture, with a title and a description of every stage's value."""
    text = journey_map.text
    return picture(
        journey_map.drawing,
        title=f"{text.title} – {text.subtitle}",
        description=f"{text.headline}. {journey_map.description}",
        pen=pen,
    )


def picture(drawing: Drawing, *, title: str, description: str, pen: Pen = ALONE) -> str:
    """Write any drawing as one picture with a title and, for those who hear it, a description."""
    wide, high = number(drawing.width), number(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'role="img" aria-labelledby="map-title map-desc" font-family="{FONTS}">\n'
        f'<title id="map-title">{_text(title)}</title>\n'
        f'<desc id="map-desc">{_text(description)}</desc>\n'
        f'<rect width="{wide}" height="{high}" {pen.paint(Ink.PAGE, None)}/>\n'
        f"{groups(drawing.groups, pen=pen)}\n</svg>\n"
    )


def groups(drawn: Iterable[Group], *, pen: Pen) -> str:
    """Write groups, each with a stable id and the stage and touchpoint it is about."""
    return "\n".join(_group(group, pen) for group in drawn)


def marks(drawn: Iterable[Mark], *, pen: Pen) -> str:
    """Write marks without their group."""
    return "".join(_mark(mark, pen) for mark in drawn)


def _group(group: Group, pen: Pen) -> str:
    """Write one group."""
    about = "".join(
        f' data-{name}="{escape(value)}"'
        for name, value in (("part", group.part), ("stage", group.stage), ("touchpoint", group.touchpoint))
        if value
    )
    title = f"<title>{_text(group.title)}</title>" if group.title else ""
    return f'<g id="map-{escape(group.name)}"{about}>{title}{marks(group.marks, pen=pen)}</g>'


def _mark(mark: Mark, pen: Pen) -> str:
    """Write one mark."""
    match mark:
        case Letters():
            return _letters(mark, pen)
        case Box():
            radius = f' rx="{number(mark.radius)}"' if mark.radius else ""
            opacity = f' fill-opacity="{mark.opacity:g}"' if mark.opacity < 1 else ""
            return (
                f'<rect x="{number(mark.x)}" y="{number(mark.y)}" width="{number(mark.width)}" '
                f'height="{number(mark.height)}"{radius} '
                f"{pen.paint(mark.fill, mark.stroke)}{opacity}{_dash(mark.dash)}/>"
            )
        case Dot():
            edge = f' stroke-width="{mark.width:g}"' if mark.stroke else ""
            return (
                f'<circle cx="{number(mark.x)}" cy="{number(mark.y)}" r="{number(mark.radius)}" '
                f"{pen.paint(mark.fill, mark.stroke)}{edge}{_dash(mark.dash)}/>"
            )
        case Stroke():
            cap = ' stroke-linecap="round"' if mark.round else ""
            width = f' stroke-width="{number(mark.width)}"'
            return f'<path d="{mark.d}" {pen.paint(None, mark.ink)}{width}{cap}{_dash(mark.dash)}/>'
        case Area():
            opacity = f' fill-opacity="{mark.opacity:g}"' if mark.opacity < 1 else ""
            return f'<path d="{mark.d}" {pen.paint(mark.fill, None)}{opacity}/>'
    assert_never(mark)


def _letters(mark: Letters, pen: Pen) -> str:
    """Write a line of text; a halo is a text of its own below it, as some renderers know no `paint-order`."""
    style = (' font-weight="700"' if mark.bold else "") + (' font-style="italic"' if mark.italic else "")
    anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
    start = f'<text x="{number(mark.x)}" y="{number(mark.y)}" font-size="{mark.size:g}"{style}{anchor} '
    text = "".join(_runs(mark.text, pen))
    if is_rtl(mark.text):
        text = f"{_RTL}{text}{_END_OF_RTL}"
    halo = ""
    if mark.halo:
        edge = pen.paint(mark.halo, mark.halo)
        halo = f'{start}{edge} stroke-width="4" stroke-linejoin="round" aria-hidden="true">{text}</text>'
    return f"{halo}{start}{pen.paint(mark.ink, None)}>{text}</text>"


def _runs(text: str, pen: Pen) -> Iterator[str]:
    """Write the text with emoji in their own font: left to themselves, renderers mix fonts within one."""
    for font, letters in groupby(map(pen.spell, graphemes(tidy(text))), key=font_of):
        run = escape("".join(letters))
        match font:
            case "text" | "none":
                yield run
            case "upright":
                yield f'<tspan font-style="normal">{run}</tspan>'
            case "plain":
                yield f'<tspan font-style="normal" font-weight="400">{run}</tspan>'
            case "cjk" | "thai" | "devanagari":
                yield f'<tspan font-family="{SCRIPT_FONTS[font]}" font-style="normal">{run}</tspan>'
            case "emoji":
                family = f'font-family="{EMOJI_FONTS}"'
                yield f'<tspan {family} font-style="normal" font-weight="400">{run}</tspan>'


def _dash(dash: str | None) -> str:
    """Write a dash pattern."""
    return f' stroke-dasharray="{dash}"' if dash else ""


def _text(text: str) -> str:
    """Write text so that it is nothing but text."""
    return escape(tidy(text))
