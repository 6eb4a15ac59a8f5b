"""A poster for a touchpoint, laid out on A4 (px, 4 a mm): who asks what, the QR code, the code to type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.terminal.qr_leading import Lead
from bot.terminal.qr_symbol import MARGIN, as_path, symbol
from bot.terminal.qr_words import POSTERS, typed_words
from config.emotion import Level
from config.journey import Journey, Touchpoint
from feedback.introducing import company_name
from mapping.face import face
from mapping.marks import Area, Box, Letters, Mark, Stroke
from mapping.palette import Ink
from mapping.wrapping import wrap

WIDTH, HEIGHT = 840, 1188

_EDGE = 64
_ROOM = WIDTH - 2 * _EDGE
_BAND = 164
_PANEL, _PANEL_TOP = 412, 508
_ASIDE = _EDGE + _PANEL + 36
_FACES = ((124, 440), (272, 432), (420, 410), (568, 374), (716, 336))
_FACE = 36
_CURVE = "M40 444C90 443 180 444 272 432S340 422 420 410S500 394 568 374S660 352 716 336S770 316 800 304"
_MOST_LANGUAGES = 3
_NOTE = 18
_LEADING = 1.36


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """A finished poster; `description` says in words what the picture holds."""

    title: str
    description: str
    language: str
    marks: tuple[Mark, ...]


def spoken_by(journey: Journey, wanted: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the languages a poster speaks, the journey's own first, and those there is no room for."""
    declared = wanted or (journey.language, *journey.languages)
    spoken = list(dict.fromkeys(POSTERS.spoken(each) for each in declared))
    return spoken[:_MOST_LANGUAGES], spoken[_MOST_LANGUAGES:]


def poster(journey: Journey, place: Touchpoint, lead: Lead, *, languages: Sequence[str]) -> Poster:
    """Lay the poster out; the first of `languages` is the large one."""
    first = languages[0]
    company, touchpoint = company_name(journey, first), journey.say(place.title, first)
    return Poster(
        title=f"{company} – {touchpoint}",
        description=POSTERS.say("description", first, payload=lead.payload, code=lead.code),
        language=first,
        marks=(
            Box(x=0, y=0, width=WIDTH, height=HEIGHT, fill=Ink.PANEL),
            *_head(company, touchpoint),
            *_question(languages),
            *_feelings(),
            *_code_panel(lead),
            *_aside(languages, lead),
            *_typing(languages, lead),
        ),
    )


def _head(company: str, touchpoint: str) -> Iterator[Mark]:
    yield Box(x=0, y=0, width=WIDTH, height=_BAND, fill=Ink.BAR)
    yield from _line(company, y=84, size=_fitting(company, sizes=(46, 40, 34, 28)), ink=Ink.ON_BAR, bold=True)
    yield from _line(touchpoint, y=128, size=26, ink=Ink.ON_BAR_MUTED)


def _question(languages: Sequence[str]) -> Iterator[Mark]:
    question, *others = (POSTERS.say("question", each) for each in languages)
    yield from _line(question, y=260, size=_fitting(question, sizes=(76, 64, 54)), bold=True)
    if others:
        yield from _line(" · ".join(others), y=304, size=26, ink=Ink.MUTED)


def _feelings() -> Iterator[Mark]:
    """Draw the map's own curve, from bad to good."""
    yield Stroke(d=_CURVE, ink=Ink.RIBBON, width=5, round=True)
    for level, (x, y) in zip(sorted(Level), _FACES, strict=True):
        yield from face(level, x=x, y=y, radius=_FACE)


def _code_panel(lead: Lead) -> Iterator[Mark]:
    squares = symbol(lead.payload)
    # Whole px, so that every square ends where the next begins, at any size of picture.
    size = _PANEL // (len(squares) + 2 * MARGIN)
    inset = (_PANEL - len(squares) * size) // 2
    yield Box(x=_EDGE, y=_PANEL_TOP, width=_PANEL, height=_PANEL, radius=24, fill=Ink.PANEL, stroke=Ink.GRID)
    path = as_path(squares, x=_EDGE + inset, y=_PANEL_TOP + inset, size=size)
    yield Area(d=path, fill=Ink.TEXT)


def _aside(languages: Sequence[str], lead: Lead) -> Iterator[Mark]:
    """Say beside the code what to do with it, in the middle of its height."""
    said = [POSTERS.say("paste" if lead.channel == "slack" else "scan", each) for each in languages]
    sizes = [27, *[20] * (len(said) - 1)]
    room = WIDTH - _EDGE - _ASIDE
    blocks = [
        wrap(text, room=room, lines=6, size=size, bold=not place).lines
        for place, (text, size) in enumerate(zip(said, sizes, strict=True))
    ]
    heights = [len(lines) * size * _LEADING for lines, size in zip(blocks, sizes, strict=True)]
    gap = 26
    y = _PANEL_TOP + (_PANEL - sum(heights) - gap * (len(blocks) - 1)) / 2
    for place, (lines, size, height) in enumerate(zip(blocks, sizes, heights, strict=True)):
        ink = Ink.MUTED if place else Ink.TEXT
        for number, text in enumerate(lines):
            base = y + number * size * _LEADING + size
            yield Letters(x=_ASIDE, y=base, text=text, size=size, ink=ink, bold=not place)
        y += height + gap


def _typing(languages: Sequence[str], lead: Lead) -> Iterator[Mark]:
    """Show the code in large type, with where it can be typed below."""
    top, leading = _PANEL_TOP + _PANEL + 24, _NOTE * 1.5
    height = 96 + leading * len(languages) + 12
    yield Box(x=_EDGE, y=top, width=_ROOM, height=height, radius=24, fill=Ink.PAGE, stroke=Ink.GRID)
    yield Letters(x=WIDTH / 2, y=top + 74, text=lead.code, size=64, bold=True, anchor="middle")
    told = [typed_words(lead.channel, each, place=lead.place) for each in languages]
    size = min(_fitting(each, sizes=(_NOTE, 16, 14, 12), room=_ROOM - 32, bold=False) for each in told)
    for number, each in enumerate(told):
        text = wrap(each, room=_ROOM - 32, size=size).lines[0]
        ink = Ink.MUTED if number else Ink.TEXT
        base = top + 96 + leading * (number + 0.7)
        yield Letters(x=WIDTH / 2, y=base, text=text, size=size, ink=ink, anchor="middle")


def _line(text: str, *, y: float, size: float, ink: Ink = Ink.TEXT, bold: bool = False) -> Iterator[Mark]:
    laid = wrap(text, room=_ROOM, size=size, bold=bold)
    yield Letters(x=_EDGE, y=y, text=laid.lines[0], size=size, ink=ink, bold=bold)


def _fitting(text: str, *, sizes: Sequence[float], room: float = _ROOM, bold: bool = True) -> float:
    """Return the largest size at which the text fits on a line, else the smallest there is."""
    fits = (size for size in sizes if not wrap(text, room=room, size=size, bold=bold).is_cut)
    return next(fits, sizes[-1])
