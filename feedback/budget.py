"""The ask budget: a customer's few asks go to the stages the map knows least about."""

from math import isnan
from statistics import median

from config.duration import format_duration
from config.facts import Facts
from feedback.draw import draw
from feedback.recontact import free_at
from feedback.verdict import Candidate, Defer, Skip, Weighing

WHOLE_SCALE = 4.0
"""How wide the interval of a stage is of which nothing is known: all of -2..+2."""

LEAST_CHANCE = 0.1
"""However well a stage is known, this share of its interactions stays in: else a change would go unseen."""


def over_budget(weighing: Weighing) -> Defer | None:
    """Wait while the customer's budget of asks is spent."""
    budget = weighing.policy.ask_budget
    until = None if budget is None else free_at(budget, weighing.candidate.history)
    if budget is None or until is None or until <= weighing.now or weighing.candidate.by_hand:
        return None
    facts: Facts = {"count": budget.count, "within": format_duration(budget.within)}
    return Defer(reason="over_budget", until=until, facts=facts)


def known_well(weighing: Weighing) -> Skip | None:
    """Skip a share of the interactions at a stage that the map knows better than most."""
    candidate = weighing.candidate
    if weighing.policy.ask_budget is None or candidate.by_hand:
        return None
    chance = chance_of(candidate)
    source = (candidate.interaction.source, candidate.interaction.source_id)
    if draw("budget", candidate.journey.id, weighing.survey.id, *source) < chance:
        return None
    facts: Facts = {
        "stage": candidate.stage.id,
        "width": round(_width(candidate, candidate.stage.id), 3),
        "middle": round(_middle(candidate), 3),
        "chance": round(chance, 3),
    }
    return Skip(reason="known_well", facts=facts)


def chance_of(candidate: Candidate) -> float:
    """Return the share of interactions kept: the stage's width over the middle one, from a tenth to all."""
    width, middle = _width(candidate, candidate.stage.id), _middle(candidate)
    return 1.0 if width >= middle else max(LEAST_CHANCE, width / middle)


def _middle(candidate: Candidate) -> float:
    """Return the median width of the stages where anything is asked; the others stay unknown for ever."""
    asked = [
        stage.id for stage in candidate.journey.stages if any(place.survey for place in stage.touchpoints)
    ]
    return median(_width(candidate, stage) for stage in asked or [candidate.stage.id])


def _width(candidate: Candidate, stage: str) -> float:
    width = candidate.widths.get(stage)
    return WHOLE_SCALE if width is None or isnan(width) else width
