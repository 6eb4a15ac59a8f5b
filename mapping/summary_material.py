"""What a summary is told from: figures of two periods, alarms, pains, plans, and cases put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mapping.contrasts import Contrast
from mapping.disclosure import Disclosed
from mapping.interval import Share, wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A change of a stage that a monitor found, and since when: sizes on -2..+2, `sure` 0..1."""

    stage: str
    at: date
    earliest: date
    latest: date
    size: float
    low: float
    high: float
    sure: float
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurt:
    """A pain of the period: of the stage's `of` customers `customers` named it; `quote` may be shown."""

    stage: str
    theme: str
    customers: int
    of: int
    quote: str | None = None

    @property
    def reach(self) -> Share:
        """The share that named it; of nobody there is none."""
        found = wilson(self.customers, of=self.of)
        if found is None:
            raise ValueError("a pain of nobody has no reach")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Something to be done better; `done_on` is the day it was done, where that is known."""

    title: str
    stage: str
    theme: str | None
    status: str
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that a summary is told from. `titles` are those of stages, `themes` those of themes, by id.

    `changes` set the period beside the one before, over all and at each stage. `rescued` of the `said`
    customers with a case found it fixed. `asked` are the filters of the period as options of a command.
    """

    k: int
    shown: Disclosed
    before: Disclosed
    changes: Sequence[Contrast]
    standing: Sequence[Standing]
    hurts: Sequence[Hurt]
    hurt: Sequence[Hurt]
    """The pains of the period before."""
    plans: Sequence[Plan]
    said: int
    rescued: int
    titles: Mapping[str, str]
    themes: Mapping[str, str]
    since: date
    until: date
    asked: str = ""
    asked_before: str = ""
