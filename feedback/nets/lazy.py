"""Nets that are installed, asleep until somebody has a text for them."""

import importlib.util
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Protocol

from feedback.nets.about import About
from feedback.nets.folder import ABOUT, ENGLISH, read_about, read_weights
from feedback.nets.net import Net, Reading, ToRead

MULTI = "aftertouch_multi"
"""The package whose folder holds weights for further languages (extras/multi)."""


class Reads(Protocol):
    """Weights that are awake."""

    def read(self, texts: Sequence[ToRead]) -> Sequence[Reading]:
        """Read each text, in order."""


class LazyNet:
    """A folder of weights, loaded with the first text; threads that come meanwhile wait for it."""

    def __init__(self, folder: Path, *, wake: Callable[[Path], Reads]) -> None:
        """`wake` loads the folder, and raises BrokenWeights if it is not as it should be."""
        self._folder = folder
        self._wake = wake
        self._loading = Lock()
        self._awake: Reads | None = None

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
        return self._woken().read(texts) if texts else ()

    @cached_property
    def _about(self) -> About:
        return read_about(self._folder)

    def _woken(self) -> Reads:
        with self._loading:
            if self._awake is None:
                self._awake = self._wake(self._folder)
            return self._awake


def english_net(folder: Path = ENGLISH) -> Net:
    """Return the net that comes with the product, or another of its kind."""
    return LazyNet(folder, wake=_wake_english)


def installed_nets() -> tuple[Net, ...]:
    """Return the nets that are here, the one to prefer first."""
    folder = multilingual_folder()
    return (english_net(),) if folder is None else (english_net(), LazyNet(folder, wake=_wake_multilingual))


def multilingual_folder() -> Path | None:
    """Return the folder of weights for further languages; None where they are not installed."""
    package = importlib.util.find_spec(MULTI)
    places = [Path(each) for each in (package.submodule_search_locations or ())] if package else []
    return next((folder for folder in places if (folder / ABOUT).exists()), None)


def _wake_english(folder: Path) -> Reads:
    from feedback.nets.reader import Reader  # noqa: PLC0415 - onnxruntime is slow to import

    return Reader(read_weights(folder))


def _wake_multilingual(folder: Path) -> Reads:
    from feedback.nets.multilingual import MultilingualNet  # noqa: PLC0415 - the same

    return MultilingualNet(folder)
