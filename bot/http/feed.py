"""The conversation at one address, in order: what we said and what the person said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from pydantic import TypeAdapter

from feedback.case_cards import enclosed
from feedback.filetypes import ending
from feedback.prompts import Attachment, AttachmentKind, Carried, Document, Picture, Prompt, Reply


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
    photo: bool = False
    """Whether it came with a photo, which is fetched by the same key."""
    kind: Literal["reply"] = "reply"


FeedEntry = Sent | Received

ENTRY_JSON: TypeAdapter[FeedEntry] = TypeAdapter(FeedEntry)
"""Entries to JSON, as the page reads them."""

_USUAL: Mapping[AttachmentKind, str] = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "file": "application/octet-stream",
}
"""What something is where its platform does not say."""


def light(prompt: Prompt) -> Prompt:
    """Return a prompt without what its files and its picture hold: these are fetched one by one.

    What it carries is named among them: where that came from is nobody's business.
    """
    photo, files = photo_in(prompt), files_in(prompt)
    documents = tuple(replace(each, text="", data=b"") for each in prompt.documents)
    named = tuple(_named(each.attachment) for each in files)
    picture = replace(prompt.picture, data=b"") if prompt.picture else None
    if photo is not None:
        told = _named(photo.attachment)
        seen = enclosed((photo,), prompt.language)
        picture = Picture(name=told.name, mime=told.mime, described=seen, data=b"")
    return replace(prompt, documents=(*documents, *named), picture=picture, carried=())


def photo_in(prompt: Prompt) -> Carried | None:
    """Return the photo that a prompt carries and that is seen with it: the first, where it has no picture."""
    photos = (each for each in prompt.carried if each.attachment.kind == "photo")
    return None if prompt.picture else next(photos, None)


def files_in(prompt: Prompt) -> tuple[Carried, ...]:
    """Return what else a prompt carries; it is counted after the prompt's own files."""
    photo = photo_in(prompt)
    return tuple(each for each in prompt.carried if each is not photo)


def _named(told: Attachment) -> Document:
    mime = told.mime or _USUAL[told.kind]
    return Document(name=told.name or f"{told.kind}.{ending(mime)}", mime=mime)


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

    async def photo(self, address: str, *, key: str) -> bytes | None:
        """Return the photo that came from `address` with the reply of that key."""
