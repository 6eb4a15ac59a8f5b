"""A small journey, a map for it, and an archive that keeps everything in memory."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.plugins import question_kinds, question_options
from config.journey import Journey
from config.loader import load_journey
from feedback.clock import FakeClock
from feedback.importing.loading import load_map
from feedback.importing.mapping import ImportMap
from feedback.importing.report import ImportReport
from feedback.importing.run import Progress, import_file
from feedback.question import Kinds
from feedback.records import Answer, Customer, Interaction, Scored
from feedback.scorer import Score, ToScore
from feedback.work import Cell, Changes, ImportProgress, Snapshot, Wanted

JOURNEY = """
id: shop
title: Shop
timezone: Europe/Vienna
stages:
  - id: buy
    title: Buy
    touchpoints:
      - { id: checkout, title: Checkout, survey: short }
      - { id: delivery, title: Delivery, survey: short }
  - id: leave
    title: Leave
    touchpoints: [{ id: exit, title: Exit }]
surveys:
  - id: short
    title: Short
    questions:
      - { id: rating, kind: rating, ask: How was it? }
      - { id: why, kind: text, about: reason, ask: Why?, most_characters: 6000 }
      - id: reasons
        kind: choices
        ask: What was it about?
        choices: [{ id: price, title: Price }, { id: speed, title: Speed }]
"""

MAP = """
source: tool
customer: Customer
source_id: Id
attributes: { plan: Plan }
touchpoint:
  column: Place
  values: { Checkout page: checkout, Courier: delivery }
occurred_at: { column: When, formats: ["%d/%m/%Y"] }
answers:
  - question: rating
    column: Stars
    missing: { "9": don't know }
  - question: why
    column: Words
    wording: { column: Asked }
"""

HEADER = "Id,Customer,Plan,Place,When,Stars,Asked,Words"


@dataclass(slots=True)
class MemoryArchive:
    """What importing needs of a store, kept in dicts a test can read; fails on demand before a save."""

    customers: dict[str, Customer] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    scores: dict[str, Scored] = field(default_factory=dict)
    dirty: set[Cell] = field(default_factory=set)
    runs: dict[tuple[str, str], ImportProgress] = field(default_factory=dict)
    others: int = 0
    saves: int = 0
    fail_at: int | None = None

    def load(self, wanted: Wanted) -> Snapshot:
        by_source = {(one.source, one.source_id): one.id for one in self.interactions.values()}
        by_external = {one.external_id: one.id for one in self.customers.values() if one.external_id}
        known = {name: by_external[name] for name in wanted.external_ids if name in by_external}
        visits = {name: by_source[name] for name in wanted.sources if name in by_source}
        return Snapshot(
            customers={each: self.customers[each] for each in known.values()},
            by_external_id=known,
            by_source=visits,
            interactions={each: self.interactions[each] for each in visits.values()},
        )

    def import_progress(self, file_hash: str, *, mapping_hash: str) -> ImportProgress | None:
        return self.runs.get((file_hash, mapping_hash))

    def save_import(self, changes: Changes, *, progress: ImportProgress, now: datetime) -> None:
        if self.saves == self.fail_at:
            raise KeyboardInterrupt
        self.saves += 1
        self.customers.update(changes.customers)
        assert self.interactions.keys().isdisjoint(one.id for one in changes.interactions)
        assert self.answers.keys().isdisjoint(one.id for one in changes.answers)
        self.interactions.update({one.id: one for one in changes.interactions})
        self.answers.update({one.id: one for one in changes.answers})
        self.scores.update({one.answer: one for one in changes.scores})
        self.dirty |= changes.dirty
        self.runs[progress.file_hash, progress.mapping_hash] = progress
        self.others += sum(
            map(
                len, (changes.decisions, changes.sessions, changes.timers, changes.outbox, changes.deliveries)
            )
        )

    def fingerprint(self, kind: str, *parts: str) -> str:
        return hashlib.sha256("\0".join((kind, *parts)).encode()).hexdigest()[:32]

    def everything(self) -> tuple[object, ...]:
        return (self.customers, self.interactions, self.answers, self.scores, self.dirty)


def judge(requests: Sequence[ToScore]) -> Sequence[Score]:
    """Give every answer its rating."""
    return [Score(scorer="fake", version="1", label="neutral", valence=one.rating) for one in requests]


@dataclass(slots=True, kw_only=True)
class Bench:
    """One import after the other into one archive, of files written on the spot."""

    folder: Path
    journey: Journey
    kinds: Kinds
    archive: MemoryArchive = field(default_factory=MemoryArchive)
    clock: FakeClock = field(default_factory=lambda: FakeClock(datetime(2026, 1, 5, 9, tzinfo=UTC)))

    @property
    def text(self) -> str:
        """The usual map, to be added to."""
        return MAP

    @property
    def journey_text(self) -> str:
        """The journey file."""
        return JOURNEY

    def write(self, *rows: str, header: str = HEADER, name: str = "answers.csv") -> Path:
        """Write a CSV file."""
        path = self.folder / name
        path.write_text("\n".join((header, *rows, "")), encoding="utf-8")
        return path

    def map(self, text: str = MAP) -> ImportMap:
        """Read a map."""
        return load_map(text, file="import.yaml", journey=self.journey, kinds=self.kinds)

    def run(
        self,
        path: Path,
        mapping: ImportMap | None = None,
        *,
        dry_run: bool = False,
        all_or_nothing: bool = False,
        chunk: int = 2,
        scoring: bool = True,
        progress: Progress = lambda _done, _rows: None,
    ) -> ImportReport:
        """Import a file."""
        return import_file(
            path,
            mapping or self.map(),
            store=self.archive,
            journey=self.journey,
            version="v1",
            kinds=self.kinds,
            judge=judge if scoring else None,
            clock=self.clock,
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            chunk=chunk,
            progress=progress,
        )


@pytest.fixture(scope="session")
def journey() -> Journey:
    return load_journey(JOURNEY, file="journey.yaml", kinds=question_options()).journey


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return question_kinds()


@pytest.fixture
def bench(tmp_path: Path, journey: Journey, kinds: Kinds) -> Bench:
    return Bench(folder=tmp_path, journey=journey, kinds=kinds)
