"""What is weighed before a customer is asked, and what may come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from config.facts import Fact
from config.journey import Journey, Policy, Stage, Survey, Touchpoint
from feedback.records import Asked, Customer, Interaction

Reason = Literal[
    "imported", "no_survey", "dated_ahead", "stale",
    "opted_out", "held", "vetoed", "unreachable", "no_consent", "open_case",
    "asked_once", "already_answered", "asked_enough", "not_sampled", "known_well",
    "paused", "not_yet", "conversation_running", "cooling_down", "over_cap", "over_budget", "quiet_hours",
]  # fmt: skip
"""Every reason not to ask (now), in the order in which they are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An interaction that may be asked about, with all that is known around it."""

    journey: Journey
    stage: Stage
    touchpoint: Touchpoint
    survey: Survey | None
    interaction: Interaction
    customer: Customer
    history: tuple[Asked, ...] = ()
    reachable: bool = True
    kept_from: tuple[str, str] | None = None
    """The channel of their chat, and another that works but that they have not allowed instead of it."""
    open_case: bool = False
    held: bool = False
    """Whether nothing may be asked of the customer until a person, who looks after them, says so."""
    busy: bool = False
    """Whether the customer is in the middle of answering another session."""
    by_hand: bool = False
    """Whether a colleague wants this one asked: our own thrift steps back, the customer's peace does not."""
    present: bool = False
    """Whether the customer came to us to say it, with a code from a counter say: it is now or never."""
    widths: Mapping[str, float | None] = field(default_factory=dict)
    """How wide the interval of each stage is on the map; none or absent where nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """Never ask about this interaction."""

    reason: Reason
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defer:
    """Do not ask yet; decide again at `until`."""

    reason: Reason
    until: datetime
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """A candidate that has a survey, weighed at one instant: what every rule looks at."""

    candidate: Candidate
    survey: Survey
    now: datetime

    @property
    def policy(self) -> Policy:
        """The policy of the candidate's journey."""
        return self.candidate.journey.policy

    @property
    def due_at(self) -> datetime:
        """When the survey should go out."""
        wait = timedelta(0) if self.candidate.by_hand else self.candidate.touchpoint.ask_after
        return after(self.candidate.interaction.occurred_at, wait)

    @property
    def fresh_for(self) -> timedelta:
        """How long it makes sense to ask."""
        own = self.candidate.touchpoint.fresh_for
        return self.policy.fresh_for if own is None else own

    @property
    def fresh_until(self) -> datetime:
        """The last instant at which it makes sense to ask."""
        return after(self.candidate.interaction.occurred_at, self.fresh_for)

    @property
    def same_survey(self) -> tuple[Asked, ...]:
        """The times this survey was put to the customer; two journeys may both have an `nps`."""
        journeys = ("", self.candidate.journey.id)
        return tuple(
            past
            for past in self.candidate.history
            if past.survey == self.survey.id and past.journey in journeys
        )


def after(instant: datetime, length: timedelta) -> datetime:
    """Return `instant` + `length` in elapsed time; in a zone of its own Python would add wall-clock time."""
    return instant.astimezone(UTC) + length


def iso(instant: datetime) -> str:
    """Write `instant` the one way facts have it: UTC, to the second."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")
