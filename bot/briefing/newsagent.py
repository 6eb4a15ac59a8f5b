"""Who asks customers, once, whether they want to hear back: after a survey in which they named something."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.briefing.news import question
from bot.counter import Counter
from feedback.desk import Desk
from feedback.errors import StaleError
from feedback.grouping import GroupCommit
from feedback.hearing_back import HearBack, hash_of, may_be_asked
from feedback.ids import id_of
from feedback.posting import LAST, addressed, notice_prompt
from feedback.quiet import is_quiet, zone_of
from feedback.reachable import reachable_at
from feedback.records import Customer, OutboxItem
from feedback.work import Changes, Snapshot, Wanted

log = structlog.get_logger()

_FRESH = timedelta(days=1)
"""Who said something longer ago is not asked: it would come out of the blue."""

_REST = timedelta(minutes=2)
"""A survey is over so long before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsagent:
    """Asks where the policy wants it; each customer once, never in quiet hours or amid other things."""

    counter: Counter
    scorer: Callable[[], tuple[str, str]]
    writer: GroupCommit
    handled: Callable[[], None]

    async def turn(self) -> int:
        """Ask whoever may be asked now; return how many that were."""
        if not self.counter.loaded.journey.policy.hear_back:
            return 0
        found = await asyncio.to_thread(self._found)
        for item, note in found:
            await asyncio.wrap_future(self.writer.submit(self._save, (item, note)))
        if found:
            self.handled()
        return len(found)

    def _found(self) -> list[tuple[OutboxItem, HearBack]]:
        journey, now = self.counter.loaded.journey, self.counter.now()
        named = self._named(now)
        notes = self.counter.store.hear_back(journey.id, named)
        fresh = frozenset(each for each in named if may_be_asked(notes.get(each, ())))
        if not fresh:
            return []
        known = self.counter.store.load(Wanted(customers=fresh))
        return list(self._asking(fresh, known, now))

    def _named(self, now: datetime) -> frozenset[str]:
        """Return who complained of a theme of late, and has said nothing more for a while."""
        journey = self.counter.loaded.journey
        found = self.counter.store.read_mentions(
            journey.id, scorer=self.scorer(), since=now - _FRESH, until=now - _REST
        )
        rows = zip(found.customer, found.theme, found.is_negative.tolist(), strict=True)
        return frozenset(customer for customer, theme, is_negative in rows if theme and is_negative)

    def _asking(
        self, customers: frozenset[str], known: Snapshot, now: datetime
    ) -> Iterator[tuple[OutboxItem, HearBack]]:
        desk = Desk(snapshot=known, now=now)
        for each in sorted(customers):
            customer = known.customers.get(each)
            if customer is None or not self._may_ask(customer, desk, now):
                continue
            address = reachable_at(desk, self.counter.house, customer)
            if address is not None:
                yield self._ask(customer, (address.channel, address.address), now)

    def _may_ask(self, customer: Customer, desk: Desk, now: datetime) -> bool:
        journey = self.counter.loaded.journey
        zone, _ = zone_of(customer.timezone, journey.timezone)
        hours = journey.policy.quiet_hours
        is_resting = customer.stopped_at is not None or (
            customer.paused_until is not None and customer.paused_until > now
        )
        is_busy = bool(desk.open_sessions(customer.id)) or bool(desk.cases_of(customer.id))
        is_night = hours is not None and is_quiet(now, hours, zone)
        return not (is_resting or is_busy or is_night or customer.consent == "withdrawn")

    def _ask(self, customer: Customer, to: tuple[str, str], now: datetime) -> tuple[OutboxItem, HearBack]:
        """Return the question, under a name of its own, and the note that it was asked."""
        journey = self.counter.loaded.journey
        language = customer.language or journey.language
        words, choices = question(journey, language)
        prompt = notice_prompt(f"{id_of('hear', customer.id)}.1", words, language=language, buttons=choices)
        item = addressed(prompt, channel=to[0], address=to[1], customer=customer.id, at=now)
        note = HearBack(
            id=f"asked-{customer.id}",
            customer=customer.id,
            journey=journey.id,
            kind="asked",
            wording_hash=hash_of(words),
            channel=to[0],
            language=language,
            at=now,
        )
        return replace(item, priority=LAST), note

    def _save(self, many: Sequence[tuple[OutboxItem, HearBack]]) -> Sequence[None]:
        """Keep both; the same question asked again after a crash is the same message."""
        for item, note in many:
            try:
                self.counter.store.save(Changes(outbox=[item]), now=note.at)
                self.counter.store.add_hear_back([note])
            except StaleError:
                log.info("somebody_gone_is_not_asked")
        return [None] * len(many)
