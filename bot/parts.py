"""What everything else is made from: the machine, the settings, the journey, its scorer, and the store."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from bot.keyring import open_keyring
from bot.plugins import question_options, scorers
from bot.scoring import LiveScorer, make_scorer
from config.errors import ConfigError, Problem
from config.loader import LoadedJourney, read_journey
from config.settings import Settings
from config.suggestion import suggest
from feedback.clock import Clock, SystemClock
from feedback.ids import NewId, new_id
from feedback.scorer import TextScorer
from feedback.scoring import Scorer
from feedback.store.open import open_store
from feedback.store.store import Store

Entropy = Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a program takes from the machine it runs on; tests and demos bring their own."""

    clock: Clock
    entropy: Entropy
    new_id: NewId


MACHINE = Surroundings(clock=SystemClock(), entropy=os.urandom, new_id=new_id)


@dataclass(frozen=True, slots=True)
class Parts:
    """What everything else is wired from."""

    settings: Settings
    loaded: LoadedJourney
    scorer: LiveScorer
    store: Store
    around: Surroundings


def open_parts(
    settings: Settings, *, around: Surroundings = MACHINE, journey: LoadedJourney | None = None
) -> Parts:
    """Open store and journey; raise `ConfigError` or `FeedbackError` for what the operator can put right."""
    loaded = journey or read_journey(settings.journey, kinds=question_options())
    engine = engine_of(loaded, file=str(settings.journey))
    keyring = open_keyring(settings, entropy=around.entropy)
    store = open_store(
        settings.database_url,
        keyring=keyring,
        workspace=settings.workspace,
        entropy=around.entropy,
        now=around.clock.now(),
    )
    scorer = LiveScorer(engine, loaded.journey, edits=lambda: store.theme_edits(loaded.journey.id))
    return Parts(settings, loaded, scorer, store, around)


def scorer_of(loaded: LoadedJourney, *, file: str) -> Scorer:
    """Return the journey's scorer, as the file has it; raise `ConfigError` where there is none."""
    return make_scorer(engine_of(loaded, file=file), loaded.journey)


def engine_of(loaded: LoadedJourney, *, file: str) -> TextScorer:
    """Return the engine that the journey names; raise `ConfigError` where there is none of that name."""
    name = loaded.journey.scorer
    if name in scorers():
        return scorers()[name]
    problem = Problem(
        file=file,
        line=0,
        column=0,
        path="scorer",
        what=f'"{name}" is no scorer',
        fix=suggest(name, scorers()),
    )
    raise ConfigError((problem,))
