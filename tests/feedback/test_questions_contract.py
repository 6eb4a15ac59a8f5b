"""Every kind of question keeps these promises; its golden data stands in data/questions/KIND.json."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter, ValidationError

from bot.discovery import discover
from config.journey import Question
from config.text import Text
from feedback.prompts import Choice, Prompt, Reply, Shape
from feedback.question import Misfit, MisfitReason, Parsed, QuestionKind, Scale, is_question_kind
from feedback.wording import CATALOGUES

DATA = Path(__file__).parent / "data" / "questions"
KINDS = discover("feedback.questions", is_port=is_question_kind, name=lambda kind: kind.spec.name)
LANGUAGES = [*CATALOGUES, "pt-BR", "xx"]
SHAPE = TypeAdapter(Shape)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Meaning(Strict):
    value: float | None = None
    choices: tuple[str, ...] = ()
    text: str | None = None
    valence: float | None = None


class Case(Strict):
    question: str = "plain"
    language: str = "en"
    reply: Reply
    means: Meaning | None = None
    misfit: MisfitReason | None = None


class Shown(Strict):
    question: str = "plain"
    language: str
    shape: Shape


class Golden(Strict):
    questions: dict[str, dict[str, JsonValue]]
    scales: dict[str, Scale] = {}
    many: bool = False
    refused: list[dict[str, JsonValue]] = []
    shapes: list[Shown]
    replies: list[Case]


def golden(name: str) -> Golden:
    path = DATA / f"{name}.json"
    if not path.exists():
        pytest.fail(f"the kind {name!r} has no golden data: write {path.name} beside the others")
    return Golden.model_validate_json(path.read_bytes())


def question(name: str, options: dict[str, JsonValue]) -> Question:
    return Question(
        id="q",
        kind=name,
        ask=Text.model_validate("How was it?"),
        options=KINDS[name].spec.options.model_validate(options),
    )


def questions(name: str) -> dict[str, Question]:
    return {label: question(name, options) for label, options in golden(name).questions.items()}


def offered(name: str) -> list[tuple[QuestionKind, Question, str, Choice]]:
    kind = KINDS[name]
    return [
        (kind, asked, language, choice)
        for asked in questions(name).values()
        for language in LANGUAGES
        for choice in kind.shape(asked, language=language, default="en").choices
    ]


every_kind = pytest.mark.parametrize("name", KINDS)


@every_kind
def test_a_kind_is_named_after_its_data_and_its_options_refuse_unknown_keys(name: str) -> None:
    spec = KINDS[name].spec

    assert golden(name).questions["plain"] is not None
    with pytest.raises(ValidationError, match="no_such_setting"):
        spec.options.model_validate({**golden(name).questions["plain"], "no_such_setting": 1})


@every_kind
def test_options_that_make_no_sense_are_refused(name: str) -> None:
    for options in golden(name).refused:
        with pytest.raises(ValidationError):
            KINDS[name].spec.options.model_validate(options)


@every_kind
def test_options_survive_the_way_to_json_and_back(name: str) -> None:
    for asked in questions(name).values():
        model = type(asked.options)

        assert model.model_validate_json(asked.options.model_dump_json()) == asked.options


@every_kind
def test_a_question_looks_as_it_should(name: str) -> None:
    asked = questions(name)
    for shown in golden(name).shapes:
        shape = KINDS[name].shape(asked[shown.question], language=shown.language, default="en")

        assert shape == shown.shape
        assert SHAPE.validate_json(SHAPE.dump_json(shape)) == shape


@every_kind
def test_a_reply_means_what_it_should(name: str) -> None:
    asked, data = questions(name), golden(name)
    for case in data.replies:
        understood = KINDS[name].parse(asked[case.question], case.reply, language=case.language)

        assert understood == expected(case, data.scales.get(case.question), many=data.many), case


def expected(case: Case, scale: Scale | None, *, many: bool) -> Parsed | Misfit:
    if case.means is None:
        assert case.misfit is not None
        return Misfit(reason=case.misfit)
    rated = case.means.value is not None
    return Parsed(**case.means.model_dump(), scale=scale if rated else None, rated=rated, many=many)


@every_kind
def test_every_choice_offered_can_be_tapped(name: str) -> None:
    for kind, asked, language, choice in offered(name):
        understood = kind.parse(asked, Reply(choices=(choice.value,)), language=language)

        assert isinstance(understood, Parsed)
        assert choice.value in (*understood.choices, f"{understood.value:g}" if understood.rated else "")


@every_kind
def test_a_label_or_its_spoken_words_typed_mean_the_same_as_its_tap(name: str) -> None:
    for kind, asked, language, choice in offered(name):
        tap = kind.parse(asked, Reply(choices=(choice.value,)), language=language)

        for words in (choice.label, choice.spoken, f" {choice.label.upper()}!", f"{choice.spoken} ."):
            assert kind.parse(asked, Reply(text=words), language=language) == tap, (language, words)


@every_kind
def test_labels_and_values_tell_the_choices_apart(name: str) -> None:
    for asked in questions(name).values():
        for language in LANGUAGES:
            choices = KINDS[name].shape(asked, language=language, default="en").choices

            assert len({choice.label for choice in choices}) == len(choices)
            assert len({choice.spoken for choice in choices}) == len(choices)
            assert len({choice.value for choice in choices}) == len(choices)


@every_kind
def test_taps_mean_the_same_in_every_language(name: str) -> None:
    for asked in questions(name).values():
        for choice in KINDS[name].shape(asked, language="en", default="en").choices:
            reply = Reply(choices=(choice.value,))
            meanings = [KINDS[name].parse(asked, reply, language=language) for language in LANGUAGES]

            assert all(meaning == meanings[0] for meaning in meanings)


@every_kind
def test_nothing_is_no_answer(name: str) -> None:
    for reply in (Reply(), Reply(text=""), Reply(text=" \t\n"), Reply(text="\x00"), Reply(skip=True)):
        for asked in questions(name).values():
            assert KINDS[name].parse(asked, reply, language="en") == Misfit(reason="empty"), reply


@every_kind
def test_what_was_never_offered_cannot_be_tapped(name: str) -> None:
    for asked in questions(name).values():
        reply = Reply(choices=("no-such-choice",))

        assert KINDS[name].parse(asked, reply, language="en") == Misfit(reason="not_a_choice")


replies = st.builds(
    Reply,
    choices=st.lists(st.sampled_from(["1", "5", "10", "yes", "wait", "other", "x", ""]), max_size=4).map(
        tuple
    ),
    text=st.none()
    | st.text()
    | st.text(alphabet="0123456789/.,+-#*★⭐😀👍️⃣ ofvonsurdeNÀ½٤\uff11", max_size=12)
    | st.just("9" * 5000),
    skip=st.booleans(),
)


@every_kind
@settings(deadline=None)  # the first reply compiles the patterns of every language
@given(reply=replies, language=st.sampled_from(LANGUAGES) | st.text(max_size=8))
def test_no_reply_is_too_odd_to_be_parsed(name: str, reply: Reply, language: str) -> None:
    for asked in questions(name).values():
        understood = KINDS[name].parse(asked, reply, language=language)

        assert isinstance(understood, Parsed | Misfit)
        if isinstance(understood, Parsed) and understood.scale is not None:
            assert understood.value is not None
            assert understood.scale.low <= understood.value <= understood.scale.high
            assert understood.valence == understood.scale.valence(understood.value)


def test_the_prompt_of_every_kind_survives_json() -> None:
    prompt = Prompt(
        id="s.1",
        session="s",
        question="q",
        purpose="ask",
        text="How was it?",
        language="en",
        shape=Shape(look="text"),
    )

    assert TypeAdapter(Prompt).validate_json(TypeAdapter(Prompt).dump_json(prompt)) == prompt
