"""Answers by the hundred thousand, written straight into the store: half a year of a busy company."""

from collections.abc import Sequence
from datetime import timedelta

from benchmarks.bench import NOON
from benchmarks.crowd import SURVEYED, WORDS
from bot.app import App
from feedback.question import Scale
from feedback.records import Answer, Customer, Delivery, Interaction, Scored, Session
from feedback.scorer import Label, Score
from feedback.work import Changes, cell_of

_VISITS_AT_ONCE = 2_000
_VISITS_EACH = 4
_MINUTES = 180 * 24 * 60
_STARS = 5
_LABELS: Sequence[Label] = ("very_negative", "negative", "neutral", "positive", "very_positive")


def fill(app: App, answers: int) -> None:
    """Write `answers`: visits of customers who come four times, half of the answers ratings, half words."""
    visits = answers // 2
    for first in range(0, visits, _VISITS_AT_ONCE):
        changes = Changes()
        for number in range(first, min(first + _VISITS_AT_ONCE, visits)):
            _Visit(app, number, visits).note(changes)
        app.store.save(changes, now=NOON)


class _Visit:
    """One customer at one touchpoint, asked and answered."""

    def __init__(self, app: App, number: int, visits: int) -> None:
        self._app, self._number = app, number
        self._customer = f"customer-{number // _VISITS_EACH}"
        self._id = f"visit-{number:08}"
        self._touchpoint = SURVEYED[number * 7 % len(SURVEYED)]
        self._stage = app.loaded.journey.stages[number * 7 % len(SURVEYED) // 2].id
        self._at = NOON - timedelta(minutes=_MINUTES * number // visits)
        self._stars = (number * 31 + number // 97) % _STARS + 1

    def note(self, changes: Changes) -> None:
        """Enter all that is remembered of it."""
        if self._number % _VISITS_EACH == 0:
            changes.customers[self._customer] = Customer(
                id=self._customer, external_id=self._customer, consent="given", created_at=self._at
            )
        changes.interactions.append(self._interaction())
        session = self._session()
        changes.sessions[session.id] = session
        changes.deliveries.append(self._delivery())
        for answer in (self._rating(), self._words()):
            changes.answers.append(answer)
            changes.scores.append(self._scored(answer))
        cell = cell_of(self._app.loaded.journey.id, self._touchpoint, self._customer, self._at)
        changes.dirty.add(cell)

    def _interaction(self) -> Interaction:
        return Interaction(
            id=self._id, source="archive", source_id=self._id, customer=self._customer,
            journey=self._app.loaded.journey.id, version=self._app.loaded.version, stage=self._stage,
            touchpoint=self._touchpoint, occurred_at=self._at, received_at=self._at,
        )  # fmt: skip

    def _session(self) -> Session:
        return Session(
            id=self._id, customer=self._customer, interaction=self._id,
            journey=self._app.loaded.journey.id, version=self._app.loaded.version, survey="visit",
            stage=self._stage, touchpoint=self._touchpoint, channel="web", address=self._customer,
            language="en", state="complete", started_at=self._at, expires_at=self._at, finished_at=self._at,
        )  # fmt: skip

    def _delivery(self) -> Delivery:
        return Delivery(
            prompt=f"{self._id}.1", session=self._id, customer=self._customer,
            journey=self._app.loaded.journey.id, stage=self._stage, touchpoint=self._touchpoint,
            channel="web", shown_at=self._at, first=True,
        )  # fmt: skip

    def _rating(self) -> Answer:
        scale = Scale(low=1, high=_STARS, best="high")
        return self._answer("feeling", value=self._stars, scale=scale, valence=self._stars - 3.0)

    def _words(self) -> Answer:
        return self._answer("why", text=WORDS[self._number % len(WORDS)])

    def _answer(
        self,
        question: str,
        *,
        value: float | None = None,
        scale: Scale | None = None,
        valence: float | None = None,
        text: str | None = None,
    ) -> Answer:
        return Answer(
            id=f"{self._id}-{question}", session=self._id, interaction=self._id, customer=self._customer,
            journey=self._app.loaded.journey.id, version=self._app.loaded.version, stage=self._stage,
            touchpoint=self._touchpoint, survey="visit", question=question,
            kind="text" if text else "rating", revision=1, wording="How was it?", language="en",
            channel="web", answered_at=self._at, value=value, text=text, scale=scale, valence=valence,
            rated=text is None,
        )  # fmt: skip

    def _scored(self, answer: Answer) -> Scored:
        scorer = self._app.scorer  # whoever else had judged, all would be judged anew before a map is drawn
        valence = self._stars - 3.0
        return Scored(
            answer=answer.id, customer=self._customer, scored_at=self._at,
            score=Score(
                scorer=scorer.name, version=scorer.version, label=_LABELS[self._stars - 1],
                valence=valence, language="en",
            ),
        )  # fmt: skip
