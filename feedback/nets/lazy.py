"""Nets that are installed, asleep until somebody has a text for them."""

import importlib
import importlib.util
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from feedback.nets.folder import ENGLISH, About, read_about, read_weights
from feedback.nets.net import Net, Reading, ToRead

if TYPE_CHECKING:
    from feedback.nets.reader import Reader

MULTI = "aftertouch_multi"
"""The package that brings further languages along; its function `net` returns a Net."""


class NotANet(Exception):
    """The package of further languages does not fit this version."""


class LazyNet:
    """A folder of weights, loaded with the first text; threads that come meanwhile wait for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loading = Lock()
        self._reader: Reader | None = None

    @property
    def name(self) -> str:
        """What net.json calls it."""
        return self._about.name

    @property
    def version(self) -> str:
        """What net.json says."""
        return self._about.version

    @property
    def languages(self) -> frozenset[str]:
        """What it reads, as ISO 639-1."""
        return frozenset(self._about.languages)

    def read(self, texts: Sequence[ToRead]) -> Sequence[Reading]:
        """Read each text, in order; raise BrokenWeights if the folder is not as it should be."""
        return self._awake().read(texts) if texts else ()

    @cached_property
    def _about(self) -> About:
        return read_about(self._folder)

    def _awake(self) -> "Reader":
        with self._loading:
            if self._reader is None:
                from feedback.nets.reader import Reader  # noqa: PLC0415 - onnxruntime is slow to import

                self._reader = Reader(read_weights(self._folder))
            return self._reader


def installed_nets() -> tuple[Net, ...]:
    """Return the nets that are here, the one to prefer first."""
    english: Net = LazyNet(ENGLISH)
    return (english,) if importlib.util.find_spec(MULTI) is None else (english, _multilingual())


def _multilingual() -> Net:
    made: object = importlib.import_module(MULTI).net()
    if not isinstance(made, Net):
        raise NotANet(
            f"{MULTI}: net() returned {type(made).__name__}; install the version that fits aftertouch"
        )
    return made
