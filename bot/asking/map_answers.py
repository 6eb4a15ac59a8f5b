"""The map as an answer in a chat: the picture, its figures in words, and the way down to what was said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.asking.asked import Asked
from bot.asking.desk import Question, pictured, plain, stamp, understand
from bot.asking.menus import A_PAGE, back, button, command_of, listed, refinements
from bot.asking.phrases import ASKING, days_told, understood
from bot.asking.published_days import counted, nearest
from bot.asking.refusing import refused_with
from bot.asking.report_answers import for_chats, sentence
from bot.command import Answer, Button, Call
from bot.counter import Counter
from bot.plugins import renderers
from bot.reporting import Query
from feedback.intake import Refused
from mapping import twin
from mapping.journey_map import JourneyMap
from mapping.lattice import ALL, is_week, period_between
from mapping.parts import MapStage, PainPoint
from mapping.period import Period
from mapping.rows import said

_MOST_LINES, _MOST_PAINS, _MOST_QUOTES = 10, 3, 4
_DAYS = frozenset({"/since", "/period"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A map, the question as it was answered, and what has to be said about that."""

    map: JourneyMap
    question: Question
    notes: tuple[str, ...] = ()


async def answer_map(call: Call, counter: Counter) -> Answer:
    """Answer `/map`."""
    question = understand(call, counter, deep=True)
    if isinstance(question, Answer):
        return question
    if (names := listed(question)) is not None:
        return names
    drawn = await draw(question)
    return drawn if isinstance(drawn, Answer) else await _answered(drawn)


async def draw(question: Question) -> Drawn | Answer:
    """Return the map that was asked for.

    Where only whole periods are published, it is that of the nearest, and the answer says so.
    """
    days = counted(question.asked.period)
    query = replace(
        question.asked.query, language=question.language, since=days.since, until=days.until, own={}
    )
    found = await question.counter.draw(query, question.call.actor)
    if not isinstance(found, Refused):
        return Drawn(map=found, question=question, notes=tuple(_widened(found, question)))
    if found.pointer == "/segment" and query.persona and query.segment:
        return _one_group(question)
    if found.pointer not in _DAYS:
        return refused_with(for_chats(sentence(found)))
    return await _nearest(question)


async def _nearest(question: Question) -> Drawn | Answer:
    near = _near(question)
    if isinstance(near, Answer):
        return near
    found = await question.counter.draw(near.query, question.call.actor)
    if isinstance(found, Refused):
        return refused_with(sentence(found), *_other_days(question))
    return Drawn(map=found, question=near.question, notes=(near.note,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A question about the published days nearest to those asked about, and what says so."""

    question: Question
    note: str = ""

    @property
    def query(self) -> Query:
        """Its query, in the language of the answer."""
        return replace(self.question.asked.query, language=self.question.language, own={})


def publishable(question: Question) -> Near | Answer:
    """Return the question as outsiders may ask it: of one group, about published days."""
    query, days = question.asked.query, question.asked.period
    if query.persona and query.segment:
        return _one_group(question)
    period = ALL if days == Period() else None
    if days.since and days.until:
        period = period_between(days.since, days.until)
    is_told = period is not None and not (is_week(period) and (query.persona or query.segment))
    return Near(question=question) if is_told else _near(question)


def _near(question: Question) -> Near | Answer:
    asked, language = question.asked, question.language
    is_group = bool(asked.query.persona or asked.query.segment)
    near = nearest(asked.period, today=question.today, is_group=is_group)
    if near is None:
        return refused_with(ASKING.say("published", language), *_other_days(question))
    days = days_told(near, language)
    note = ASKING.say("near", language, days=days, asked=days_told(asked.period, language))
    query = replace(asked.query, since=near.since, until=near.until)
    return Near(question=replace(question, asked=replace(asked, query=query)), note=note)


def _other_days(question: Question) -> tuple[Button, ...]:
    month = Period(question.today.replace(day=1), question.today)
    near = nearest(month, today=question.today, is_group=True)
    choices = [Period(), *([near] if near else [])]
    return tuple(
        Button(
            label=days_told(each, question.language),
            command=command_of(question, question.asked.narrowed(since=each.since, until=each.until)),
        )
        for each in choices
    )


def _one_group(question: Question) -> Answer:
    return refused_with(
        ASKING.say("one_group", question.language),
        button(question, "only_persona", question.asked.narrowed(segment=None)),
        button(question, "only_segment", question.asked.narrowed(persona=None)),
    )


def _widened(found: JourneyMap, question: Question) -> Iterator[str]:
    """Say that days were widened to whole weeks, where they were."""
    shown, asked = found.about.period, question.asked.period
    pairs = ((asked.since, shown.since), (asked.until, shown.until))
    if any(wanted is not None and wanted != day for wanted, day in pairs):
        yield ASKING.say("weeks_of_all", question.language, days=days_told(shown, question.language))


async def _answered(drawn: Drawn) -> Answer:
    question, found = drawn.question, drawn.map
    asked, seen = question.asked, question.asked.about()
    if asked.explain:
        return Answer(text=_explained(found), buttons=(back(question),), seen=seen)
    stage = next((each for each in found.stages if each.id == asked.query.stage), None)
    if stage is not None and (asked.touchpoint or asked.theme):
        lines, buttons = await _deep(stage, drawn)
        return Answer(text="\n".join([*_head(drawn), *lines]), buttons=(*buttons, _up(question)), seen=seen)
    lines = [*_head(drawn), *_figures(found), *(_below(stage, drawn) if stage else [])]
    ways = _points(stage, question) if stage else ()
    return Answer(
        text="\n".join([*lines, "", *_foot(drawn)]),
        picture=await pictured(
            f"{found.about.journey}-map-{stamp(question)}",
            found.description,
            lambda: renderers()["png"].render(found),
        ),
        buttons=(*ways, *refinements(question, file="map"), *_share(question)),
        seen=seen,
    )


def _head(drawn: Drawn) -> Iterator[str]:
    question = drawn.question
    yield f"**{plain(drawn.map.about.title)}**"
    yield plain(understood(question.asked, question.names, question.language))
    yield ""


def _foot(drawn: Drawn) -> Iterator[str]:
    found = drawn.map
    hidden = any(stage.cell.is_hidden for stage in found.stages) or found.overall.is_hidden
    if hidden:
        yield ASKING.say("few", drawn.question.language, k=found.about.min_customers)
    yield from drawn.notes
    yield f"{found.text.headline} · {found.text.note}"


def _figures(found: JourneyMap) -> Iterator[str]:
    """Say every stage's figures; of a long journey, those it is remembered by."""
    stages = found.stages
    if len(stages) > _MOST_LINES:
        stages = tuple(each for each in stages if each.moments or each.change is not None)
    if len(found.stages) > 1:
        yield f"**{found.words.overall}**: {said(found.overall, found.words)}"
    for stage in stages:
        remembered = [*twin.moments(stage, found.words), twin.change(stage, found)]
        yield " · ".join(
            filter(None, [f"**{plain(stage.title)}**: {said(stage.cell, found.words)}", *remembered])
        )


def _below(stage: MapStage, drawn: Drawn) -> Iterator[str]:
    """Say what stands below a stage: its touchpoints, what hurts there, and somebody's words."""
    words = drawn.map.words
    for point in stage.touchpoints[:A_PAGE]:
        yield f"– {plain(point.title)}: {said(point.cell, words)}"
    yield from (_pain(pain, drawn) for pain in (stage.pain_points or ())[:_MOST_PAINS])
    yield from (words.quoted(plain(quote.text)) for quote in stage.quotes[:1])


def _pain(pain: PainPoint, drawn: Drawn) -> str:
    words = drawn.map.words
    customers = words.counted(words.customers, pain.customers)
    of = f" / {words.count(pain.of)}" if pain.of else ""
    return f"– {plain(pain.title)}: {customers}{of} · {words.severity.format(n=words.plain(pain.severity))}"


async def _deep(stage: MapStage, drawn: Drawn) -> tuple[list[str], tuple[Button, ...]]:
    """Return what is known of one touchpoint or theme, in words alone, and what is below it."""
    question, words = drawn.question, drawn.map.words
    asked = question.asked
    point = next((each for each in stage.touchpoints if each.id == asked.touchpoint), None)
    pains = [each for each in stage.pain_points or () if point is None or point.id in each.touchpoints]
    lines = [] if point is None else [f"**{plain(point.title)}**: {said(point.cell, words)}"]
    if asked.theme:
        told = next((each for each in pains if each.theme == asked.theme), None)
        quotes = (told.quotes or await _said_of(told, question)) if told else ()
        lines += [_pain(told, drawn)] if told else [ASKING.say("not_told", question.language)]
        lines += [words.quoted(plain(each)) for each in quotes[:_MOST_QUOTES]]
        if told and not quotes:
            lines.append(ASKING.say("no_words", question.language))
        return lines, (button(question, "a_level_up", replace(asked, theme=None)),) if point else ()
    lines += [_pain(each, drawn) for each in pains[:A_PAGE]]
    here = [each for each in stage.quotes if point is not None and each.touchpoint == point.id]
    lines += [words.quoted(plain(each.text)) for each in here[:1]]
    if not pains and not here:
        lines.append(ASKING.say("not_told", question.language))
    return lines, tuple(
        Button(label=plain(each.title), command=command_of(question, replace(asked, theme=each.theme)))
        for each in pains[:A_PAGE]
        if each.theme
    )


async def _said_of(pain: PainPoint, question: Question) -> tuple[str, ...]:
    """Return the words that the report on what hurts has on a pain point; they may be shown."""
    query = replace(question.asked.query, language=question.language, own={})
    report = await question.counter.report("pains", query, question.call.actor)
    if isinstance(report, Refused):
        return ()
    rows = [row for table in report.tables if table.key == "quotes" for row in table.rows]
    return tuple(str(row[-1]) for row in rows if row[0] == pain.title)


def _points(stage: MapStage, question: Question) -> tuple[Button, ...]:
    """Return a button for each touchpoint of a stage, then for each theme that hurts there."""
    asked = question.asked
    points = [(each.title, replace(asked, touchpoint=each.id)) for each in stage.touchpoints[:A_PAGE]]
    pains = (stage.pain_points or ())[:_MOST_PAINS]
    themes = [(each.title, replace(asked, theme=each.theme)) for each in pains if each.theme]
    return tuple(
        Button(label=plain(title), command=command_of(question, deeper))
        for title, deeper in (*points, *themes)
    )


def _up(question: Question) -> Button:
    return button(question, "back", replace(question.asked, touchpoint=None, theme=None))


def _share(question: Question) -> tuple[Button, ...]:
    asked: Asked = replace(question.asked, touchpoint=None, theme=None, explain=False)
    label = ASKING.say("share", question.language)
    return (Button(label=label, command=command_of(question, asked, command="share"), is_new=True),)


def _explained(found: JourneyMap) -> str:
    return "\n\n".join([f"**{plain(found.about.title)}**", *twin.notes(found)])
