"""The port of commands: what people ask of us in words or by a tap, whatever platform they are on.

A command knows no platform. It is stored as an errand before it is acknowledged, run by the clerk, and its
answer goes out like any prompt; each channel shows it in its own best form.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.counter import Counter
from feedback.prompts import Attachment, Document, Grid, Picture
from feedback.rights import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One use of a command: the words after its name, and what they were said about.

    `key` is the errand's: what a command changes by it is changed once, however often it is run. `on` is the
    message that was replied to, `prompt` the prompt of ours that was tapped or replied to, `about` the
    address of whoever wrote the message replied to, where that was not us.
    """

    key: str
    command: str
    words: str = field(repr=False)
    actor: Actor
    at: datetime
    on: str | None = None
    prompt: str | None = None
    about: str | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to tap that gives a whole command, such as `/map persona busy-parent`; it amends the answer.

    With `is_new` the command's answer stands below instead.
    """

    label: str
    command: str
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """That the command goes on by itself a while later, with these words, in the place of this answer.

    It does where messages can change. It counts for no limit, and the audit log knows of it already.
    """

    words: str
    after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command has to say, in the actor's language: the text says all that the picture shows.

    An empty text says nothing at all. Paragraphs are parted by empty lines; `**strong**` is the only markup,
    and customers' words are plain. With `wants` the words that come next complete that command, with `hears`
    the words of any colleague who replies to it.
    `is_private` shows it in a room to the actor alone. `seen` are ids and filters of what was looked at or
    changed, for the audit log.
    """

    text: str
    picture: Picture | None = None
    grids: tuple[Grid, ...] = ()
    documents: tuple[Document, ...] = ()
    buttons: Sequence[Button] = ()
    wants: str | None = None
    hears: str | None = None
    again: Again | None = None
    is_private: bool = False
    is_refusal: bool = False
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command; a module in `commands/` holds one as `SPEC`.

    `roles` may use it; what it does and how it is written stands in the catalogues of `bot/words/commands`.
    `run` answers one call: what the person can put right is an answer with `is_refusal`, never an exception.
    """

    name: str
    roles: frozenset[Role]
    run: Callable[[Call, Counter], Awaitable[Answer]]
    examples: tuple[str, ...] = ()
    in_rooms: bool = True
    """Whether it may be used where others listen; else it is answered in private."""
