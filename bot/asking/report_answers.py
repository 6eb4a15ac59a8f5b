"""Reports as answers in a chat: the picture, what was found, the first rows, and what to tap."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from bot.asking.desk import READERS, Question, pictured, plain, stamp, understand
from bot.asking.menus import back, button, listed, refinements
from bot.asking.phrases import ASKING, AskingKey, days_told, shared, understood
from bot.asking.published_days import counted
from bot.asking.refusing import refused_with
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from bot.plugins import report_forms, reports
from bot.report_words import limits
from bot.reporting import Query
from feedback.intake import Refused
from feedback.prompts import Grid, Picture
from mapping.catalogue import words_for
from mapping.period import Period
from mapping.report import HIDDEN, Report, Table
from mapping.spelling import heads, spelt

_MOST_FINDINGS, _MOST_NOTES, _MOST_ROWS, _MOST_TABLES = 5, 4, 8, 2
_LONGEST_TEXT = 3000
_TERMINAL_COMMAND = re.compile(r"`aftertouch (\w+)`")
_IN_BRACKETS = re.compile(r"\s\(--[\w-]+\)")
_OF_TERMINALS = re.compile(r"`aftertouch |(?<!\w)--\w")
_BRIEFLY = False
_CHOICES: Mapping[str, AskingKey] = {
    "week": "by_week",
    "month": "by_month",
    "quarter": "by_quarter",
    "stage": "by_stage",
    "touchpoint": "by_touchpoint",
}


_UNSAID: Mapping[str, str] = {"trend": "month", "paths": "touchpoint"}
"""What a report takes where its own option is not said."""


def report_command(
    name: str,
    *,
    examples: tuple[str, ...] = (),
    report: str | None = None,
) -> Command:
    """Return the command `/NAME`, which answers the report of that name, or `report`."""
    return Command(
        name=name,
        roles=READERS,
        run=_answering(report or name),
        examples=examples,
    )


def _answering(name: str) -> Callable[[Call, Counter], Awaitable[Answer]]:
    async def run(call: Call, counter: Counter) -> Answer:
        found = asked_report(name, call, counter)
        if isinstance(found, Answer):
            return found
        return listed(found) or await _answered(name, found)

    return run


def asked_report(
    name: str,
    call: Call,
    counter: Counter,
    *,
    words: str | None = None,
    is_file: bool = False,
) -> Question | Answer:
    """Read what is asked of a report; /compare alone sets two sides beside each other."""
    pairs = name == "compare"
    options = () if pairs else reports()[name].options
    return understand(call, counter, words=words, options=options, pairs=pairs, is_file=is_file)


async def made_report(name: str, question: Question) -> Report | Answer:
    """Return the report with what limits it, or why there is none."""
    query, asked = _counted(question), question.asked.period
    report = await question.counter.report(name, query, question.call.actor)
    if isinstance(report, Refused):
        return refused_with(for_chats(sentence(report)), *_ways_out(question))
    weeks = report.about.period
    told = replace(query, since=weeks.since, until=weeks.until)  # the weeks are named below
    days = days_told(weeks, question.language)
    is_widened = asked not in {Period(), weeks}
    widened = [ASKING.say("weeks_of_all", question.language, days=days)] if is_widened else []
    return replace(report, notes=(*report.notes, *limits(report, told), *widened))


def _counted(question: Question) -> Query:
    """Return the query in the weeks that its periods are counted by."""
    asked, own = question.asked, dict(question.asked.query.own)
    if ".." in own.get("with", ""):
        first, _, last = own["with"].partition("..")
        other = counted(Period(date.fromisoformat(first), date.fromisoformat(last)))
        own["with"] = f"{other.since}..{other.until}"
    days = counted(asked.period)
    return replace(asked.query, language=question.language, since=days.since, until=days.until, own=own)


def _ways_out(question: Question) -> Iterator[Button]:
    """Return what may be asked instead of what is refused: all time, all stages."""
    asked = question.asked
    if asked.period != Period() and "with" not in asked.query.own:
        yield button(question, "all_time", asked.narrowed(since=None, until=None))
    if asked.query.stage:
        yield button(question, "all_stages", asked.narrowed(stage=None))


def for_chats(text: str) -> str:
    """Return a sentence of a report without what only a terminal knows: its commands and its options."""
    parts = re.split(r"(?<=[;:])\s", _IN_BRACKETS.sub("", text))
    kept = [part for part in parts if not _OF_TERMINALS.search(part)]
    whole = " ".join(kept).strip()
    return whole if kept == parts else f"{whole.rstrip(';:.')}." if whole else ""


def sentence(refused: Refused) -> str:
    """Return a refusal as a sentence; options have no dashes in chats."""
    told = f"{refused.what}; {refused.fix}" if refused.fix else refused.what
    told = re.sub(r"(?<!\w)--(?=\w)", "", told)
    return f"{told[:1].upper()}{told[1:]}{'' if told.endswith('?') else '.'}"


async def _answered(name: str, question: Question) -> Answer:
    report = await made_report(name, question)
    if isinstance(report, Answer):
        return report
    seen = question.asked.about()
    if question.asked.explain:
        return Answer(text=_explained(report, question), buttons=(back(question),), seen=seen)
    return Answer(
        text="\n".join(_lines(report, question))[:_LONGEST_TEXT],
        picture=await _picture(report, question),
        grids=tuple(_grids(report)),
        buttons=(*_choices(name, question), *refinements(question, file=question.call.command)),
        seen=seen,
    )


def _lines(report: Report, question: Question) -> Iterator[str]:
    about = report.about
    words = words_for(about.language)
    yield f"**{plain(report.title)}**"
    subject = shared if report.name == "compare" else understood
    yield plain(subject(question.asked, question.names, question.language, otherwise=about.period))
    if report.findings:
        yield ""
    yield from (plain(for_chats(each)) for each in report.findings[:_MOST_FINDINGS])
    notes = [plain(for_chats(each)) for each in report.notes][-_MOST_NOTES:]
    fresh = words.data_to.format(time=words.time(about.data_to or about.as_of, year=True))
    yield from ("", *filter(None, notes), f"{fresh[:1].upper()}{fresh[1:]}")


async def _picture(report: Report, question: Question) -> Picture | None:
    form = report_forms()["png"]
    if not form.fits(report):
        return None
    described = report.description or " ".join(report.findings)
    name = f"{question.journey.id}-{report.name}-{stamp(question)}"
    return await pictured(name, described, partial(form.write, report, _BRIEFLY))


def _grids(report: Report) -> Iterator[Grid]:
    for table in [each for each in report.tables if _tells(each)][:_MOST_TABLES]:
        yield grid_of(table, report.about.language)


def _tells(table: Table) -> bool:
    """Say whether anything stands beside the names of a table's rows."""
    return any(value is not None and value is not HIDDEN for row in table.rows for value in row[1:])


def grid_of(table: Table, language: str) -> Grid:
    """Return the first rows of a table, spelt for people; of one that goes on in time, the last."""
    words = words_for(language)
    shown = table.rows[-_MOST_ROWS:] if table.columns[0].key == "period" else table.rows[:_MOST_ROWS]
    rows = tuple(
        tuple(
            plain(spelt(value, column.kind, words)) for value, column in zip(row, table.columns, strict=True)
        )
        for row in shown
    )
    right = frozenset(at for at, column in enumerate(table.columns) if not column.is_left)
    return Grid(title=table.title, head=tuple(heads(table.columns)), rows=rows, right=right)


def _choices(name: str, question: Question) -> Iterator[Button]:
    """Return the other choices of the report's own options, such as by week."""
    own = question.asked.query.own
    for option in reports()[name].options:
        for choice in option.choices:
            key = _CHOICES.get(choice)
            if key is not None and own.get(option.name, _UNSAID.get(name)) != choice:
                query = replace(question.asked.query, own={**own, option.name: choice})
                yield button(question, key, replace(question.asked, query=query))


def _explained(report: Report, question: Question) -> str:
    told = [f"**{plain(report.title)}**: {ASKING.say('how', question.language)}"]
    for each in report.formulas:
        source = ASKING.say("source", question.language, n=each.n, source=each.source)
        formula = _TERMINAL_COMMAND.sub(r"/\1", each.formula)
        told.append(f"**{plain(each.what)}**: {formula}\n{source}")
    told.append(days_told(report.about.period, question.language))
    return "\n\n".join(told)[:_LONGEST_TEXT]
