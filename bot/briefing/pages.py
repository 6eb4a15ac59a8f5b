"""A summary as a message: the page in paragraphs, as plain text that every channel shows."""

from collections.abc import Iterator

from bot.asking.desk import plain
from bot.briefing.words import BRIEFING
from mapping.catalogue import words_for
from mapping.journey_map import JourneyMap
from mapping.period import Period
from mapping.report import Report, Table
from mapping.words import Words

_LONGEST = 3500
_SECTIONS = ("changed", "hurts", "done")


def page(report: Report, *, understood: str | None = None) -> str:
    """Return the page; what is said among the findings is not said again below."""
    return "\n\n".join(_paragraphs(report, understood))[:_LONGEST]


def tells_anything(found: JourneyMap) -> bool:
    """Say whether a map shows any score: of one that hides all there is no picture to send."""
    return any(stage.cell.score is not None for stage in found.stages)


def picture_line(shown: Period, told: Period, *, language: str) -> str:
    """Say which days a picture shows where the figures beside it tell of others; else nothing."""
    if shown == told:
        return ""
    return BRIEFING.say("picture_of", language, days=words_for(language).period(shown))


def _paragraphs(report: Report, understood: str | None) -> Iterator[str]:
    words = words_for(report.about.language)
    yield f"**{plain(report.title)}**\n{plain(understood or words.period(report.about.period))}"
    yield "\n".join(plain(each) for each in report.findings)
    tables = {table.key: table for table in report.tables}
    for key in _SECTIONS:
        lines = _lines(tables[key], report) if key in tables else []
        lines += _quotes(tables["quotes"], words) if key == "hurts" and "quotes" in tables else []
        if lines:
            yield "\n".join([f"**{plain(tables[key].title)}**", *lines])
    fresh = words.data_to.format(time=words.time(report.about.data_to or report.about.as_of, year=True))
    yield "\n".join([*(plain(each) for each in report.notes), f"{fresh[:1].upper()}{fresh[1:]}"])


def _lines(table: Table, report: Report) -> list[str]:
    return [f"– {plain(str(row[0]))}" for row in table.rows if row[0] not in report.findings]


def _quotes(table: Table, words: Words) -> list[str]:
    return [f"{words.quoted(plain(str(row[-1])))} ({plain(str(row[0]))})" for row in table.rows]
