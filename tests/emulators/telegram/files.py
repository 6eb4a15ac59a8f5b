"""Files on Telegram's servers: kept by their id, with what can be read from their first bytes."""

import base64
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from ..common.json_shapes import Object

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # JPEG markers that say the size


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file with the id by which this bot may send or fetch it."""

    file_id: str
    unique_id: str
    kind: str  # "photo", "document" or "voice"
    name: str
    mime_type: str
    content: bytes

    @property
    def path(self) -> str:
        """Return what getFile tells as the path."""
        number = self.unique_id[-6:]
        suffix = {"photo": "jpg", "voice": "oga"}.get(self.kind) or self.name.rpartition(".")[2] or "bin"
        return f"{self.kind}s/file_{number}.{suffix}"

    def as_json(self) -> Object:
        """Return the fields that every file has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


def new_file(chance: Random, *, kind: str, name: str, mime_type: str, content: bytes) -> StoredFile:
    """Return a file with an id of Telegram's looks."""
    prefix = {"photo": "AgACAgIAAxkBAA", "document": "BQACAgIAAxkBAA", "voice": "AwACAgIAAxkBAA"}[kind]
    tail = base64.urlsafe_b64encode(chance.randbytes(33)).decode()
    unique = "AQAD" + base64.urlsafe_b64encode(chance.randbytes(9)).decode()
    return StoredFile(
        file_id=prefix + tail, unique_id=unique, kind=kind, name=name, mime_type=mime_type, content=content
    )


def image_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or JPEG, None for anything else."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(_JPEG):
        return next(_jpeg_sizes(content), None)
    return None


def _jpeg_sizes(content: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            yield width, height
        at += 2 + length
