"""Case rules that mean nothing or everybody, hours that are none, and danger that nobody is told of."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import time, timedelta

from config.duration import format_duration
from config.emotion import BY_NAME
from config.errors import Flaw, KeyPath
from config.journey import Journey
from config.suggestion import suggest
from config.support import CaseRule, Danger, OpenHours, Sla

_NONE = timedelta(0)
_MIDNIGHT = time(0)


def check_support(journey: Journey, *, zones: AbstractSet[str]) -> Iterator[Flaw]:
    """Yield what is wrong with the closed loop that a journey declares."""
    for path, rule in _rules(journey):
        yield from _check_rule(rule, journey, path)
    yield from _check_sla(journey.policy.sla, ("policy", "sla"), zones)
    if journey.policy.danger is not None:
        yield from _check_danger(journey.policy.danger, ("policy", "danger"))


def _rules(journey: Journey) -> Iterator[tuple[KeyPath, CaseRule]]:
    for number, rule in enumerate(journey.policy.cases):
        yield ("policy", "cases", number), rule
    for place, survey in enumerate(journey.surveys):
        for number, rule in enumerate(survey.cases or ()):
            yield ("surveys", place, "cases", number), rule


def _check_rule(rule: CaseRule, journey: Journey, path: KeyPath) -> Iterator[Flaw]:
    if rule.model_fields_set <= {"team", "urgent"}:
        what = "this opens a case for every answer"
        yield Flaw(path=path, what=what, fix="write for example score: -1, or remove the rule")
    yield from _unknown(rule.emotions, BY_NAME, (*path, "emotions"), noun="emotion")
    themes, segments = (theme.id for theme in journey.themes), (each.id for each in journey.segments)
    yield from _unknown(rule.themes, themes, (*path, "themes"), noun="theme")
    if rule.segment is not None:
        known = set(segments)
        if rule.segment not in known:
            fix = suggest(rule.segment, known, otherwise="declare the segment, or write rule: instead")
            yield Flaw(path=(*path, "segment"), what=f'"{rule.segment}" is no segment', fix=fix)
    yield from _blank(rule.words, (*path, "words"))
    for name in sorted(rule.rule.names) if rule.rule else ():
        if name in {"answer", "score"} or name.startswith("answers."):
            what = f'the rule asks for "{name}", but here it is over the customer\'s attributes'
            yield Flaw(path=(*path, "rule"), what=what, fix="write score: -1 beside it, or use words:")


def _unknown(names: Iterable[str], known: Iterable[str], path: KeyPath, *, noun: str) -> Iterator[Flaw]:
    choices = set(known)
    for number, name in enumerate(names):
        if name not in choices:
            fix = suggest(name, choices, otherwise=f"declare the {noun}, or remove this line")
            yield Flaw(path=(*path, number), what=f'"{name}" is no {noun}', fix=fix)


def _blank(words: Iterable[str], path: KeyPath) -> Iterator[Flaw]:
    for number, word in enumerate(words):
        if not any(sign.isalnum() for sign in word):
            yield Flaw(path=(*path, number), what="this is no word", fix="write a word, or remove the line")


def _check_sla(sla: Sla, path: KeyPath, zones: AbstractSet[str]) -> Iterator[Flaw]:
    if sla.timezone is not None and sla.timezone not in zones:
        fix = suggest(sla.timezone, zones, otherwise="write one such as Europe/Vienna")
        yield Flaw(path=(*path, "timezone"), what=f'"{sla.timezone}" is no time zone', fix=fix)
    for number, hours in enumerate(sla.hours):
        yield from _check_hours(hours, (*path, "hours", number))
    for name, length in (
        ("first_reply", sla.first_reply), ("resolve", sla.resolve), ("patience", sla.patience),
        ("fixed_within", sla.fixed_within),
    ):  # fmt: skip
        if length is not None and length <= _NONE:
            yield Flaw(path=(*path, name), what="that is no time", fix="write for example 4h")
    if sla.first_reply is not None and sla.resolve is not None and sla.first_reply > sla.resolve:
        what = (
            f"a first reply after {format_duration(sla.first_reply)} comes after the case is to be resolved"
        )
        fix = f"make first_reply shorter than resolve ({format_duration(sla.resolve)})"
        yield Flaw(path=(*path, "first_reply"), what=what, fix=fix, is_warning=True)


def _check_hours(hours: OpenHours, path: KeyPath) -> Iterator[Flaw]:
    if hours.end != _MIDNIGHT and hours.end <= hours.start:
        what = f"work ends at {hours.end:%H:%M}, which is not after {hours.start:%H:%M}"
        fix = "write a later end (00:00 is midnight), and what is after midnight as hours of the next day"
        yield Flaw(path=(*path, "end"), what=what, fix=fix)


def _check_danger(danger: Danger, path: KeyPath) -> Iterator[Flaw]:
    yield from _blank(danger.words, (*path, "words"))
    if not danger.built_in and not danger.words:
        what = "no words of danger are looked for"
        yield Flaw(path=path, what=what, fix="write words, or built_in: true, or remove danger")
