"""A report as a page of its own: works offline, in light and dark, on paper and by ear; no script runs."""

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from mapping.catalogue import words_for
from mapping.charts.page import below_title
from mapping.marks import number
from mapping.palette import DARK, LIGHT
from mapping.report import Report, ReportForm, Table
from mapping.spelling import heads, made, spelt
from mapping.svg import FONTS, ON_PAGE, class_rules, groups
from mapping.words import Words
from mapping.wrapping import tidy

_LIGHT = "".join(f"--{ink}:{colour};" for ink, colour in LIGHT.items())
_DARK = "".join(f"--{ink}:{colour};" for ink, colour in DARK.items())
_STYLE = f"""
:root{{color-scheme:light dark;{_LIGHT}}}
@media screen and (prefers-color-scheme:dark){{:root{{{_DARK}}}}}
{class_rules()}
*{{box-sizing:border-box}}
body{{margin:0 auto;max-width:1120px;padding:24px;background:var(--page);color:var(--text);
font:14px/1.5 {FONTS}}}
h1{{font-size:24px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}}
h2{{font-size:16px;margin:0;text-align:left}}
section,figure{{margin:28px 0 0}}
.made,.notes,.empty{{color:var(--muted);margin:0}}
.findings{{margin:16px 0 0;padding-left:20px;font-size:15px;overflow-wrap:anywhere}}
.told{{margin:8px 0 0;padding-left:20px;overflow-wrap:anywhere}}
.told li{{margin:4px 0;max-width:760px}}
.wide{{overflow-x:auto}}
.wide:focus-visible,summary:focus-visible{{outline:2px solid var(--positive);outline-offset:2px}}
figure svg{{display:block;max-width:100%;height:auto;min-width:640px}}
table{{border-collapse:collapse;background:var(--panel);min-width:50%}}
caption{{caption-side:top;padding:0 0 8px}}
th,td{{text-align:left;vertical-align:top;padding:7px 12px;border-bottom:1px solid var(--grid)}}
thead th{{color:var(--muted);font-size:13px}}
tbody th{{font-weight:600}}
th,td.t{{max-width:420px;overflow-wrap:break-word}}
thead th{{overflow-wrap:normal}}
.n{{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}}
thead .n{{white-space:normal}}
details{{margin:24px 0 0}}
summary{{cursor:pointer;font-weight:700;font-size:16px}}
dt{{font-weight:700;margin-top:8px}}
dd{{margin:0 0 0 16px}}
pre{{overflow-x:auto;background:var(--panel);padding:12px;border:1px solid var(--grid)}}
@media (max-width:700px){{body{{padding:16px}}}}
@media print{{@page{{size:A4;margin:14mm}}
body{{padding:0;max-width:none;font-size:9pt}}.wide{{overflow:visible}}th,td{{padding:3pt 5pt}}
figure svg{{min-width:0}}table{{width:100%}}
*{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}tr,figure{{break-inside:avoid}}
thead{{display:table-header-group}}.diagram{{display:none}}}}
"""
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
"""What the page may do, for whoever serves it: its own style sheet and nothing else."""


def _write(report: Report, explain: bool) -> bytes:  # noqa: FBT001 - the port sets the signature
    """Return the page in UTF-8; `explain` opens how the figures are made."""
    words = words_for(report.about.language)
    page = f"""<!doctype html>
<html lang="{_text(report.about.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Aftertouch">
<title>{_text(report.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1 dir="auto">{_text(report.title)}</h1>
<p class="made" dir="auto">{_text(made(report.about, words))}</p>
{"".join(_body(report, words, explain=explain))}</main>
</body>
</html>
"""
    return page.encode()


def _body(report: Report, words: Words, *, explain: bool) -> Iterator[str]:
    if report.findings:
        yield f'<ul class="findings">{_items(report.findings)}</ul>\n'
    yield _figure(report)
    for place, table in enumerate(report.tables):
        yield _section(table, place, words)
    if report.notes:
        yield f'<section><h2>{words.notes}</h2><ul class="notes">{_items(report.notes)}</ul></section>\n'
    if report.formulas:
        told = "".join(
            f"<dt>{_text(each.what)}</dt><dd>{_text(each.formula)}</dd>"
            f"<dd>n: {_text(each.n)}</dd><dd>{_text(each.source)}</dd>"
            for each in report.formulas
        )
        state = " open" if explain else ""
        yield f"<details{state}><summary>{words.explained}</summary><dl>{told}</dl></details>\n"
    for name, diagram in report.diagrams.items():
        # Line ends of a diagram are part of it, so only what could break the page is escaped.
        yield (
            f'<details class="diagram"><summary>{_text(name)}</summary>'
            f'<pre tabindex="0">{escape(diagram)}</pre></details>\n'
        )


def _items(sentences: tuple[str, ...]) -> str:
    return "".join(f'<li dir="auto">{_text(sentence)}</li>' for sentence in sentences)


def _figure(report: Report) -> str:
    """Draw the picture in colours that the style sheet gives, so that it is dark on a dark page.

    A picture with the page's own title goes without it.
    """
    drawing = report.drawing
    if drawing is None:
        return ""
    drawn, top = below_title(drawing, report.title)
    wide, high = number(drawing.width), number(drawing.height - top)
    return (
        f'<figure class="wide" tabindex="0" role="region" aria-label="{_text(report.title)}">'
        f'<svg width="{wide}" height="{high}" viewBox="0 {number(top)} {wide} {high}" role="img" '
        'aria-labelledby="picture-title picture-desc">'
        f'<title id="picture-title">{_text(report.title)}</title>'
        f'<desc id="picture-desc">{_text(report.description)}</desc>\n'
        f"{groups(drawn, pen=ON_PAGE)}</svg></figure>\n"
    )


def _section(table: Table, place: int, words: Words) -> str:
    """Write a table under its caption, or what is said where it has no row."""
    name = f"table-{place}"
    if not table.rows:
        return f'<section><h2>{_text(table.title)}</h2><p class="empty">{_text(table.empty)}</p></section>\n'
    if len(table.columns) == 1:
        sentences = tuple(spelt(row[0], table.columns[0].kind, words) for row in table.rows)
        return f'<section><h2>{_text(table.title)}</h2><ul class="told">{_items(sentences)}</ul></section>\n'
    kinds = ["t" if column.is_left else "n" for column in table.columns]
    head = "".join(
        f'<th scope="col" class="{kind}">{_text(title)}</th>'
        for kind, title in zip(kinds, heads(table.columns), strict=True)
    )
    rows = ""
    for row in table.rows:
        told = [spelt(value, column.kind, words) for value, column in zip(row, table.columns, strict=True)]
        rows += f"<tr>{''.join(_cells(told, kinds))}</tr>\n"
    return (
        f'<section class="wide" tabindex="0" role="region" aria-labelledby="{name}"><table>'
        f'<caption><h2 id="{name}">{_text(table.title)}</h2></caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></section>\n"
    )


def _cells(told: list[str], kinds: list[str]) -> Iterator[str]:
    """Yield a row's cells; the first heads the row where it is text."""
    for place, (text, kind) in enumerate(zip(told, kinds, strict=True)):
        if place == 0 and kind == "t":
            yield f'<th scope="row" dir="auto">{_text(text)}</th>'
        else:
            auto = ' dir="auto"' if kind == "t" else ""
            yield f'<td class="{kind}"{auto}>{_text(text)}</td>'


def _text(text: str) -> str:
    """Write text so that it is nothing but text."""
    return escape(tidy(text))


SPEC = ReportForm(name="html", media_type="text/html", suffix=".html", is_text=True, write=_write)
