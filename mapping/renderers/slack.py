"""The map as a Slack message in Block Kit: a chart that Slack draws, and every stage in words.

What people wrote stands in rich text, which Slack takes as it is: no markup, mention or link is seen in it.
Where a team has no charts yet (`invalid_blocks`), `blocks_without_charts` says the same with a table.
Limits: https://docs.slack.dev/reference/block-kit. A message is at most 50 blocks; this one has 20.
"""

import json
from collections.abc import Iterator, Sequence

from config.emotion import Level
from mapping.case_lines import stage_line
from mapping.journey_map import JourneyMap
from mapping.labels import distinct
from mapping.parts import MapStage, MapTouchpoint
from mapping.renderer import Renderer
from mapping.rows import missing, spoken
from mapping.twin import change, moments, notes, table
from mapping.words import Words
from mapping.wrapping import tidy

Json = str | float | bool | Sequence["Json"] | dict[str, "Json"]
Block = dict[str, Json]

HEADER, CONTEXT, CHART_TITLE, CHART_LABEL, TEXT = 150, 2000, 50, 20, 3000
MOST_ROWS, MOST_TOUCHPOINTS, MOST_LISTED = 100, 8, 3
QUOTE, TITLE = 400, 150

_FACES = {
    Level.VERY_NEGATIVE: "😡",
    Level.NEGATIVE: "🙁",
    Level.NEUTRAL: "😐",
    Level.POSITIVE: "🙂",
    Level.VERY_POSITIVE: "😀",
}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_BOLD: Block = {"bold": True}


def render(journey_map: JourneyMap) -> bytes:
    """Return the message as JSON: `text` for notifications, `blocks`, and blocks that need no charts."""
    start, stages = _start(journey_map), [_stage(stage, journey_map) for stage in journey_map.stages]
    end = _context(notes(journey_map))
    message: Block = {
        "text": _summary(journey_map),
        "blocks": [*start, *_chart(journey_map), *stages, end],
        "blocks_without_charts": [*start, _table(journey_map), *stages, end],
    }
    return (json.dumps(message, ensure_ascii=False, indent=2) + "\n").encode()


def _start(journey_map: JourneyMap) -> list[Block]:
    """Say what the map is about, how much it stands on and when it was made."""
    text, words, about = journey_map.text, journey_map.words, journey_map.about
    made = f"{words.as_of} {words.time(about.as_of, year=True)}"
    title = _clipped(text.title or about.journey, HEADER)
    return [
        {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}},
        _context([text.subtitle, f"{text.headline} · {text.note}", made]),
    ]


def _context(lines: Sequence[str]) -> Block:
    """Write small print, as plain text."""
    text = _clipped(" · ".join(line for line in lines if line), CONTEXT)
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}


def _chart(journey_map: JourneyMap) -> Iterator[Block]:
    """Yield the curve with its interval as Slack draws it; none where no score is shown.

    The block is newer than the SDK: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
    """
    words = journey_map.words
    shown = [stage for stage in journey_map.stages if stage.cell.score is not None]
    if not shown:
        return
    labels = distinct([_clipped(stage.title or stage.id, CHART_LABEL) for stage in shown], most=CHART_LABEL)
    lines = (
        (words.range_low, [stage.cell.low for stage in shown]),
        (words.emotion, [stage.cell.score for stage in shown]),
        (words.range_high, [stage.cell.high for stage in shown]),
    )
    yield {
        "type": "data_visualization",
        "title": _clipped(words.score, CHART_TITLE),
        "chart": {
            "type": "line",
            "series": [
                {
                    "name": _clipped(name, CHART_LABEL),
                    "data": [
                        {"label": label, "value": round(value or 0, 3)}
                        for label, value in zip(labels, values, strict=True)
                    ],
                }
                for name, values in lines
            ],
            "axis_config": {"categories": labels, "y_label": "-2 … +2"},
        },
    }


def _table(journey_map: JourneyMap) -> Block:
    """Write the figures of the stages as a table."""
    found = table(journey_map)
    rows = [found.heads, *(row.cells for row in found.rows if row.is_stage)]
    return {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": _clipped(cell, TITLE) or "–"} for cell in row]
            for row in rows[:MOST_ROWS]
        ],
    }


def _stage(stage: MapStage, journey_map: JourneyMap) -> Block:
    """Tell a stage: its figures, its touchpoints, what was said, what hurts and what could be done."""
    words = journey_map.words
    changed = change(stage, journey_map)
    figures = [_figures(stage, words), *([changed] if changed else [])]
    elements: list[Json] = [
        _line(_bold(" · ".join([_named(stage), *moments(stage, words)])), _plain("\n" + " · ".join(figures)))
    ]
    points = [f"{_named(point)}: {_figures(point, words)}" for point in stage.touchpoints]
    elements += _bullets(points, MOST_TOUCHPOINTS, words)
    elements += [
        {"type": "rich_text_quote", "elements": [_plain(_clipped(words.quoted(quote.text), QUOTE))]}
        for quote in stage.quotes[:1]
    ]
    for title, entries in (
        (words.pain_points.partition(" (")[0], _pains(stage, words)),
        (words.opportunities, [found.title for found in stage.opportunities]),
        (words.cases, list(filter(None, [stage_line(journey_map.cases, stage.id, words)]))),
    ):
        if entries:
            elements += [_line(_bold(title)), *_bullets(entries, MOST_LISTED, words)]
    return {"type": "rich_text", "elements": elements}


def _named(part: MapStage | MapTouchpoint) -> str:
    """Return a name behind the face of how it felt; hollow where few customers stand behind it."""
    face = "▫️" if part.level is None else "⚪" if part.cell.is_low_n else _FACES[part.level]
    return f"{face} {_clipped(part.title or part.id, TITLE)}"


def _figures(part: MapStage | MapTouchpoint, words: Words) -> str:
    """Return score, interval and n, or why there are none."""
    return missing(part.cell, words) if part.level is None else spoken(part, words)


def _pains(stage: MapStage, words: Words) -> list[str]:
    """Return what hurts, with how many and how deep."""
    return [
        f"{_clipped(pain.title, TITLE)} · {words.counted(words.customers, pain.customers)} · "
        f"{words.severity.format(n=words.plain(pain.severity))}"
        for pain in stage.pain_points or ()
    ]


def _bullets(entries: Sequence[str], most: int, words: Words) -> Iterator[Block]:
    """Yield a list, and how much more there is."""
    told = list(entries[:most])
    if len(entries) > most:
        told.append(words.more.format(n=len(entries) - most))
    if told:
        lines: list[Json] = [_line(_plain(_clipped(entry, QUOTE))) for entry in told]
        yield {"type": "rich_text_list", "style": "bullet", "elements": lines}


def _line(*parts: Block) -> Block:
    """Write a paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(parts)}


def _plain(text: str) -> Block:
    """Write text that is nothing but text."""
    return {"type": "text", "text": text}


def _bold(text: str) -> Block:
    """Write text in bold."""
    return {"type": "text", "text": text, "style": _BOLD}


def _summary(journey_map: JourneyMap) -> str:
    """Return what a notification says, in Slack's markup: nobody is called by it, and nothing linked."""
    text = journey_map.text
    plain = _clipped(f"{text.title}: {text.headline}. {journey_map.description}", TEXT)
    while len(plain.translate(_ESCAPES)) > TEXT:
        plain = _clipped(plain, len(plain) - 100)
    return plain.translate(_ESCAPES)


def _clipped(text: str, most: int) -> str:
    """Return the text on one line, in at most `most` characters."""
    plain = tidy(text)
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


SPEC = Renderer(name="slack", media_type="application/json", suffix=".slack.json", render=render)
