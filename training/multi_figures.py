"""How good the multilingual net is in each language, beside VADER and TextBlob on the same rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from textblob.en import sentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from config.emotion import EMOTIONS
from feedback.nets.multilingual import Judged, MultilingualNet
from training import chat_set
from training.corpora import brighter
from training.examples import BASICS, EMOTION_NAMES, FEELINGS, PLAIN, Example
from training.measures import Measured, Truth, accuracy, macro_f1, measured, spearman

LEAST_F1 = 0.5
"""A language is claimed if the macro-F1 over three classes reaches this on each visible set that has it."""

# From here on VADER's compound, and TextBlob's polarity, are a feeling (VADER's own advice).
_BY_WORDS = 0.05
_LIKELY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """On the rows of one language in one set.

    `accuracy` and `macro_f1` are over three classes, on the `plain` rows that are of one of these, by engine.
    `five_accuracy`, `five_f1` and `valence` (Spearman) are the net's where all classes are known. `emotions`
    is the macro-F1 of Ekman's groups, or where all are known the share of rows whose likeliest one is named.
    """

    rows: int
    plain: int
    accuracy: Mapping[str, Measured]
    macro_f1: Mapping[str, Measured]
    emotions: Measured
    five_accuracy: Measured | None = None
    five_f1: Measured | None = None
    valence: Measured | None = None


BySetAndLanguage = Mapping[str, Mapping[str, Figures]]


def figures_of(net: MultilingualNet, data: Path) -> BySetAndLanguage:
    """Return figures with 95 % intervals on BRIGHTER's test splits and the chat set's held-out passes."""
    held_out = chat_set.examples([row for row in chat_set.rows() if row.held_out])
    # The English test split came without its labels.
    labelled = [each for each in brighter(data, "test") if each.basics]
    sets = {"brighter_test": labelled, "chat_held_out": list(held_out)}
    return {name: _by_language(net, rows) for name, rows in sets.items()}


def supported(found: BySetAndLanguage) -> Sequence[str]:
    """Return the languages that are read well enough, on every set that has them.

    Well enough: the macro-F1 over three classes is LEAST_F1 or more, and the low end of its interval lies
    above the high ends of VADER's and TextBlob's; English, which these two are made for, need not beat them.
    """
    told: defaultdict[str, list[bool]] = defaultdict(list)
    for by_language in found.values():
        for language, figures in by_language.items():
            ours = figures.macro_f1["net"]
            others = max(figures.macro_f1[name].high for name in ("vader", "textblob"))
            told[language].append(ours.value >= LEAST_F1 and (language == "en" or ours.low > others))
    return sorted(language for language, good in told.items() if all(good))


def as_json(found: BySetAndLanguage) -> Mapping[str, object]:
    """Return the figures as JSON can hold them."""
    return {name: {language: asdict(each) for language, each in by.items()} for name, by in found.items()}


def _by_language(net: MultilingualNet, rows: Sequence[Example]) -> Mapping[str, Figures]:
    languages = sorted({each.language for each in rows})
    return {name: _figures(net, [each for each in rows if each.language == name]) for name in languages}


def _figures(net: MultilingualNet, rows: Sequence[Example]) -> Figures:
    judged = net.score([each.text for each in rows], [each.question for each in rows])
    plain = [place for place, each in enumerate(rows) if _chance_of_plain(each) == 1]
    truth = np.array([_likeliest(rows[place], PLAIN) for place in plain])
    told = {
        "net": judged.sentiment[plain, : len(PLAIN)].argmax(1),
        **_by_lexicons([rows[place].text for place in plain]),
    }
    general = Figures(
        rows=len(rows),
        plain=len(plain),
        accuracy={name: measured(accuracy, truth, said) for name, said in told.items()},
        macro_f1={name: measured(macro_f1, truth, said) for name, said in told.items()},
        emotions=_of_emotions(judged, rows),
    )
    return (
        _with_all_classes(general, judged, rows)
        if all(len(each.feeling or ()) == len(FEELINGS) for each in rows)
        else general
    )


def _with_all_classes(general: Figures, judged: Judged, rows: Sequence[Example]) -> Figures:
    truth, told = np.array([_likeliest(each, FEELINGS) for each in rows]), judged.sentiment.argmax(1)
    felt = [place for place, each in enumerate(rows) if each.valence is not None]
    valence = np.array([rows[place].valence for place in felt], dtype=float)
    return Figures(
        **{name: getattr(general, name) for name in ("rows", "plain", "accuracy", "macro_f1", "emotions")},
        five_accuracy=measured(accuracy, truth, told),
        five_f1=measured(macro_f1, truth, told),
        valence=measured(spearman, valence, judged.valence[felt]),
    )


def _chance_of_plain(row: Example) -> float:
    return sum((row.feeling or {}).get(name, 0.0) for name in PLAIN)


def _likeliest(row: Example, names: Sequence[str]) -> int:
    return max(range(len(names)), key=lambda place: (row.feeling or {})[names[place]])


def _by_lexicons(texts: Sequence[str]) -> Mapping[str, Truth]:
    vader = SentimentIntensityAnalyzer()
    polarities = {
        "vader": [vader.polarity_scores(text)["compound"] for text in texts],
        "textblob": [sentiment(text)[0] for text in texts],
    }
    return {name: np.digitize(told, [-_BY_WORDS, _BY_WORDS]) for name, told in polarities.items()}


def _of_emotions(judged: Judged, rows: Sequence[Example]) -> Measured:
    if all(each.emotions for each in rows):
        named = np.array([[each.emotions[name] for name in EMOTION_NAMES] for each in rows])
        strongest = named[np.arange(len(rows)), judged.emotions.argmax(1)]
        return measured(accuracy, strongest, np.ones(len(rows)))
    asked = [name for name in BASICS if all(name in each.basics for each in rows)]
    truth = np.array([[each.basics[name] for name in asked] for each in rows])
    members = np.array([[each.basic.value == name for name in asked] for each in EMOTIONS], dtype=float)
    any_of = 1 - np.exp(np.log1p(-judged.emotions) @ members)
    return measured(macro_f1, truth, any_of >= _LIKELY)
