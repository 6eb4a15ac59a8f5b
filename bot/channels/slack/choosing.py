"""What there is to tap, by how a question may be answered and by how many answers it has."""

from collections.abc import Iterator, Sequence
from math import ceil

from bot.channels.slack import marks
from bot.channels.slack.elements import (
    BUTTON_TEXT,
    LISTED,
    OPTION_TEXT,
    SECTION_TEXT,
    SELECTABLE,
    Block,
    Element,
    actions,
    button,
    checkboxes,
    feedback_buttons,
    many_menu,
    menu,
    option,
    radio_buttons,
    section,
)
from bot.channels.slack.mrkdwn import split_escaped
from bot.channels.slack.words import slack_say
from feedback.emoji import bare
from feedback.prompts import Choice, Prompt, Shape

_IN_A_ROW = 7
"""More points than this break into rows of about the same length, as Slack would break them anywhere."""
_BUTTONS = 5
_SHORT = 30
"""Options are buttons where there are few and none is long; else a list, which shows them whole."""


def label_of(choice: Choice) -> str:
    """Return what is written on a choice; never nothing."""
    return choice.label.strip() or choice.spoken.strip() or choice.value


def thumbs(shape: Shape) -> tuple[Choice, Choice] | None:
    """Return the good and the bad choice where the two are a thumb up and a thumb down."""
    if len(shape.choices) != len("👍👎") or shape.many:
        return None
    good = [choice for choice in shape.choices if bare(choice.label).lstrip().startswith("👍")]
    bad = [choice for choice in shape.choices if bare(choice.label).lstrip().startswith("👎")]
    return (good[0], bad[0]) if good and bad else None


def answer_elements(prompt: Prompt, chosen: Sequence[str]) -> Iterator[Block]:
    """Return the blocks by which `prompt` is answered, with what was chosen marked."""
    shape = prompt.shape
    if not shape.choices:
        return
    if pair := thumbs(shape):
        yield _thumbs(prompt, pair)
    elif shape.many:
        yield from _ticked(prompt, chosen)
    elif shape.look != "list":
        yield from _rows(prompt, chosen)
    elif _fits_buttons(shape):
        yield _row(prompt, 0, list(enumerate(shape.choices)), chosen)
    else:
        yield from _listed(prompt, chosen)


def options_of(choices: Sequence[Choice]) -> list[Element]:
    """Return choices as options of a list or menu."""
    return [option(label_of(choice), choice.value) for choice in choices]


def chosen_of(options: Sequence[Element], chosen: Sequence[str]) -> list[Element]:
    """Return those of `options` that were chosen."""
    return [each for each in options if each["value"] in chosen]


def _fits_buttons(shape: Shape) -> bool:
    return len(shape.choices) <= _BUTTONS and all(len(label_of(each)) <= _SHORT for each in shape.choices)


def _thumbs(prompt: Prompt, pair: tuple[Choice, Choice]) -> Block:
    good, bad = ((label_of(choice), choice.value) for choice in pair)
    return {
        "type": "context_actions",
        "block_id": marks.block_id(prompt.id, 0),
        "elements": [feedback_buttons(marks.action_id(marks.CHOICE, 0), good, bad)],
    }


def _rows(prompt: Prompt, chosen: Sequence[str]) -> Iterator[Block]:
    numbered = list(enumerate(prompt.shape.choices))
    length = ceil(len(numbered) / ceil(len(numbered) / _IN_A_ROW))
    for row, first in enumerate(range(0, len(numbered), length)):
        yield _row(prompt, row, numbered[first : first + length], chosen)


def _row(prompt: Prompt, row: int, numbered: Sequence[tuple[int, Choice]], chosen: Sequence[str]) -> Block:
    return actions(
        marks.block_id(prompt.id, row),
        [
            button(
                label_of(choice),
                action=marks.action_id(marks.CHOICE, number),
                value=choice.value,
                spoken=choice.spoken,
                is_marked=choice.value in chosen,
            )
            for number, choice in numbered
        ],
    )


def _listed(prompt: Prompt, chosen: Sequence[str]) -> Iterator[Block]:
    yield from _in_full(prompt.shape)
    options = options_of(prompt.shape.choices)
    if len(options) <= LISTED:
        action = marks.action_id(marks.CHOICE, 0)
        yield _holding(prompt, 0, radio_buttons(action, options, chosen_of(options, chosen)))
        return
    for row, some in enumerate(_chunks(options)):
        action, hint = marks.action_id(marks.CHOICE, row), slack_say("pick", prompt.language)
        yield _holding(prompt, row, menu(action, some, chosen_of(some, chosen), hint=hint))


def _ticked(prompt: Prompt, chosen: Sequence[str]) -> Iterator[Block]:
    yield from _in_full(prompt.shape)
    options = options_of(prompt.shape.choices)
    if len(options) <= LISTED:
        action = marks.action_id(marks.PICK, 0)
        yield _holding(prompt, 0, checkboxes(action, options, chosen_of(options, chosen)))
        return
    for row, some in enumerate(_chunks(options)):
        action, hint = marks.action_id(marks.PICK, row), slack_say("pick", prompt.language)
        most, picked = prompt.shape.most, chosen_of(some, chosen)
        # Menus to pick several from are not allowed among actions, only beside a paragraph.
        element = many_menu(action, some, picked, hint=hint, most=most)
        yield section(hint) | {"block_id": marks.block_id(prompt.id, row), "accessory": element}


def _holding(prompt: Prompt, row: int, element: Element) -> Block:
    return actions(marks.block_id(prompt.id, row), [element])


def _chunks(options: Sequence[Element]) -> Iterator[Sequence[Element]]:
    return (options[first : first + SELECTABLE] for first in range(0, len(options), SELECTABLE))


def _in_full(shape: Shape) -> Iterator[Block]:
    """Write out choices that are longer than what an option shows."""
    if any(len(label_of(each)) > min(OPTION_TEXT, BUTTON_TEXT) for each in shape.choices):
        lines = "\n".join(f"• {label_of(each)}" for each in shape.choices)
        yield from (section(piece) for piece in split_escaped(lines, SECTION_TEXT, pieces=4))
