"""What reports stand on in tests: a small shop whose customers, visits and scores a test makes up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from bot.filters import Among
from bot.grounds import FileGrounds
from bot.plugins import question_options
from bot.reporting import Query
from config.emotion import Level
from config.loader import LoadedJourney, read_journey
from config.weeks import monday_of
from feedback.case_figures import CaseFate
from mapping.columns import moment
from mapping.deliveries import DeliveryTable
from mapping.mention_table import MentionTable
from mapping.methods.events import EventTable
from mapping.table import LEVELS, ScoreTable

NOW = datetime(2026, 9, 30, 18, tzinfo=UTC)
START = datetime(2026, 7, 6, 9, tzinfo=UTC)  # a Monday

JOURNEY = """
id: shop
title: <b>Our</b> | shop
stages:
  - id: find
    title: Find it
    touchpoints:
      - {id: search, title: Search}
      - {id: advert, title: Advert, medium: social}
  - id: buy
    title: "=Buy & pay"
    target: 1.0
    touchpoints:
      - {id: checkout, title: Checkout, survey: pulse}
  - id: receive
    title: Receive 📦
    touchpoints:
      - {id: courier, title: Courier, where: offline, medium: courier}
      - {id: help, title: Help, medium: chat}
surveys:
  - id: pulse
    title: Pulse
    questions: [{id: felt, kind: rating, ask: How was it?}]
personas:
  - {id: regular, title: Regulars, rule: orders > 3}
  - {id: newcomer, title: Newcomers, rule: orders <= 3}
segments:
  - {id: dach, title: DACH, rule: 'country in ["DE", "AT", "CH"]'}
themes:
  - {id: waiting, title: Waiting, phrases: [we waited too long]}
opportunities:
  - {id: warn, title: Warn of delays, stage: receive, theme: waiting, owner: Ada, status: planned, effort: 2}
  - {id: tidy, title: <i>Tidy</i> up, stage: find}
campaigns:
  - {id: spring, title: Spring sale, medium: email, cost: 300}
  - {id: flyer, title: Flyer}
currency: EUR
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One customer at one touchpoint, so many hours after START, with how it felt (None: nobody asked)."""

    customer: str
    touchpoint: str
    hours: float
    score: float | None = None
    campaign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUp:
    """A source of figures that a test made up; `of` names the members of personas and segments."""

    loaded: LoadedJourney
    visits: Sequence[Visit] = ()
    of: dict[str, frozenset[str]] = field(default_factory=dict)
    scorer: tuple[str, str] = ("rating_only", "rating_only-1")

    def now(self) -> datetime:
        return NOW

    def events(self, query: Among) -> EventTable:
        rows = self._rows(query)
        media = {
            point.id: point.medium for stage in self.loaded.journey.stages for point in stage.touchpoints
        }
        return EventTable.of_columns(
            customer=[row.customer for row in rows],
            touchpoint=[row.touchpoint for row in rows],
            at=[moment(at(row)) for row in rows],
            score=[np.nan if row.score is None else row.score for row in rows],
            medium=[media[row.touchpoint] for row in rows],
            campaign=[row.campaign for row in rows],
        )

    def scores(self, query: Among) -> ScoreTable:
        rows = [row for row in self._rows(query) if row.score is not None]
        scores = np.array([row.score for row in rows], dtype=np.float64)
        ones = np.ones(len(rows), dtype=np.int64)
        levels = np.array([Level.of(score) + 2 for score in scores.tolist()], dtype=np.int64)
        return ScoreTable.of_columns(
            customer=[row.customer for row in rows],
            touchpoint=[row.touchpoint for row in rows],
            week=[np.datetime64(monday_of(at(row)), "D") for row in rows],
            answers=ones,
            rated=ones,
            rating_sum=scores,
            scored=ones,
            score_sum=scores,
            histogram=np.eye(len(LEVELS), dtype=np.int64)[levels],
            last_at=[moment(at(row)) for row in rows],
        )

    def deliveries(self, query: Among) -> DeliveryTable:
        return DeliveryTable.of(
            (row.customer, row.touchpoint, monday_of(at(row)), 1, int(row.score is not None))
            for row in self._rows(query)
        )

    def _rows(self, query: Among) -> list[Visit]:
        found = [row for row in self.visits if self._is_meant(row, query)]
        return sorted(found, key=lambda row: row.customer)

    def _is_meant(self, row: Visit, query: Among) -> bool:
        day = at(row).date()
        is_in_time = (query.since is None or day >= query.since) and (
            query.until is None or day <= query.until
        )
        wanted = [name for name in (query.persona, query.segment) if name]
        return is_in_time and all(row.customer in self.of.get(name, frozenset()) for name in wanted)


def at(visit: Visit) -> datetime:
    return START + timedelta(hours=visit.hours)


class Cared(FileGrounds):
    """A shop whose customers had the cases that a test made up."""

    def __init__(self, source: MadeUp, fates: Sequence[CaseFate]) -> None:
        super().__init__(source)
        self._fates = fates

    def cases(self, query: Query) -> Sequence[CaseFate]:
        return self._fates


class Overheard(FileGrounds):
    """A shop in which every low score came with words about one theme."""

    def mentions(self, query: Query) -> MentionTable | None:
        events = self.events(query)
        rows = np.flatnonzero(events.score < 0).tolist()
        return MentionTable.of_columns(
            customer=[events.customers[events.customer[row]] for row in rows],
            touchpoint=[events.touchpoints[events.touchpoint[row]] for row in rows],
            theme=["waiting"] * len(rows),
            at=events.at[rows],
            valence=events.score[rows],
            is_negative=[True] * len(rows),
            may_quote=[False] * len(rows),
            answer=[str(row) for row in rows],
            place=[0] * len(rows),
        )


def shop(folder: Path, visits: Sequence[Visit] = (), **of: frozenset[str]) -> FileGrounds:
    """Return the grounds of a shop with these visits; keywords name the members of a persona or segment."""
    return FileGrounds(made_up(folder, visits, **of))


def made_up(folder: Path, visits: Sequence[Visit], **of: frozenset[str]) -> MadeUp:
    """Return what a shop of these visits stands on."""
    file = folder / "journey.yaml"
    file.write_text(JOURNEY, encoding="utf-8")
    return MadeUp(loaded=read_journey(file, kinds=question_options()), visits=visits, of=of)


def lively(folder: Path, *, customers: int = 60, seed: int = 5) -> FileGrounds:
    """Return a shop full of customers."""
    return FileGrounds(bustle(folder, customers=customers, seed=seed))


def overheard(folder: Path, *, customers: int = 60) -> Overheard:
    """Return the same shop, with words heard."""
    return Overheard(bustle(folder, customers=customers))


def bustle(folder: Path, *, customers: int, seed: int = 5) -> MadeUp:
    """Return a shop where `customers` came by over twelve weeks; regulars are unhappy with the courier."""
    rng = np.random.default_rng(seed)
    visits: list[Visit] = []
    for number in range(customers):
        name, hours = f"c{number:03}", float(rng.uniform(0, 24 * 80))
        path = ["search", "checkout", "courier", "help"][: 2 + int(rng.integers(0, 3))]
        for step, point in enumerate(path):
            mood = -1.4 if point == "courier" and number % 2 else 0.7
            score = float(np.clip(np.round(rng.normal(mood, 0.8)), -2, 2))
            is_told = rng.uniform() < 0.8
            visits.append(
                Visit(
                    customer=name, touchpoint=point, hours=hours + 24 * step, score=score if is_told else None
                )
            )
    everybody = [f"c{number:03}" for number in range(customers)]
    return made_up(
        folder,
        visits,
        regular=frozenset(everybody[1::2]),
        newcomer=frozenset(everybody[::2]),
        dach=frozenset(everybody[: customers // 3]),
    )


def few(folder: Path) -> FileGrounds:
    """Return a shop of three customers: nothing may be told of them."""
    told = lively(folder, customers=3)
    assert told.min_customers > len(told.members())
    return told
