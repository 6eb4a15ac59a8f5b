"""Why somebody was not asked, in plain English, and what to change if they should have been."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from config.facts import Fact
from feedback.moving_on import MOVED, NOT_MOVED
from feedback.records import Decision
from feedback.verdict import Reason


@dataclass(frozen=True, slots=True)
class Wording:
    """A reason in a few words, then as the cause and the remedy of a sentence that its facts complete."""

    short: str
    cause: str
    remedy: str


WORDINGS: Mapping[Reason, Wording] = {
    "imported": Wording(
        "imported from the past",
        "the interaction was imported, and history never prompts anyone",
        "send new interactions by webhook or API",
    ),
    "no_survey": Wording(
        "nothing is asked there",
        "touchpoint {touchpoint} has no survey",
        "to ask there, give the touchpoint a survey",
    ),
    "dated_ahead": Wording(
        "dated far in the future",
        "the interaction came in at {received_at} but is dated {occurred_at}",
        "correct the clock or the time zone of the sender",
    ),
    "stale": Wording(
        "too late to ask",
        "what happened at {occurred_at} was fresh only until {fresh_until} (fresh_for: {fresh_for})",
        "send interactions sooner, or raise fresh_for",
    ),
    "opted_out": Wording(
        "the customer opted out",
        "the customer opted out",
        "only the customer can change that",
    ),
    "held": Wording(
        "a person looks after them",
        "words of the customer spoke of distress or danger, and nothing is asked until a person says so",
        "once somebody has looked after them, release them on their case",
    ),
    "vetoed": Wording(
        "a colleague wants them left in peace",
        "a colleague said at {vetoed_at} that this customer is not to be asked{vetoed_about}",
        "to lift that, send /veto lift with the customer in the team's room",
    ),
    "unreachable": Wording(
        "no chat address",
        "the customer has no chat address that works{but_another}",
        "{so_reach_them}",
    ),
    "no_consent": Wording(
        "no consent yet",
        "the policy requires consent, and the customer has not given it",
        "record their consent, or set policy.consent: implied where the law allows it",
    ),
    "open_case": Wording(
        "a case is open",
        "a case of this customer is open, and colleagues are working on it",
        "resolve the case first",
    ),
    "asked_once": Wording(
        "asked once already",
        "each customer meets this survey once, and this one did at {asked_at}",
        "to ask again, set recontact.mode: always on the survey",
    ),
    "already_answered": Wording(
        "answered already",
        "this survey is put until it is answered, and the one of {asked_at} was",
        "to ask after an answer too, set recontact.mode: always on the survey",
    ),
    "asked_enough": Wording(
        "asked often enough",
        "the customer has met this survey {times} times, {most} at most, the last at {asked_at}",
        "to ask more often, raise recontact.times on the survey",
    ),
    "not_sampled": Wording(
        "not in the sample",
        "a share of {share} is asked, and the lot of this interaction, {lot}, is not below that",
        "to ask more, raise sample on the survey or in the policy",
    ),
    "known_well": Wording(
        "budget kept for stages known less",
        "the interval of stage {stage} is {width} wide and the widest one {widest}, "
        "so a share of {chance} is asked here and the ask budget is kept for stages known less",
        "to ask everywhere alike, remove policy.ask_budget",
    ),
    "paused": Wording(
        "the customer paused",
        "the customer wants a pause",
        "only the customer can end it sooner",
    ),
    "not_yet": Wording(
        "not due yet",
        "what happens at {occurred_at} is asked about {ask_after} later",
        "to ask sooner, lower ask_after on the touchpoint",
    ),
    "conversation_running": Wording(
        "in the middle of another survey",
        "the customer was in the middle of answering another survey",
        "nothing needs to be changed",
    ),
    "cooling_down": Wording(
        "asked too recently",
        "survey {blocked_by} was put to the customer at {asked_at}, and {clock_words} runs for {wait}",
        "to ask sooner, shorten {clock_key}",
    ),
    "over_cap": Wording(
        "cap reached",
        "the customer may be asked {count} times within {within}, and has been",
        "to ask more often, raise policy.cap",
    ),
    "over_budget": Wording(
        "ask budget spent",
        "the customer's budget of {count} asks within {within} is spent",
        "to ask more often, raise policy.ask_budget",
    ),
    "quiet_hours": Wording(
        "quiet hours",
        "{free_at} lies between {start} and {end} on the customer's clock ({zone}, {zone_words})",
        "to ask at other hours, change policy.quiet_hours",
    ),
}
"""Every reason in words."""

_GOING_ON: Mapping[str, str] = {
    MOVED: "Went on at {{}} in another chat: {chat} does not reach the customer any more, and they allowed "
    "{other} instead; it is the same survey, so no clock begins anew.",
    NOT_MOVED: "Did not go on at {{}} in another chat: {chat} does not reach the customer any more, {other} "
    "would, but they have not allowed it; only they can, with /channels.",
}
"""What became of a session whose chat failed, in words."""

_CLOCKS: Mapping[str, tuple[str, str]] = {
    "shared": (
        "the clock shared by all surveys",
        "policy.wait, or give the survey its own recontact.wait",
    ),
    "own": ("the survey's own clock", "recontact.wait on the survey"),
}

_ZONES: Mapping[str, str] = {
    "customer": "their own zone",
    "journey": "the journey's zone, theirs is not known",
    "utc": "neither their zone nor the journey's is known",
}


_ALLOW_ANOTHER = "only the customer can allow another chat, with /channels"


class _Words(dict[str, str]):
    """The facts in words; a decision of an older version may lack one that today's sentence names."""

    def __missing__(self, name: str) -> str:
        return "?"


def explain(decision: Decision) -> str:
    """Say in one sentence what was decided, why, and what to change."""
    if decision.reason in _GOING_ON:
        return (
            _GOING_ON[decision.reason].format_map(_words(decision.facts)).format(_said(decision.decided_at))
        )
    if decision.outcome == "ask":
        return f"Asked at {_said(decision.decided_at)}: nothing stood against it."
    wording = next((words for reason, words in WORDINGS.items() if reason == decision.reason), None)
    if wording is None:
        return f"{_head(decision)}: {decision.reason}."
    words = _words(decision.facts)
    cause, remedy = wording.cause.format_map(words), wording.remedy.format_map(words)
    return f"{_head(decision)}: {cause}{_too_late(decision, words)}; {remedy}."


def _head(decision: Decision) -> str:
    if decision.outcome == "defer" and decision.until is not None:
        return f"Not asked yet, to be decided again at {_said(decision.until)}"
    return "Not asked"


def _too_late(decision: Decision, words: Mapping[str, str]) -> str:
    if decision.outcome != "skip" or "until" not in decision.facts:
        return ""
    return f", until {words['until']}, which is too late for what is fresh until {words['fresh_until']}"


def _words(facts: Mapping[str, Fact]) -> _Words:
    words = _Words({name: _word(name, fact) for name, fact in facts.items()})
    words["clock_words"], words["clock_key"] = _CLOCKS.get(words["clock"], ("the clock", "policy.wait"))
    is_kept = "other" in facts
    words["but_another"] = f": {words['chat']} fails, and {words['other']} was not allowed" if is_kept else ""
    words["so_reach_them"] = _ALLOW_ANOTHER if is_kept else "hand them the invitation link"
    about = facts.get("touchpoint")
    words["vetoed_about"] = " about anything" if about is None else f" about {about}"
    words["zone_words"] = _ZONES.get(words["zone_from"], "?")
    return words


def _word(name: str, fact: Fact) -> str:
    if isinstance(fact, str) and (name == "until" or name.endswith(("_at", "_until"))):
        return _said(datetime.fromisoformat(fact))
    return f"{fact:g}" if isinstance(fact, float) else str(fact)


def _said(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
