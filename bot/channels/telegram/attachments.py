"""Pictures, voice messages and files in a message."""

from collections.abc import Iterator
from typing import Literal

from bot.channels.telegram.raw import Raw, number, part, parts, text
from feedback.prompts import Attachment

_FILES = ("document", "audio", "video", "video_note")
"""A moving picture comes as a document as well, and is not counted twice."""


def attachments(message: Raw) -> tuple[Attachment, ...]:
    """Return what came with a message; a picture in the largest of its sizes."""
    return (*_photo(message), *_voice(message), *_files(message))


def _photo(message: Raw) -> Iterator[Attachment]:
    sizes = [size for size in parts(message, "photo") if text(size, "file_id")]
    if sizes:
        largest = max(sizes, key=lambda size: (number(size, "width") or 0) * (number(size, "height") or 0))
        # Telegram turns every picture into a JPEG.
        yield from _attachment(largest, kind="photo", mime="image/jpeg")


def _voice(message: Raw) -> Iterator[Attachment]:
    return _attachment(part(message, "voice"), kind="voice", mime=None)


def _files(message: Raw) -> Iterator[Attachment]:
    for name in _FILES:
        yield from _attachment(part(message, name), kind="file", mime=None)


def _attachment(
    raw: Raw, *, kind: Literal["photo", "voice", "file"], mime: str | None
) -> Iterator[Attachment]:
    reference = text(raw, "file_id")
    if reference is not None:
        yield Attachment(
            kind=kind,
            reference=reference,
            mime=mime or text(raw, "mime_type"),
            size=number(raw, "file_size"),
            seconds=number(raw, "duration"),
            name=text(raw, "file_name"),
        )
