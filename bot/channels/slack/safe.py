"""Where installations are kept: somebody else's safe, which seals what it is given."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol


class Safe(Protocol):
    """Keeps secrets by key; the keys hold ids of Slack teams, the contents are tokens and must be sealed."""

    async def save(self, key: str, content: bytes, *, until: datetime | None = None) -> None:
        """Keep `content` under `key`, in place of what was there, and no longer than `until`."""

    async def find(self, key: str) -> bytes | None:
        """Return what is kept under `key`."""

    async def delete(self, key: str) -> bool:
        """Drop what is kept under `key`; True for the one caller who did, however many try at once."""


Lock = Callable[[str], AbstractAsyncContextManager[object]]
"""Lets one at a time do what is named, over all processes: a refresh token works once."""
