"""How much each stage matters for satisfaction with the whole, where enough customers have said so."""

from collections.abc import Mapping
from dataclasses import replace

from bot.overall import overall_question
from bot.reporting import Grounds, Query
from feedback.intake import Refused
from mapping.given import answered
from mapping.methods.answered import Refused as TooFew
from mapping.methods.drivers import drivers
from mapping.telling import stages_of


def stage_weights(grounds: Grounds, query: Query) -> Mapping[str, float]:
    """Return the weight of each stage: its drivers' share against a stage's mean share; {} for not known."""
    overall = overall_question(grounds.journey, None)
    given = None if isinstance(overall, Refused) else grounds.given(query)
    if given is None or isinstance(overall, Refused):
        return {}
    stages = stages_of(grounds.journey)
    order = tuple(point for points in stages.values() for point in points)
    whole = replace(query, stage=None, medium=None)
    found = drivers(answered(given, grounds.events(whole), overall=overall, order=order))
    if isinstance(found, TooFew):
        return {}
    share = {each.touchpoint: each.share for each in found.drivers}
    held = {stage: sum(share.get(point, 0.0) for point in points) for stage, points in stages.items()}
    mean = sum(held.values()) / len(held)
    return {stage: total / mean for stage, total in held.items()} if mean else {}
