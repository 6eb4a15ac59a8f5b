"""Who may use a command now: whoever has one of its roles, and not too often."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.answering import refusal, too_often
from bot.command import Answer, Command
from feedback.errand import Errand
from feedback.rates import NOW, Rate, wait_after
from feedback.rights import Role

RATES: Mapping[Role, Rate] = {
    "customer": Rate(burst=20, every=timedelta(seconds=6)),
    "manager": Rate(burst=30, every=timedelta(seconds=2)),
    "agent": Rate(burst=60, every=timedelta(seconds=1)),
    "admin": Rate(burst=60, every=timedelta(seconds=1)),
}
"""How often a person may use commands, by role; what customers answer is no command, and never limited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Admits people to commands in a journey, by when they gave others: every process decides the same."""

    journey: str
    rates: Mapping[Role, Rate] = field(default_factory=lambda: RATES)

    def refused(self, command: Command, actor: Actor, errand: Errand, *, now: datetime) -> Answer | None:
        """Return what is said to whoever may not use it, or not now; what is tried anew counts once."""
        if not actor.rights.may(command.roles, journey=self.journey):
            return refusal(command, actor)
        wait = self._wait(actor, errand) - max(now - errand.at, NOW)
        return too_often(actor.language, wait) if wait > NOW else None

    def role(self, command: Command, actor: Actor) -> Role:
        """Return the role in which somebody uses a command: the least that will do, else customer."""
        return next((role for role in _roles(actor, self.journey) if role in command.roles), "customer")

    def _wait(self, actor: Actor, errand: Errand) -> timedelta:
        """Return how long they had to wait when they gave it, as told by what they had given before."""
        if errand.command.is_again:
            return NOW
        rate = min((self.rates[role] for role in _roles(actor, self.journey)), key=lambda rate: rate.every)
        return wait_after(errand.before, rate, now=errand.at)


def _roles(actor: Actor, journey: str) -> list[Role]:
    """Return the roles that somebody has in a journey, the least first."""
    return [role for role in RATES if actor.rights.may({role}, journey=journey)]
