"""What judging clause by clause gains over judging whole texts, and what it costs."""

import csv
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from benchmarks.scoring.engines import whole_order
from bot.plugins import question_options, scorers
from config.journey import Theme
from config.loader import read_journey
from config.text import Text
from feedback.common_themes import COMMON_THEMES
from feedback.mention import CLEARLY
from feedback.scorer import Embedder, Score, ToScore
from feedback.themes import ThemeBook

_JOURNEY = Path("examples/urgent_care/journey.yaml")
_INFORMED = (
    "Being kept informed, clarity & consistency of information",
    "Information directly from staff during care",
    "Information provision & guidance",
)
_LISTENED = "Staff listening, understanding & involving patients"
_OWN: Mapping[str, Sequence[str]] = {
    "timeliness": ("Timeliness of care",),
    "staff": ("Staff manner & personal attributes",),
    "listening": (_LISTENED,),
    "information": _INFORMED,
    "contacting": ("Contacting services",),
    "triage": ("Diagnosis & triage",),
    "organisation": ("Organisation & efficiency", "Appointment arrangements"),
    "vehicle": (
        "Transport to/ from services", "Sensory experience", "Provision of medical equipment",
        "Environment & Facilities", "Cleanliness, tidiness & infection control",
    ),
}  # fmt: skip
_COMMON: Mapping[str, Sequence[str]] = {
    "waiting": ("Timeliness of care",),
    "staff": ("Staff manner & personal attributes", _LISTENED),
    "information": (*_INFORMED, "Unspecified communication"),
    "reaching": ("Contacting services",),
    "booking": ("Appointment arrangements", "Appointment method"),
    "place": (
        "Environment & Facilities", "Cleanliness, tidiness & infection control", "Sensory experience",
        "Parking",
    ),
    "safety": ("Feeling safe", "Safeguarding concerns?"),
    "quality": ("Competence & training", "Impact of treatment/ care", "Diagnosis & triage"),
}  # fmt: skip
"""Which of the subjects that people marked are a theme's; subjects of no theme are left out."""

_ASPECTS = {
    "food": ("the food was delicious", "the meal was cold and tasteless"),
    "service": ("service was slow", "we had to wait for a table"),
    "staff": ("the waiter was rude", "friendly waitress"),
    "price": ("too expensive", "good value for money"),
    "ambience": ("noisy and cramped", "lovely atmosphere and decor"),
    "menu": ("a wide choice on the menu",),
    "place": ("the restaurant is in a nice location", "no tables free"),
    "miscellaneous": ("we came for a birthday",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text with the themes that people found in it."""

    request: ToScore
    themes: frozenset[str]


def lines(data: Path) -> Iterator[str]:
    """Yield a sentence for each figure, over the comments of urgent_care_fft and the reviews of MAMS."""
    for title, marked, themes, known in patients(data):
        yield from _themes(title, marked, themes, known)
    yield from _sides(data)
    yield _cost([each.request for each in _comments(data, _OWN)])


def patients(data: Path) -> Iterator[tuple[str, Sequence[Marked], Sequence[Theme], frozenset[str]]]:
    """Yield patients' comments once for each set of themes: title, comments, themes, and those marked."""
    own = read_journey(_JOURNEY, kinds=question_options()).journey.themes
    for title, themes, subjects in (
        ("its own themes", own, _OWN),
        ("common themes", COMMON_THEMES, _COMMON),
    ):
        yield title, _comments(data, subjects), themes, frozenset(subjects)


def _themes(
    title: str, marked: Sequence[Marked], themes: Sequence[Theme], known: frozenset[str]
) -> Iterator[str]:
    scores = _judged(marked, themes)
    ways: Mapping[str, Sequence[set[str | None]]] = {
        "the text's nearest theme": [set(list(each.themes or {})[:1]) for each in scores],
        "the text's themes, three at most": [set(each.themes or {}) for each in scores],
        "the nearest theme of each clause": [{said.theme for said in each.mentions} for each in scores],
    }
    several = [len(each.mentions) > 1 for each in scores]
    for way, told in ways.items():
        rows = [
            (one.themes, frozenset(name for name in found if name in known))
            for one, found in zip(marked, told, strict=True)
        ]
        some = [row for row, is_one in zip(rows, several, strict=True) if is_one]
        yield (
            f"urgent care, {title}, {way}: F1 {f1(rows):.3f} of {len(rows)} comments, "
            f"{f1(some):.3f} of the {len(some)} with several mentions"
        )


def _sides(data: Path) -> Iterator[str]:
    reviews = list(_reviews(data))
    themes = [Theme(id=name, title=Text({"": name}), phrases=phrases) for name, phrases in _ASPECTS.items()]
    scores = _judged([one for one, _ in reviews], themes)
    by_text, by_clause = [], []
    for (_, aspects), score in zip(reviews, scores, strict=True):
        if len(score.mentions) > 1:
            for aspect, side in aspects.items():
                own = [each.valence for each in score.mentions if each.theme == aspect]
                by_text.append(_side(score.valence) == side)
                by_clause.append(_side(own[0] if own else score.valence) == side)
    told = " and ".join(
        f"{sum(each) / len(each):.3f} by {way}" for way, each in (("text", by_text), ("clause", by_clause))
    )
    yield f"MAMS, side of {len(by_text)} aspects in reviews with several mentions: right are {told}"


def _cost(requests: Sequence[ToScore]) -> str:
    engine = scorers()["aftertouch"]
    engine.score(requests[:1])
    clauses = [
        ToScore(text=(each.text or "")[said.start : said.end], wording=each.wording, language="en")
        for each, score in zip(requests, whole_order().score(requests), strict=True)
        if len(score.mentions) > 1
        for said in score.mentions
    ]
    began = process_time()
    engine.score(requests)
    half = process_time()
    engine.score(clauses)
    ended = process_time()
    return (
        f"reading {len(clauses)} clauses of {len(requests)} comments takes "
        f"{(ended - half) / (half - began):.2f} times as long as reading the comments"
    )


def _judged(marked: Sequence[Marked], themes: Sequence[Theme]) -> Sequence[Score]:
    engine = scorers()["aftertouch"]
    if not isinstance(engine, Embedder):
        raise TypeError("the engine names no themes")
    return whole_order(ThemeBook(themes, engine)).score([each.request for each in marked])


def _comments(data: Path, subjects: Mapping[str, Sequence[str]]) -> Sequence[Marked]:
    """Return the comments in which people found one of the subjects."""
    path = data / "feedback" / "urgent_care_fft.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["FFT answer"].strip()]
    found = [
        Marked(
            request=ToScore(text=row["FFT answer"], wording=row["FFT question"], language="en"),
            themes=frozenset(
                name for name, columns in subjects.items() if any(row[column] == "1" for column in columns)
            ),
        )
        for row in rows
    ]
    return [each for each in found if each.themes]


def _reviews(data: Path) -> Iterator[tuple[Marked, Mapping[str, str]]]:
    """Yield reviews with the side of each aspect that has one."""
    path = data / "text" / "mams" / "MAMS-ACSA__raw__val.xml"
    for sentence in ET.parse(path).getroot():  # noqa: S314 - a file of ours
        text = sentence.findtext("text") or ""
        sides = {
            str(each.get("category")): str(each.get("polarity"))
            for each in sentence.iter("aspectCategory")
            if each.get("polarity") != "neutral"
        }
        yield Marked(request=ToScore(text=text, language="en"), themes=frozenset(sides)), sides


def _side(valence: float | None) -> str | None:
    if valence is None or abs(valence) < CLEARLY:
        return None
    return "positive" if valence > 0 else "negative"


def f1(rows: Sequence[tuple[frozenset[str], frozenset[str]]]) -> float:
    """Return the F1 of pairs of what is true and what was told, over all themes together."""
    right = sum(len(true & told) for true, told in rows)
    return 2 * right / max(1, sum(len(true) + len(told) for true, told in rows))
