"""`/summary`: a page a director reads, with the map of its days, and as a file."""

import asyncio
from dataclasses import replace

from bot.asking.desk import READERS, Question, pictured, plain, stamp
from bot.asking.map_answers import Drawn, draw
from bot.asking.menus import back, listed, refinements
from bot.asking.phrases import understood
from bot.asking.report_answers import asked_report, grid_of, made_report
from bot.briefing.pages import page, picture_line, tells_anything
from bot.briefing.words import BRIEFING, BriefingKey
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from bot.plugins import renderers, report_forms
from feedback.prompts import Document, Picture
from mapping.report import Report

_NAME = "summary"
_FORMS = {"pdf": "pdf", "md": "markdown", "markdown": "markdown", "html": "html"}
_SLIDES = "pptx"
_EXPLAINED = True
_BUTTONS: tuple[tuple[BriefingKey, str], ...] = (
    ("as_pdf", "pdf"), ("as_markdown", "markdown"), ("as_slides", _SLIDES)
)  # fmt: skip


async def run(call: Call, counter: Counter) -> Answer:
    """Answer with the page, or with the file that was asked for."""
    question = asked_report(_NAME, call, counter, is_file=True)
    if isinstance(question, Answer):
        return question
    if (names := listed(question)) is not None:
        return names
    report = await made_report(_NAME, question)
    if isinstance(report, Answer):
        return report
    seen = question.asked.about()
    if question.asked.explain:
        return replace(_explained(report, question), seen=seen)
    if question.asked.form is not None:
        return replace(await _file(report, question, question.asked.form), seen=seen)
    report = await counter.rephrase(report, await _names(question))
    told = understood(question.asked, question.names, question.language, otherwise=report.about.period)
    drawn = await _drawn(report, question)
    days = drawn.map.about.period if drawn else report.about.period
    shown = picture_line(days, report.about.period, language=question.language)
    return Answer(
        text="\n\n".join(filter(None, (page(report, understood=told), shown))),
        picture=await _picture(drawn) if drawn else None,
        buttons=(*_as_files(question), *refinements(question, file=_NAME)),
        seen=seen,
    )


def _explained(report: Report, question: Question) -> Answer:
    """Return how figures are made, and of each where it comes from."""
    told = [f"**{plain(each.what)}**: {plain(each.formula)} ({each.source})" for each in report.formulas]
    sources = [grid_of(table, question.language) for table in report.tables if table.key == "sources"]
    return Answer(text="\n\n".join(told), grids=tuple(sources), buttons=(back(question),))


async def _names(question: Question) -> frozenset[str]:
    """Return every name that may stand in a sentence of ours."""
    grounds, language = await question.counter.grounds(question.call.actor), question.language
    say = question.journey.say
    stages = (say(each.title, language) for each in question.journey.stages)
    plans = (say(each.title, language) for each in grounds.opportunities)
    return frozenset({*stages, *plans, *grounds.themes.values()})


async def _drawn(report: Report, question: Question) -> Drawn | None:
    """Return the map of the days told of or those published that are nearest, else of all that is known."""
    drawn = await draw(_of_days(report, question))
    if isinstance(drawn, Answer):
        drawn = await draw(replace(question, asked=question.asked.narrowed(since=None, until=None)))
    return None if isinstance(drawn, Answer) or not tells_anything(drawn.map) else drawn


async def _picture(drawn: Drawn) -> Picture:
    name = f"{drawn.map.about.journey}-map-{stamp(drawn.question)}"
    return await pictured(name, drawn.map.description, lambda: renderers()["png"].render(drawn.map))


def _of_days(report: Report, question: Question) -> Question:
    period = report.about.period
    return replace(question, asked=question.asked.narrowed(since=period.since, until=period.until))


async def _file(report: Report, question: Question, form: str) -> Answer:
    if form == _SLIDES:
        return await _slides(report, question)
    if form not in _FORMS:
        text = BRIEFING.say("summary_forms", question.language, said=plain(form)[:40])
        return Answer(text=text, buttons=_as_files(question), is_refusal=True)
    writer = report_forms()[_FORMS[form]]
    data = await asyncio.to_thread(writer.write, report, _EXPLAINED)
    name = f"{question.journey.id}-{_NAME}-{stamp(_of_days(report, question))}{writer.suffix}"
    return _handed(Document(name=name, mime=writer.media_type, data=data), question)


async def _slides(report: Report, question: Question) -> Answer:
    """Return the map of the days as slides: a summary in sentences is no slide."""
    drawn = await draw(_of_days(report, question))
    if isinstance(drawn, Answer):
        return drawn
    renderer = renderers()[_SLIDES]
    data = await asyncio.to_thread(renderer.render, drawn.map)
    name = f"{question.journey.id}-map-{stamp(drawn.question)}{renderer.suffix}"
    return _handed(Document(name=name, mime=renderer.media_type, data=data), question)


def _handed(document: Document, question: Question) -> Answer:
    text = BRIEFING.say("summary_file", question.language, name=document.name)
    return Answer(text=text, documents=(document,))


def _as_files(question: Question) -> tuple[Button, ...]:
    asked = replace(question.asked, form=None)
    return tuple(
        Button(
            label=BRIEFING.say(key, question.language),
            command=f"/{_NAME} {replace(asked, form=form).words()}",
            is_new=True,
        )
        for key, form in _BUTTONS
    )


SPEC = Command(
    name=_NAME,
    roles=READERS,
    run=run,
    examples=("/summary", "/summary last 30 days", "/summary stage delivery as pdf"),
)
