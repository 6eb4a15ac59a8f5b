"""/preview: a survey as text, every question with its answers, and where each leads."""

from collections.abc import Iterator

from bot.caring.refusing import refuse
from bot.caring.surveys import find_survey, read_language
from bot.caring.words import CARE
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from config import formats
from config.journey import Question, Survey
from feedback.plan import Plan, worded


async def run(call: Call, counter: Counter) -> Answer:
    """Write a survey down."""
    language, journey = call.actor.language, counter.loaded.journey
    found = find_survey(call.words, journey, language)
    if found.survey is None:
        return refuse(found.why, language, **found.facts)
    asked_in, fix = read_language(found.rest, journey, language)
    if asked_in is None:
        return refuse("test_language", language, said=found.rest, fix=fix)
    plan = Plan(journey=journey, survey=found.survey, kinds=counter.house.kinds, facts={})
    tags = dict.fromkeys((journey.language, *journey.languages))
    others = [
        Button(label=tag, command=f"/preview {found.survey.id} {tag}") for tag in tags if tag != asked_in
    ]
    return Answer(text="\n".join(_written(plan, asked_in, language)), buttons=others)


def _written(plan: Plan, asked_in: str, language: str) -> Iterator[str]:
    journey, survey = plan.journey, plan.survey
    yield CARE.say("preview_head", language, title=journey.say(survey.title, language))
    if survey.intro:
        yield ""
        yield CARE.say("preview_intro", language, text=journey.say(survey.intro, asked_in))
    for number, question in enumerate(survey.questions, start=1):
        yield ""
        yield from _question(plan, question, number, asked_in, language)
    yield ""
    own = survey.thanks
    text = journey.say(own, asked_in) if own else CARE.say("preview_nothing_set", language)
    yield CARE.say("preview_thanks", language, text=text)


def _question(plan: Plan, question: Question, number: int, asked_in: str, language: str) -> Iterator[str]:
    asked = worded(question, plan, language=asked_in)
    line = CARE.say("preview_question", language, number=number, text=asked.ask)
    yield f"{line} {CARE.say('preview_required', language)}" if question.required else line
    if asked.shape.choices:
        choices = ", ".join(each.label for each in asked.shape.choices)
        yield CARE.say("preview_choices", language, choices=choices)
    else:
        yield CARE.say("preview_written", language)
    for branch in question.branches:
        to = _target(plan.survey, branch.go, language)
        yield CARE.say("preview_branch", language, rule=str(branch.when), to=to)
    if question.next is not None:
        yield CARE.say("preview_next", language, to=_target(plan.survey, question.next, language))


def _target(survey: Survey, target: str, language: str) -> str:
    ids = [each.id for each in survey.questions]
    if target not in ids:
        return CARE.say("preview_end", language)
    return CARE.say("preview_to", language, number=formats.number(ids.index(target) + 1, language))


SPEC = Command(
    name="preview",
    roles=frozenset({"agent", "manager"}),
    run=run,
    examples=("preview delivery", "preview delivery de"),
)
