"""A command's answer as Slack shows it: the picture first, then words, tables and what can be done next.

Words stand as rich text, in which nothing is markup: whatever customers wrote stays words, and neither links
nor names anybody. Reference: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.channels.slack import marks
from bot.channels.slack.elements import BUTTON_TEXT, Block, Element, actions, button, context, menu, option
from bot.channels.slack.mrkdwn import clip, clip_escaped, escape
from bot.channels.slack.words import slack_say
from feedback.prompts import Choice, Grid, Prompt
from feedback.showing import Run, as_table, on_a_line, paragraphs, runs, unmarked

MOST_BLOCKS = 50
_RICH = 3000
"""Slack names no limit for rich text; this one is that of a section."""
_MOST_RICH = 12
_HEADER = 150
_ALT = 2000
_TABLE_ROWS = 100
_TABLE_COLUMNS = 20
_TABLE_SIGNS = 9000
"""Slack takes a table of 10,000 signs."""
_MOST_GRIDS = 8
_BUTTONS = 5
_SHOWN = 4
"""Where there are more than five things to do, the first four are buttons and the others a menu."""
_OPTION_VALUE = 150
_BUTTON_VALUE = 2000
_MOST_OPTIONS = 100
_FALLBACK = 3900

_OWN_LINK = re.compile(r"(?m)^https?://[^\s<>\"|]+$")
"""An address that has a line to itself is ours; customers' words stand within a line."""


def show(prompt: Prompt, *, file: str | None, has_table: bool) -> Sequence[Block]:
    """Return the blocks of an answer; `file` is its picture as Slack knows it.

    A message has one table at most; the other grids, or all without `has_table`, stand in equal letters.
    """
    first, *rest = paragraphs(prompt.text) or ["…"]
    title = _title(first)
    said = list(islice(_said(rest if title else [first, *rest]), _MOST_RICH))
    last = [*_next(prompt), *_asking(prompt)]
    blocks = [
        *([_header(title)] if title else []),
        *([_image(prompt, file)] if file else []),
        *said,
        *_grids(prompt.grids, has_table=has_table),
    ]
    return [*blocks[: MOST_BLOCKS - len(last)], *last]


def fallback(prompt: Prompt) -> str:
    """Return what is read out, and shown where blocks are not."""
    tables = ("\n".join([on_a_line(unmarked(grid.title)), *as_table(grid)]) for grid in prompt.grids)
    words = "\n\n".join([unmarked(prompt.text), *tables]).strip()
    return clip_escaped(words or "…", _FALLBACK)


def next_steps(prompt: Prompt) -> Iterator[Block]:
    """Yield what can be done next: buttons, and a menu of those that are too many."""
    return _next(prompt)


def _title(paragraph: str) -> str:
    """Return a paragraph that is a heading: all of it strong, and short."""
    found = runs(paragraph)
    is_title = len(found) == 1 and found[0].is_strong and len(found[0].words) <= _HEADER
    return found[0].words if is_title else ""


def _header(title: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}}


def _image(prompt: Prompt, file: str) -> Block:
    described = prompt.picture.described if prompt.picture else ""
    alt = clip(on_a_line(unmarked(described)) or "…", _ALT)
    return {"type": "image", "slack_file": {"id": file}, "alt_text": alt}


def _said(parts: Sequence[str]) -> Iterator[Block]:
    """Yield paragraphs as blocks of rich text, as many together as fit."""
    held: list[Element] = []
    size = 0
    for part in parts:
        for piece in _pieces(part):
            if held and size + len(piece) > _RICH:
                yield _rich(held)
                held, size = [], 0
            held += [*([_text("\n\n")] if held else []), *_elements(piece)]
            size += len(piece) + 2
    if held:
        yield _rich(held)


def _pieces(part: str) -> Iterator[str]:
    while len(part) > _RICH:
        cut = max(part.rfind("\n", 1, _RICH), part.rfind(" ", 1, _RICH))
        end = cut if cut > _RICH // 2 else _RICH
        yield part[:end]
        part = part[end:].lstrip()
    if part:
        yield part


def _elements(paragraph: str) -> Iterator[Element]:
    for run in runs(paragraph):
        at = 0
        for own in _OWN_LINK.finditer(run.words):
            yield from _words(Run(run.words[at : own.start()], is_strong=run.is_strong))
            yield {"type": "link", "url": own[0]}
            at = own.end()
        yield from _words(Run(run.words[at:], is_strong=run.is_strong))


def _words(run: Run) -> Iterator[Element]:
    if run.words:
        yield _text(run.words, is_strong=run.is_strong)


def _text(words: str, *, is_strong: bool = False) -> Element:
    made: Element = {"type": "text", "text": words}
    return made | ({"style": {"bold": True}} if is_strong else {})


def _rich(elements: Sequence[Element]) -> Block:
    section: Element = {"type": "rich_text_section", "elements": list(elements)}
    return {"type": "rich_text", "elements": [section]}


def _grids(grids: Sequence[Grid], *, has_table: bool) -> Iterator[Block]:
    for grid in grids[:_MOST_GRIDS]:
        title = on_a_line(unmarked(grid.title))
        if has_table and _fits(grid):
            yield from [_rich([_text(title, is_strong=True)])] if title else []
            yield _table(grid)
            has_table = False
        else:
            yield _in_equal_letters(grid, title)


def _fits(grid: Grid) -> bool:
    signs = sum(len(cell) for row in (grid.head, *grid.rows) for cell in row)
    is_small = len(grid.rows) < _TABLE_ROWS and 0 < len(grid.head) <= _TABLE_COLUMNS
    return is_small and signs <= _TABLE_SIGNS and all(len(row) == len(grid.head) for row in grid.rows)


def _table(grid: Grid) -> Block:
    settings = [
        {"align": "right"} if column in grid.right else {"align": "left", "is_wrapped": True}
        for column in range(len(grid.head))
    ]
    rows = [[_cell(cell) for cell in row] for row in (grid.head, *grid.rows)]
    return {"type": "table", "rows": rows, "column_settings": settings}


def _cell(words: str) -> Element:
    return {"type": "raw_text", "text": on_a_line(words) or "–"}


def _in_equal_letters(grid: Grid, title: str) -> Block:
    lines = clip("\n".join(as_table(grid)), _RICH) if grid.head or grid.rows else "–"
    head: list[Element] = [
        {"type": "rich_text_section", "elements": [_text(title, is_strong=True)]}
    ] if title else []  # fmt: skip
    body: Element = {"type": "rich_text_preformatted", "elements": [_text(lines.strip("\n") or "–")]}
    return {"type": "rich_text", "elements": [*head, body]}


def _next(prompt: Prompt) -> Iterator[Block]:
    choices = [each for each in enumerate(prompt.shape.choices) if len(each[1].value) <= _BUTTON_VALUE]
    if not choices:
        return
    is_many = len(choices) > _BUTTONS
    shown = choices[:_SHOWN] if is_many else choices
    elements = [_button(number, choice) for number, choice in shown]
    if is_many:
        rest = [choice for _, choice in choices[_SHOWN:]]
        elements += _menus(prompt, [each for each in rest if len(each.value) <= _OPTION_VALUE])
        elements += [
            _button(number, each) for number, each in choices[_SHOWN:] if len(each.value) > _OPTION_VALUE
        ]
    yield actions(marks.block_id(prompt.id, 0), elements)


def _button(number: int, choice: Choice) -> Element:
    label = clip(on_a_line(choice.label) or choice.value, BUTTON_TEXT)
    made = button(label, action=marks.action_id(marks.CHOICE, number), value=choice.value)
    return made | {"text": {"type": "plain_text", "text": label, "emoji": True}}


def _menus(prompt: Prompt, choices: Sequence[Choice]) -> Iterator[Element]:
    if choices:
        some = choices[:_MOST_OPTIONS]
        options = [option(on_a_line(each.label) or each.value, each.value) for each in some]
        hint = slack_say("more", prompt.language)
        yield menu(marks.action_id(marks.CHOICE, "more"), options, (), hint=hint)


def _asking(prompt: Prompt) -> Iterator[Block]:
    """Yield the button that opens a field for the words an answer wants, and the other way to give them."""
    if prompt.wants is None or prompt.purpose != "answer":
        return
    language = prompt.language
    label = slack_say("write", language)
    # The language is carried along: the field has to open at once, before anything is looked up.
    write = button(label, action=marks.action_id(marks.WRITE, language), is_marked=True)
    yield actions(marks.block_id(prompt.id, 1), [write])
    yield context(escape(slack_say("reply_in_thread", language)))
