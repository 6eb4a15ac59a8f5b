"""Photos among the files of a prompt: seen with its words, or after them, and not handed over as files."""

from collections.abc import Sequence
from dataclasses import replace

from bot.channels.telegram.answering import MOST_CAPTION
from bot.channels.telegram.rendering import Outgoing
from bot.channels.telegram.splitting import length
from feedback.prompts import Document, Picture

PHOTOS = frozenset({"image/png", "image/jpeg"})

_MOST_BYTES = 10_000_000
"""Bot API, sendPhoto: "The photo must be at most 10 MB in size"."""


def with_photos(
    messages: Sequence[Outgoing], documents: Sequence[Document]
) -> tuple[Sequence[Outgoing], Sequence[Outgoing | Document]]:
    """Return the messages, the last with the first photo where its words fit below that, and what follows."""
    files = [_seen(each) for each in documents]
    *before, last = messages
    photo = next((each for each in files if isinstance(each, Outgoing)), None)
    if photo is None or last.placeholder is not None or length(last.text) > MOST_CAPTION:
        return messages, files
    return [*before, replace(last, picture=photo.picture)], [each for each in files if each is not photo]


def _seen(document: Document) -> Outgoing | Document:
    if document.mime not in PHOTOS or len(document.content) > _MOST_BYTES:
        return document
    return Outgoing(
        text="", picture=Picture(name=document.name, mime=document.mime, described="", data=document.content)
    )
