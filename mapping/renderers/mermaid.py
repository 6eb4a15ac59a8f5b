"""The map as a Mermaid `journey` diagram, which wikis and code hosts draw by themselves.

Mermaid has whole scores from 1 to 5 and no intervals, so those, and all that is hidden, stand in comments.
"""

import re
from collections.abc import Iterator

from config.emotion import Level
from mapping.journey_map import JourneyMap
from mapping.parts import MapStage, MapTouchpoint
from mapping.renderer import Renderer
from mapping.rows import spoken
from mapping.words import Words
from mapping.wrapping import tidy

_LOWEST = 1 - Level.VERY_NEGATIVE
# A semicolon, a number sign or a colon ends a name. One percent sign before a name or two within it begin a
# comment, and with a brace they are an order to Mermaid itself, wherever they stand.
_ENDS_LINE = str.maketrans({";": ",", "#": "＃", "<": "‹", ">": "›", "{": "(", "}": ")"})  # noqa: RUF001 - wide on purpose
_PERCENTS = re.compile("^%+|%{2,}")
# The words that begin a statement; `end` closes a block in Mermaid's other diagrams.
_RESERVED = re.compile(r"^(?:journey|title|section|acctitle|accdescr)\b|\bend\b", re.IGNORECASE)


def render(journey_map: JourneyMap) -> bytes:
    """Return the diagram in UTF-8, in the syntax of Mermaid 10 and later."""
    text, words, about = journey_map.text, journey_map.words, journey_map.about
    title = tidy(text.title) or about.journey
    # A comma would make two of one persona.
    actor = _name(tidy(about.persona or "") or words.customers_head).replace(",", " ·")
    lines = [
        "journey",
        f"    title {_name(title)}",
        f"    accTitle: {_line(title)}",
        f"    accDescr: {_line(journey_map.description)}",
    ]
    for stage in journey_map.stages:
        lines += _section(stage, words, actor=actor)
    lines += [f"%% {_line(comment)}" for comment in _comments(journey_map)]
    return ("\n".join(lines) + "\n").encode()


def _section(stage: MapStage, words: Words, *, actor: str) -> Iterator[str]:
    """Write a stage with the touchpoints that have a score; the others are named in comments."""
    points = [point for point in stage.touchpoints if point.level is not None]
    if points or stage.level is not None:
        yield f"    section {_name(tidy(stage.title) or stage.id)}"
    # A stage stands in for touchpoints that are hidden, or its score would be lost.
    parts: tuple[MapStage | MapTouchpoint, ...] = stage.touchpoints if points else (stage, *stage.touchpoints)
    for part in parts:
        if part.level is None:
            yield f"%% {_line(_told(part, words))}"
        else:
            yield f"      {_name(tidy(part.title) or part.id)}: {part.level + _LOWEST}: {actor}"


def _comments(journey_map: JourneyMap) -> Iterator[str]:
    """Say what the diagram cannot: when, of how many, how sure, and how it was made."""
    text, words, about = journey_map.text, journey_map.words, journey_map.about
    yield f"{words.as_of} {words.time(about.as_of, year=True)} · {text.subtitle}"
    yield f"{text.headline} · {text.note}"
    scale = " · ".join(f"{level + _LOWEST} {words.level(level)}" for level in Level)
    yield f"{words.score}: {scale}"
    for stage in journey_map.stages:
        points = [point for point in stage.touchpoints if point.level is not None]
        if stage.level is not None or points:
            yield _told(stage, words)
        yield from (f"· {_told(point, words)}" for point in points)
    yield from (group.title or "" for group in journey_map.drawing.groups if group.part == "method")


def _told(part: MapStage | MapTouchpoint, words: Words) -> str:
    """Name a stage or touchpoint with its score, interval and n, or with why there is none."""
    names = {"peak": words.peak, "lowest": words.lowest, "end": words.end}
    moments = part.moments if isinstance(part, MapStage) else ()
    figures = [spoken(part, words), *(names[moment] for moment in moments)]
    return f"{tidy(part.title) or part.id}: {' · '.join(figures)}"


def _line(text: str) -> str:
    """Return the text as the rest of a line, where a colon means nothing."""
    return _PERCENTS.sub(lambda found: "\uff05" * len(found[0]), tidy(text).translate(_ENDS_LINE))


def _name(text: str) -> str:
    """Return the text as a name; a word that Mermaid keeps for itself is put between quotation marks."""
    return _RESERVED.sub(r"“\g<0>”", _line(text).replace(":", "∶"))  # noqa: RUF001 - the sign of ratio


SPEC = Renderer(name="mermaid", media_type="text/vnd.mermaid", suffix=".mmd", render=render)
