"""What Slack tells of a person: their time zone, language and name, and who has an e-mail address."""

from dataclasses import dataclass

from bot.channel import Profile
from bot.channels.slack.addresses import Place, read_address
from bot.channels.slack.failing import NETWORK, code_of
from bot.channels.slack.payload import Fields, load, part, text
from bot.channels.slack.speaking import NotInstalled, Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of a Slack team; a guest sees few channels, a stranger is of another company."""

    profile: Profile
    team: str = ""
    is_bot: bool = False
    is_gone: bool = False
    is_guest: bool = False
    is_stranger: bool = False


def profile_in(raw: bytes) -> Profile | None:
    """Return what a raw payload tells of its sender; most tell nothing but ids."""
    told = part(load(raw) or {}, "event", "user_profile")
    name = text(told, "real_name") or text(told, "display_name")
    return Profile(name=name) if name else None


def read_person(user: Fields) -> Person:
    """Return the person that users.info describes."""
    told = part(user, "profile")
    return Person(
        profile=Profile(
            name=text(told, "real_name") or text(user, "real_name") or None,
            language=text(user, "locale") or None,
            timezone=text(user, "tz") or None,
            email=text(told, "email") or None,
        ),
        team=text(user, "team_id"),
        is_bot=user.get("is_bot") is True,
        is_gone=user.get("deleted") is True,
        is_guest=user.get("is_restricted") is True or user.get("is_ultra_restricted") is True,
        is_stranger=user.get("is_stranger") is True,
    )


class Profiles:
    """Asks Slack about people."""

    def __init__(self, *, speaker: Speaker) -> None:
        self._speaker = speaker

    async def look_up(self, address: str) -> Profile | None:
        """Return what Slack tells of the person at `address`; None where it tells nothing, or not now."""
        person = await self.person(address)
        return person.profile if person and not person.is_bot else None

    async def person(self, address: str) -> Person | None:
        """Return the person at `address`; None where Slack tells nothing, or not now."""
        place = read_address(address)
        if place is None:
            return None
        try:
            answer = await self._speaker.ask(place.team, "users.info", user=place.user, include_locale=True)
        except (NotInstalled, *NETWORK):
            return None
        return read_person(part(answer, "user"))

    async def address_of(self, email: str, *, team: str) -> str | None:
        """Return the address of whoever has `email` in `team`; None where nobody has."""
        try:
            answer = await self._speaker.ask(team, "users.lookupByEmail", email=email)
        except NETWORK as error:
            if code_of(error) == "users_not_found":
                return None
            raise
        user = part(answer, "user")
        if user.get("deleted") is True or user.get("is_bot") is True or not text(user, "id"):
            return None
        return str(Place(team=team, user=text(user, "id")))
