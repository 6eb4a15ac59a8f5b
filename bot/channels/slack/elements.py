"""Block Kit, built so that nothing exceeds its limits; what is the operator's is cut, kindly.

Limits: https://docs.slack.dev/reference/block-kit. Plain dictionaries, because the SDK's models
add nothing to what is sent and know neither charts nor all that is new.
"""

from collections.abc import Sequence
from typing import Final

from bot.channels.slack.mrkdwn import clip

Element = dict[str, object]
Block = dict[str, object]

SECTION_TEXT: Final = 3000
BUTTON_TEXT: Final = 75
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
ACTIONS: Final = 25
LISTED: Final = 10
"""Radio buttons or check boxes in one group."""
SELECTABLE: Final = 100
"""Options of one menu."""
VIEW_TITLE: Final = 24
LABEL: Final = 2000
INPUT_TEXT: Final = 3000
METADATA: Final = 3000

_NOTHING: Final = "…"
"""What stands where a text must not be empty."""


def plain(words: str, most: int) -> Element:
    """Return words that are shown as they are."""
    return {"type": "plain_text", "text": clip(words.strip() or _NOTHING, most), "emoji": True}


def mrkdwn(marked: str) -> Element:
    """Return words in Slack's markup; whoever wrote them has escaped and cut them."""
    return {"type": "mrkdwn", "text": marked or _NOTHING}


def section(marked: str) -> Block:
    """Return a paragraph."""
    return {"type": "section", "text": mrkdwn(marked)}


def header(words: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(words, 150)}


def context(marked: str) -> Block:
    """Return small print."""
    return {"type": "context", "elements": [mrkdwn(marked)]}


def actions(block: str, elements: Sequence[Element]) -> Block:
    """Return a row of what can be acted on."""
    return {"type": "actions", "block_id": block, "elements": list(elements[:ACTIONS])}


def button(label: str, *, action: str, value: str = "", spoken: str = "", is_marked: bool = False) -> Element:
    """Return a button; `spoken` is what screen readers say instead of its label."""
    made: Element = {"type": "button", "action_id": action, "text": plain(label, BUTTON_TEXT)}
    if value:
        made["value"] = value
    if spoken and spoken != label:
        made["accessibility_label"] = clip(spoken, BUTTON_TEXT)
    return made | ({"style": "primary"} if is_marked else {})


def option(label: str, value: str) -> Element:
    """Return one option of a list or menu."""
    return {"text": plain(label, OPTION_TEXT), "value": value}


def radio_buttons(action: str, options: Sequence[Element], chosen: Sequence[Element]) -> Element:
    """Return a list to pick one from."""
    made: Element = {"type": "radio_buttons", "action_id": action, "options": list(options)}
    return made | ({"initial_option": chosen[0]} if chosen else {})


def checkboxes(action: str, options: Sequence[Element], chosen: Sequence[Element]) -> Element:
    """Return a list to tick in."""
    made: Element = {"type": "checkboxes", "action_id": action, "options": list(options)}
    return made | ({"initial_options": list(chosen)} if chosen else {})


def menu(action: str, options: Sequence[Element], chosen: Sequence[Element], *, hint: str) -> Element:
    """Return a menu to pick one from."""
    made: Element = {
        "type": "static_select",
        "action_id": action,
        "options": list(options),
        "placeholder": plain(hint, 150),
    }
    return made | ({"initial_option": chosen[0]} if chosen else {})


def asking_menu(action: str, *, hint: str) -> Element:
    """Return a menu whose options we are asked for as somebody types, and once before they do."""
    return {
        "type": "external_select",
        "action_id": action,
        "min_query_length": 0,
        "placeholder": plain(hint, 150),
    }


def many_menu(
    action: str, options: Sequence[Element], chosen: Sequence[Element], *, hint: str, most: int | None
) -> Element:
    """Return a menu to pick several from."""
    made: Element = {
        "type": "multi_static_select",
        "action_id": action,
        "options": list(options),
        "placeholder": plain(hint, 150),
    }
    made |= {"max_selected_items": most} if most else {}
    return made | ({"initial_options": list(chosen)} if chosen else {})


def feedback_buttons(action: str, good: tuple[str, str], bad: tuple[str, str]) -> Element:
    """Return thumbs up and down; each is its label and its value."""
    return {
        "type": "feedback_buttons",
        "action_id": action,
        "positive_button": {"text": plain(good[0], BUTTON_TEXT), "value": good[1]},
        "negative_button": {"text": plain(bad[0], BUTTON_TEXT), "value": bad[1]},
    }


def text_input(action: str, *, most: int | None, is_long: bool, given: str = "") -> Element:
    """Return a field to write in."""
    made: Element = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": is_long,
        "max_length": min(most or INPUT_TEXT, INPUT_TEXT),
    }
    return made | ({"initial_value": given} if given else {})


def field_of(block: str, label: str, element: Element, *, is_optional: bool, hint: str = "") -> Block:
    """Return one field of a form."""
    made: Block = {
        "type": "input",
        "block_id": block,
        "label": plain(label, LABEL),
        "element": element,
        "optional": is_optional,
    }
    return made | ({"hint": plain(hint, LABEL)} if hint else {})
