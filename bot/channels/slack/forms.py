"""Several questions of a survey at once, as a form that opens over the conversation (a modal)."""

from bot.channels.slack import marks
from bot.channels.slack.choosing import chosen_of, label_of, options_of
from bot.channels.slack.elements import (
    LISTED,
    SELECTABLE,
    Block,
    Element,
    checkboxes,
    field_of,
    many_menu,
    menu,
    radio_buttons,
    section,
    text_input,
)
from bot.channels.slack.modal import asking_modal
from bot.channels.slack.words import slack_say
from bot.form import Form, FormQuestion
from feedback.prompts import Choice, Shape

_MOST_FIELDS = 100
QUESTION = "q"
WORDS = "words"


def form_view(form: Form, *, sealed: str) -> Block:
    """Return the view that shows `form`; `sealed` comes back with it."""
    language = form.language
    fields = [each for question in form.questions for each in _fields(question, language)][:_MOST_FIELDS]
    return asking_modal("form_title", fields, language=language, callback=marks.ANSWER_VIEW, sealed=sealed)


def words_view(*, asked: str, language: str, sealed: str) -> Block:
    """Return the view that takes the words which a message wants, below what was `asked` (mrkdwn)."""
    words = text_input(WORDS, most=None, is_long=True)
    field = field_of(WORDS, slack_say("write_title", language), words, is_optional=False)
    blocks = [*([section(asked)] if asked else []), field]
    return asking_modal("write_title", blocks, language=language, callback=marks.WORDS_VIEW, sealed=sealed)


def question_block(question: str, part: str = "") -> str:
    """Return the id of a question's field."""
    return f"{QUESTION}:{question}" + (f":{part}" if part else "")


def _fields(question: FormQuestion, language: str) -> list[Block]:
    shape, block = question.shape, question_block(question.id)
    if not shape.choices:
        return [field_of(block, question.text, _words(question), is_optional=question.is_optional)]
    hint = _hint(shape)
    asked = field_of(
        block, question.text, _choices(question, language), is_optional=question.is_optional, hint=hint
    )
    if not shape.writable:
        return [asked]
    own = text_input(WORDS, most=shape.most_characters, is_long=True, given=question.written)
    label = slack_say("own_words", language)
    return [asked, field_of(question_block(question.id, WORDS), label, own, is_optional=True)]


def _words(question: FormQuestion) -> Element:
    return text_input(WORDS, most=question.shape.most_characters, is_long=True, given=question.written)


def _choices(question: FormQuestion, language: str) -> Element:
    shape = question.shape
    options = options_of([_named(shape, choice) for choice in shape.choices])[:SELECTABLE]
    chosen, hint = chosen_of(options, question.chosen), slack_say("pick", language)
    is_short = len(options) <= LISTED
    if shape.many and is_short:
        return checkboxes(marks.action_id(marks.PICK, shape.most or 0), options, chosen)
    if shape.many:
        return many_menu(
            marks.action_id(marks.PICK, shape.most or 0), options, chosen, hint=hint, most=shape.most
        )
    if is_short:
        return radio_buttons(marks.CHOICE, options, chosen)
    return menu(marks.CHOICE, options, chosen, hint=hint)


def _named(shape: Shape, choice: Choice) -> Choice:
    """Return a face with its name beside it: in a column, faces alone are hard to tell apart."""
    if shape.look != "faces":
        return choice
    return Choice(value=choice.value, label=f"{label_of(choice)} {choice.spoken}", spoken=choice.spoken)


def _hint(shape: Shape) -> str:
    first, last = shape.choices[0], shape.choices[-1]
    ends = ((first, shape.low), (last, shape.high))
    return "  ·  ".join(f"{label_of(choice)} = {end}" for choice, end in ends if end)
