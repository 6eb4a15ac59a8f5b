"""Who is at an address: looked up on its platform when somebody is first met, or is first to be asked."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.channel import Channel, Profile, Recognises
from feedback.intake import UNKNOWN, CustomerFacts, Met, Presumed, Touch
from feedback.records import Customer
from feedback.work import Snapshot, Wanted

log = structlog.get_logger()

Named = tuple[str, str]
"""A channel and an address."""

_GOOD_FOR = timedelta(days=1)
"""So long what a platform told of somebody is not asked for again."""

_AGAIN_AFTER = timedelta(minutes=10)
"""So long it is not asked again where it told nothing."""

_PATIENCE = timedelta(seconds=2)
"""So long an interaction or a reply waits for it at most; who they are is then learnt another time."""

_MOST = 100_000


class Loads(Protocol):
    """What is needed of the store."""

    def load(self, wanted: Wanted) -> Snapshot:
        """Return what is known of the keys wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of the person at an address: what stands for them, and what their platform says."""

    person: str
    profile: Profile

    def presumed(self, *, address: str) -> Presumed:
        """Return it as the service takes it; `address` is where they speak now."""
        own = () if self.person == address else (self.person,)
        return Presumed(
            name=self.profile.name,
            language=self.profile.language,
            timezone=self.profile.timezone,
            known_as=(*own, *self.profile.known_as),
        )


class Introducer:
    """Looks people up, once and not for long; only on channels whose platform says who somebody is."""

    def __init__(
        self,
        *,
        store: Loads,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        patience: timedelta = _PATIENCE,
    ) -> None:
        self._store = store
        self._by_name = {
            name: channel for name, channel in channels.items() if isinstance(channel, Recognises)
        }
        self._now = now
        self._patience = patience
        self._met: OrderedDict[Named, datetime] = OrderedDict()

    async def met(self, where: Iterable[Named]) -> Sequence[Met]:
        """Return who is at these addresses, as far as that is news."""
        fresh = self._fresh(where)
        if not fresh:
            return ()
        found = await self._load(Wanted(addresses=frozenset((*fresh, *fresh.values()))))
        lacking = [named for named in fresh if _lacks(found, named)]
        told = await self._look_up(lacking, {named: fresh[named][1] for named in fresh})
        self._remember(set(fresh) - set(lacking), for_=_GOOD_FOR)
        return [
            self._met_at(named, one)
            for named, one in told.items()
            if one.profile != Profile() or one.person != named[1]
        ]

    def forget(self, named: Named) -> None:
        """Ask again next time: what was told of somebody was told for nothing, as nobody was kept yet."""
        self._met.pop(named, None)

    def is_news(self, named: Named) -> bool:
        """Say whether who is at an address has not been looked up lately."""
        until = self._met.get(named)
        return (until is None or until <= self._now()) and bool(self._fresh([named]))

    async def introduced(self, touches: Sequence[Touch]) -> Sequence[Touch]:
        """Return the touches with what the platforms tell of customers of whom we know too little."""
        if not self._by_name or not any(touch.customer.addresses for touch in touches):
            return touches
        touches = [replace(touch, customer=self._spoken_from(touch.customer)) for touch in touches]
        fresh = self._fresh(named for touch in touches for named in touch.customer.addresses)
        if not fresh:
            return touches
        external = frozenset(touch.customer.external_id for touch in touches)
        found = await self._load(Wanted(addresses=frozenset(fresh), external_ids=external))
        lacking = [
            named
            for touch in touches
            for named in touch.customer.addresses
            if named in fresh and not _tells_enough(touch.customer, found)
        ]
        told = await self._look_up(lacking, {named: fresh[named][1] for named in fresh})
        return [replace(touch, customer=_with(touch.customer, told)) for touch in touches]

    def _fresh(self, where: Iterable[Named]) -> Mapping[Named, Named]:
        """Return those that have not been looked up lately, each with what stands for the person."""
        now, fresh = self._now(), {}
        for channel, address in where:
            person = self._person(channel, address)
            if person is not None and self._met.get((channel, address), now) <= now:
                fresh[channel, address] = (channel, person)
        return fresh

    def _person(self, channel: str, address: str) -> str | None:
        recognises = self._by_name.get(channel)
        return None if recognises is None else recognises.person(address)

    def _spoken_from(self, facts: CustomerFacts) -> CustomerFacts:
        """Return the facts with the addresses from which the customer may speak besides."""
        persons = ((channel, self._person(channel, address)) for channel, address in facts.addresses)
        more = [(channel, person) for channel, person in persons if person is not None]
        return replace(facts, spoken_from=tuple(each for each in more if each not in facts.addresses))

    async def _load(self, wanted: Wanted) -> Snapshot:
        return await asyncio.to_thread(self._store.load, wanted)

    async def _look_up(self, lacking: Collection[Named], persons: Mapping[Named, str]) -> dict[Named, Told]:
        """Ask the platforms; whoever they tell nothing of is known by what stands for them alone."""
        asked = dict.fromkeys(lacking)
        profiles = await self._answers({named: self._asked(named) for named in asked})
        self._remember(profiles, for_=_GOOD_FOR)
        self._remember(asked.keys() - profiles.keys(), for_=_AGAIN_AFTER)
        return {
            named: Told(person=persons[named], profile=profiles.get(named) or Profile()) for named in asked
        }

    async def _answers(self, asked: Mapping[Named, Awaitable[Profile | None]]) -> dict[Named, Profile]:
        tasks = {named: asyncio.ensure_future(each) for named, each in asked.items()}
        if tasks:
            await asyncio.wait(tasks.values(), timeout=self._patience.total_seconds())
        answers = {named: task.result() for named, task in tasks.items() if task.done()}
        for task in tasks.values():
            task.cancel()
        return {named: profile for named, profile in answers.items() if profile is not None}

    async def _asked(self, named: Named) -> Profile | None:
        channel, address = named
        try:
            return await self._by_name[channel].look_up(address)
        except Exception as error:  # noqa: BLE001 - who they are can wait; what they did must not
            log.warning("nobody_looked_up", channel=channel, error=type(error).__name__)
            return None

    def _remember(self, named: Iterable[Named], *, for_: timedelta) -> None:
        until = self._now() + for_
        for each in named:
            self._met[each] = until
            self._met.move_to_end(each)
        while len(self._met) > _MOST:
            self._met.popitem(last=False)

    def _met_at(self, named: Named, told: Told) -> Met:
        channel, address = named
        return Met(
            channel=channel,
            address=address,
            presumed=told.presumed(address=address),
            at=self._now(),
            is_asked_here=told.person == address,
        )


def introducing(
    introducer: Introducer, handle: Callable[[Sequence[Met]], Awaitable[object]]
) -> Callable[[str, str], Awaitable[Presumed]]:
    """Return what looks somebody up and lets the service know, which `handle`s it, before it tells."""

    async def introduced(channel: str, address: str) -> Presumed:
        met = await introducer.met([(channel, address)])
        await handle(met)
        return met[0].presumed if met else UNKNOWN

    return introduced


def _lacks(found: Snapshot, named: Named) -> bool:
    """Say whether we do not know who is at an address, or not yet enough of them."""
    address = found.addresses.get(named)
    customer = found.customers.get(address.customer) if address else None
    return customer is None or not _is_known(customer)


def _is_known(customer: Customer) -> bool:
    return customer.timezone is not None and customer.language is not None


def _tells_enough(facts: CustomerFacts, found: Snapshot) -> bool:
    """Say whether there is nothing that a platform could add: neither to the person nor to the place."""
    known = found.customers.get(found.by_external_id.get(facts.external_id, ""))
    timezone = facts.timezone or (known.timezone if known else None)
    language = facts.language or (known.language if known else None)
    is_placed = all(named in found.addresses for named in facts.addresses)
    return is_placed and timezone is not None and language is not None


def _with(facts: CustomerFacts, told: Mapping[Named, Told]) -> CustomerFacts:
    """Return the facts with what was told of any of the customer's addresses; some are put right by it."""
    profiles = [told[named].profile for named in facts.addresses if named in told]
    if not profiles:
        return facts
    real = {named: told[named].profile.address for named in facts.addresses if named in told}
    addresses = tuple((channel, real.get((channel, at)) or at) for channel, at in facts.addresses)
    names = [each for each in facts.addresses if each not in addresses]
    return replace(
        facts,
        addresses=addresses,
        spoken_from=(*facts.spoken_from, *names),
        presumed=Presumed(
            name=_first(profile.name for profile in profiles),
            language=_first(profile.language for profile in profiles),
            timezone=_first(profile.timezone for profile in profiles),
        ),
    )


def _first(found: Iterable[str | None]) -> str | None:
    return next((each for each in found if each is not None), None)
