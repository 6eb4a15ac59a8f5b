"""What people read, out of message catalogues: one folder of .po files for a domain, one file a language.

A file is read when its language is first spoken; until then nothing is loaded, Babel neither. See
docs/howto-language.md for the files, and ADR 20 for why gettext.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from itertools import chain
from types import MappingProxyType
from typing import Generic, TypeVar

from config.formats import number
from config.language_tag import fallbacks

SOURCE = "en"
"""The language that has every phrase, and whoever's own we do not speak reads."""

_LANGUAGES = 512
"""How many of the languages people ask for are remembered; tags come from outside, without end."""

Fact = str | int | float
Key = TypeVar("Key", bound=str)


@dataclass(frozen=True, slots=True)
class Counted:
    """A phrase with a form for each of its language's plurals, and which form a number takes."""

    forms: tuple[str, ...]
    form_of: Callable[[int], int]

    def of(self, n: int) -> str:
        """Return the form for `n`."""
        return self.forms[self.form_of(n)]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The phrases of one language by key: plain ones, and those that count something."""

    plain: Mapping[str, str]
    counted: Mapping[str, Counted]


class Phrases(Generic[Key]):
    """The phrases of one domain, whose catalogues lie in a package's folder.

    Keyed by a `Literal`, a key that is not in the list does not type-check:
    `WORDS: Phrases[Key] = Phrases("feedback", "words")`.
    """

    def __init__(self, package: str, *folder: str) -> None:
        self.domain = folder[-1] if folder else package
        self._place = package, folder
        self._catalogue = lru_cache(maxsize=_LANGUAGES)(self._find)
        self._whole = lru_cache(maxsize=None)(self._with_fallbacks)
        self._file = lru_cache(maxsize=None)(self._read)
        self._files = lru_cache(maxsize=1)(self._list)

    def say(self, key: Key, language: str, /, **facts: Fact) -> str:
        """Return the phrase `key` in the nearest language we speak, with `facts` filled in."""
        return self._catalogue(language).plain[key].format_map(facts)

    def count(self, key: Key, n: int, language: str, /, **facts: Fact) -> str:
        """Return the phrase `key` in the form for `n` things; `{n}` is the number as `language` writes it."""
        phrase = self._catalogue(language).counted[key].of(n)
        return phrase.format_map({"n": number(n, language), **facts})

    def spoken(self, language: str) -> str:
        """Return the language we speak to who prefers `language`: pt for pt-BR, en for one unknown."""
        return next((tag for tag in fallbacks(language) if tag in self._files()), SOURCE)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue, by their tags in lower case, English first."""
        return (SOURCE, *(tag for tag in self._files() if tag != SOURCE))

    def all(self, language: str) -> Catalogue:
        """Return every phrase as somebody reads it who prefers `language`, blanks not filled in."""
        return self._catalogue(language)

    def own(self, language: str) -> Catalogue:
        """Return what the file of `language` itself has, without what it falls back on."""
        return self._file(language)

    @property
    def is_cold(self) -> bool:
        """Whether no catalogue has been read yet."""
        return not self._file.cache_info().currsize

    def _find(self, language: str) -> Catalogue:
        return self._whole(self.spoken(language))

    def _with_fallbacks(self, tag: str) -> Catalogue:
        found = [self._file(each) for each in (*fallbacks(tag), SOURCE) if each in self._files()]
        plain = chain.from_iterable(one.plain.items() for one in reversed(found))
        counted = chain.from_iterable(one.counted.items() for one in reversed(found))
        return Catalogue(dict(plain), dict(counted))

    def _read(self, tag: str) -> Catalogue:
        return read_catalogue(self._files()[tag].read_bytes())

    def _list(self) -> Mapping[str, Traversable]:
        package, folder = self._place
        found = files(package).joinpath(*folder).iterdir()
        named = {one.name.removesuffix(".po"): one for one in found if one.name.endswith(".po")}
        return MappingProxyType({fallbacks(tag)[0]: one for tag, one in sorted(named.items())})


def read_catalogue(text: bytes) -> Catalogue:
    """Return the phrases of a .po file; one that is not translated yet is left out, to be fallen back on."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - it takes longer than all phrases of a talk

    catalogue = read_po(BytesIO(text), abort_invalid=True)
    form_of = c2py(catalogue.plural_expr)
    plain: dict[str, str] = {}
    counted: dict[str, Counted] = {}
    for message in catalogue:
        if isinstance(message.id, str):
            plain[message.id] = str(message.string)
        elif message.string and all(message.string):
            counted[message.id[0]] = Counted(tuple(message.string), form_of)
    return Catalogue({key: phrase for key, phrase in plain.items() if key and phrase}, counted)
