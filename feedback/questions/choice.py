"""Choice: one option of a list."""

from dataclasses import dataclass

from config.journey import Question
from feedback.listed import MOST_CHARACTERS, OTHER, ListOptions
from feedback.picking import named, tapped
from feedback.prompts import Reply, Shape
from feedback.question import Misfit, Parsed, QuestionKind, QuestionSpec, options_of
from feedback.reading import clean


class ChoiceOptions(ListOptions):
    """The options to pick one of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneChoice:
    """The option's id is the answer, in every language; its valence is the option's."""

    spec: QuestionSpec

    def shape(self, question: Question, *, language: str, default: str) -> Shape:
        options = options_of(question, ChoiceOptions)
        return Shape(
            look="list",
            choices=options.offered(language=language, default=default),
            writable=options.other,
            most_characters=MOST_CHARACTERS if options.other else None,
        )

    def parse(self, question: Question, reply: Reply, *, language: str) -> Parsed | Misfit:
        options = options_of(question, ChoiceOptions)
        text = clean(reply.text)
        if len(text) > MOST_CHARACTERS:
            return Misfit(reason="too_long")
        if reply.choices:
            picked = tapped(options.known(language=language), reply.choices)
            return _given(options, picked, text=text or None)
        if not text:
            return Misfit(reason="empty")
        meant = named(options.known(language=language), text, language=language)
        if meant is None and options.other:
            return _given(options, (OTHER,), text=text)
        return _given(options, None if meant is None else (meant,))


def _given(
    options: ChoiceOptions, picked: tuple[str, ...] | None, *, text: str | None = None
) -> Parsed | Misfit:
    if picked is None:
        return Misfit(reason="not_a_choice")
    if len(picked) > 1:
        return Misfit(reason="too_many_choices")
    return Parsed(choices=picked, text=text, valence=options.valence(picked))


SPEC: QuestionKind = OneChoice(spec=QuestionSpec(name="choice", options=ChoiceOptions))
