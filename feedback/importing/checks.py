"""What a well-formed map can still have wrong, set against the journey it fills."""

import codecs
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime

from config.errors import Flaw, KeyPath
from config.journey import Journey
from config.suggestion import suggest
from feedback.importing.mapping import ISO, ImportedAnswer, ImportMap, When, key
from feedback.importing.slots import FREE, Asked, places_of
from feedback.prompts import Reply
from feedback.question import Kinds, Misfit

_SCALES = {"faces", "stars", "numbers"}


def check_map(
    mapping: ImportMap, *, journey: Journey, kinds: Kinds, zones: AbstractSet[str]
) -> Iterator[Flaw]:
    """Yield all that is wrong with a map that reads well; `zones` are all time zones."""
    touchpoints = {touchpoint.id for stage in journey.stages for touchpoint in stage.touchpoints}
    for place, name in _places(mapping):
        if name not in touchpoints:
            what = f'"{name}" is no touchpoint of the journey "{journey.id}"'
            yield Flaw(path=place, what=what, fix=suggest(name, touchpoints))
    if mapping.touchpoint.column is not None and not mapping.touchpoint.values:
        what = "the values of this column are not said to be touchpoints"
        yield Flaw(
            path=("touchpoint",), what=what, fix="add values: and below it VALUE: touchpoint, a line each"
        )
    yield from _check_encoding(mapping)
    yield from _check_dates(mapping.occurred_at, zones)
    # A wrong touchpoint is told once, not once more for each question.
    reachable = {name for _, name in _places(mapping)} & touchpoints or touchpoints
    for number, answer in enumerate(mapping.answers):
        path: KeyPath = ("answers", number)
        yield from _check_group(answer, mapping, path)
        yield from _check_twice(answer, path)
        asked = dict(places_of(answer.question, journey=journey, kinds=kinds))
        if reachable.isdisjoint(asked):
            yield _not_asked(answer, journey, reachable, path)
        for spot in sorted(reachable & set(asked))[:1]:
            yield from _check_kind(answer, asked[spot], path, journey=journey)


def _places(mapping: ImportMap) -> Iterator[tuple[KeyPath, str]]:
    if mapping.touchpoint.always is not None:
        yield ("touchpoint",), mapping.touchpoint.always
    for value, name in mapping.touchpoint.values.items():
        yield ("touchpoint", "values", value), name


def _check_encoding(mapping: ImportMap) -> Iterator[Flaw]:
    if mapping.encoding is None:
        return
    try:
        codecs.lookup(mapping.encoding)
    except LookupError:
        what = f'"{mapping.encoding}" is no encoding'
        yield Flaw(
            path=("encoding",), what=what, fix="write for example utf-8, cp1252 or utf-16, or leave it out"
        )


def _check_dates(when: When, zones: AbstractSet[str]) -> Iterator[Flaw]:
    path: KeyPath = ("occurred_at",)
    if when.timezone is not None and when.timezone not in zones:
        fix = suggest(when.timezone, zones, otherwise="write one such as Europe/London")
        yield Flaw(path=(*path, "timezone"), what=f'"{when.timezone}" is no time zone', fix=fix)
    for number, style in enumerate(when.formats):
        if style != ISO and not _is_format(style):
            what = f'"{style}" is no way to write dates'
            fix = "write for example %d/%m/%Y, %Y-%m-%d %H:%M:%S, or iso"
            yield Flaw(path=(*path, "formats", number), what=what, fix=fix)
    if when.earliest is not None and when.latest is not None and when.earliest > when.latest:
        yield Flaw(path=(*path, "latest"), what="latest lies before earliest", fix="swap the two")


def _is_format(style: str) -> bool:
    if not any(sign in style for sign in ("%d", "%j", "%x", "%c")):
        return False
    try:
        datetime.strptime("", style)  # noqa: DTZ007 - only to see whether the format itself is one
    except ValueError as error:
        return "does not match" in str(error)
    return True


def _check_group(answer: ImportedAnswer, mapping: ImportMap, path: KeyPath) -> Iterator[Flaw]:
    if answer.each == "group" and mapping.group_by is None:
        what = "each: group needs to know which rows are a group"
        yield Flaw(
            path=(*path, "each"), what=what, fix="add group_by: with the column that tells visits apart"
        )


def _check_twice(answer: ImportedAnswer, path: KeyPath) -> Iterator[Flaw]:
    meaningful = {key(value) for value in answer.values}
    for value in answer.missing:
        if key(value) in meaningful:
            what = f'"{value}" is both a value and missing'
            yield Flaw(path=(*path, "missing", value), what=what, fix="keep it in one of the two")


def _not_asked(answer: ImportedAnswer, journey: Journey, reachable: set[str], path: KeyPath) -> Flaw:
    known = {
        question.id
        for survey in journey.surveys
        if any(
            survey.id == spot.survey and spot.id in reachable
            for stage in journey.stages
            for spot in stage.touchpoints
        )
        for question in survey.questions
    }
    what = f'no survey of these touchpoints asks "{answer.question}"'
    fix = suggest(answer.question, known, otherwise="write survey: at the touchpoint, and the question in it")
    return Flaw(path=(*path, "question"), what=what, fix=fix)


def _check_kind(answer: ImportedAnswer, asked: Asked, path: KeyPath, *, journey: Journey) -> Iterator[Flaw]:
    kind = asked.question.kind
    if answer.scale is None:
        yield from _check_values(answer, asked, path, language=journey.language)
        return
    shape = asked.kind.shape(asked.question, language=journey.language, default=journey.language)
    if shape.look not in _SCALES:
        what = f'a question of the kind "{kind}" has no scale'
        yield Flaw(path=(*path, "scale"), what=what, fix="leave scale out, or name a rating question")
    for value, meaning in answer.values.items():
        if not _within(meaning, answer.scale.low, answer.scale.high):
            what = f'"{meaning}" is no number on this scale'
            fix = f"write one from {answer.scale.low:g} to {answer.scale.high:g}"
            yield Flaw(path=(*path, "values", value), what=what, fix=fix)


def _check_values(answer: ImportedAnswer, asked: Asked, path: KeyPath, *, language: str) -> Iterator[Flaw]:
    if asked.question.kind == FREE:
        return
    shape = asked.kind.shape(asked.question, language=language, default=language)
    choices = [choice.value for choice in shape.choices]
    for value, meaning in answer.values.items():
        parsed = asked.kind.parse(asked.question, Reply(choices=(meaning,)), language=language)
        if isinstance(parsed, Misfit):
            what = f'"{meaning}" is no answer to "{answer.question}"'
            yield Flaw(path=(*path, "values", value), what=what, fix=suggest(meaning, choices))


def _within(meaning: str, low: float, high: float) -> bool:
    try:
        return low <= float(meaning) <= high
    except ValueError:
        return False
