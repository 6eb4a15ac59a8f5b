"""The map as a page of its own: works offline, in light and dark, on a phone, on paper and by ear.

It is complete without any script. Where the map has views, a script filters them and opens what is behind.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from mapping.case_lines import case_line, stage_line, total_line
from mapping.disclosure import Cell, Visibility
from mapping.edges import entries, legend
from mapping.journey_map import JourneyMap
from mapping.marks import Group, number
from mapping.pages.payload import payload
from mapping.pages.style import properties, script, sheet
from mapping.palette import DARK, LIGHT
from mapping.parts import MapStage, MapTouchpoint
from mapping.renderer import Renderer
from mapping.rows import missing, stage_note
from mapping.svg import FONTS, ON_PAGE, class_rules, groups, marks
from mapping.twin import change
from mapping.wrapping import tidy

HEADS = 146
"""Where the row heads end (px): they stay in view while the stages scroll."""

_SHRINKS = 1500
"""A picture without a script is made to fit the window if it is no wider (px): then it can still be read."""

_LIGHT, _DARK = properties(LIGHT, dark=False), properties(DARK, dark=True)
_STYLE = f"""
:root{{color-scheme:light dark;{_LIGHT}}}
:root[data-theme=light]{{color-scheme:light}}
@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{_DARK}}}}}
@media screen{{:root[data-theme=dark]{{color-scheme:dark;{_DARK}}}}}
{class_rules()}
*{{box-sizing:border-box}}
body{{margin:0 auto;max-width:1980px;padding:24px;background:var(--page);color:var(--text);
font:13px/1.45 {FONTS}}}
header{{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px;margin-bottom:16px}}
h1{{font-size:24px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}}
h2{{font-size:15px;margin:32px 0 8px}}
p{{margin:0;color:var(--muted)}}
.figures{{text-align:right;margin-left:auto}}
.headline{{font-size:15px;font-weight:700;color:var(--text);margin-bottom:4px}}
.map{{display:flex;overflow-x:auto;overscroll-behavior-x:contain;margin:0 -24px;padding:0 0 8px}}
.map:focus-visible,.twin:focus-visible{{outline:2px solid var(--positive);outline-offset:-2px}}
.map svg{{flex:none;display:block}}
.heads{{position:sticky;left:0;z-index:1;background:var(--page)}}
.legend{{display:flex;flex-wrap:wrap;gap:4px 24px;list-style:none;margin:8px 0;padding:0}}
.legend svg{{display:block}}
.twin{{overflow-x:auto}}
table{{border-collapse:collapse;width:100%;background:var(--panel)}}
th,td{{text-align:left;vertical-align:top;padding:8px 10px;border-bottom:1px solid var(--grid)}}
thead th{{color:var(--muted);white-space:nowrap}}
tbody th{{font-weight:400;padding-left:26px;min-width:150px;max-width:300px;
overflow-wrap:break-word}}
small{{font-weight:400;font-size:12px}}
tr.stage th{{font-weight:700;font-size:15px;padding-left:10px}}
tr.stage>*{{border-top:2px solid var(--grid)}}
.n{{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}}
.s{{font-weight:700;white-space:nowrap}}
td ul{{margin:0;padding-left:16px;min-width:160px}}
.muted{{color:var(--muted)}}
blockquote{{margin:0 0 6px;font-style:italic;min-width:180px;overflow-wrap:anywhere}}
@media (max-width:700px){{
body{{padding:16px}}.map{{margin:0 -16px;padding:0 16px 8px 0}}.figures{{text-align:left;margin-left:0}}
thead{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
table,tbody,tr,td,tbody th{{display:block;max-width:none}}table{{background:none}}
tr{{background:var(--panel);border:1px solid var(--grid);border-radius:8px;margin:0 0 8px;padding:6px 12px}}
tbody tr:not(.stage){{margin-left:16px}}
tr.stage>*{{border-top:0}}th,td,tbody th,tr.stage th{{border:0;padding:4px 0}}
td{{display:flex;justify-content:space-between;gap:16px;text-align:right}}
td.long{{display:block;text-align:left}}td:empty{{display:none}}
td::before{{content:attr(data-head);color:var(--muted);text-align:left;font-weight:400}}
td.long::before{{display:block}}}}
@media screen and (min-width:1180px){{.shrinks svg{{flex:0 1 auto;min-width:0;height:auto}}
.shrinks .heads{{position:static}}}}
@media print{{@page{{size:A3 landscape;margin:10mm}}
body{{padding:0;max-width:none}}.map{{overflow:visible;margin:0;padding:0}}
.map svg{{flex:0 1 auto;min-width:0;height:auto}}.heads{{position:static}}.twin{{overflow:visible}}
*{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}tr{{break-inside:avoid}}}}
{sheet()}"""


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


_STILL = (
    f"default-src 'none'; style-src 'sha256-{_digest(_STYLE)}'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""What a page without views may do: show its own style sheet."""

POLICY = f"{_STILL}; script-src 'sha256-{_digest(script())}'"
"""What the page may do, for whoever serves it: its own style sheet and script, and nothing else."""


def render(journey_map: JourneyMap) -> bytes:
    """Return the page in UTF-8; nothing in it is fetched from anywhere, and no script runs but its own."""
    text, words = journey_map.text, journey_map.words
    page = f"""<!doctype html>
<html lang="{_text(journey_map.about.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_STILL if journey_map.views is None else POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Aftertouch">
<title>{_text(text.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<div><h1 dir="auto">{_text(text.title)}</h1><p class="subtitle">{_text(text.subtitle)}</p></div>
<div class="figures"><p class="headline">{_text(text.headline)}</p>
<p class="asof">{_text(text.note)}</p></div>
</header>
<main>
<div class="{_map_class(journey_map)}" tabindex="0" role="region" aria-label="{_text(words.scroll)}">
{_picture(journey_map)}
</div>
<ul class="legend">{_legend(journey_map)}</ul>
{_methods(journey_map)}
<section><h2 id="twin">{_text(words.table)}</h2>
<div class="twin" tabindex="0" role="region" aria-labelledby="twin">{_table(journey_map)}</div></section>
{_cases(journey_map)}</main>
{_scripts(journey_map)}</body>
</html>
"""
    return page.encode()


def _map_class(journey_map: JourneyMap) -> str:
    """Let a picture that no script lays out anew shrink a little, so that no stage is out of sight."""
    is_small = journey_map.views is None and journey_map.drawing.width <= _SHRINKS
    return "map shrinks" if is_small else "map"


def _methods(journey_map: JourneyMap) -> str:
    """Say how the figures were made; what became of cases has a list of its own."""
    cases = total_line(journey_map.cases, journey_map.words)
    told = ((group.title or "").removeprefix(cases).strip() for group in _of(journey_map, "method"))
    return "".join(f"<p>{_text(each)}</p>" for each in told)


def _cases(journey_map: JourneyMap) -> str:
    """List what became of cases, for the period and group that the page opens with."""
    words, cases = journey_map.words, journey_map.cases
    if cases is None:
        return ""
    whole = [f"{words.overall}: {case_line(cases.whole, words)}"] if cases.whole else []
    told = _list(
        [
            *whole,
            *(
                f"{stage.title}: {line}"
                for stage in journey_map.stages
                if (line := stage_line(cases, stage.id, words))
            ),
        ]
    )
    head = f"{words.cases} · {journey_map.text.subtitle}"
    return f"<section><h2>{_text(head)}</h2>{told}</section>\n"


def _picture(journey_map: JourneyMap) -> str:
    """Draw the bands twice over: the row heads, which stay in view, and the stages, which scroll."""
    drawing = journey_map.drawing
    high = drawing.bottom - drawing.top + 8
    heads = groups(_of(journey_map, "heads"), pen=ON_PAGE)
    rules = "".join(marks(group.marks, pen=ON_PAGE) for group in _of(journey_map, "grid"))
    body = groups(_of(journey_map, "grid", "curve", "body"), pen=ON_PAGE)

    def frame(name: str, left: float, right: float) -> str:
        box = f"{number(left)} {number(drawing.top)} {number(right - left)} {number(high)}"
        return f'<svg class="{name}" width="{number(right - left)}" height="{number(high)}" viewBox="{box}"'

    return (
        f'{frame("heads", 0, HEADS)} aria-hidden="true">{rules}{heads}</svg>\n'
        f'{frame("body", HEADS, drawing.width)} role="img" aria-labelledby="map-title map-desc">'
        f'<title id="map-title">{_text(journey_map.text.title)}</title>'
        f'<desc id="map-desc">{_text(journey_map.description)}</desc>\n{body}</svg>'
    )


def _scripts(journey_map: JourneyMap) -> str:
    """Write what makes the page filter by itself; nothing where there is nothing to filter."""
    if journey_map.views is None:
        return ""
    figures = payload(journey_map, journey_map.views)
    return f'<script type="application/json" id="map-data">{figures}</script>\n<script>{script()}</script>\n'


def _legend(journey_map: JourneyMap) -> str:
    """Write the legend; where the map has views, with every sign that any of them may use."""
    used = _of(journey_map, "legend")
    if journey_map.views is None:
        return "".join(_entry(group) for group in used)
    names = {group.name for group in used}
    return "".join(_entry(group, is_hidden=group.name not in names) for group in _every_entry(journey_map))


def _every_entry(journey_map: JourneyMap) -> tuple[Group, ...]:
    """Return the legend of a map that uses every sign."""
    scored = Cell(visibility=Visibility.SHOWN, voters=1, score=0.0, low=0.0, high=0.0)
    stages = [replace(stage, cell=scored, previous=0.0) for stage in journey_map.stages]
    about = replace(journey_map.about, previous_period=None)
    return legend(entries(stages, about, words=journey_map.words), top=0, right=journey_map.drawing.width)[0]


def _entry(group: Group, *, is_hidden: bool = False) -> str:
    """Draw one entry of the legend by itself, so that entries wrap on a narrow screen."""
    wide = number(group.width + 2)
    box = f"{number(group.x - 1)} {number(group.y - 13)} {wide} 26"
    drawn = marks(group.marks, pen=ON_PAGE)
    about = f' data-entry="{group.name}"{" hidden" if is_hidden else ""}'
    return f'<li{about}><svg width="{wide}" height="26" viewBox="{box}">{drawn}</svg></li>'


def _table(journey_map: JourneyMap) -> str:
    """Write the twin: the same figures as text, a body of rows for each stage."""
    words, stages = journey_map.words, journey_map.stages
    heads = [
        words.stage,
        words.score,
        words.range,
        words.customers_head,
        words.answers_head,
        words.response_head,
        *([words.previous_head] if any(stage.previous is not None for stage in stages) else []),
        words.quotes,
        *([words.pain_points] if any(stage.pain_points is not None for stage in stages) else []),
        words.opportunities,
    ]
    columns = "".join(f'<th scope="col">{_text(name)}</th>' for name in heads)
    bodies = "".join(_body(stage, heads, journey_map) for stage in stages)
    return f"<table><thead><tr>{columns}</tr></thead>{bodies}</table>"


def _body(stage: MapStage, heads: list[str], journey_map: JourneyMap) -> str:
    """Write a stage's row and its touchpoints' rows."""
    words = journey_map.words
    previous = "" if stage.previous is None else words.signed(stage.previous)
    quotes = "".join(
        f'<blockquote dir="auto">{words.quoted(_text(quote.text))}</blockquote>' for quote in stage.quotes
    )
    pains = _list(
        f"{pain.title} ({words.counted(words.customers, pain.customers)}, "
        f"{words.severity.format(n=words.plain(pain.severity))})"
        for pain in stage.pain_points or ()
    )
    longs = [
        quotes,
        *([pains] if words.pain_points in heads else []),
        _list(found.title for found in stage.opportunities),
    ]
    before = [("n", _text(previous))] if words.previous_head in heads else []
    cells = [*_figures(stage, journey_map), *before, *(("long", long) for long in longs)]
    note = " · ".join(filter(None, [stage_note(stage, words), change(stage, journey_map)]))
    rows = [_row(_text(stage.title), note, cells, heads, name="stage")]
    for point in stage.touchpoints:
        place = words.offline if point.where == "offline" else words.online
        rows.append(_row(_text(point.title), place, _figures(point, journey_map), heads, name="touchpoint"))
    return f"<tbody>{''.join(rows)}</tbody>"


def _figures(part: MapStage | MapTouchpoint, journey_map: JourneyMap) -> list[tuple[str, str]]:
    """Return the cells with a stage's or touchpoint's figures: class and content."""
    words, cell, level = journey_map.words, part.cell, part.level
    if cell.score is None or level is None or cell.low is None or cell.high is None:
        return [("s", f'<span class="muted">{_text(missing(cell, words))}</span>'), *[("n", "")] * 4]
    low_n = f' <span class="muted">({_text(words.low_n)})</span>' if cell.is_low_n else ""
    response = words.percent(cell.response.value) if cell.response else ""
    span = f"{words.signed(cell.low)} … {words.signed(cell.high)}"
    return [
        ("s", f"<span>{words.signed(cell.score)} {_text(words.level(level))}{low_n}</span>"),
        ("n", _text(span)),
        ("n", words.count(cell.voters or 0)),
        ("n", words.count(cell.answers or 0)),
        ("n", _text(response)),
    ]


def _row(title: str, note: str, cells: list[tuple[str, str]], heads: list[str], *, name: str) -> str:
    """Write one row; each cell names its column for the stacked form on a phone."""
    padded = [*cells, *[("n", "")] * (len(heads) - 1 - len(cells))]
    filled = "".join(
        f'<td class="{kind}" data-head="{_text(head)}">{content}</td>'
        for (kind, content), head in zip(padded, heads[1:], strict=True)
    )
    small = f' <small class="muted">{_text(note)}</small>'
    return f'<tr class="{name}"><th scope="row"><bdi>{title}</bdi>{small}</th>{filled}</tr>'


def _list(items: Iterable[str]) -> str:
    """Write a list; nothing for no items."""
    entries = "".join(f"<li>{_text(item)}</li>" for item in items)
    return f"<ul>{entries}</ul>" if entries else ""


def _of(journey_map: JourneyMap, *parts: str) -> list[Group]:
    """Return the groups of some parts of the drawing."""
    return [group for group in journey_map.drawing.groups if group.part in parts]


def _text(text: str) -> str:
    """Write text so that it is nothing but text."""
    return escape(tidy(text))


SPEC = Renderer(name="html", media_type="text/html", suffix=".html", render=render, has_views=True)
