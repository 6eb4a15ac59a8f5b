"""Maps and reports as files: any form there is, named by what it holds and of when."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.asking.asked import Asked
from bot.asking.desk import Question, stamp, understand
from bot.asking.folding import fold, foldings
from bot.asking.map_answers import draw
from bot.asking.menus import command_of
from bot.asking.phrases import ASKING, AskingKey, understood
from bot.asking.refusing import refused_with
from bot.asking.report_answers import asked_report, made_report
from bot.command import Answer, Button, Call
from bot.counter import Counter
from bot.plugins import renderers, report_forms, reports
from config.suggestion import closest
from feedback.prompts import Document

MOST_BYTES = 8 * 1024 * 1024
"""What is larger is not sent: it would stand in the outbox, sealed, until it has gone out."""

_MAP = "map"
_ALSO_CALLED = {
    "excel": "xlsx", "powerpoint": "pptx", "slides": "pptx", "folien": "pptx", "md": "markdown",
    "picture": "png", "image": "png", "bild": "png", "page": "html", "webpage": "html", "seite": "html",
    "web": "html", "txt": "text", "table": "csv", "tabelle": "xlsx",
}  # fmt: skip
_ARTICLES = frozenset({"the", "a", "die", "der", "das", "den", "unsere", "our"})
_CALLED: Mapping[str, AskingKey] = {
    _MAP: "called_map", "alerts": "called_alerts", "channels": "called_channels",
    "compare": "called_compare", "drivers": "called_drivers", "funnel": "called_funnel",
    "moments": "called_moments", "opportunities": "called_opportunities", "pains": "called_pains",
    "paths": "called_paths", "rescue": "called_rescue", "scores": "called_scores",
    "segments": "called_segments", "summary": "called_summary", "trend": "called_trend",
}  # fmt: skip
_BESIDES = {
    "journey": _MAP, "reise": _MAP, "landkarte": _MAP, "media": "channels", "karten": _MAP,
    "schmerzen": "pains", "chance": "opportunities", "wert": "scores",
}  # fmt: skip
"""What people call maps and reports beside their names and what we call them."""
_PLACES = frozenset({"slack", "terminal"})
"""Forms of the map that are made for a place, not for a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """One form that something can be written in."""

    name: str
    suffix: str
    mime: str


def reports_to_export() -> Sequence[str]:
    """Return all that can be written as a file."""
    return (_MAP, *(name for name in reports()))


async def answer_export(call: Call, counter: Counter) -> Answer:
    """Answer `/export WHAT [filters] as FORM`."""
    what, rest = _what(call.words)
    language = call.actor.language
    if what is None:
        return _which(call, rest, language)
    question = _read(what, call, counter, words=rest)
    if isinstance(question, Answer):
        return question
    if question.asked.form is None:
        return await _which_form(what, question)
    form = _form(what, question.asked.form)
    if form is None:
        return await _no_form(what, question)
    return await _file(what, form, question)


def _what(words: str) -> tuple[str | None, str]:
    """Return what is to be written, and the words behind it."""
    said = words.split()
    if said and fold(said[0]) in _ARTICLES:
        return _what(" ".join(said[1:]))
    known = _names()
    for count in (2, 1):  # "won back", "trend"
        name = known.get(" ".join(fold(each).strip(":,") for each in said[:count]))
        if name is not None:
            return name, " ".join(said[count:])
    return None, " ".join(said)


@cache
def _names() -> Mapping[str, str]:
    """Return all that can be a file by each word for it, in every language that we speak here."""
    names = {each: each for each in reports_to_export()}
    called = {
        " ".join(way): name
        for name in names
        for language in ASKING.languages
        for way in foldings(_called(name, language))
    }
    return {**called, **_BESIDES, **names}


def _called(name: str, language: str) -> str:
    key = _CALLED.get(name)
    return name if key is None else ASKING.say(key, language)


def exported_as(report: str) -> str:
    """Return the name of a report behind `/export`: that of the command that answers it."""
    return "media" if report == "channels" else report


def _which(call: Call, words: str, language: str) -> Answer:
    """Ask what is to be written; a name nearly right comes first."""
    first = fold(words.strip().partition(" ")[0])
    near = closest(first, _names()) if first else None
    rest = words.strip().partition(" ")[2] if near else words
    names = [_names()[near]] if near else reports_to_export()
    text = ASKING.say("which_report", language)
    if first:
        said = first[:40].replace("**", "* *")
        text = f"{ASKING.say('no_report', language, said=said)} {text}"
    buttons = [
        Button(label=_called(name, language), command=f"/{call.command} {exported_as(name)} {rest}".strip())
        for name in names
    ]
    return Answer(text=text, buttons=tuple(buttons), is_refusal=bool(first))


def _read(what: str, call: Call, counter: Counter, *, words: str) -> Question | Answer:
    prefixed = replace(call, command=f"{call.command} {exported_as(what)}")
    if what == _MAP:
        found = understand(prefixed, counter, words=words, is_file=True)
    else:
        found = asked_report(what, prefixed, counter, words=words, is_file=True)
    return found


def _forms(what: str) -> Mapping[str, _Form]:
    if what == _MAP:
        return {
            name: _Form(name=name, suffix=each.suffix, mime=each.media_type)
            for name, each in renderers().items()
            if name not in _PLACES
        }
    return {
        name: _Form(name=name, suffix=each.suffix, mime=each.media_type)
        for name, each in report_forms().items()
    }


def _form(what: str, wanted: str) -> _Form | None:
    forms, name = _forms(what), wanted.removeprefix(".")
    by_suffix = {each.suffix.removeprefix("."): each for each in reversed(list(forms.values()))}
    return forms.get(_ALSO_CALLED.get(name, name)) or by_suffix.get(name)


async def _which_form(what: str, question: Question) -> Answer:
    forms = await _forms_fit(what, question)
    if isinstance(forms, Answer):
        return forms
    text = ASKING.say("which_form", question.language)
    return Answer(text=text, buttons=tuple(_form_buttons(what, question, forms)))


async def _forms_fit(what: str, question: Question) -> Mapping[str, _Form] | Answer:
    """Return the forms that this very report can be written in, so that no tap is refused."""
    if what == _MAP:
        return _forms(what)
    report = await made_report(what, question)
    if isinstance(report, Answer):
        return report
    return {name: form for name, form in _forms(what).items() if report_forms()[name].fits(report)}


async def _no_form(what: str, question: Question) -> Answer:
    wanted, forms = question.asked.form or "", _forms(what)
    near = closest(wanted, {*forms, *_ALSO_CALLED})
    found = _form(what, near) if near else None
    said = wanted[:40].replace("**", "* *")
    text = ASKING.say("no_form", question.language, said=said, names=", ".join(forms))
    return refused_with(text, *_form_buttons(what, question, {found.name: found} if found else forms))


def _form_buttons(what: str, question: Question, forms: Mapping[str, _Form]) -> Iterator[Button]:
    del what
    for name in forms:
        asked = replace(question.asked, form=name)
        yield Button(label=name, command=command_of(question, asked), is_new=True)


async def _file(what: str, form: _Form, question: Question) -> Answer:
    written = await _written(what, form, question)
    if isinstance(written, Answer):
        return written
    content, question = written
    language = question.language
    if len(content) > MOST_BYTES:
        size = round(len(content) / MOST_BYTES * 8)
        return refused_with(ASKING.say("too_large", language, size=size, most=MOST_BYTES // 1024**2))
    name = f"{question.journey.id}-{exported_as(what)}-{stamp(question)}{form.suffix}"
    told = understood(question.asked, question.names, language)
    return Answer(
        text=f"{ASKING.say('file', language, name=name)}\n{told}",
        documents=(Document(name=name, mime=form.mime, data=content),),
        seen=(what, *question.asked.about()),
    )


async def _written(what: str, form: _Form, question: Question) -> tuple[bytes, Question] | Answer:
    if what == _MAP:
        drawn = await draw(question)
        if isinstance(drawn, Answer):
            return drawn
        content = await asyncio.to_thread(renderers()[form.name].render, drawn.map)
        return content, drawn.question
    report = await made_report(what, question)
    if isinstance(report, Answer):
        return report
    writer = report_forms()[form.name]
    if not writer.fits(report):
        able = {name: each for name, each in _forms(what).items() if report_forms()[name].fits(report)}
        text = ASKING.say("no_form", question.language, said=form.name, names=", ".join(able))
        return refused_with(text, *_form_buttons(what, question, able))
    asked: Asked = question.asked
    return await asyncio.to_thread(writer.write, report, asked.explain), question
