"""A command that somebody gave, kept until it has been answered."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from feedback.prompts import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What was said, where, and about what.

    `on` is the message that it replied to, `prompt` the prompt of ours that was tapped or replied to; `room`
    is the address of the group or channel that it was said in, where others are; `about` that of the person
    who wrote the message it replied to, where that was not us. `is_again`: it goes on by itself.
    """

    channel: str
    address: str
    name: str
    words: str = field(default="", repr=False)
    room: str | None = None
    on: str | None = None
    prompt: str | None = None
    about: str | None = None
    attachments: tuple[Attachment, ...] = ()
    is_again: bool = False


OF_LATE = timedelta(minutes=15)
"""For so long it is remembered when somebody gave a command or a costly order; nothing of what they said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A command, whose it is (`customer`: everybody is kept as one), and how often it was tried.

    `before` is when the same person gave others of late, the earliest first.
    """

    id: str
    customer: str
    command: Command
    at: datetime
    due_at: datetime
    tries: int = 0
    before: tuple[datetime, ...] = ()


COMMAND_JSON: TypeAdapter[Command] = TypeAdapter(Command)
"""Commands to and from JSON, for the store."""
