"""What channels show besides prompts: forms, Homes, the touchpoints to ask about, who may do what where."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channel import Channel, Furnished, Furnishing, Room
from bot.formkeeper import Formkeeper
from bot.home import Offer
from bot.homekeeper import Homekeeper
from bot.parts import Parts
from bot.pictures import PICTURES
from bot.plugins import commands
from bot.publisher import Publisher
from bot.rights import Person, RightsDesk
from config.journey import Journey
from config.settings import Settings
from feedback.audit import AuditEntry
from feedback.desk import Desk, House
from feedback.rights import Grant, Rights
from feedback.teams import team_in
from feedback.work import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnisher:
    """Gives each channel what it shows."""

    parts: Parts
    house: House
    publisher: Publisher
    rights: RightsDesk
    now: Callable[[], datetime]

    def furnish(self, channels: Mapping[str, Channel]) -> None:
        """Give each channel that shows more than prompts what it shows."""
        for name, channel in channels.items():
            if isinstance(channel, Furnished):
                channel.furnish(self._furnishing(name))

    def _furnishing(self, name: str) -> Furnishing:
        settings, store, house = self.parts.settings, self.parts.store, self.house
        colleagues = _colleagues(name, settings)
        homes = Homekeeper(
            channel=name,
            store=store,
            house=house,
            publisher=self.publisher,
            now=self.now,
            secret=store.secret(PICTURES),
            language=settings.language,
            site=_seen_at(settings),
            colleagues=colleagues,
            rights=lambda address, kept_as: self.rights.rights_of(
                Person(channel=name, address=address, kept_as=kept_as)
            ),
            commands=commands(),
        )
        return Furnishing(
            forms=Formkeeper(channel=name, store=store, house=house, now=self.now),
            homes=homes.home,
            places=lambda language: _places(house.active.journey, language),
            rooms=lambda address: self._room(name, address),
            colleagues=colleagues,
            offers=lambda address: self._offers(name, address, homes),
            refused=lambda address, command: self._refused(name, address, command),
        )

    async def _refused(self, channel: str, address: str, command: str) -> None:
        await asyncio.to_thread(self._note_refusal, channel, address, command)

    def _note_refusal(self, channel: str, address: str, command: str) -> None:
        """Write into the audit log that somebody wanted to use a command; who is unknown by a keyed hash."""
        store, where = self.parts.store, (channel, address)
        known = store.load(Wanted(addresses=frozenset({where}))).addresses.get(where)
        who = store.audit_name(f"{channel} {address}") if known is None else known.customer
        entry = AuditEntry(at=self.now(), who=who, role="customer", command=command, outcome="refused")
        store.note([entry])

    async def _offers(self, channel: str, address: str, homes: Homekeeper) -> Sequence[Offer]:
        """Return the commands of a person, or in a team's room those of its agents."""
        room = await self._room(channel, address)
        if room is None:
            return await homes.offers(address)
        agents = Rights(frozenset({Grant(role="agent", team=room.team)}))
        return homes.offered(agents, room.language)

    async def _room(self, channel: str, address: str) -> Room | None:
        """Return which team's room is at `address`."""
        here = frozenset({(channel, address)})
        found = await asyncio.to_thread(self.parts.store.load, Wanted(addresses=here, rooms=here))
        desk = Desk(snapshot=found, now=self.now())
        room, team = desk.customer_at(channel, address), team_in(desk, channel, address)
        if room is None or team is None:
            return None
        return Room(team=team.name, language=room.language or self.house.active.journey.language)


def _colleagues(channel: str, settings: Settings) -> frozenset[str]:
    """Return the addresses of those who may see the map on a channel, as the settings name them."""
    managers = settings.slack_managers if channel == "slack" else ()
    named = (each.who for each in settings.people if each.channel == channel and each.role != "agent")
    return frozenset((*managers, *named))


def _seen_at(settings: Settings) -> str | None:
    """Return where the world can fetch pictures from; a platform takes none that is not on https."""
    url = settings.public_url
    return url if url is not None and url.startswith("https://") else None


def _places(journey: Journey, language: str) -> Sequence[tuple[str, str]]:
    return [
        (touchpoint.id, journey.say(touchpoint.title, language))
        for stage in journey.stages
        for touchpoint in stage.touchpoints
        if touchpoint.survey is not None
    ]
