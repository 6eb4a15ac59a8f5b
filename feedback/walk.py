"""The way through a survey: which question comes next, given the answers in force."""

from collections.abc import Mapping, Sequence

from config.journey import END, Question, Survey
from config.rules import Fact
from feedback.records import Given


def next_question(survey: Survey, given: Mapping[str, Given], facts: Mapping[str, Fact]) -> Question | None:
    """Follow the survey from its start; return the first question without an answer, or None at its end.

    A changed answer may open or close branches: walking from the start each time makes the way
    depend on the answers in force alone, never on the order in which they came.
    """
    known = {**facts, **_answers(given)}
    at: str | None = survey.questions[0].id
    for _ in survey.questions:
        question = survey.question(at) if at is not None else None
        if question is None or question.id not in given:
            return question
        at = _after(survey, question, given[question.id], known)
    return None


def straight_ahead(
    survey: Survey, given: Mapping[str, Given], facts: Mapping[str, Fact]
) -> Sequence[Question]:
    """Return the questions that come next, up to the first whose answer decides how it goes on."""
    known, found = {**facts, **_answers(given)}, list[Question]()
    at: str | None = survey.questions[0].id
    for _ in survey.questions:
        question = survey.question(at) if at is not None else None
        if question is None:
            break
        answer = given.get(question.id)
        if answer is None:
            found.append(question)
            if question.branches:
                break
        at = _onward(survey, question) if answer is None else _after(survey, question, answer, known)
    return found


def _after(survey: Survey, question: Question, given: Given, known: Mapping[str, Fact]) -> str | None:
    facts = {**known, "answer": value_of(given), "score": given.valence}
    for branch in question.branches:
        if branch.when.holds(facts):
            return None if branch.go == END else branch.go
    return _onward(survey, question)


def _onward(survey: Survey, question: Question) -> str | None:
    """Return where to go where no branch does."""
    if question.next is not None:
        return None if question.next == END else question.next
    return _in_order(survey, question)


def _in_order(survey: Survey, question: Question) -> str | None:
    position = survey.questions.index(question) + 1
    return survey.questions[position].id if position < len(survey.questions) else None


def _answers(given: Mapping[str, Given]) -> dict[str, Fact]:
    return {f"answers.{question}": value_of(answer) for question, answer in given.items()}


def value_of(given: Given) -> Fact:
    """Return what rules compare with: the number, the option, the options, or the words."""
    if given.skipped:
        return None
    if given.value is not None:
        return given.value
    if len(given.choices) == 1 and not given.many:
        return given.choices[0]
    return given.choices or given.text
