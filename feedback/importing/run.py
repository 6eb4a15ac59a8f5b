"""The import itself: chunk after chunk, each in one transaction, and always from where it stopped."""

import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from config.journey import Journey
from feedback.clock import Clock
from feedback.desk import Desk
from feedback.errors import StaleError
from feedback.importing.files import Source, open_source
from feedback.importing.mapping import ImportMap
from feedback.importing.plan import Import, Planned, marked_import, plan, wanted
from feedback.importing.report import ImportReport, Outcome, Tally
from feedback.importing.understanding import Aside, Fingerprint, Understanding, Understood
from feedback.importing.visits import Overview, Settled, settle
from feedback.judging import Judge
from feedback.question import Kinds
from feedback.records import Scored
from feedback.work import Changes, ImportProgress, Snapshot, Wanted

CHUNK = 5_000
_TRIES = 3
_FILE_KEY = 16
_REMEMBERED = 1 << 17

Progress = Callable[[int, int], None]
"""Is told how many rows are done, of how many."""


class Archive(Protocol):
    """What importing needs of the store."""

    def load(self, wanted: Wanted) -> Snapshot:
        """Return what is known of the keys wanted."""

    def import_progress(self, file_hash: str, *, mapping_hash: str) -> ImportProgress | None:
        """Return how far that import has come, if it was begun."""

    def save_import(self, changes: Changes, *, progress: ImportProgress, now: datetime) -> None:
        """Write `changes` and `progress` together, or nothing."""

    def fingerprint(self, kind: str, *parts: str) -> str:
        """Return an id made of `parts` that without the workspace's key tells nothing of them."""


def import_file(
    path: Path,
    mapping: ImportMap,
    *,
    store: Archive,
    journey: Journey,
    version: str,
    kinds: Kinds,
    judge: Judge | None,
    clock: Clock,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    progress: Progress = lambda _done, _rows: None,
    chunk: int = CHUNK,
) -> ImportReport:
    """Bring the rows of `path` in; what was begun goes on, and what was done is not done again.

    Without a judge, answers wait for the next rescoring. Nobody is asked, alarmed or written to.
    """
    source = open_source(path, mapping)
    # Rows of one visit ask for the same ids again and again, and each costs a keyed hash.
    fingerprint = lru_cache(maxsize=_REMEMBERED)(store.fingerprint)
    state = _progress(source, mapping, journey=journey, store=store, clock=clock)
    if state.is_done:
        return Tally().report(path.name, source=mapping.source, outcome="already", encoding=source.encoding)
    reading = _read_through(source, mapping, journey=journey, kinds=kinds, fingerprint=fingerprint)
    refuse = all_or_nothing and not reading.is_sound
    run = marked_import(
        f"{state.file_hash}:{state.mapping_hash}",
        source=mapping.source,
        journey=journey.id,
        version=version,
        started_at=state.started_at,
        fingerprint=fingerprint,
    )
    writes = not (dry_run or refuse)
    work = _Work(reading=reading, run=run, store=store, judge=judge, clock=clock, state=state, writes=writes)
    with _collecting_by_chunk() as collect:
        for done in work.chunks(chunk):
            progress(done, reading.overview.rows)
            collect()
    outcome: Outcome = "nothing" if refuse else "dry_run" if dry_run else "written"
    return work.tally.report(
        path.name,
        source=mapping.source,
        outcome=outcome,
        encoding=source.encoding,
        resumed_after=state.rows_done,
    )


@contextmanager
def _collecting_by_chunk() -> Iterator[Callable[[], object]]:
    """Leave cycles lie until told to collect those of the last chunk.

    Records are in none, and the collector, looking again and again through all of a chunk's, took a tenth.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield lambda: gc.collect(0)
    finally:
        if was_on:
            gc.enable()


def _progress(
    source: Source, mapping: ImportMap, *, journey: Journey, store: Archive, clock: Clock
) -> ImportProgress:
    """Return how far this import has come; a new one has its first moment now."""
    mapping_hash = hashlib.sha256(f"{journey.id}\0{mapping.model_dump_json()}".encode()).hexdigest()
    begun = store.import_progress(source.sha256, mapping_hash=mapping_hash)
    return begun or ImportProgress(
        file_hash=source.sha256,
        mapping_hash=mapping_hash,
        rows_done=0,
        is_done=False,
        started_at=clock.now(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A file read through once: how its rows are understood, and what they say together."""

    source: Source
    understanding: Understanding
    overview: Overview

    @property
    def is_sound(self) -> bool:
        """Whether no row, and no cell of one, would be refused."""
        return not any(remark.fate == "refused" for row in self.rows() for remark in row.remarks)

    def rows(self) -> Iterator[Settled | Aside]:
        """Read the file once more, now knowing all of it."""
        for record in self.source.records():
            row = self.understanding.read(record)
            yield settle(row, self.overview) if isinstance(row, Understood) else row


def _read_through(
    source: Source, mapping: ImportMap, *, journey: Journey, kinds: Kinds, fingerprint: Fingerprint
) -> _Reading:
    understanding = Understanding(
        mapping,
        journey=journey,
        kinds=kinds,
        file_key=source.sha256[:_FILE_KEY],
        typed=source.typed,
        fingerprint=fingerprint,
    )
    overview = Overview(grouped=mapping.group_by is not None, named=mapping.source_id is not None)
    for record in source.records():
        overview.rows += 1
        row = understanding.glance(record) if overview.is_needed else None
        if row is not None:
            overview.note(row)
    return _Reading(source=source, understanding=understanding, overview=overview)


@dataclass(slots=True, kw_only=True)
class _Work:
    """A run under way."""

    reading: _Reading
    run: Import
    store: Archive
    judge: Judge | None
    clock: Clock
    state: ImportProgress
    writes: bool
    tally: Tally = field(default_factory=Tally)

    def chunks(self, size: int) -> Iterator[int]:
        """Handle chunk after chunk; yield how many rows are done."""
        for rows in self._cut(size):
            self._chunk(rows)
            yield rows[-1].number
        if self.writes:
            self._save(Changes(), replace(self.state, rows_done=self.reading.overview.rows, is_done=True))

    def _cut(self, size: int) -> Iterator[Sequence[Settled | Aside]]:
        """Cut the file into chunks; one ends where an earlier run stopped."""
        rows: list[Settled | Aside] = []
        for row in self.reading.rows():
            rows.append(row)
            if len(rows) == size or row.number == self.state.rows_done:
                yield rows
                rows = []
        if rows:
            yield rows

    def _chunk(self, rows: Sequence[Settled | Aside]) -> None:
        for attempt in range(1, _TRIES + 1):
            desk, planned = self._planned(rows)
            try:
                # What an earlier run has written is planned again only to be counted.
                if self.writes and rows[-1].number > self.state.rows_done:
                    self._score(desk, planned)
                    self._save(desk.changes, replace(self.state, rows_done=rows[-1].number))
            except StaleError:
                if attempt == _TRIES:
                    raise
                continue
            self._count(rows, planned)
            return

    def _planned(self, rows: Sequence[Settled | Aside]) -> tuple[Desk, Planned]:
        settled = [row for row in rows if isinstance(row, Settled)]
        snapshot = self.store.load(wanted(settled, self.run))
        desk = Desk(snapshot=snapshot, now=self.clock.now())
        return desk, plan(settled, desk, run=self.run)

    def _score(self, desk: Desk, planned: Planned) -> None:
        """Judge the answers of a chunk; this is slow, so it happens before the transaction."""
        if self.judge is None or not planned.brought:
            return
        scores = self.judge([one.to_score() for one in planned.brought])
        for one, score in zip(planned.brought, scores, strict=True):
            answer = one.answer
            desk.keep_score(
                Scored(answer=answer.id, customer=answer.customer, score=score, scored_at=desk.now)
            )

    def _save(self, changes: Changes, state: ImportProgress) -> None:
        self.store.save_import(changes, progress=state, now=self.clock.now())

    def _count(self, rows: Sequence[Settled | Aside], planned: Planned) -> None:
        fates = iter(planned.fates)
        for row in rows:
            self.tally.row(next(fates) if isinstance(row, Settled) else row.fate, row.remarks)
        answers = [one.answer for one in planned.brought]
        self.tally.records(planned.visits, answers, scored=len(answers) if self.judge and self.writes else 0)
