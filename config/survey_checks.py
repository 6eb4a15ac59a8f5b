"""Whether a survey's questions lead anywhere, come to an end, and are all reached."""

from collections.abc import Iterator, Mapping

from config.errors import Flaw, KeyPath
from config.journey import END, Branch, Question, Survey
from config.suggestion import closest, suggest

_MOST_QUESTIONS = 5
_ANSWERS = "answers."
_OWN_NAMES = frozenset({"answer", "score"})

Step = tuple[KeyPath, str, str]
"""A way from one question to another: where it is written, from which id, to which id."""


def check_questions(survey: Survey, path: KeyPath) -> Iterator[Flaw]:
    """Yield what is wrong with the way through one survey, which stands at `path`."""
    ids = {question.id for question in survey.questions}
    lost = list(_check_targets(survey, path, ids))
    yield from lost
    yield from _check_rules(survey, path, ids)
    yield from _check_length(survey, path)
    if len(ids) == len(survey.questions) and not lost:  # else the ways cannot be told
        steps = list(_steps(survey, path))
        yield from _check_loops(survey, steps)
        yield from _check_reach(survey, path, steps)


def _check_targets(survey: Survey, path: KeyPath, ids: set[str]) -> Iterator[Flaw]:
    for place, question in enumerate(survey.questions):
        here = (*path, "questions", place)
        if question.id == END:
            yield Flaw(path=(*here, "id"), what='"end" is what finishes a survey', fix="choose another id")
        for target_path, target in _targets(question, here):
            if target not in {*ids, END}:
                what = f'"{target}" is no question of the survey "{survey.id}"'
                yield Flaw(path=target_path, what=what, fix=suggest(target, {*ids, END} - {question.id}))


def _targets(question: Question, here: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    for number, branch in enumerate(question.branches):
        yield (*here, "branches", number, "go"), branch.go
    if question.next is not None:
        yield (*here, "next"), question.next


def _steps(survey: Survey, path: KeyPath) -> Iterator[Step]:
    for place, question in enumerate(survey.questions):
        here = (*path, "questions", place)
        for target_path, target in _targets(question, here):
            yield target_path, question.id, target
        if question.next is None and place + 1 < len(survey.questions):
            yield here, question.id, survey.questions[place + 1].id


def _check_loops(survey: Survey, steps: list[Step]) -> Iterator[Flaw]:
    ways = _ways(steps)
    order = {question.id: place for place, question in enumerate(survey.questions)}
    for path, start, target in steps:
        # Every loop has a way back to an earlier question; that is the one to name.
        if target != END and order[target] <= order[start] and start in _reached(target, ways):
            what = f'this leads from "{start}" back to "{target}", so the survey might never end'
            yield Flaw(path=path, what=what, fix="go to a later question, or to end")


def _ways(steps: list[Step]) -> Mapping[str, list[str]]:
    ways: dict[str, list[str]] = {}
    for _, start, target in steps:
        ways.setdefault(start, []).append(target)
    return ways


def _reached(start: str, ways: Mapping[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting.extend(ways.get(at, ()))
    return reached


def _check_reach(survey: Survey, path: KeyPath, steps: list[Step]) -> Iterator[Flaw]:
    reached = _reached(survey.questions[0].id, _ways(steps))
    for place, question in enumerate(survey.questions):
        if question.id not in reached:
            yield Flaw(
                path=(*path, "questions", place),
                what=f'no way leads to the question "{question.id}"',
                fix=f"let a branch go: {question.id}, or remove the question",
            )


def _check_rules(survey: Survey, path: KeyPath, ids: set[str]) -> Iterator[Flaw]:
    for place, question in enumerate(survey.questions):
        for number, branch in enumerate(question.branches):
            where = (*path, "questions", place, "branches", number, "when")
            yield from _check_names(branch, where, ids)


def _check_names(branch: Branch, path: KeyPath, ids: set[str]) -> Iterator[Flaw]:
    for name in sorted(branch.when.names):
        asked = name.removeprefix(_ANSWERS)
        if name.startswith(_ANSWERS) and asked not in ids:
            what = f'the rule asks for the answer to "{asked}", which is no question of this survey'
            yield Flaw(path=path, what=what, fix=suggest(asked, ids))
        elif name in ids:
            what = f'the rule asks for "{name}", an attribute of the customer; a question has the same name'
            fix = (
                f'for the answer write answers["{name}"]'
                if "-" in name
                else f"for the answer write answers.{name}"
            )
            yield Flaw(path=path, what=what, fix=fix, is_warning=True)
        elif name not in _OWN_NAMES and (meant := closest(name, _OWN_NAMES)):
            what = f'the rule asks for "{name}", an attribute of the customer'
            yield Flaw(path=path, what=what, fix=f'did you mean "{meant}"?', is_warning=True)


def _check_length(survey: Survey, path: KeyPath) -> Iterator[Flaw]:
    if len(survey.questions) > _MOST_QUESTIONS:
        what = f"{len(survey.questions)} questions are many for a chat"
        fix = f"keep a survey to three, at most {_MOST_QUESTIONS}"
        yield Flaw(path=(*path, "questions"), what=what, fix=fix, is_warning=True)
