"""The conversation at one address, in order: what we said and what the person said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from pydantic import TypeAdapter

from feedback.prompts import Document, Picture, Prompt, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A prompt that reached the person; `cursor` is its place in the feed and never changes."""

    cursor: str
    at: datetime
    prompt: Prompt
    amends: str | None = None
    """The prompt whose place it takes."""
    kind: Literal["prompt"] = "prompt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A reply of the person; `key` is the name their page gave it, so the page knows it arrived."""

    cursor: str
    at: datetime
    key: str
    reply: Reply
    kind: Literal["reply"] = "reply"


FeedEntry = Sent | Received

ENTRY_JSON: TypeAdapter[FeedEntry] = TypeAdapter(FeedEntry)
"""Entries to JSON, as the page reads them."""


def light(prompt: Prompt) -> Prompt:
    """Return a prompt without what its files and its picture hold: these are fetched one by one."""
    documents = tuple(replace(each, text="", data=b"") for each in prompt.documents)
    picture = replace(prompt.picture, data=b"") if prompt.picture else None
    return replace(prompt, documents=documents, picture=picture)


class Feed(Protocol):
    """Where the conversation is read."""

    async def read(self, address: str, *, after: str | None, limit: int) -> Sequence[FeedEntry]:
        """Return up to `limit` entries after the cursor `after`; an unknown cursor reads from the start.

        Files and pictures that came with a prompt are named in it, without what they hold.
        """

    async def document(self, address: str, *, prompt: str, number: int) -> Document | None:
        """Return one of the files, counted from 0, that a prompt brought to `address`."""

    async def picture(self, address: str, *, prompt: str) -> Picture | None:
        """Return the picture that is seen with a prompt that came to `address`."""
