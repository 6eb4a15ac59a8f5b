"""What a well-formed journey can still have wrong: names that lead nowhere, and ids used twice."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from config.errors import Flaw, KeyPath, render_path
from config.journey import Journey, Stage, Touchpoint
from config.language_checks import check_languages
from config.policy_checks import check_freshness, check_policy, check_times
from config.rules import Rule
from config.suggestion import suggest
from config.support_checks import check_support
from config.survey_checks import check_questions

_MOST_TOUCHPOINTS = 4
_MOST_SURVEYS = 8

Ids = list[tuple[KeyPath, str]]
"""Ids of one sort, each with the place of its owner."""


def check_journey(journey: Journey, *, zones: AbstractSet[str]) -> Iterator[Flaw]:
    """Yield all that is or looks wrong with a journey that reads well; `zones` are all time zones."""
    if journey.timezone not in zones:
        what, otherwise = f'"{journey.timezone}" is no time zone', "write one such as Europe/Vienna"
        yield Flaw(path=("timezone",), what=what, fix=suggest(journey.timezone, zones, otherwise=otherwise))
    yield from _check_unique(journey)
    yield from _check_references(journey)
    yield from _check_groups(journey)
    yield from _check_campaigns(journey)
    yield from _check_measure(journey)
    yield from check_policy(journey.policy)
    yield from check_support(journey, zones=zones)
    for path, _, touchpoint in _places(journey):
        yield from check_freshness(touchpoint, journey.policy, path)
    for number, survey in enumerate(journey.surveys):
        yield from check_times(survey, ("surveys", number))
        yield from check_questions(survey, ("surveys", number))
    yield from check_languages(journey)


def _places(journey: Journey) -> Iterator[tuple[KeyPath, Stage, Touchpoint]]:
    for number, stage in enumerate(journey.stages):
        for place, touchpoint in enumerate(stage.touchpoints):
            yield ("stages", number, "touchpoints", place), stage, touchpoint


def _sorts(journey: Journey) -> Iterator[Ids]:
    """Yield the ids that must differ from each other, one sort after the other."""
    yield [(("stages", number), stage.id) for number, stage in enumerate(journey.stages)]
    yield [(path, touchpoint.id) for path, _, touchpoint in _places(journey)]
    yield [(("personas", number), persona.id) for number, persona in enumerate(journey.personas)]
    yield [(("segments", number), segment.id) for number, segment in enumerate(journey.segments)]
    yield [(("surveys", number), survey.id) for number, survey in enumerate(journey.surveys)]
    yield [(("themes", number), theme.id) for number, theme in enumerate(journey.themes)]
    yield [(("opportunities", number), chance.id) for number, chance in enumerate(journey.opportunities)]
    yield [(("campaigns", number), campaign.id) for number, campaign in enumerate(journey.campaigns)]
    for number, survey in enumerate(journey.surveys):
        here = ("surveys", number, "questions")
        yield [((*here, place), question.id) for place, question in enumerate(survey.questions)]


def _check_unique(journey: Journey) -> Iterator[Flaw]:
    for ids in _sorts(journey):
        first: dict[str, KeyPath] = {}
        for path, name in ids:
            if name in first:
                what = f'the id "{name}" is already that of {render_path(first[name])}'
                yield Flaw(path=(*path, "id"), what=what, fix="give each its own id")
            first.setdefault(name, path)


def _check_references(journey: Journey) -> Iterator[Flaw]:
    surveys = {survey.id for survey in journey.surveys}
    for path, _, touchpoint in _places(journey):
        yield from _dangling((*path, "survey"), touchpoint.survey, surveys, noun="survey")
    asked = {question.id for survey in journey.surveys for question in survey.questions}
    yield from _dangling(("overall",), journey.overall, asked, noun="question")
    stages = {stage.id for stage in journey.stages}
    homes = {touchpoint.id: stage.id for _, stage, touchpoint in _places(journey)}
    themes = {theme.id for theme in journey.themes}
    for number, chance in enumerate(journey.opportunities):
        path = ("opportunities", number)
        yield from _dangling((*path, "stage"), chance.stage, stages, noun="stage")
        yield from _dangling((*path, "touchpoint"), chance.touchpoint, set(homes), noun="touchpoint")
        yield from _dangling((*path, "theme"), chance.theme, themes, noun="theme")
        home = homes.get(chance.touchpoint or "")
        if home and home != chance.stage and chance.stage in stages:
            what = f'the touchpoint "{chance.touchpoint}" belongs to the stage "{home}"'
            yield Flaw(
                path=(*path, "touchpoint"), what=what, fix=f"write stage: {home}, or another touchpoint"
            )


def _dangling(path: KeyPath, name: str | None, known: set[str], *, noun: str) -> Iterator[Flaw]:
    if name is not None and name not in known:
        fix = suggest(name, known, otherwise=f"declare the {noun}, or remove this line")
        yield Flaw(path=path, what=f'"{name}" is no {noun}', fix=fix)


def _check_groups(journey: Journey) -> Iterator[Flaw]:
    rules: list[tuple[KeyPath, Rule]] = [
        *((("personas", number, "rule"), persona.rule) for number, persona in enumerate(journey.personas)),
        *((("segments", number, "rule"), segment.rule) for number, segment in enumerate(journey.segments)),
    ]
    for path, rule in rules:
        for name in sorted(rule.names):
            if name in {"answer", "score"} or name.startswith("answers."):
                what = f'the rule asks for "{name}", but only branches know the answers'
                yield Flaw(path=path, what=what, fix="write a rule over the customer's attributes")


def _check_campaigns(journey: Journey) -> Iterator[Flaw]:
    for number, campaign in enumerate(journey.campaigns):
        if campaign.since and campaign.until and campaign.since > campaign.until:
            what = f'the campaign "{campaign.id}" ends before it begins'
            yield Flaw(path=("campaigns", number, "until"), what=what, fix="swap since and until")
        if campaign.cost is not None and journey.currency is None:
            what = f'it is not said in which currency the campaign "{campaign.id}" costs {campaign.cost:g}'
            yield _warning(("campaigns", number, "cost"), what, "write for example currency: EUR at the top")


def _check_measure(journey: Journey) -> Iterator[Flaw]:
    """Warn of what reads well, yet is seldom meant."""
    asked = {touchpoint.survey for _, _, touchpoint in _places(journey)}
    for number, survey in enumerate(journey.surveys):
        if survey.id not in asked:
            what = f'no touchpoint asks the survey "{survey.id}"'
            yield _warning(("surveys", number), what, f"write survey: {survey.id} at a touchpoint")
    for number, stage in enumerate(journey.stages):
        if len(stage.touchpoints) > _MOST_TOUCHPOINTS:
            what = f"{len(stage.touchpoints)} touchpoints are many for one stage"
            yield _warning(
                ("stages", number, "touchpoints"),
                what,
                f"split the stage; up to {_MOST_TOUCHPOINTS} read well",
            )
    for path, _, touchpoint in _places(journey):
        if touchpoint.where == "offline" and touchpoint.medium == "web":
            yield _warning(
                path, 'an offline touchpoint has the medium "web"', "write medium: store, phone, post ..."
            )
    if len(journey.surveys) > _MOST_SURVEYS:
        what = f"{len(journey.surveys)} surveys are many for one journey"
        yield _warning(("surveys",), what, "let several touchpoints share one")


def _warning(path: KeyPath, what: str, fix: str) -> Flaw:
    return Flaw(path=path, what=what, fix=fix, is_warning=True)
