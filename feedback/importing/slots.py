"""One answer of a row: found, missing for a reason, or not to be understood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from config.journey import Journey, Question
from feedback.importing.mapping import Ends, ImportedAnswer, Pick, key
from feedback.prompts import Reply
from feedback.question import Kinds, Misfit, MisfitReason, Parsed, QuestionKind, Scale

_SHORT = 40
_BLANKS = 10
"""How many blanks too many a cell may have and still be known as missing."""

_REMEMBERED = 10_000

_MISFITS: Mapping[MisfitReason, str] = {
    "not_a_choice": "is none of the question's choices",
    "too_many_choices": "names more choices than the question allows",
    "not_a_number": "is no number",
    "out_of_range": "lies outside the scale",
    "empty": "is empty",
    "too_long": "is longer than the question allows",
}
_UNNAMED = "is no value the map names"
_EMPTY = "is empty"
FREE = "text"
"""The kind whose answers are words, not taps."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer understood, with the words it was asked in."""

    slot: "Slot"
    asked: "Asked"
    parsed: Parsed
    wording: str
    language: str


@dataclass(frozen=True, slots=True)
class Missing:
    """No answer: the cell is empty, or holds what the map calls missing."""

    reason: str


@dataclass(frozen=True, slots=True)
class Misread:
    """An answer that cannot be understood."""

    reason: str


Outcome = Found | Missing | Misread


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one touchpoint's survey asks it."""

    survey: str
    question: Question
    kind: QuestionKind


@dataclass(frozen=True, slots=True)
class Choice:
    """A `Pick` made ready: where its cell stands and what its values mean."""

    always: str
    at: int | None
    values: Mapping[str, str]

    def read(self, cells: Sequence[str]) -> str | None:
        """Return our word for the cell; None where the map does not name it, or nothing stands there."""
        if self.at is None:
            return self.always
        cell = cells[self.at].strip()
        return self.values.get(key(cell)) if self.values else cell or None


def choice(pick: Pick, columns: Sequence[str]) -> Choice:
    """Make `pick` ready for rows whose cells stand in the order of `columns`."""
    at = columns.index(pick.column) if pick.column is not None else None
    return Choice(pick.always or "", at, _keyed(pick.values))


@dataclass(slots=True)
class Slot:
    """One `answers` entry of the map made ready for the rows of one file."""

    number: int
    spec: ImportedAnswer
    at: int
    asked: Mapping[str, Asked]
    wording: Choice | None
    language: Choice | None
    fallback: str
    default: str
    only: tuple[tuple[int, frozenset[str]], ...]
    values: Mapping[str, str]
    missing: Mapping[str, str]
    longest_missing: int
    _wordings: dict[tuple[str, str], str] = field(default_factory=dict)
    _known: dict[tuple[str, str, str, str | None], Outcome] = field(default_factory=dict)

    @property
    def once(self) -> bool:
        """Whether all rows of a group give this answer together, once."""
        return self.spec.each == "group"

    @property
    def is_free(self) -> bool:
        """Whether only words are expected here, which tell nothing of other rows."""
        return all(asked.question.kind == FREE for asked in self.asked.values())

    def read(self, cells: Sequence[str], *, touchpoint: str) -> Outcome | None:
        """Return what the row says here; None where this entry is not about such rows."""
        asked = self.asked.get(touchpoint)
        if asked is None:
            return None
        for at, allowed in self.only:
            if key(cells[at]) not in allowed:
                return None
        cell = cells[self.at].strip()
        language = (self.language.read(cells) if self.language else None) or self.fallback
        words = self.wording.read(cells) if self.wording else None
        if len(cell) > _SHORT:
            return self._outcome(cell, asked, words, touchpoint=touchpoint, language=language)
        # Taps repeat by the thousand.
        name = (cell, touchpoint, language, words)
        outcome = self._known.get(name)
        if outcome is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            outcome = self._outcome(cell, asked, words, touchpoint=touchpoint, language=language)
            self._known[name] = outcome
        return outcome

    def _outcome(
        self, cell: str, asked: Asked, words: str | None, *, touchpoint: str, language: str
    ) -> Outcome:
        reason = self.missing.get(key(cell)) if len(cell) <= self.longest_missing else None
        if reason is not None or not cell:
            return Missing(reason or _EMPTY)
        parsed = self._understand(cell, asked, language)
        if isinstance(parsed, Misread):
            return parsed
        return Found(self, asked, parsed, words or self._worded(asked, touchpoint, language), language)

    def _worded(self, asked: Asked, touchpoint: str, language: str) -> str:
        """Return the question's own words."""
        name = (touchpoint, language)
        if name not in self._wordings:
            self._wordings[name] = asked.question.ask.wording(language, default=self.default)
        return self._wordings[name]

    def _understand(self, cell: str, asked: Asked, language: str) -> Parsed | Misread:
        parts = _parts(cell, self.spec.split)
        said = [self.values.get(key(part), "") for part in parts] if self.values else parts
        if not all(said):
            return Misread(_UNNAMED)
        if self.spec.scale is not None:
            return _on_scale(said[0], self.spec.scale)
        # What the map names is as sure as a tap; anything else is typed words, which the kind may still know.
        tapped = (self.spec.split or self.values) and asked.question.kind != FREE
        reply = Reply(choices=tuple(said)) if tapped else Reply(text=said[0])
        parsed = asked.kind.parse(asked.question, reply, language=language)
        return Misread(_MISFITS[parsed.reason]) if isinstance(parsed, Misfit) else parsed


def slots_of(
    answers: Sequence[ImportedAnswer],
    *,
    columns: Sequence[str],
    journey: Journey,
    kinds: Kinds,
    language: str,
) -> tuple[Slot, ...]:
    """Make the map's answers ready for rows whose cells stand in the order of `columns`."""
    return tuple(
        Slot(
            number=number,
            spec=spec,
            at=columns.index(spec.column),
            asked=dict(places_of(spec.question, journey=journey, kinds=kinds)),
            wording=choice(spec.wording, columns) if spec.wording else None,
            language=choice(spec.language, columns) if spec.language else None,
            fallback=language,
            default=journey.language,
            only=tuple(
                (columns.index(name), frozenset(map(key, words))) for name, words in spec.only.items()
            ),
            values=_keyed(spec.values),
            missing=_keyed(spec.missing),
            longest_missing=max((len(value) for value in spec.missing), default=-1) + _BLANKS,
        )
        for number, spec in enumerate(answers)
    )


def places_of(question_id: str, *, journey: Journey, kinds: Kinds) -> Iterator[tuple[str, Asked]]:
    """Yield every touchpoint whose survey asks `question_id`, and how."""
    for stage in journey.stages:
        for touchpoint in stage.touchpoints:
            survey = journey.survey(touchpoint.survey) if touchpoint.survey else None
            question = survey.question(question_id) if survey else None
            if survey and question and question.kind in kinds:
                yield touchpoint.id, Asked(survey.id, question, kinds[question.kind])


def _on_scale(said: str, ends: Ends) -> Parsed | Misread:
    try:
        value = float(said)
    except ValueError:
        return Misread(_MISFITS["not_a_number"])
    if not ends.low <= value <= ends.high:
        return Misread(_MISFITS["out_of_range"])
    scale = Scale(low=ends.low, high=ends.high, best=ends.best)
    return Parsed(value=value, scale=scale, valence=scale.valence(value), rated=True)


def _parts(cell: str, split: str | None) -> list[str]:
    return [cell] if split is None else [part.strip() for part in cell.split(split) if part.strip()]


def _keyed(words: Mapping[str, str]) -> dict[str, str]:
    return {key(name): word for name, word in words.items()}
