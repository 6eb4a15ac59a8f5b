"""How good the multilingual net is in each language, beside VADER and TextBlob on the same rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from textblob.en import sentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from config.emotion import EMOTIONS
from feedback.nets.multilingual import MultilingualNet
from training import chat_set
from training.corpora import brighter
from training.examples import BASICS, EMOTION_NAMES, FEELINGS, PLAIN, Example
from training.measures import Measured, Truth, accuracy, macro_f1, measured, spearman

BY_WORDS = 0.05
"""From here on VADER's compound, and TextBlob's polarity, are a feeling (VADER's own advice)."""

LIKELY = 0.5
LEAST_F1 = 0.5
"""A language is claimed if the macro-F1 over three classes reaches this on each visible set that has it."""

Figures = Mapping[str, object]


def figures_of(net: MultilingualNet, data: Path) -> Figures:
    """Return, for each set and language, figures with 95 % intervals."""
    return {
        name: {language: _figures(net, rows) for language, rows in sorted(by_language.items())}
        for name, by_language in _sets(data).items()
    }


def supported(net: MultilingualNet, data: Path) -> Sequence[str]:
    """Return the languages that `net` reads well enough, on every visible set that has them.

    Well enough: the macro-F1 over three classes is LEAST_F1 or more, and the low end of its interval lies
    above the high ends of VADER's and TextBlob's.
    """
    told: defaultdict[str, list[bool]] = defaultdict(list)
    for by_language in _sets(data).values():
        for language, rows in by_language.items():
            truth, said = _plain(net, rows)
            ours = measured(macro_f1, truth, said["net"])
            others = max(measured(macro_f1, truth, said[name]).high for name in ("vader", "textblob"))
            told[language].append(ours.value >= LEAST_F1 and (language == "en" or ours.low > others))
    return sorted(language for language, good in told.items() if all(good))


def _sets(data: Path) -> Mapping[str, Mapping[str, Sequence[Example]]]:
    held_out = chat_set.examples([row for row in chat_set.rows() if row.held_out])
    found: dict[str, defaultdict[str, list[Example]]] = {
        "brighter_test": defaultdict(list),
        "chat_held_out": defaultdict(list),
    }
    for name, rows in (("brighter_test", brighter(data, "test")), ("chat_held_out", held_out)):
        for each in rows:
            found[name][each.language].append(each)
    return found


def _figures(net: MultilingualNet, rows: Sequence[Example]) -> Figures:
    truth, told = _plain(net, rows)
    said: dict[str, object] = {"rows": len(rows), "of_three_classes": len(truth)}
    for name, answers in told.items():
        said[name] = {
            "accuracy": _as_dict(measured(accuracy, truth, answers)),
            "macro_f1": _as_dict(measured(macro_f1, truth, answers)),
        }
    if all(each.feeling and len(each.feeling) == len(FEELINGS) for each in rows):
        said["five_classes"] = _of_five(net, rows)
    return {**said, **_of_emotions(net, rows)}


def _plain(net: MultilingualNet, rows: Sequence[Example]) -> tuple[Truth, Mapping[str, Truth]]:
    """Return the truth of rows that are plainly of one of three classes, and what each engine says."""
    plain = [each for each in rows if each.feeling and sum(each.feeling.get(name, 0) for name in PLAIN) == 1]
    truth = np.array([max(PLAIN, key=each.feeling.__getitem__) for each in plain if each.feeling])
    judged = net.score([each.text for each in plain], [each.question for each in plain])
    vader = SentimentIntensityAnalyzer()
    return truth, {
        "net": np.array(PLAIN)[judged.sentiment[:, : len(PLAIN)].argmax(1)],
        "vader": np.array([_by_words(vader.polarity_scores(each.text)["compound"]) for each in plain]),
        "textblob": np.array([_by_words(sentiment(each.text)[0]) for each in plain]),
    }


def _by_words(polarity: float) -> str:
    return "positive" if polarity >= BY_WORDS else "negative" if polarity <= -BY_WORDS else "neutral"


def _of_five(net: MultilingualNet, rows: Sequence[Example]) -> Figures:
    judged = net.score([each.text for each in rows], [each.question for each in rows])
    truth = np.array([max(FEELINGS, key=(each.feeling or {}).__getitem__) for each in rows])
    told = np.array(FEELINGS)[judged.sentiment.argmax(1)]
    felt = np.array([each.valence is not None for each in rows])
    valence = np.array([each.valence or 0.0 for each in rows])
    return {
        "accuracy": _as_dict(measured(accuracy, truth, told)),
        "macro_f1": _as_dict(measured(macro_f1, truth, told)),
        "valence_spearman": _as_dict(measured(spearman, valence[felt], judged.valence[felt])),
    }


def _of_emotions(net: MultilingualNet, rows: Sequence[Example]) -> Figures:
    """Return the macro-F1 of Ekman's groups, or of a set with all emotions how often the strongest shows."""
    judged = net.score([each.text for each in rows], [each.question for each in rows])
    if all(each.emotions for each in rows):
        best = judged.emotions.argmax(1)
        named = np.array([[each.emotions[name] for name in EMOTION_NAMES] for each in rows])
        return {
            "strongest_emotion_named": _as_dict(
                measured(lambda hit, _: float(hit.mean()), named[np.arange(len(rows)), best], best)
            )
        }
    asked = [name for name in BASICS if all(name in each.basics for each in rows)]
    truth = np.array([[each.basics[name] for name in asked] for each in rows])
    members = np.array([[each.basic.value == name for name in asked] for each in EMOTIONS], dtype=float)
    shown = 1 - np.exp(np.log1p(-judged.emotions) @ members)  # that any of a group is there
    return {"ekman_macro_f1": _as_dict(measured(macro_f1, truth, (shown >= LIKELY).astype(float)))}


def _as_dict(found: Measured) -> Mapping[str, float]:
    return {"value": round(found.value, 4), "low": round(found.low, 4), "high": round(found.high, 4)}
