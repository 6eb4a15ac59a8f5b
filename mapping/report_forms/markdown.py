"""A report as Markdown, GitHub's kind: sentences, tables, and how they were made."""

from collections.abc import Iterator

from mapping.catalogue import words_for
from mapping.only_text import escaped
from mapping.report import Report, ReportForm, Table
from mapping.spelling import heads, made, spelt
from mapping.words import Words


def _write(report: Report, explain: bool) -> bytes:  # noqa: FBT001 - the port sets the signature
    words = words_for(report.about.language)
    blocks = [
        f"# {escaped(report.title)}",
        escaped(made(report.about, words)),
        *([_listed(report.findings)] if report.findings else []),
        *(block for table in report.tables for block in _table(table, words)),
        *(_fenced(name, text) for name, text in report.diagrams.items()),
        *([_listed(report.notes)] if report.notes else []),
        *(_explained(report) if explain else ()),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _listed(sentences: tuple[str, ...]) -> str:
    return "\n".join(f"- {escaped(sentence)}" for sentence in sentences)


def _table(table: Table, words: Words) -> Iterator[str]:
    yield f"## {escaped(table.title)}"
    if not table.rows:
        yield f"*{escaped(table.empty)}*" if table.empty else "–"
        return
    if len(table.columns) == 1:
        yield _listed(tuple(spelt(row[0], table.columns[0].kind, words) for row in table.rows))
        return
    rows = [
        [escaped(head) for head in heads(table.columns)],
        ["---" if column.is_left else "---:" for column in table.columns],
        *(
            [
                escaped(spelt(value, column.kind, words))
                for value, column in zip(row, table.columns, strict=True)
            ]
            for row in table.rows
        ),
    ]
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _fenced(name: str, text: str) -> str:
    fence = "`" * (3 + text.count("```"))
    return f"{fence}{name}\n{text.rstrip()}\n{fence}"


def _explained(report: Report) -> Iterator[str]:
    for each in report.formulas:
        how = f"{escaped(each.formula)} n: {escaped(each.n)}. {escaped(each.source)}"
        yield f"**{escaped(each.what)}**: {how}"


SPEC = ReportForm(name="markdown", media_type="text/markdown", suffix=".md", is_text=True, write=_write)
