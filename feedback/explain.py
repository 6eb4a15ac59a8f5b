"""Why somebody was not asked, in plain words, and what to change if they should have been."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from config import formats
from config.duration import parse_duration
from config.facts import Fact
from config.phrases import SOURCE, Phrases
from feedback.moving_on import MOVED, NOT_MOVED
from feedback.records import Decision
from feedback.verdict import Reason


@dataclass(frozen=True, slots=True)
class Wording:
    """A reason in a few words, then as the cause and the remedy of a sentence that its facts complete."""

    short: str
    cause: str
    remedy: str


WHY: Phrases[str] = Phrases("feedback", "words", "why")

REASONS: tuple[Reason, ...] = get_args(Reason)
"""Every reason there is."""

_GOING_ON: Mapping[str, str] = {MOVED: "went_on", NOT_MOVED: "did_not_go_on"}
"""The phrase for what became of a session whose chat failed."""

_LENGTHS = frozenset({"within", "wait", "ask_after"})
"""Facts that are lengths of time, kept as the journey file has them."""

_KNOWN_CLOCKS = frozenset({"shared", "own"})
_KNOWN_ZONES = frozenset({"customer", "journey", "utc"})


class _Words(dict[str, str]):
    """The facts in words; a decision of an older version may lack one that today's sentence names."""

    def __missing__(self, name: str) -> str:
        return "?"


def wording(reason: Reason, language: str = SOURCE) -> Wording:
    """Return a reason in words, its facts not filled in."""
    plain = WHY.all(language).plain
    return Wording(plain[f"short_{reason}"], plain[f"cause_{reason}"], plain[f"remedy_{reason}"])


def in_utc(instant: datetime) -> str:
    """Write an instant as logs do, for readers whose clock nobody knows."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def explain(decision: Decision, language: str = SOURCE, *, when: Callable[[datetime], str] = in_utc) -> str:
    """Say in one sentence what was decided, why, and what to change; `when` writes an instant."""
    plain = WHY.all(language).plain
    words = _words(decision.facts, plain, when, WHY.spoken(language))
    if decision.reason in _GOING_ON:
        words["at"] = when(decision.decided_at)
        return plain[_GOING_ON[decision.reason]].format_map(words)
    if decision.outcome == "ask":
        return WHY.say("asked", language, at=when(decision.decided_at))
    reason = next((each for each in REASONS if each == decision.reason), None)
    if reason is None:
        return f"{_head(decision, language, when)}: {decision.reason}."
    found = wording(reason, language)
    cause, remedy = found.cause.format_map(words), found.remedy.format_map(words)
    return f"{_head(decision, language, when)}: {cause}{_too_late(decision, words, plain)}; {remedy}."


def _head(decision: Decision, language: str, when: Callable[[datetime], str]) -> str:
    if decision.outcome == "defer" and decision.until is not None:
        return WHY.say("not_asked_yet", language, until=when(decision.until))
    return WHY.say("not_asked", language)


def _too_late(decision: Decision, words: Mapping[str, str], plain: Mapping[str, str]) -> str:
    if decision.outcome != "skip" or "until" not in decision.facts:
        return ""
    return f", {plain['too_late'].format_map(words)}"


def _words(
    facts: Mapping[str, Fact], plain: Mapping[str, str], when: Callable[[datetime], str], language: str
) -> _Words:
    """Return the facts in words, and the phrases that depend on them."""
    words = _Words({name: _word(name, fact, when, language) for name, fact in facts.items()})
    clock = words["clock"] if words["clock"] in _KNOWN_CLOCKS else "unknown"
    words["clock_words"], words["clock_key"] = plain[f"clock_{clock}"], plain[f"key_{clock}"]
    is_kept = "other" in facts
    words["but_another"] = f": {plain['but_another'].format_map(words)}" if is_kept else ""
    words["so_reach_them"] = plain["allow_another" if is_kept else "hand_link"]
    about = "about_anything" if facts.get("touchpoint") is None else "about_touchpoint"
    words["vetoed_about"] = f" {plain[about].format_map(words)}"
    zone = words["zone_from"]
    words["zone_words"] = plain[f"zone_{zone}"] if zone in _KNOWN_ZONES else "?"
    return words


def _word(name: str, fact: Fact, when: Callable[[datetime], str], language: str) -> str:
    if isinstance(fact, str) and name in _LENGTHS:
        return formats.exactly(parse_duration(fact), language)
    if isinstance(fact, str) and (name == "until" or name.endswith(("_at", "_until"))):
        return when(datetime.fromisoformat(fact))
    return f"{fact:g}" if isinstance(fact, float) else str(fact)
