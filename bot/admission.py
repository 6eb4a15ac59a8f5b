"""Who may use a command now: whoever has one of its roles, and not too often."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.answering import refusal, too_often
from bot.command import Answer, Command
from feedback.rates import NOW, Bucket, Rate, take
from feedback.rights import Role

RATES: Mapping[Role, Rate] = {
    "customer": Rate(burst=20, every=timedelta(seconds=6)),
    "manager": Rate(burst=30, every=timedelta(seconds=2)),
    "agent": Rate(burst=60, every=timedelta(seconds=1)),
    "admin": Rate(burst=60, every=timedelta(seconds=1)),
}
"""How often a person may use commands, by role; what customers answer is no command, and never limited."""

_MOST = 10_000
"""Of how many people it is remembered how often they came; whoever is forgotten may come afresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Admits people to commands in a journey; remembers how often they came, in this process alone."""

    journey: str
    rates: Mapping[Role, Rate] = field(default_factory=lambda: RATES)
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    def refused(self, command: Command, actor: Actor, *, now: datetime, is_anew: bool) -> Answer | None:
        """Return what is said to whoever may not use it, or not now; what is tried anew counts once."""
        if not actor.rights.may(command.roles, journey=self.journey):
            return refusal(command, actor)
        wait = NOW if is_anew else self._wait(actor, now)
        return too_often(actor.language, wait) if wait > NOW else None

    def role(self, command: Command, actor: Actor) -> Role:
        """Return the role in which somebody uses a command: the least that will do, else customer."""
        return next((role for role in _roles(actor, self.journey) if role in command.roles), "customer")

    def _wait(self, actor: Actor, now: datetime) -> timedelta:
        rate = min((self.rates[role] for role in _roles(actor, self.journey)), key=lambda rate: rate.every)
        bucket, wait = take(self._buckets.get(actor.id), rate, now=now)
        self._buckets[actor.id] = bucket
        self._buckets.move_to_end(actor.id)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return wait


def _roles(actor: Actor, journey: str) -> list[Role]:
    """Return the roles that somebody has in a journey, the least first."""
    return [role for role in RATES if actor.rights.may({role}, journey=journey)]
