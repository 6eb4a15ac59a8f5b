"""Photos that customers send in the web chat: each lies in the inbox as it came, beside its reply."""

from typing import Final

BESIDE: Final = "photo:"
"""How the key of a photo begins in the inbox; that of the reply it came with follows."""


def photo_beside(key: str) -> str:
    """Return under which key the photo lies that came with the reply under `key`."""
    return f"{BESIDE}{key}"


def is_photo(key: str) -> bool:
    """Say whether what lies under `key` is a photo as it came, and no message."""
    return key.startswith(BESIDE)
