"""Tests of a survey: a colleague gets it as customers do, and nothing that is answered is kept or counted.

A session of a test belongs to no journey that anything is counted by, its answers are never written down,
and no case, score or clock comes of it.
"""

from dataclasses import replace

from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.events import Started
from feedback.intake import Heeded, Refused, Trial
from feedback.meeting import newcomer
from feedback.records import TEST, Interaction
from feedback.session import new_session, step

SOURCE = "test"
"""The source of the visits that tests are about, which nobody made."""


def begin_trial(desk: Desk, house: House, item: Trial) -> Heeded | Refused:
    """Put a survey to a colleague; one that was begun by the same errand is not begun again."""
    journey = house.active.journey
    survey = journey.survey(item.survey)
    if survey is None:
        return Refused(pointer="/survey", what="is not known", fix="")
    if (SOURCE, item.key) in desk.snapshot.by_source:
        return Heeded(heed="noted")
    channel, address = item.place
    person = desk.customer_at(channel, address) or newcomer(
        desk, house, channel=channel, address=address, told=item.presumed, at=item.at
    )
    interaction = Interaction(
        id=house.new_id(),
        source=SOURCE,
        source_id=item.key,
        customer=person.id,
        journey=f"{journey.id}{TEST}",
        version=house.active.version,
        stage="",
        touchpoint=item.touchpoint or "",
        occurred_at=item.at,
        received_at=desk.now,
    )
    desk.keep_interaction(interaction)
    born = new_session(
        house.new_id(),
        survey=survey,
        customer=person.id,
        interaction=interaction.id,
        journey=interaction.journey,
        version=interaction.version,
        stage="",
        touchpoint=interaction.touchpoint,
        channel=channel,
        address=address,
        language=item.language,
        at=desk.now,
    )
    plan = plan_of(born, replace(person, language=item.language), house)
    if plan is None:
        return Refused(pointer="/survey", what="is not known", fix="")
    started, effects = step(born, Started(at=desk.now), plan=plan)
    carry_out(desk, house, born, started, effects, plan=plan)
    return Heeded(heed="noted", session=started.id, customer=person.id)
