"""What our own buttons and fields are called, so that what comes back says what it is about.

A block's id says which prompt it belongs to, an action's id what the element is; both stay as they are when
the message changes, and hold for ever: nothing has to be looked up to read them.
"""

import re
from typing import Final

CHOICE: Final = "choice"
"""Elements that give one value each: buttons, and lists to pick one from."""
PICK: Final = "pick"
"""Lists to tick in: what is ticked counts once `DONE` is pressed."""
DONE: Final = "done"
SKIP: Final = "skip"
NAMELESS: Final = "nameless"
NAMED: Final = "named"
FORM: Final = "form"
WRITE: Final = "write"
"""The button that opens a field for the words a message wants; its language comes after it."""
ORDER: Final = "order"
"""Buttons of the App Home, by which somebody says how they want to be treated."""

ANSWER_VIEW: Final = "aftertouch_form"
FOLLOW_UP_SHORTCUT: Final = "aftertouch_follow_up"
"""By which a colleague points at a customer's message."""
FOLLOW_UP_NAME: Final = "Ask how it went"
"""What it is called in the menu of every message; Slack shows it in this one language."""
WORDS_VIEW: Final = "aftertouch_words"
"""The field for the words a message wants."""
POINT_VIEW: Final = "aftertouch_point"
NOTE: Final = "note"
TOUCHPOINT: Final = "touchpoint"
"""The field of that view."""
INSTALLED: Final = "aftertouch_installed"
"""What we tell ourselves when a Slack team has let us in."""
LATE: Final = "aftertouch_late"
"""What we write beside a goodbye that came late: the team had let us in again by then."""
COMMAND: Final = "/journey"
EVENT_TYPE: Final = "aftertouch_prompt"
"""The kind of metadata our messages carry."""

_BLOCK = re.compile(r"ask:(?P<prompt>[^\s:]{1,200}):(?P<row>\d{1,3})")


def block_id(prompt: str, row: int) -> str:
    """Return the id of the `row`th block of a prompt that can be acted on."""
    return f"ask:{prompt}:{row}"


def prompt_of(block: str) -> str | None:
    """Return the prompt a block's id belongs to."""
    found = _BLOCK.fullmatch(block)
    return found["prompt"] if found else None


def action_id(kind: str, number: int | str) -> str:
    """Return the id of an element."""
    return f"{kind}:{number}"


def kind_of(action: str) -> str:
    """Return what an element is."""
    return action.partition(":")[0]


def rest_of(action: str) -> str:
    """Return what an element's id says beyond its kind."""
    return action.partition(":")[2]
