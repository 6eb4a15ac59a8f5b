"""The ask budget: a customer's few asks go to the stages the map knows least about."""

from math import isnan

from config.duration import format_duration
from config.facts import Facts
from feedback.draw import draw
from feedback.recontact import free_at
from feedback.verdict import Candidate, Defer, Skip, Weighing

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
        "width": round(candidate.widths.get(candidate.stage.id) or 0, 2),
        "widest": round(max(_known_widths(candidate)), 2),
        "chance": round(chance, 2),
    }
    return Skip(reason="known_well", facts=facts)


def chance_of(candidate: Candidate) -> float:
    """Return the share of the stage's interactions to ask about: (its width / the widest known) squared."""
    width, widest = candidate.widths.get(candidate.stage.id), max(_known_widths(candidate), default=0)
    if width is None or isnan(width) or width >= widest:
        return 1.0
    # A width shrinks with the square root of the answers, so this asks in inverse proportion to the answers.
    return max(LEAST_CHANCE, (width / widest) ** 2)


def _known_widths(candidate: Candidate) -> list[float]:
    """Return the widths known of the stages where anything is asked."""
    # A stage of which nothing is known is not among them: one that nobody visits must not starve the rest.
    stages = candidate.journey.stages
    asked = [stage.id for stage in stages if any(place.survey for place in stage.touchpoints)]
    widths = [candidate.widths.get(stage) for stage in asked]
    return [width for width in widths if width is not None and not isnan(width)]
