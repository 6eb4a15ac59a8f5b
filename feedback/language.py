"""Which language a text is in: its script, its n-grams, and what the customer is known to speak.

Measured on GoEmotions dev, BRIGHTER dev and training passes of the chat set; right in 100, by words:

|                                                |   1 | 2-3 | 4-8 |   9+ |   all |
|------------------------------------------------|-----|-----|-----|------|-------|
| English in a chat set to English (8,141)       | 100 |  99 | 100 |  100 | 99.89 |
| de, fr, es, it, pt, ro, sv in a chat set to it | 100 |  98 | 100 |  100 | 99.80 |
| the same in a chat set to English (1,507)      |   3 |  65 |  95 | 99.6 | 90.8  |
| ru, uk, zh, hi in a chat set to English (748)  |  86 |  99 |  98 | 99.7 | 98.5  |
| English in a chat set to German                |  14 |  88 |  99 |  100 | 94.7  |

Why this way: docs/adr/0011-nets-at-run-time.md.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from feedback.nets.ngrams import table

LAST_RESORT = "en"
"""What is assumed of letters that tell nothing, where nothing is known of the customer."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A language as ISO 639-1, and the probability that it is right, 0..1."""

    language: str
    confidence: float


# How often, before a word is read, customers write in the language that their chat is set to, in English, in
# another language that many products are offered in, in one that is near to those, and in any other.
_OWN, _ENGLISH, _COMMON, _NEAR, _OTHER = 0.9, 0.08, 1e-3, 1e-4, 1e-6
_COMMON_TAGS = frozenset(("de", "fr", "es", "pt", "it"))
_NEAR_TAGS = frozenset(("nl", "sv", "da", "no", "pl", "ro", "tr", "ru", "uk", "ar", "hi", "zh"))

# A single word is too little to contradict a chat's setting: "super" and "no" are words of many languages.
_ONE_WORD = 0.5
# A language that is in no table is believed in unless another is as good as certain.
_CERTAIN = 0.9

BY_SCRIPT: Mapping[str, tuple[str, ...]] = {
    "LATIN": (
        "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "pl", "cs", "sk", "sl", "hr", "hu",
        "ro", "tr", "id", "vi", "et", "lv", "lt", "ca", "eu", "is", "ga", "cy", "af", "sq", "sw", "tl",
    ),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be", "kk"),
    "ARABIC": ("ar", "fa", "ur"),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "CJK": ("zh", "ja"),
    "HIRAGANA": ("ja",), "KATAKANA": ("ja",), "HANGUL": ("ko",), "THAI": ("th",), "GREEK": ("el",),
    "HEBREW": ("he",), "ARMENIAN": ("hy",), "GEORGIAN": ("ka",), "BENGALI": ("bn",), "TAMIL": ("ta",),
    "TELUGU": ("te",), "GUJARATI": ("gu",), "GURMUKHI": ("pa",), "KANNADA": ("kn",), "MALAYALAM": ("ml",),
    "SINHALA": ("si",), "KHMER": ("km",), "LAO": ("lo",), "MYANMAR": ("my",), "ETHIOPIC": ("am",),
}  # fmt: skip
"""The first word of a letter's Unicode name, and who writes with it."""

_KANA = ("HIRAGANA", "KATAKANA")
# A Chinese character says as much as two letters do.
_WEIGHTS = {"CJK": 2, "HIRAGANA": 2, "KATAKANA": 2, "HANGUL": 2}

# Links, names, tags, and whatever has a digit in it belong to no language.
_NO_WORDS = re.compile(r"(?:https?://|www\.)\S+|\S*@\S+|#\w+|\w*\d\w*|<\|?\w+\|?>|\[\w+\]")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_KEPT_SIGNS = frozenset(" '’-.,!?¿¡")
_NO_LETTERS = re.compile(r"[^a-zA-Z '.,!?-]+")
_MOST_CHARACTERS = 400


def identify(text: str, *, prior: str | None) -> Guess:
    """Return the language of `text`; `prior` is what its writer is known to speak, as a tag such as pt-BR.

    What holds no letters, or too few to tell, is taken to be in the writer's language.
    """
    known = _base(prior)
    words = _words(text)
    scripts = _scripts(words)
    if not scripts:
        return Guess(known or LAST_RESORT, _OWN if known else 0.0)
    script = _script(scripts)
    chances = _chances(words, BY_SCRIPT[script], known)
    language = max(chances, key=chances.__getitem__)
    if known and _follows(known, script, chances[language]):
        return Guess(known, 1 - chances[language])
    return Guess(language, chances[language] * _share(scripts, script))


def _follows(known: str, script: str, chance: float) -> bool:
    """Say whether to believe in a language that the table does not know."""
    is_listed = any(known in languages for languages in BY_SCRIPT.values())
    return not is_listed and script == "LATIN" and chance < _CERTAIN


def _chances(words: str, languages: tuple[str, ...], known: str | None) -> Mapping[str, float]:
    """Return the probability of each language by Bayes' rule."""
    told = table().likelihoods(words) if len(languages) > 1 else {}
    weight = _ONE_WORD if " " not in words else 1.0
    logs = {each: weight * told.get(each, 0.0) + prior for each, prior in _priors(languages, known)}
    highest = max(logs.values())
    powers = {each: math.exp(log - highest) for each, log in logs.items()}
    total = sum(powers.values())
    return {each: power / total for each, power in powers.items()}


@lru_cache(maxsize=512)
def _priors(languages: tuple[str, ...], known: str | None) -> Sequence[tuple[str, float]]:
    return [(each, math.log(_prior(each, known))) for each in languages]


def _prior(language: str, known: str | None) -> float:
    if language == known:
        return _OWN
    if language == LAST_RESORT:
        return _ENGLISH
    if language in _COMMON_TAGS:
        return _COMMON
    return _NEAR if language in _NEAR_TAGS else _OTHER


def _words(text: str) -> str:
    """Return what of `text` is in a language: no links, names, numbers or emoji, and no shouting."""
    kept = _NO_WORDS.sub(" ", text[:_MOST_CHARACTERS])
    signs = _NO_LETTERS.sub(" ", kept) if kept.isascii() else "".join(map(_letter, kept))
    plain = _STRETCHED.sub(r"\1\1", " ".join(signs.split()))
    return unicodedata.normalize("NFC", plain.lower() if plain.isupper() else plain)


def _letter(sign: str) -> str:
    kept = sign.isalpha() or sign in _KEPT_SIGNS or unicodedata.category(sign).startswith("M")
    return sign if kept else " "


def _scripts(words: str) -> Counter[str]:
    """Return how many letters of each script there are, weighted by what they say."""
    if words.isascii():
        letters = sum(map(str.isalpha, words))
        return Counter({"LATIN": letters}) if letters else Counter()
    found: Counter[str] = Counter()
    for sign in words:
        script = unicodedata.name(sign, "").partition(" ")[0] if sign.isalpha() else ""
        if script in BY_SCRIPT:
            found[script] += _WEIGHTS.get(script, 1)
    return found


def _script(scripts: Counter[str]) -> str:
    """Return the script with the most letters; characters among kana are Japanese."""
    kana = max(_KANA, key=scripts.__getitem__)
    (script, _), *_ = scripts.most_common(1)
    return kana if script == "CJK" and scripts[kana] else script


def _share(scripts: Counter[str], script: str) -> float:
    japanese = (*_KANA, "CJK")
    ours = sum(scripts[each] for each in (japanese if script in _KANA else (script,)))
    return ours / scripts.total()


def _base(tag: str | None) -> str | None:
    return (tag or "").replace("_", "-").split("-")[0].casefold() or None
