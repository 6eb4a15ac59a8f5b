"""Every catalogue there is, as the tests of words read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from config.phrases import Catalogue, read_catalogue

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "feedback", "mapping", "config")

TO_CUSTOMERS = frozenset(
    {"talk", "slack", "telegram", "chat", "code", "invitation", "posters", "consent", "aftercare"}
)
"""The domains that customers read; colleagues of ours read the others."""

TO_OPERATORS = frozenset({"why"})
"""The domains with keys of the journey file in their sentences."""


@dataclass(frozen=True, slots=True)
class File:
    """One catalogue: a domain in a language."""

    path: Path

    @property
    def domain(self) -> str:
        return self.path.parent.name

    @property
    def language(self) -> str:
        return self.path.stem.replace("_", "-")

    def __str__(self) -> str:
        return f"{self.domain}/{self.path.stem}"


FILES = tuple(
    File(path) for package in PACKAGES for path in sorted((ROOT / package / "words").glob("*/*.po"))
)
SOURCES: Mapping[str, File] = {file.domain: file for file in FILES if file.language == "en"}
"""The English catalogue of each domain."""


@cache
def raw(file: File) -> Catalog:
    """Return a catalogue with all that translators see."""
    return read_po(BytesIO(file.path.read_bytes()), abort_invalid=True)


@cache
def read(file: File) -> Catalogue:
    """Return a catalogue as the product reads it."""
    return read_catalogue(file.path.read_bytes())


@cache
def phrases(file: File) -> Mapping[str, str]:
    """Return every phrase of a catalogue; what has plurals has a key for each form."""
    found = read(file)
    forms = {
        f"{key}[{number}]": form
        for key, one in found.counted.items()
        for number, form in enumerate(one.forms)
    }
    return {**found.plain, **forms}
