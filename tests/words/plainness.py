"""How hard a text is to read, by formulas of words, sentences and syllables.

English: reading ease = 206.835 - 1.015 words a sentence - 84.6 syllables a word (Flesch 1948, "A new
readability yardstick", Journal of Applied Psychology 32). German: 180 - words a sentence - 58.5 syllables
a word (Amstad 1978, "Wie verständlich sind unsere Zeitungen?"). Both: 60 to 70 is plain, 50 is a newspaper.
"""

import re
from collections.abc import Sequence

_SENTENCE = re.compile(r"[.!?:;\n]+(?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BLANK = re.compile(r"\{\w+\}")
_COMMAND = re.compile(r"`[^`]*`|(?:\{c\}|/)\w+")

_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^aeiouytd]ed$|[^scxzhge]es$")
_GERMAN_VOWELS = re.compile(r"aa|ee|oo|ie|ei|ai|au|eu|äu|[aeiouyäöü]")


def sentences(text: str) -> Sequence[Sequence[str]]:
    """Return the words of each sentence; a blank is a short word, a command is none."""
    plain = _BLANK.sub("Ann", _COMMAND.sub(" ", text))
    return [words for part in _SENTENCE.split(plain) if (words := _WORD.findall(part))]


def ease(text: str, language: str) -> float:
    """Return how easy `text` is to read: 100 for what is easiest, 0 for what is hardest."""
    parts = sentences(text)
    words = [word for part in parts for word in part]
    length = len(words) / len(parts)
    syllables = sum(_syllables(word.casefold(), language) for word in words) / len(words)
    if language == "de":
        return 180 - length - 58.5 * syllables
    return 206.835 - 1.015 * length - 84.6 * syllables


def _syllables(word: str, language: str) -> int:
    if language == "de":
        return max(1, len(_GERMAN_VOWELS.findall(word)))
    found = len(_ENGLISH_VOWELS.findall(word))
    return max(1, found - bool(_SILENT.search(word)))
