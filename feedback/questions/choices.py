"""Choices: several options of a list, in any order."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from config.journey import Question
from feedback.listed import MOST_CHARACTERS, OTHER, ListOptions
from feedback.picking import all_named, tapped
from feedback.prompts import Reply, Shape
from feedback.question import Misfit, Parsed, QuestionKind, QuestionSpec, options_of
from feedback.reading import clean


class ChoicesOptions(ListOptions):
    """The options to pick from, and how many at most."""

    most: Annotated[int, Field(ge=1, le=11)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralChoices:
    """The ids are the answer, in the order of the list; its valence is the mean of those that have one."""

    spec: QuestionSpec

    def shape(self, question: Question, *, language: str, default: str) -> Shape:
        options = options_of(question, ChoicesOptions)
        return Shape(
            look="list",
            choices=options.offered(language=language, default=default),
            many=True,
            most=options.most,
            writable=options.other,
            most_characters=MOST_CHARACTERS if options.other else None,
        )

    def parse(self, question: Question, reply: Reply, *, language: str) -> Parsed | Misfit:
        options = options_of(question, ChoicesOptions)
        text = clean(reply.text)
        if len(text) > MOST_CHARACTERS:
            return Misfit(reason="too_long")
        if reply.choices:
            return _given(options, tapped(options.known(language=language), reply.choices), text=text or None)
        if not text:
            return Misfit(reason="empty")
        picked, left = all_named(options.known(language=language), text, language=language)
        if left is None:
            return _given(options, picked)
        return _given(options, (*picked, OTHER) if options.other else None, text=left)


def _given(
    options: ChoicesOptions, picked: tuple[str, ...] | None, *, text: str | None = None
) -> Parsed | Misfit:
    if picked is None:
        return Misfit(reason="not_a_choice")
    if options.most is not None and len(picked) > options.most:
        return Misfit(reason="too_many_choices")
    return Parsed(choices=picked, text=text, valence=options.valence(picked), many=True)


SPEC: QuestionKind = SeveralChoices(spec=QuestionSpec(name="choices", options=ChoicesOptions))
