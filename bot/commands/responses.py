"""`/responses`: figures and words for managers; for agents the single answers of their own cases, alone."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from bot.asking.desk import READERS, plain, understand
from bot.asking.menus import listed, refinements
from bot.asking.refusing import refused_with
from bot.asking.report_answers import sentence
from bot.briefing.responses import place_of, told
from bot.briefing.words import BRIEFING
from bot.caring.looking import agent_of, may_see, when
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from bot.filters import refused_query
from config import formats
from feedback.case_records import Case, Told
from feedback.work import Wanted

_CASES = ("cases", "fälle", "faelle", "mine", "meine")
_MOST_CASES, _MOST_ANSWERS = 5, 6


async def run(call: Call, counter: Counter) -> Answer:
    """Answer by what somebody is: whoever is manager and agent may choose."""
    rights, journey = call.actor.rights, counter.loaded.journey.id
    wants_cases = call.words.strip().casefold() in _CASES
    is_agent = rights.may({"agent"}, journey=journey)
    if is_agent and (wants_cases or not rights.may({"manager"}, journey=journey)):
        return await _of_cases(call, counter)
    if wants_cases:
        return Answer(text=BRIEFING.say("only_agents", call.actor.language), is_refusal=True)
    question = understand(call, counter)
    if isinstance(question, Answer):
        return question
    if (names := listed(question)) is not None:
        return names
    query = replace(question.asked.query, language=question.language)
    refused = refused_query(counter.loaded.journey, query, language=query.language)
    if refused is not None:
        return refused_with(sentence(refused))
    grounds = await counter.grounds(call.actor)
    found = await asyncio.to_thread(told, grounds, query, question)
    mine = Button(label=BRIEFING.say("my_cases", question.language), command="/responses cases", is_new=True)
    return Answer(
        text=found.text,
        grids=(found.grid,),
        buttons=(*((mine,) if is_agent else ()), *refinements(question, file="scores")[:-2]),
        seen=question.asked.about(),
    )


async def _of_cases(call: Call, counter: Counter) -> Answer:
    """Tell what was answered in the cases that somebody owns."""
    language = call.actor.language
    cases = await asyncio.to_thread(_own, call, counter)
    if not cases:
        return Answer(text=BRIEFING.say("no_own_case", language), is_private=True)
    shown = cases[:_MOST_CASES]
    paragraphs = ["\n".join(_lines(case, call, counter)) for case in shown]
    head = BRIEFING.say("own_cases", language)
    return Answer(
        text="\n\n".join([f"**{head}**", *paragraphs]),
        buttons=tuple(
            Button(
                label=BRIEFING.say("show_case", language, id=case.id),
                command=f"/case show {case.id}",
                is_new=True,
            )
            for case in shown
        ),
        is_private=True,
        seen=tuple(case.id for case in shown),
    )


def _own(call: Call, counter: Counter) -> list[Case]:
    me = agent_of(call.actor)
    cases = [case for case in counter.store.open_cases() if me.is_same(case.owner)]
    wanted = Wanted(cases=frozenset(case.id for case in cases), teams=True)
    around = counter.store.load(wanted)
    return [case for case in cases if may_see(case, call.actor, around)]


def _lines(case: Case, call: Call, counter: Counter) -> Iterator[str]:
    yield BRIEFING.say("case_answers", call.actor.language, id=case.id)
    yield from (f"– {_line(each, call, counter)}" for each in case.told[-_MOST_ANSWERS:])


def _line(each: Told, call: Call, counter: Counter) -> str:
    language = call.actor.language
    place = place_of(counter.loaded.journey, each.touchpoint, language)
    said = [plain(each.given or ""), formats.quoted(plain(each.words), language) if each.words else ""]
    return f"{when(each.at, call.actor, counter)}, {plain(place)}: {' '.join(filter(None, said))}"


SPEC = Command(
    name="responses",
    roles=READERS,
    run=run,
    examples=("/responses", "/responses stage delivery last 30 days", "/responses cases"),
)
