"""The part of the program that tells figures, without all who ask and listen: it opens in less time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bot.cartographer import Cartographer
from bot.parts import Parts, Surroundings, open_parts
from bot.plugins import question_options
from bot.publisher import Publisher
from bot.rescorer import Backlog, Rescorer
from bot.scoring import LiveScorer
from bot.watcher import Watcher
from config.loader import LoadedJourney
from config.settings import Settings
from config.version import journey_from_json
from feedback.grouping import GroupCommit
from feedback.store.store import Store
from feedback.work import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRoom:
    """Who judges and sums up what has come in, and tells of it; each when told to."""

    settings: Settings
    loaded: LoadedJourney
    around: Surroundings
    scorer: LiveScorer
    store: Store
    writer: GroupCommit
    rescorer: Rescorer
    cartographer: Cartographer
    publisher: Publisher
    watcher: Watcher

    def close(self) -> None:
        """Write what is still waiting, then let go of the database."""
        self.writer.close()
        self.store.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapWiring:
    """Who tells figures, each made with those they work with.

    `redrawn` is called when the map has changed, `handled` when something was judged.
    """

    parts: Parts
    writer: GroupCommit
    backlog: Backlog
    redrawn: Callable[[], None]
    handled: Callable[[], None]

    def now(self) -> datetime:
        """Tell the time."""
        return self.parts.around.clock.now()

    def cartographer(self, watcher: Watcher) -> Cartographer:
        """Make who draws the map, and tells those who watch it."""
        return Cartographer(
            store=self.parts.store,
            writer=self.writer,
            loaded=self.parts.loaded,
            scorer=self._scorer,
            now=self.now,
            changed=self.redrawn,
            unjudged=lambda: self.backlog.left,
            changes=watcher.changes,
        )

    def publisher(self) -> Publisher:
        """Make who draws maps for outsiders, from what was published."""
        return Publisher(
            store=self.parts.store,
            writer=self.writer,
            loaded=self.parts.loaded,
            scorer=self._scorer,
            now=self.now,
            unjudged=lambda: self.backlog.left,
        )

    def watcher(self) -> Watcher:
        """Make who notices when a stage becomes better or worse."""
        return Watcher(
            store=self.parts.store,
            writer=self.writer,
            loaded=self.parts.loaded,
            scorer=self._scorer,
            now=self.now,
            unjudged=lambda: self.backlog.left,
        )

    def rescorer(self, known: Callable[[], Known]) -> Rescorer:
        """Make who judges what was not judged yet, by the versions of the journey that are `known`."""
        return Rescorer(
            store=self.parts.store,
            writer=self.writer,
            journey=self.parts.loaded.journey,
            known=known,
            judge=self.parts.scorer.score,
            scorer=self._scorer,
            now=self.now,
            changed=self.handled,
            backlog=self.backlog,
            look_again=self.parts.scorer.look_again,
        )

    def _scorer(self) -> tuple[str, str]:
        return self.parts.scorer.name, self.parts.scorer.version


def open_map_room(settings: Settings) -> MapRoom:
    """Open store and journey, and who tells figures.

    Raises `ConfigError` or `FeedbackError` for what the operator can put right; nothing runs yet.
    """
    parts, writer = open_parts(settings), GroupCommit()
    wiring = MapWiring(parts=parts, writer=writer, backlog=Backlog(), redrawn=_nobody, handled=_nobody)
    watcher = wiring.watcher()
    return MapRoom(
        settings=settings,
        loaded=parts.loaded,
        around=parts.around,
        scorer=parts.scorer,
        store=parts.store,
        writer=writer,
        rescorer=wiring.rescorer(cache(lambda: versions_of(parts))),
        cartographer=wiring.cartographer(watcher),
        publisher=wiring.publisher(),
        watcher=watcher,
    )


def versions_of(parts: Parts) -> Known:
    """Recall every version of the journey that sessions were begun under."""
    return {
        kept.version: journey_from_json(kept.definition, question_options())
        for kept in parts.store.journey_versions(parts.loaded.journey.id)
    }


def _nobody() -> None:
    """Wake nobody: who works next is told."""
