"""What was decided about asking somebody, in the words of colleagues."""

from bot.actor import Actor
from bot.caring.looking import when
from bot.caring.naming import touchpoint_title
from bot.caring.words import CARE, CareKey
from bot.counter import Counter
from feedback.records import Decision
from feedback.verdict import Reason

WHY: dict[Reason, CareKey] = {
    "imported": "why_imported",
    "no_survey": "why_no_survey",
    "dated_ahead": "why_dated_ahead",
    "stale": "why_stale",
    "opted_out": "why_opted_out",
    "held": "why_held",
    "vetoed": "why_vetoed",
    "unreachable": "why_unreachable",
    "no_consent": "why_no_consent",
    "open_case": "why_open_case",
    "asked_once": "why_asked_once",
    "already_answered": "why_already_answered",
    "asked_enough": "why_asked_enough",
    "not_sampled": "why_not_sampled",
    "known_well": "why_known_well",
    "paused": "why_paused",
    "not_yet": "why_not_yet",
    "conversation_running": "why_conversation_running",
    "cooling_down": "why_cooling_down",
    "over_cap": "why_over_cap",
    "over_budget": "why_over_budget",
    "quiet_hours": "why_quiet_hours",
}
"""Every reason not to ask (now), in words."""


def reason_of(reason: str, language: str) -> str:
    """Say why somebody is not asked, or not now."""
    key = next((key for known, key in WHY.items() if known == reason), None)
    return reason if key is None else CARE.say(key, language)


def decided(decision: Decision, who: str, actor: Actor, counter: Counter) -> str:
    """Say what becomes of a follow-up, when, and why."""
    language, journey = actor.language, counter.loaded.journey
    facts = {"who": who, "place": touchpoint_title(decision.touchpoint, journey, language)}
    if decision.outcome == "ask":
        return CARE.say("follow_now", language, **facts)
    why = reason_of(decision.reason, language)
    if decision.until is None:
        return CARE.say("follow_not", language, why=why, **facts)
    return CARE.say("follow_later", language, why=why, when=when(decision.until, actor, counter), **facts)
