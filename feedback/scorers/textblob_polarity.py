"""TextBlob: polarity from its own lexicon of English words; fast, explainable, weak on complaints."""

from feedback.lexicon import NO_WORD_KNOWN, EnglishLexicon
from feedback.scorer import TextScore, TextScorer

# Praise and blame that are both this strong, and end up this close to neutral, are mixed feelings.
_STRONG, _BALANCED = 0.3, 0.2


def _scored(text: str) -> TextScore:
    from textblob.en import sentiment  # noqa: PLC0415 - it brings nltk along, which takes seconds to import

    # What TextBlob(text).sentiment_assessments calls twice.
    told = sentiment(text)
    found = [(" ".join(words), float(felt)) for words, felt, *_ in told.assessments]
    if not found:
        return NO_WORD_KNOWN
    polarity = float(told[0])
    praised, blamed = (any(sign * felt >= _STRONG for _, felt in found) for sign in (1, -1))
    return TextScore(
        valence=max(-2.0, min(2.0, 2 * polarity)),
        evidence=tuple(dict.fromkeys(words for words, felt in found if felt)),
        mixed=praised and blamed and abs(polarity) < _BALANCED,
    )


SPEC: TextScorer = EnglishLexicon(name="textblob", package="textblob", judge=_scored)
