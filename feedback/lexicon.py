"""What engines with a lexicon of English words share: what they read, and how they say they cannot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from feedback.scorer import TextScore, ToScore

NO_WORD_KNOWN = TextScore(valence=None, confidence=0.0)
"""What such an engine says of English of which it knows no word."""

_UNREADABLE = TextScore(valence=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishLexicon:
    """Reads English only; how sure it is it cannot say, except that it knows no word of a text.

    `package` brings the lexicon, and its version is the engine's; `judge` is asked about English alone.
    """

    name: str
    package: str
    judge: Callable[[str], TextScore]

    @property
    def version(self) -> str:
        """Its version."""
        return _installed(self.package)

    @property
    def languages(self) -> frozenset[str]:
        """The languages it reads."""
        return frozenset({"en"})

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        """Judge each text, in order."""
        return [self.judge(text.text or "") if _is_english(text) else _UNREADABLE for text in texts]


@cache
def _installed(package: str) -> str:
    return version(package)


def _is_english(request: ToScore) -> bool:
    tag = (request.language or "en").replace("_", "-").split("-")[0]
    letters = [sign for sign in request.text or "" if sign.isalpha()]
    return tag.casefold() == "en" and 2 * sum(map(str.isascii, letters)) >= len(letters)
