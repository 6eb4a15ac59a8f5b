"""Who sends digests that are due; the rows are the schedule, and whoever ticks only looks at them."""

import asyncio
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from bot.actor import Actor
from bot.admission import Admission
from bot.answering import Place, outgoing
from bot.asking.desk import READERS
from bot.briefing.digests import compose
from bot.counter import Counter
from bot.plugins import commands
from bot.rights import Person, RightsDesk
from feedback.audit import AuditEntry, Outcome
from feedback.errors import StaleError
from feedback.grouping import GroupCommit
from feedback.rights import Rights
from feedback.schedules import Schedule, sent, slot_of, told_since
from feedback.work import Changes, Wanted

log = structlog.get_logger()

_AT_ONCE = 8
_TRIES = 3
_PRIORITY = 5
"""A digest waits for whoever is answered just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digester:
    """Sends each digest once: it has one name, under which the outbox takes it once at most."""

    counter: Counter
    rights: RightsDesk
    writer: GroupCommit
    handled: Callable[[], None]
    _failures: Tally[str] = field(default_factory=Tally)

    async def turn(self) -> int:
        """Send what is due and return how much that was; after a long silence it is one of each."""
        journey, now = self.counter.loaded.journey.id, self.counter.now()
        due = await asyncio.to_thread(self.counter.store.due_schedules, journey, now=now, limit=_AT_ONCE)
        for schedule in due:
            await self._see_to(schedule, now)
        return len(due)

    async def _see_to(self, schedule: Schedule, now: datetime) -> None:
        """Send one; one that fails again and again is left out this time."""
        try:
            await self._send(schedule, now)
        except Exception as error:  # noqa: BLE001 - one digest must not keep the others
            self._failures[slot_of(schedule)] += 1
            log.warning("digest_failed", schedule=schedule.id, error=type(error).__name__)
            if self._failures[slot_of(schedule)] < _TRIES:
                return
        self._failures.pop(slot_of(schedule), None)
        quiet = self.counter.loaded.journey.policy.quiet_hours
        after = sent(schedule, now=now, quiet=quiet)
        await asyncio.to_thread(self.counter.store.move_schedule, schedule, after)

    async def _send(self, schedule: Schedule, now: datetime) -> None:
        found = await asyncio.to_thread(self._whose, schedule)
        if found is None:
            log.info("digest_reaches_nobody", schedule=schedule.id)
            return
        actor, place = found
        person = Person(channel=actor.channel, address=actor.address, kept_as=(actor.id,), team=actor.team)
        actor = replace(actor, rights=await self.rights.rights_of(person))
        if not actor.rights.may(READERS, journey=schedule.journey):
            log.info("digest_not_for_them", schedule=schedule.id)
            await self._write(Changes(audit=[self._entry(actor, now, outcome="refused")]))
            return
        answer = await compose(self.counter, actor, since=told_since(schedule))
        items = outgoing(answer, actor, place, at=now, new_id=lambda: slot_of(schedule))
        await self._write(
            Changes(
                outbox=[replace(item, priority=_PRIORITY) for item in items],
                audit=[self._entry(actor, now, outcome="done")],
            )
        )
        self.handled()

    async def _write(self, changes: Changes) -> None:
        await asyncio.wrap_future(self.writer.submit(self._save, changes))

    def _entry(self, actor: Actor, now: datetime, *, outcome: Outcome) -> AuditEntry:
        """Return what the audit log keeps: what comes by itself is seen as what is asked for is."""
        role = Admission(journey=self.counter.loaded.journey.id).role(commands()["digest"], actor)
        return AuditEntry(at=now, who=actor.id, role=role, command="digest", outcome=outcome)

    def _whose(self, schedule: Schedule) -> tuple[Actor, Place] | None:
        """Return who wanted it and where it goes; None where nothing reaches that any more."""
        goes_to = schedule.room or schedule.customer
        wanted = Wanted(customers=frozenset({schedule.customer, goes_to}))
        known = self.counter.store.load(wanted)
        own, there = (
            next(
                (
                    each.address
                    for each in known.addresses_of.get(kept, ())
                    if each.channel == schedule.channel and each.gone_at is None
                ),
                None,
            )
            for kept in (schedule.customer, goes_to)
        )
        person = known.customers.get(schedule.customer)
        if own is None or there is None or person is None or person.stopped_at is not None:
            return None
        actor = Actor(
            id=schedule.customer,
            channel=schedule.channel,
            address=own,
            language=schedule.language,
            timezone=schedule.timezone,
            rights=Rights(),
            name=person.name,
            room=None if schedule.room is None else there,
            team=self._team(schedule),
        )
        place = Place(
            channel=schedule.channel,
            address=there,
            customer=goes_to,
            is_room=schedule.room is not None,
        )
        return actor, place

    def _team(self, schedule: Schedule) -> str | None:
        """Return the team whose room it goes to, if it still is one's: who speaks there belongs to it."""
        teams = self.counter.store.teams() if schedule.room is not None else ()
        return next((each.team.name for each in teams if each.team.room == schedule.room), None)

    def _save(self, many: Sequence[Changes]) -> Sequence[None]:
        for changes in many:
            try:
                self.counter.store.save(changes, now=self.counter.now())
            except StaleError:
                log.info("digest_for_somebody_gone")
        return [None] * len(many)
