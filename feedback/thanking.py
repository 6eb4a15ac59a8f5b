"""Thanks that fit the answer: never cheerful to the unhappy, and what happens next where a case is open."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from config.journey import Survey
from config.phrases import Phrases
from feedback.desk import Desk
from feedback.records import Given, Session

ThanksKey = Literal["unhappy", "looked_into", "looked_into_by", "tap_again"]
"""Every phrase about thanks, and about changing one's mind."""

THANKS: Phrases[ThanksKey] = Phrases("feedback", "words", "thanks")

UNHAPPY = -0.5
"""A valence at or below this is unhappy, whatever else was fine."""


def is_unhappy(given: Mapping[str, Given]) -> bool:
    """Say whether anything answered was unhappy."""
    felt = [each.valence for each in given.values() if each.valence is not None and not each.skipped]
    return min(felt, default=0.0) <= UNHAPPY


def say_what_happens_next(desk: Desk, session: Session, survey: Survey) -> None:
    """Add to our own thanks in this talk who looks into it, where a case is open for what was said in it."""
    opened = (each for each in desk.cases_of(session.customer) if not each.is_over)
    case = next((each for each in opened if any(told.session == session.id for told in each.told)), None)
    is_theirs = survey.thanks is not None or survey.thanks_unhappy is not None
    if case is None or is_theirs or session.state != "complete":
        return
    language = session.language
    next_step = (
        THANKS.say("looked_into_by", language, team=case.team)
        if case.team
        else THANKS.say("looked_into", language)
    )
    desk.changes.outbox = [
        replace(item, prompt=replace(item.prompt, text=f"{item.prompt.text} {next_step}"))
        if item.session == session.id and item.prompt.purpose == "thanks"
        else item
        for item in desk.changes.outbox
    ]
