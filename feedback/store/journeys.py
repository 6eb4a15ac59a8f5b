"""Journeys as they were: old sessions go on under the version they began with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from feedback.store.base import StoreBase
from feedback.store.sql import HERE, fixed, insert_new, micros, moment
from feedback.store.tables.asking import SESSION
from feedback.store.tables.workspace import JOURNEY_VERSION

_REMEMBER = insert_new("journey_version")
_VERSIONS = (
    select(JOURNEY_VERSION)
    .where(JOURNEY_VERSION.c.workspace == HERE, JOURNEY_VERSION.c.journey == bindparam("of"))
    .order_by(JOURNEY_VERSION.c.since, JOURNEY_VERSION.c.version)
)
_OPEN_AT = (
    select(SESSION.c.touchpoint, func.count().label("open"))
    .where(
        SESSION.c.workspace == HERE,
        SESSION.c.state == fixed("open"),
        SESSION.c.journey == bindparam("of"),
    )
    .group_by(SESSION.c.touchpoint)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptJourney:
    """One version of a journey as it was written down, and since when it is known."""

    journey: str
    version: str
    definition: str
    since: datetime


class JourneyStore(StoreBase):
    """For the composition root: which journeys there were."""

    def remember_journey(self, journey: str, version: str, definition: str, *, now: datetime) -> None:
        """Keep a version of a journey; one that is known already stays as it is."""
        row = {
            "workspace": self.workspace,
            "journey": journey,
            "version": version,
            "definition": definition,
            "since": micros(now),
        }
        with self._engines.writing() as connection:
            connection.execute(_REMEMBER, row)

    def journey_versions(self, journey: str) -> tuple[KeptJourney, ...]:
        """Return every version of a journey, oldest first."""
        with self._engines.reading() as connection:
            rows = connection.execute(_VERSIONS, self._here(of=journey)).all()
        return tuple(
            KeptJourney(
                journey=row.journey, version=row.version, definition=row.definition, since=moment(row.since)
            )
            for row in rows
        )

    def open_sessions_at(self, journey: str) -> Mapping[str, int]:
        """Count open sessions per touchpoint: a journey that drops one of these ends conversations."""
        with self._engines.reading() as connection:
            rows = connection.execute(_OPEN_AT, self._here(of=journey)).all()
        return {row.touchpoint: row.open for row in rows}
