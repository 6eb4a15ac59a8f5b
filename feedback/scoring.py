"""What an answer felt like: the rating leads, plain cases are read as such, and an engine judges the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from config.emotion import Level
from feedback.plain_cases import PlainCase, asks_for_faults, emoji_valence, plain_case
from feedback.scorer import Label, Score, TextScore, TextScorer, ToScore

RULES_VERSION = 1
"""Counts up with every change after which the same answer may be judged differently."""

MOST_TEXT_MOVES = 0.5
"""Words move a rating by this much at most, on the scale from -2 to +2."""

TEXT_WEIGHT = 0.25
"""How much of the words' own valence is added to a rating; a learnt engine may deserve more."""

CLEAR, FAR_APART = 1.0, 3.0
"""A rating and words contradict each other if both are clear, on opposite sides, and this far apart."""

UNSURE_BELOW = 0.4
"""What an engine says with less confidence is shown as unsure and moves no rating."""

WISH, WISH_BAND = -0.5, 0.2
"""Where faults were asked for, words without feeling (within the band) name one, and count as this."""

_LABELS: Mapping[Level, Label] = {
    Level.VERY_NEGATIVE: "very_negative",
    Level.NEGATIVE: "negative",
    Level.NEUTRAL: "neutral",
    Level.POSITIVE: "positive",
    Level.VERY_POSITIVE: "very_positive",
}


def judge(requests: Sequence[ToScore], engine: TextScorer) -> Sequence[Score]:
    """Judge each answer, in order; the engine is asked once, and only about words no rule knows."""
    cases = [plain_case(request) for request in requests]
    open_ones = [request for request, case in zip(requests, cases, strict=True) if case is None]
    answers = engine.score(open_ones) if open_ones else ()
    told = iter([_in_context(*pair) for pair in zip(open_ones, answers, strict=True)])
    return [
        _judged(request, next(told), engine=engine)
        if case is None
        else _judged_plainly(request, case, engine=engine)
        for request, case in zip(requests, cases, strict=True)
    ]


def version_of(engine: TextScorer) -> str:
    """Return the version of the whole order: the engine's and that of the rules around it."""
    return f"{engine.name}-{engine.version}+rules-{RULES_VERSION}"


def _judged_plainly(request: ToScore, case: PlainCase, *, engine: TextScorer) -> Score:
    text = TextScore(valence=case.valence, evidence=(case.evidence,) if case.evidence else ())
    score = _judged(request, text, engine=engine)
    says_nothing = case.valence is None and bool(case.evidence)
    return replace(score, label="non_answer") if says_nothing else score


def _in_context(request: ToScore, told: TextScore) -> TextScore:
    """Add what the engine does not look at: emoji among words, and what the question asked for."""
    valence, emoji = told.valence, emoji_valence(request.text or "")
    if emoji is not None:
        return replace(told, valence=emoji if valence is None else (valence + emoji) / 2)
    if (
        asks_for_faults(request)
        and not _cannot_read(told)
        and abs(valence or 0.0) < WISH_BAND
        and not told.mixed
    ):
        return replace(told, valence=WISH, confidence=None)
    return told


def _cannot_read(told: TextScore) -> bool:
    # An engine that knows the language but no word of it says so with a confidence of nought.
    return told.valence is None and told.confidence is None


def _judged(request: ToScore, text: TextScore, *, engine: TextScorer) -> Score:
    return Score(
        scorer=engine.name,
        version=version_of(engine),
        label=_label(request, text),
        valence=_valence(request.rating, text),
        confidence=text.confidence,
        emotions=text.emotions,
        language=request.language,
        evidence=text.evidence,
        contradiction=_contradicts(request.rating, text),
    )


def _valence(rating: float | None, text: TextScore) -> float | None:
    if rating is None:
        return text.valence
    if text.valence is None or _is_unsure(text):
        return rating
    move = max(-MOST_TEXT_MOVES, min(MOST_TEXT_MOVES, TEXT_WEIGHT * text.valence))
    return max(-2.0, min(2.0, rating + move))


def _label(request: ToScore, text: TextScore) -> Label:
    valence = _valence(request.rating, text)
    if valence is None:
        return "unscored" if text.confidence is None else "unsure"
    if text.mixed and abs(request.rating or 0.0) < CLEAR:
        return "mixed"
    if request.rating is None and _is_unsure(text):
        return "unsure"
    return _LABELS[Level.of(valence)]


def _is_unsure(text: TextScore) -> bool:
    return text.confidence is not None and text.confidence < UNSURE_BELOW


def _contradicts(rating: float | None, text: TextScore) -> bool:
    if rating is None or text.valence is None or _is_unsure(text):
        return False
    clear = abs(rating) >= CLEAR and abs(text.valence) >= CLEAR
    return clear and rating * text.valence < 0 and abs(rating - text.valence) >= FAR_APART
