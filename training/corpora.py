"""Readers of the public training data: each file to examples, with only those targets it truly knows."""

import csv
import math
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path

from config.emotion import EMOTIONS
from training.examples import BASICS, EMOTION_NAMES, PLAIN, POLES, Example, plain

_AMBIGUOUS = frozenset({"confusion", "curiosity", "realization", "surprise"})
_GOOD = frozenset(
    (
        "admiration",
        "amusement",
        "approval",
        "caring",
        "desire",
        "excitement",
        "gratitude",
        "joy",
        "love",
        "optimism",
        "pride",
        "relief",
    )
)
_POLE_OF = {
    name: "neutral"
    if name == "neutral"
    else "ambiguous"
    if name in _AMBIGUOUS
    else "positive"
    if name in _GOOD
    else "negative"
    for name in EMOTION_NAMES
}
_BASIC_OF = {emotion.name: emotion.basic.value for emotion in EMOTIONS}
_VALENCE_OF = {emotion.name: emotion.valence for emotion in EMOTIONS}

# Where, on the raters' scale from -4 to +4, a mean reading turns from neutral to felt, and how sharply.
_FELT, _SOFT = 0.55, 0.2

# Seven of ten languages have it; where a file lacks a column the emotion was not asked about.
_BRIGHTER_BASICS = ("anger", "disgust", "fear", "joy", "sadness", "surprise")
_BRIGHTER_TAGS = {
    "eng": "en", "deu": "de", "esp": "es", "ptbr": "pt", "rus": "ru", "ron": "ro", "swe": "sv", "ukr": "uk",
    "hin": "hi", "chn": "zh",
}  # fmt: skip

_LIKELY = {"Extremely likely": "positive", "Unlikely": "negative", "Extremely unlikely": "negative"}


def goemotions(folder: Path, split: str) -> Iterator[Example]:
    """Read a split of GoEmotions (Demszky et al. 2020): several of 28 labels, numbered as EMOTIONS are."""
    path = folder / "text" / "goemotions" / f"original__{split}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        text, ids, _ = line.split("\t")
        said = {EMOTION_NAMES[int(each)] for each in ids.split(",")}
        yield _by_emotions("goemotions", unescape(text), said)


def vader_ratings(folder: Path) -> Iterator[Example]:
    """Read the mean of twenty raters for tweets, product reviews and editorials (Hutto & Gilbert 2014)."""
    for kind in ("tweets", "amazonReviewSnippets", "nytEditorialSnippets"):
        path = folder / "text" / "vader_gt" / f"{kind}_GroundTruth.txt"
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            _, mean, text = line.split("\t", 2)
            yield Example(
                source=f"vader_{kind}",
                text=unescape(text),
                feeling=_softly(float(mean)),
                valence=max(-2.0, min(2.0, float(mean) / 1.6)),
            )


def uci_sentences(folder: Path) -> Iterator[Example]:
    """Read review sentences that were chosen for being clearly good or bad (Kotzias et al. 2015)."""
    for path in sorted((folder / "text" / "uci_sentences").glob("*_labelled.txt")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                text, label = line.rsplit("\t", 1)
                yield Example(
                    source="uci",
                    text=text.strip(),
                    feeling=plain("positive" if label.strip() == "1" else "negative"),
                )


def mams(folder: Path, split: str) -> Iterator[Example]:
    """Read restaurant sentences (Jiang et al. 2019): aspects that pull both ways make a mixed one."""
    polarities: defaultdict[str, set[str]] = defaultdict(set)
    themes: defaultdict[str, set[str]] = defaultdict(set)
    for kind in ("ACSA", "ATSA"):
        path = folder / "text" / "mams" / f"MAMS-{kind}__raw__{split}.xml"
        for sentence in ET.parse(path).getroot():  # noqa: S314 - a data set of our own folder
            text = (sentence.findtext("text") or "").strip()
            for aspect in sentence.iter():
                polarities[text] |= {aspect.get("polarity", "")} - {""}
                themes[text] |= {aspect.get("category", "")} - {""}
    for text, found in polarities.items():
        felt = found - {"neutral"}
        name = "mixed" if len(felt) > 1 else next(iter(felt), "neutral")
        feeling = {each: float(each == name) for each in (*PLAIN, "mixed")}
        yield Example(source="mams", text=text, feeling=feeling, weight=0.7)


def brighter(folder: Path, split: str, languages: Sequence[str] | None = None) -> Iterator[Example]:
    """Read BRIGHTER (Muhammad et al. 2025): up to six basic emotions for texts in ten languages."""
    for code, tag in _BRIGHTER_TAGS.items():
        if languages is not None and tag not in languages:
            continue
        path = folder / "text" / "brighter" / f"{code}_{split}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            # English's test split came without its labels.
            rows = [row for row in csv.DictReader(file) if any(row.get(name) for name in _BRIGHTER_BASICS)]
            yield from (_of_brighter(row, tag) for row in rows)


def xed(folder: Path) -> Iterator[Example]:
    """Read English subtitles with Plutchik's eight (Öhman et al. 2020), noisy: their side only."""
    good, bad, text_at_least = {"5", "8"}, {"1", "3", "4", "6"}, 3
    path = folder / "text" / "xed" / "en-annotated.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        text, _, marks = line.partition("\t")
        said = set(marks.split(", "))
        side = (
            "positive"
            if said & good and not said & bad
            else "negative"
            if said & bad and not said & good
            else None
        )
        if side and len(text.split()) >= text_at_least:
            yield Example(source="xed", text=text, feeling=plain(side), weight=0.2)


def gp_surgeries(folder: Path) -> Iterator[Example]:
    """Read patients' reasons for their rating of a surgery; the rating is a weak word for the comment."""
    path = folder / "feedback" / "gp_surgeries_fft.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            side, text = _LIKELY.get(row["rating"]), row["free_text"].strip()
            if side and text:
                yield Example(
                    source="gp",
                    text=text,
                    question="Please tell us why you gave this answer",
                    feeling=plain(side),
                    weight=0.3,
                )


def banking77(folder: Path) -> Iterator[Example]:
    """Read what customers of a bank ask for (Casanueva et al. 2020): 77 topics, no feeling."""
    with (folder / "text" / "banking77" / "banking_data__train.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            yield Example(
                source="banking77", text=row["text"].strip(), themes="banking77", theme=row["category"]
            )


def _by_emotions(source: str, text: str, said: set[str]) -> Example:
    poles = {_POLE_OF[name] for name in said}
    return Example(
        source=source,
        text=text,
        feeling=_feeling_of(poles),
        valence=sum(_VALENCE_OF[name] for name in said) / len(said),
        emotions={name: float(name in said) for name in EMOTION_NAMES},
        basics={name: float(name in {_BASIC_OF[each] for each in said}) for name in BASICS},
        poles={name: float(name in poles) for name in POLES},
    )


def _feeling_of(poles: set[str]) -> Mapping[str, float] | None:
    felt = poles & {"positive", "negative"}
    if len(felt) > 1:
        return {**dict.fromkeys(PLAIN, 0.0), "mixed": 1.0}
    if felt:
        return plain(next(iter(felt)))
    return plain("neutral") if poles == {"neutral"} else None


def _softly(mean: float) -> Mapping[str, float]:
    good, bad = (1 / (1 + math.exp((_FELT - sign * mean) / _SOFT)) for sign in (1, -1))
    return {"negative": bad, "neutral": max(0.0, 1 - good - bad), "positive": good}


def _of_brighter(row: Mapping[str, str], tag: str) -> Example:
    marks = {name: float(row[name]) for name in _BRIGHTER_BASICS if row.get(name) not in {None, ""}}
    said = {name for name, mark in marks.items() if mark}
    bad, good = bool(said & {"anger", "disgust", "fear", "sadness"}), "joy" in said
    feeling: Mapping[str, float] | None = None
    if bad and good:
        feeling = {**dict.fromkeys(PLAIN, 0.0), "mixed": 1.0}
    elif bad or good:
        feeling = plain("positive" if good else "negative")
    elif not said:
        feeling = plain("neutral")
    return Example(
        source=f"brighter_{tag}",
        text=row["text"].strip(),
        language=tag,
        feeling=feeling,
        basics=marks,
        weight=0.6,
    )


Reader = Callable[[Path], Iterator[Example]]

GENERAL: Mapping[str, Reader] = {
    "goemotions": lambda folder: goemotions(folder, "train"),
    "vader": vader_ratings,
    "uci": uci_sentences,
    "mams": lambda folder: mams(folder, "train"),
    "brighter_en": lambda folder: brighter(folder, "train", ["en"]),
    "gp": gp_surgeries,
    "banking77": banking77,
}
"""What the first stage of the English net is trained on."""
