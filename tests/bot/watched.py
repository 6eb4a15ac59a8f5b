"""A shop that is watched in tests: visits with scores, put into its store at once, and a clock that jumps."""

import asyncio
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from bot.app import App, Surroundings, open_app
from bot.watcher import Watcher
from bot.watching import Stream
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.question import Scale
from feedback.records import Answer, Customer, Interaction, Scored
from feedback.scorer import Score
from feedback.work import Changes, cell_of
from tests.bot.opening import settings_in

START = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
WEEK = timedelta(weeks=1)
LEVELS = (-2.0, -1.0, 0.0, 1.0, 2.0)
USUAL = (0.04, 0.08, 0.18, 0.40, 0.30)
"""How customers usually feel; 0.84 on average."""
DROPPED = (0.16, 0.16, 0.22, 0.28, 0.18)
"""The same after a drop of 0.68."""

JOURNEY = """
id: shop
title: Shop
languages: [en]
scorer: rating
policy: {min_customers: 5, quotes: consented}
stages:
  - id: buy
    title: Buy
    touchpoints: [{id: checkout, title: Checkout, survey: moment}]
  - id: get
    title: Get it
    touchpoints: [{id: courier, title: Courier, survey: moment}, {id: help, title: Help, survey: moment}]
surveys:
  - id: moment
    title: Moment
    questions: [{id: rate, kind: rating, ask: How was it?}]
"""
_STAGES = {"checkout": "buy", "courier": "get", "help": "get"}


class Watched:
    """The shop; what is said in it is said by new customers, evenly over a week."""

    def __init__(self, folder: Path, *, at: datetime = START) -> None:
        self.folder = folder
        self.clock = FakeClock(at)
        self.new_id = counting_ids()
        self.app = self.opened()
        self.watcher = self.watcher_of(self.app)

    def watcher_of(self, app: App) -> Watcher:
        """Return a watcher whose limits are made of a thousand years: quick, and near enough."""
        return Watcher(
            store=app.store,
            writer=app.writer,
            loaded=app.loaded,
            scorer=lambda: (app.scorer.name, app.scorer.version),
            now=self.clock.now,
            draws=1,
        )

    def opened(self, journey: str = JOURNEY) -> App:
        around = Surroundings(clock=self.clock, entropy=os.urandom, new_id=self.new_id)
        return open_app(settings_in(self.folder, journey=journey), around=around, channels=lambda *_: ())

    def restart(self, journey: str = JOURNEY) -> None:
        self.app.close()
        self.app = self.opened(journey)
        self.watcher = self.watcher_of(self.app)

    def say(
        self,
        values: Iterable[float],
        *,
        at: Sequence[datetime],
        touchpoint: str = "checkout",
        imported: bool = False,
        words: str | None = None,
        by: tuple[str, str] | None = None,
    ) -> None:
        """Let customers say something, one each, at these moments; `words` may hold the moment as `{at}`."""
        changes = Changes()
        for value, moment in zip(values, at, strict=True):
            self._add(changes, value, moment, touchpoint=touchpoint, imported=imported, words=words, by=by)
        self.app.store.save(changes, now=self.clock.now())

    def _add(
        self,
        changes: Changes,
        value: float,
        at: datetime,
        *,
        touchpoint: str,
        imported: bool,
        words: str | None,
        by: tuple[str, str] | None,
    ) -> None:
        customer = Customer(
            id=self.new_id(), external_id=None, name=None, language="en", timezone="UTC", attributes={},
            consent="given", created_at=at,
        )  # fmt: skip
        visit = Interaction(
            id=self.new_id(), source="test", source_id=self.new_id(), customer=customer.id, journey="shop",
            version="v1", stage=_STAGES[touchpoint], touchpoint=touchpoint, occurred_at=at, received_at=at,
            imported=imported,
        )  # fmt: skip
        answer = Answer(
            id=self.new_id(), session=None, interaction=visit.id, customer=customer.id, journey="shop",
            version="v1", stage=visit.stage, touchpoint=touchpoint, survey="moment", question="rate",
            kind="rating", revision=1, wording="How was it?", language="en", channel="web", answered_at=at,
            value=value + 3, choices=(), text=words and words.format(at=at), scale=Scale(low=1, high=5),
            valence=value, rated=True, skipped=False,
        )  # fmt: skip
        name, version = by or (self.app.scorer.name, self.app.scorer.version)
        score = Score(
            scorer=name, version=version, label="neutral", valence=value, confidence=None,
            emotions=None, language="en", evidence=(), themes=None,
        )  # fmt: skip
        changes.customers[customer.id] = customer
        changes.interactions.append(visit)
        changes.answers.append(answer)
        changes.scores.append(Scored(answer=answer.id, customer=customer.id, score=score, scored_at=at))
        changes.dirty.add(cell_of("shop", touchpoint, customer.id, at))

    def weeks(
        self,
        count: int,
        taste: Sequence[float] = USUAL,
        *,
        a_week: int = 20,
        seed: int = 1,
        touchpoint: str = "checkout",
        words: str | None = None,
    ) -> None:
        """Let weeks go by in which customers feel by `taste`, and watch after each."""
        rng = np.random.default_rng(seed)
        for _ in range(count):
            now = self.clock.now()
            values = rng.choice(LEVELS, size=a_week, p=taste).tolist()
            self.say(values, at=over_a_week(now, a_week), touchpoint=touchpoint, words=words)
            self.clock.advance(WEEK)
            self.watch()

    def watch(self) -> None:
        """Work until nothing is left to watch at this moment."""

        async def work() -> None:
            while await self.watcher.turn():
                continue

        asyncio.run(work())

    def stream(self, stage: str = "buy") -> Stream:
        return next(each for each in self.watcher.streams() if each.stage == stage)


def over_a_week(since: datetime, count: int) -> list[datetime]:
    return [since + WEEK * place / (count + 1) for place in range(1, count + 1)]


def as_at(stream: Stream) -> Stream:
    """Return a stream without how often it was written."""
    return replace(stream, revision=0)
