"""What goes out to a customer, and what comes back, before anyone has understood it."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Base64Bytes, TypeAdapter

Purpose = Literal["ask", "reask", "remind", "thanks", "notice", "doubt", "answer"]
AttachmentKind = Literal["photo", "voice", "file"]
Look = Literal["faces", "stars", "numbers", "list", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to tap: `value` comes back, `label` is seen, `spoken` is read out."""

    value: str
    label: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a question may be answered, apart from its words."""

    look: Look
    choices: tuple[Choice, ...] = ()
    many: bool = False
    most: int | None = None
    writable: bool = False
    most_characters: int | None = None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that goes out with a prompt: of text, or of `data`."""

    name: str
    mime: str
    text: str = field(default="", repr=False)
    data: Base64Bytes = field(default=b"", repr=False)

    @property
    def content(self) -> bytes:
        """Return what the file holds."""
        return self.data or self.text.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that is seen with a prompt; `described` says the same to who does not see it."""

    name: str
    mime: str
    described: str
    data: Base64Bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A small table, its cells already written in the reader's language; `right` are columns of numbers."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A picture, a voice message or a file; `reference` is what its platform hands it out for."""

    kind: AttachmentKind
    reference: str
    mime: str | None = None
    size: int | None = None
    seconds: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Something that somebody sent us and that goes on to somebody else.

    The platform of `channel` hands it out, to whoever is at `address`; the words of the prompt name it, too.
    """

    channel: str
    address: str
    attachment: Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One message to one customer; its id is `SESSION.NUMBER`, so a late tap finds its session."""

    id: str
    session: str
    question: str | None
    purpose: Purpose
    text: str
    language: str
    shape: Shape
    skip: str | None = None
    nameless: str | None = None
    """What stands on the button that lets somebody answer without their name, where they may."""
    named: str | None = None
    """What stands on the button that takes that back, where they still may."""
    step: int = 0
    more: bool = False
    """Whether another question follows, whatever is answered: both can be put at once, in a form."""
    documents: tuple[Document, ...] = ()
    picture: Picture | None = None
    grids: tuple[Grid, ...] = ()
    carried: tuple[Carried, ...] = ()
    wants: str | None = None
    """The beginning of a command that words are asked for, which complete it."""
    hears: str | None = None
    """The beginning of a command that a colleague's reply completes, though nobody asked for words."""
    whom: str | None = None
    """The address of the one person in a room whose words it wants next."""
    audience: str | None = None
    """The address of the one person in a room who may see it; None is everybody there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a customer sent: taps on a prompt, or words, or the wish to skip, or to answer without a name.

    `named` takes such a wish back.

    Platforms that know messages tell more: `on` is the message of ours that was replied or reacted to,
    `message` the customer's own, and `edited` says that it was sent before and reads otherwise now.
    """

    prompt: str | None = None
    choices: tuple[str, ...] = ()
    text: str | None = None
    skip: bool = False
    nameless: bool = False
    named: bool = False
    on: str | None = None
    message: str | None = None
    edited: bool = False
    attachments: tuple[Attachment, ...] = ()
    room: str | None = None
    """The address of the room where somebody replied to a message of ours that was for nobody by name."""
    album: bool = False
    """Whether `message` stands for several that were sent as one, of which this is one: more may come."""
    mention: str | None = None
    """Who was mentioned, as the platform writes it, where nothing else was said: colleagues' words only."""


PROMPT_JSON: TypeAdapter[Prompt] = TypeAdapter(Prompt)
"""Prompts to and from JSON, for the outbox and for channels that speak it."""

REPLY_JSON: TypeAdapter[Reply] = TypeAdapter(Reply)
"""Replies to and from JSON, for the inbox of channels that speak it."""


def session_of(prompt_id: str) -> str:
    """Return the session a prompt belongs to."""
    return prompt_id.rpartition(".")[0]


CASE, CARD, NEWS = "case-", "card-", "news-"
"""How prompts begin that belong to a case: what is said to its customer, what shows it to a team, news."""

TOLD = "told-"
"""How prompts begin that answer a colleague's command, and to which any colleague may reply."""


def case_of(prompt_id: str) -> str | None:
    """Return the case that a prompt belongs to, if it is about one."""
    about = session_of(prompt_id)
    known = next((start for start in (CASE, CARD, NEWS) if about.startswith(start)), None)
    return None if known is None else about.removeprefix(known)


def is_for_colleagues(prompt_id: str) -> bool:
    """Say whether a prompt takes the words of any colleague who replies to it."""
    return prompt_id.startswith((CARD, NEWS, TOLD))
