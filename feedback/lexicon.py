"""What engines with a lexicon of English words share: what they read, and how they say they cannot."""

from collections.abc import Callable, Sequence

from feedback.scorer import TextScore, ToScore

ENGLISH = frozenset({"en"})

NO_WORD_KNOWN = TextScore(valence=None, confidence=0.0)
"""What such an engine says of English of which it knows no word."""

_UNREADABLE = TextScore(valence=None)


def score_english(texts: Sequence[ToScore], judge: Callable[[str], TextScore]) -> Sequence[TextScore]:
    """Return what `judge` says of each text, in order; what is not English it is not asked about."""
    return [judge(text.text or "") if _is_english(text) else _UNREADABLE for text in texts]


def _is_english(request: ToScore) -> bool:
    tag = (request.language or "en").replace("_", "-").split("-")[0]
    letters = [sign for sign in request.text or "" if sign.isalpha()]
    return tag.casefold() == "en" and 2 * sum(map(str.isascii, letters)) >= len(letters)
