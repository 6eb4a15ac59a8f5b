"""Cases as somebody of ours may look at them: those of their team, and those shown in their room."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.actor import Actor
from bot.caring.words import CARE, CareKey
from bot.counter import Counter
from config import formats
from feedback.case_cards import called
from feedback.case_clocks import Terms, due_of, terms_of
from feedback.case_records import Agent, Case
from feedback.quiet import zone_of
from feedback.records import Customer
from feedback.work import Snapshot, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case with its customer, as far as there is still one, and all that is known around it."""

    case: Case
    customer: Customer | None
    around: Snapshot

    def who(self, language: str) -> str:
        """Return what a team calls the customer."""
        return called(self.customer, language)


async def look_at(counter: Counter, actor: Actor, case: str) -> Seen | None:
    """Return a case; None where there is none of that code that the actor may look at."""
    wanted = Wanted(cases=frozenset({case}), teams=True)
    found = await asyncio.to_thread(counter.store.load, wanted)
    known = found.cases.get(case)
    if known is None or not may_see(known, actor, found):
        return None
    return Seen(case=known, customer=found.customers.get(known.customer), around=found)


def may_see(case: Case, actor: Actor, around: Snapshot) -> bool:
    """Say whether a case is the actor's business: their team's, shown in their room, or of no room at all.

    The cases of a team that has no room are told to another team, which then sees to them.
    """
    if actor.rights.may({"agent"}, journey=case.journey, team=case.team):
        return True
    if not actor.rights.may({"agent"}, journey=case.journey):
        return False
    cards = around.cards.get(case.id, ())
    is_here = any((card.channel, card.address) == (actor.channel, actor.room) for card in cards)
    place = around.places.get(case.team or "")
    return is_here or place is None or not place.is_there


def agent_of(actor: Actor) -> Agent:
    """Return who acts, as a case keeps it."""
    return Agent(channel=actor.channel, address=actor.address, name=actor.name or "")


def zone_for(actor: Actor, counter: Counter) -> ZoneInfo:
    """Return the zone on whose clock somebody reads times."""
    return zone_of(actor.timezone, counter.loaded.journey.timezone)[0]


def when(at: datetime, actor: Actor, counter: Counter) -> str:
    """Write a moment on the actor's own clock."""
    return formats.moment(at.astimezone(zone_for(actor, counter)), actor.language)


def due(case: Case, terms: Terms) -> datetime | None:
    """Return when the next clock of a case runs out; None where none runs."""
    clocks = (clock for clock in (case.first_reply, case.resolve) if clock is not None)
    ends = [at for clock in clocks if (at := due_of(clock, terms=terms)) is not None]
    return min(ends, default=None)


def due_words(case: Case, actor: Actor, counter: Counter) -> str:
    """Say when something is due, on the actor's own clock."""
    at = due(case, terms_of(counter.loaded.journey))
    if at is None:
        return CARE.say("due_none", actor.language)
    key: CareKey = "due_over" if at <= counter.now() else "due_by"
    return CARE.say(key, actor.language, when=when(at, actor, counter))
