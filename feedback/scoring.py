"""The order in which an answer is judged: its language, plain cases, an engine, and the rating that leads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from config.emotion import Level
from feedback.asked import about, wants
from feedback.clauses import Clause, clauses
from feedback.combination import CLEAR, LABELS, LEARNT, Combination, combine, contradicts
from feedback.mention import MOST_CLAUSES, Mention, is_complaint
from feedback.plain_cases import PlainCase, emoji_valence, plain_case
from feedback.scorer import Embedder, Label, Score, TextScore, TextScorer, ToScore, Vector

RULES_VERSION = 4
"""Counts up with every change after which the same answer may be judged, or parted, differently."""

MOST_TEXT_MOVES = 0.5
"""Words move a rating by this much at most, on the scale from -2 to +2."""

TEXT_WEIGHT = 0.25
"""How much of the words' own valence is added to a rating, where an engine does not give chances."""

UNSURE_BELOW = 0.4
"""What such an engine says with less confidence is shown as unsure and moves no rating."""

WISH, WISH_BAND = -0.5, 0.2
"""Where faults were asked for, words without feeling (within the band) name one, and count as this."""

_USUAL = "en"
_UNREAD = TextScore(valence=None)


class Guess(Protocol):
    """What language a text seems to be in."""

    @property
    def language(self) -> str:
        """Its tag, as ISO 639-1."""


class Identify(Protocol):
    """Whoever tells languages apart."""

    def __call__(self, text: str, *, prior: str | None) -> Guess:
        """Return the language of `text`; `prior` is what its writer is known to speak."""


class Themes(Protocol):
    """Whoever knows what texts are about."""

    @property
    def version(self) -> str:
        """Changes whenever the same text may be given other themes."""

    def name(self, vector: Vector, *, language: str | None = None) -> Mapping[str, float]:
        """Return the themes of a text in `language` that stands at `vector`, the strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """An answer with what is known before an engine is asked."""

    request: ToScore
    language: str | None
    is_read: bool
    plain: PlainCase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """An engine in its house: who tells languages, who names themes, and how ratings lead."""

    engine: TextScorer
    identify: Identify | None = None
    themes: Themes | None = None
    combination: Combination = LEARNT

    @property
    def name(self) -> str:
        """The engine's name in the journey file."""
        return self.engine.name

    @property
    def version(self) -> str:
        """The version of the whole order: the engine's, and that of what is around it."""
        parts = [f"rules-{RULES_VERSION}.{self.combination.version}"]
        parts += [self.themes.version] if self.themes else []
        return "+".join([f"{self.engine.name}-{self.engine.version}", *parts])

    def score(self, requests: Sequence[ToScore]) -> Sequence[Score]:
        """Judge each answer, in order; the engine is asked once, and only about words it can add to."""
        asked_in = cache(self._asked_in)  # many answer the same question
        cases = [self._seen(request, asked_in) for request in requests]
        parts = [self._parts(case) for case in cases]
        told = self._told([*cases, *(part for each in parts for _, part in each)])
        return [
            replace(self._judged(case, told.get(id(case))), mentions=self._mentions(mine, told))
            for case, mine in zip(cases, parts, strict=True)
        ]

    def _told(self, cases: Sequence[_Case]) -> Mapping[int, TextScore]:
        """Return what the engine says of those cases that it is asked about, by identity, each once."""
        asked = list({id(case): case for case in cases if self._asks(case)}.values())
        requests = [replace(case.request, language=case.language or _USUAL) for case in asked]
        answers = self.engine.score(requests) if requests else ()
        return {id(case): answer for case, answer in zip(asked, answers, strict=True)}

    def _parts(self, case: _Case) -> Sequence[tuple[Clause, _Case]]:
        """Return the clauses of an answer's words; a text of one clause, or a plain one, is its own."""
        text = case.request.text or ""
        found = clauses(text, language=case.language or _USUAL)[:MOST_CLAUSES] if text else ()
        if not found:
            return ()
        if case.plain is not None or len(found) == 1:
            return [(Clause(found[0].start, found[-1].end), case)]
        return [(each, self._part(case, text[each.start : each.end])) for each in found]

    def _part(self, case: _Case, words: str) -> _Case:
        request = replace(case.request, text=words)
        plain = plain_case(replace(request, language=case.language))
        return replace(case, request=request, plain=plain)

    def _mentions(
        self, parts: Sequence[tuple[Clause, _Case]], told: Mapping[int, TextScore]
    ) -> tuple[Mention, ...]:
        found = [
            self._mention(clause, case, told.get(id(case)) or _UNREAD, place=place)
            for place, (clause, case) in enumerate(parts)
        ]
        return tuple(each for each in found if each is not None)

    def _mention(self, clause: Clause, case: _Case, told: TextScore, *, place: int) -> Mention | None:
        """Return what a clause mentions; None if it answers nothing, or is a bare `great` about no theme."""
        plain, request = case.plain, case.request
        themes = self._themes(case, told)
        is_bare = plain is not None and (plain.by_question or plain.valence is None or not themes)
        if told.non_answer or is_bare:
            return None
        valence = plain.valence if plain is not None else self._alone(request, told)
        return Mention(
            place=place,
            start=clause.start,
            end=clause.end,
            theme=next(iter(themes or ()), None),
            valence=valence,
            is_negative=is_complaint(valence, rating=request.rating, asked_for=about(request) == "problem"),
        )

    def _alone(self, request: ToScore, told: TextScore) -> float | None:
        """Return how words are without a rating beside them."""
        if told.chances is None or told.valence is None:
            return _in_context(request, told).valence
        return combine(
            told.chances, told.valence, rating=None, about=about(request), by=self.combination
        ).valence

    def _themes(self, case: _Case, text: TextScore) -> Mapping[str, float] | None:
        if self.themes is None or text.vector is None or text.non_answer:
            return None
        return self.themes.name(text.vector, language=case.language)

    def _seen(self, request: ToScore, asked_in: Callable[[str], str | None]) -> _Case:
        language, reads = request.language, self.engine.languages
        if reads is not None and self.identify is not None and _has_letters(request.text):
            spoken = request.language or asked_in(request.wording or "")
            language = self.identify(request.text or "", prior=spoken).language
        is_read = reads is None or _base(language) in reads
        case = plain_case(replace(request, language=language))
        return _Case(request=request, language=language, is_read=is_read, plain=case)

    def _asked_in(self, wording: str) -> str | None:
        """Return what a question is in, which its answer is likely to be in too."""
        if self.identify is None or not _has_letters(wording):
            return None
        return self.identify(wording, prior=None).language

    def _asks(self, case: _Case) -> bool:
        """Say whether the engine is asked: of plain cases only for emotions, and for where they stand."""
        if case.plain is None:
            return case.is_read
        is_felt = case.plain.valence is not None and not case.plain.by_question
        return is_felt and case.is_read and isinstance(self.engine, Embedder)

    def _judged(self, case: _Case, told: TextScore | None) -> Score:
        request, plain = case.request, case.plain
        text = told or _UNREAD
        if plain is not None:
            text = replace(text, valence=plain.valence, evidence=_evidence(plain), chances=None, mixed=False)
            text = replace(text, confidence=None, non_answer=plain.valence is None and bool(plain.evidence))
        if text.non_answer:
            return self._score(case, text, label="non_answer", valence=_own(request))
        if text.chances is not None and text.valence is not None:
            return self._combined(case, text)
        text = text if plain is not None else _in_context(request, text)
        label, valence = _label(request, text), _valence(request.rating, text)
        said = None if _is_unsure(text) else text.valence
        score = self._score(case, text, label=label, valence=valence)
        return replace(score, contradiction=contradicts(request.rating, said))

    def _combined(self, case: _Case, text: TextScore) -> Score:
        request = case.request
        found = combine(
            text.chances or {},
            text.valence or 0.0,
            rating=request.rating,
            about=about(request),
            by=self.combination,
        )
        score = self._score(case, text, label=found.label, valence=found.valence)
        return replace(score, confidence=found.confidence, contradiction=found.contradiction)

    def _score(self, case: _Case, text: TextScore, *, label: Label, valence: float | None) -> Score:
        return Score(
            scorer=self.name,
            version=self.version,
            label=label,
            valence=valence,
            confidence=text.confidence,
            emotions=text.emotions,
            language=case.language,
            evidence=text.evidence,
            themes=self._themes(case, text),
        )


def _base(language: str | None) -> str:
    return (language or _USUAL).replace("_", "-").split("-")[0].casefold()


def _has_letters(text: str | None) -> bool:
    return any(map(str.isalpha, text or ""))


def _evidence(plain: PlainCase) -> tuple[str, ...]:
    return (plain.evidence,) if plain.evidence else ()


def _own(request: ToScore) -> float | None:
    """Return the rating if it is this answer's own; one that only leads it has a score of its own."""
    return None if request.led else request.rating


def _in_context(request: ToScore, told: TextScore) -> TextScore:
    """Add what the engine does not look at: emoji among words, and what the question asked for."""
    valence, emoji = told.valence, emoji_valence(request.text or "")
    if emoji is not None:
        return replace(told, valence=emoji if valence is None else (valence + emoji) / 2)
    if (
        wants(request) == "faults"
        and not _cannot_read(told)
        and abs(valence or 0.0) < WISH_BAND
        and not told.mixed
    ):
        return replace(told, valence=WISH, confidence=None)
    return told


def _cannot_read(told: TextScore) -> bool:
    # An engine that knows the language but no word of it says so with a confidence of nought.
    return told.valence is None and told.confidence is None


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
    return LABELS[Level.of(valence)]


def _is_unsure(text: TextScore) -> bool:
    return text.confidence is not None and text.confidence < UNSURE_BELOW
