"""Who may do what: by the settings, by codes, by the groups of their platform, by the room they speak in."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.channel import Channel, Vouches
from config.people import Appointment
from feedback.rights import Grant, Rights

_HOLDS = timedelta(minutes=5)
"""How long it is believed what a platform said of a group: whoever leaves one loses their role so late."""

_MOST = 4096
"""Of how many people it is remembered who is in which group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody at an address, the customers as whom they are kept, and the team whose room they speak in."""

    channel: str
    address: str
    kept_as: Collection[str] = ()
    team: str | None = None


class RightsStore(Protocol):
    """What is needed of the store."""

    def grants_of(self, customers: Collection[str]) -> frozenset[Grant]:
        """Return what people were given by codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsDesk:
    """Knows the rights of people; `people` and `groups` are what the operator has set."""

    store: RightsStore
    channels: Mapping[str, Channel]
    people: Sequence[Appointment]
    groups: Sequence[Appointment]
    now: Callable[[], datetime]
    _told: dict[tuple[str, str, str], tuple[datetime, bool]] = field(default_factory=dict)

    async def rights_of(self, person: Person) -> Rights:
        """Return all that a person was given, by whatever way; everybody is a customer."""
        given = await asyncio.to_thread(self.store.grants_of, person.kept_as)
        by_group = await self._by_groups(person)
        by_room = frozenset({Grant(role="agent", team=person.team)} if person.team is not None else ())
        return Rights(frozenset({*given, *by_group, *by_room, *self._set(person)}))

    def known_as(self, channel: str, address: str) -> str:
        """Return the address by which the settings name a person."""
        found = self.channels.get(channel)
        if isinstance(found, Vouches):
            return found.known_as(address)
        return address

    def _set(self, person: Person) -> Iterable[Grant]:
        name = self.known_as(person.channel, person.address)
        return (_grant(each) for each in self.people if (each.channel, each.who) == (person.channel, name))

    async def _by_groups(self, person: Person) -> Iterable[Grant]:
        """Return what membership gives; a platform that cannot be asked vouches for nobody."""
        wanted: defaultdict[str, list[Grant]] = defaultdict(list)
        for each in self.groups:
            if each.channel == person.channel:
                wanted[each.who].append(_grant(each))
        channel = self.channels.get(person.channel)
        if not wanted or not isinstance(channel, Vouches):
            return ()
        name = channel.known_as(person.address)
        are_in = await asyncio.gather(
            *(self._is_in(channel, person.channel, group, name) for group in wanted)
        )
        return [
            grant
            for grants, is_in in zip(wanted.values(), are_in, strict=True)
            for grant in (grants if is_in else ())
        ]

    async def _is_in(self, channel: Vouches, name: str, group: str, address: str) -> bool:
        key, now = (name, group, address), self.now()
        known = self._told.get(key)
        if known is not None and now - known[0] < _HOLDS:
            return known[1]
        told = await channel.is_in(group, address=address)
        if told is None:
            return False
        if len(self._told) >= _MOST:
            self._told.clear()
        self._told[key] = now, told
        return told


def _grant(each: Appointment) -> Grant:
    return Grant(role=each.role, journey=each.journey, team=each.team)
