"""Buttons under a prompt, laid out by its look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from bot.channels.telegram.callback import Chosen, Done, Named, Nameless, Signer, Skipped, Ticked
from bot.channels.telegram.phrases import phrase
from bot.channels.telegram.splitting import shorten
from feedback.prompts import Choice, Prompt, Shape
from feedback.showing import gives_commands, on_a_line

MOST_PER_ROW = 8
"""Bot API, InlineKeyboardMarkupLimit.BUTTONS_PER_ROW; more would be cut by clients anyway."""

MOST_LABEL = 38
"""So many signs a telephone shows on a button over the whole width; a longer label stands in the text."""

MARK = "✓"
TICKED, CLEAR = "☑", "☐"

_NUMBERS_PER_ROW = 6
_PAIR = 14
"""Two buttons with labels up to this length stand side by side."""
_COLUMNS = ((3, 11), (2, 18))
"""So many buttons with commands stand side by side where no label is longer than that."""
_MOST_BUTTONS = 96
"""Telegram takes a hundred."""


@dataclass(frozen=True, slots=True)
class Button:
    """What is read on it, and what it carries."""

    text: str
    callback_data: str


Rows = tuple[tuple[Button, ...], ...]


def keyboard(prompt: Prompt, *, chosen: Sequence[str], signer: Signer) -> Rows:
    """Return the rows of buttons, those of `chosen` marked; without choices there may be some to skip."""
    shape = prompt.shape
    if gives_commands(prompt):
        return _commands(prompt, signer)
    if shape.many:
        rows = _ticks(prompt, chosen, signer)
    else:
        rows = _in_rows(_choices(prompt, chosen, signer), _per_row(shape))
    return (*rows, *_quiet(prompt, signer))


def is_listed_in_text(shape: Shape) -> bool:
    """Say whether labels are too long for buttons, so that the text lists them by number."""
    return shape.look == "list" and any(len(choice.label) > MOST_LABEL for choice in shape.choices)


def ticks_of(shape: Shape, chosen: Sequence[str]) -> int:
    """Return the bits of the choices that are ticked."""
    return sum(1 << place for place, choice in enumerate(shape.choices) if choice.value in chosen)


def label(shape: Shape, place: int) -> str:
    """Return what is read on the button of the choice at `place`."""
    written = shape.choices[place].label
    if not is_listed_in_text(shape):
        return written
    return f"{place + 1}. {shorten(written, most=MOST_LABEL)}"


def _choices(prompt: Prompt, chosen: Sequence[str], signer: Signer) -> Sequence[Button]:
    return [
        Button(
            f"{MARK} {label(prompt.shape, place)}" if choice.value in chosen else label(prompt.shape, place),
            signer.write(Chosen(prompt=prompt.id, value=choice.value), place=place),
        )
        for place, choice in enumerate(prompt.shape.choices)
    ]


def _commands(prompt: Prompt, signer: Signer) -> Rows:
    """Return the buttons of what can be done next: side by side, and the last of odd ones over the width."""
    buttons = [
        Button(
            shorten(on_a_line(choice.label) or choice.value, most=MOST_LABEL),
            signer.write(Chosen(prompt=prompt.id, value=choice.value), place=place),
        )
        for place, choice in enumerate(prompt.shape.choices[:_MOST_BUTTONS])
    ]
    longest = max((len(button.text) for button in buttons), default=0)
    columns = next((columns for columns, most in _COLUMNS if longest <= most), 1)
    return tuple(tuple(buttons[first : first + columns]) for first in range(0, len(buttons), columns))


def _ticks(prompt: Prompt, chosen: Sequence[str], signer: Signer) -> Rows:
    ticks = ticks_of(prompt.shape, chosen)
    choices = tuple(
        (
            Button(
                f"{TICKED if ticks >> place & 1 else CLEAR} {label(prompt.shape, place)}",
                signer.write(Ticked(prompt=prompt.id, ticks=ticks, choice=place)),
            ),
        )
        for place in range(len(prompt.shape.choices))
    )
    done = Button(phrase("done", prompt.language), signer.write(Done(prompt=prompt.id, ticks=ticks)))
    return (*choices, (done,))


def _quiet(prompt: Prompt, signer: Signer) -> Iterator[tuple[Button, ...]]:
    """Yield how not to answer, or not by name; beside each other, telephones would cut the longer."""
    if prompt.skip is not None:
        yield (Button(prompt.skip, signer.write(Skipped(prompt=prompt.id))),)
    if prompt.nameless is not None:
        yield (Button(prompt.nameless, signer.write(Nameless(prompt=prompt.id))),)
    if prompt.named is not None:
        yield (Button(prompt.named, signer.write(Named(prompt=prompt.id))),)


def _per_row(shape: Shape) -> int:
    match shape.look:
        case "faces":
            return MOST_PER_ROW
        case "numbers":
            return _NUMBERS_PER_ROW
        case "stars":
            return 1 if _are_rows_of_stars(shape.choices) else _NUMBERS_PER_ROW
        case "list" | "text":
            return len(shape.choices) if _is_pair(shape.choices) else 1


def _are_rows_of_stars(choices: Sequence[Choice]) -> bool:
    # ★★★★★ is wider than a fifth of a telephone, and 7★ is not wider than a number.
    return any(set(choice.label) == {"★"} for choice in choices)


def _is_pair(choices: Sequence[Choice]) -> bool:
    return len(choices) == 2 and all(len(choice.label) <= _PAIR for choice in choices)  # noqa: PLR2004 - a pair


def _in_rows(buttons: Sequence[Button], most: int) -> Rows:
    """Fill as few rows as `most` allows, each with about as many: eleven are six and five."""
    if not buttons:
        return ()
    count = ceil(len(buttons) / most)
    least, longer = divmod(len(buttons), count)
    rows: list[tuple[Button, ...]] = []
    start = 0
    for row in range(count):
        end = start + least + (row < longer)
        rows.append(tuple(buttons[start:end]))
        start = end
    return tuple(rows)
