"""Who gave a command, what they may do, and where they are answered."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.actor import Actor
from bot.answering import Place
from bot.rights import Person, RightsDesk
from feedback.desk import Desk, House
from feedback.errand import Errand
from feedback.prompts import Prompt
from feedback.records import Customer, OutboxItem
from feedback.rights import Rights
from feedback.team import Team
from feedback.teams import team_in
from feedback.work import Snapshot, Wanted


class CallerStore(Protocol):
    """What is needed of the store."""

    def load(self, wanted: Wanted) -> Snapshot:
        """Return what is known of the keys wanted."""

    def find_put(self, prompt: str) -> OutboxItem | None:
        """Return how a prompt was put last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """Finds out about those who give commands."""

    store: CallerStore
    house: House
    now: Callable[[], datetime]
    rights: RightsDesk

    async def actor(self, errand: Errand) -> Actor:
        """Return who gave it; who speaks in a team's room belongs to that team."""
        known, kept_as = await asyncio.to_thread(self._known, errand)
        person = Person(channel=known.channel, address=known.address, kept_as=kept_as, team=known.team)
        return replace(known, rights=await self.rights.rights_of(person))

    async def asked(self, prompt: str) -> Prompt | None:
        """Return what a message of ours said, by its prompt."""
        put = await asyncio.to_thread(self.store.find_put, prompt)
        return None if put is None else put.prompt

    async def place(self, errand: Errand, actor: Actor) -> Place:
        """Return where it is answered: in the place of the message tapped, in its room, or in private."""
        return await asyncio.to_thread(self._place, errand, actor)

    def _known(self, errand: Errand) -> tuple[Actor, Collection[str]]:
        """Return who gave it, without their rights, and as which customers they are kept."""
        command, journey = errand.command, self.house.active.journey
        own = self.rights.known_as(command.channel, command.address)
        here = {(command.channel, command.address), (command.channel, own)}
        found = self.store.load(Wanted(addresses=frozenset(here)))
        kept_as = {at.customer for place in here if (at := found.addresses.get(place)) is not None}
        person = found.customers.get(errand.customer) or Customer(
            id=errand.customer, external_id=None, created_at=errand.at
        )
        where, team, room = self._room_of(errand)
        # In a team's room everybody reads along, so it is the room's own language that counts.
        of_room = room.language if room else None
        spoken = (of_room or person.language) if team else (person.language or of_room)
        actor = Actor(
            id=errand.customer,
            channel=command.channel,
            address=command.address,
            name=person.name,
            language=spoken or journey.language,
            timezone=person.timezone or journey.timezone,
            rights=Rights(),
            room=where,
            team=team.name if team else None,
        )
        return actor, kept_as | {errand.customer}

    def _room_of(self, errand: Errand) -> tuple[str | None, Team | None, Customer | None]:
        """Return the room it was given in, whose it is, and the room as it is kept.

        A tap was given where its message stands. A browser may name any prompt, so what is no team's room is
        nobody's: else somebody could be answered in another one's chat.
        """
        command = errand.command
        where = command.room
        if where is None and command.prompt is not None:
            put = self.store.find_put(command.prompt)
            is_elsewhere = put is not None and put.channel == command.channel
            where = (
                put.address if put is not None and is_elsewhere and put.address != command.address else None
            )
        team, room = self._team(command.channel, where)
        return (where, team, room) if team is not None or command.room is not None else (None, None, None)

    def _team(self, channel: str, room: str | None) -> tuple[Team | None, Customer | None]:
        if room is None:
            return None, None
        here = frozenset({(channel, room)})
        desk = Desk(snapshot=self.store.load(Wanted(addresses=here, rooms=here)), now=self.now())
        return team_in(desk, channel, room), desk.customer_at(channel, room)

    def _place(self, errand: Errand, actor: Actor) -> Place:
        command = errand.command
        team, room = self._team(command.channel, actor.room)
        room = room if team is not None else None
        return Place(
            channel=command.channel,
            address=actor.address if actor.room is None or room is None else actor.room,
            customer=actor.id if room is None else room.id,
            amends=command.on if command.prompt is not None else None,
            is_room=room is not None,
        )
