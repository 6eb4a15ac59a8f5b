"""What Slack tells of a person: their time zone, language and name, and who has an e-mail address."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.channel import Profile
from bot.channels.slack.addresses import Named, Place, read_address, read_named
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
    # Read anew only where there is something to be read: hardly a payload tells it.
    told = part((load(raw) or {}) if b"user_profile" in raw else {}, "event", "user_profile")
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


_MINUTE = timedelta(minutes=1)

_MOST_A_MINUTE = {"users.info": 90, "users.lookupByEmail": 45}
"""Of tiers 4 and 3, which allow 100 and 50 a minute in a team; the rest is for who must be found."""


@dataclass(frozen=True, slots=True)
class _Budget:
    """How often something was asked within the last minute, by team and method."""

    now: Callable[[], datetime]
    asked: dict[tuple[str, str], deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def takes(self, team: str, method: str) -> bool:
        """Say whether one more may be asked, and count it."""
        now, asked = self.now(), self.asked[team, method]
        while asked and asked[0] <= now - _MINUTE:
            asked.popleft()
        if len(asked) >= _MOST_A_MINUTE[method]:
            return False
        asked.append(now)
        return True


class Profiles:
    """Asks Slack about people, no faster than it allows: who they are can be learnt another time."""

    def __init__(self, *, speaker: Speaker, now: Callable[[], datetime]) -> None:
        self._speaker = speaker
        self._budget = _Budget(now)
        self._own_team: str | None = None

    async def look_up(self, address: str) -> Profile | None:
        """Return what Slack tells of the person at `address`; None where it tells nothing, or not now."""
        named = read_named(address)
        place = read_address(address)
        try:
            place = await self._found(named) if named else place
        except (NotInstalled, *NETWORK):
            return None
        person = await self.person(str(place)) if place else None
        if place is None or person is None or person.is_bot:
            return None
        names = () if named else self._names(person, place)
        return replace(person.profile, address=str(place) if named else None, known_as=names)

    async def place_of(self, address: str) -> Place | None:
        """Return the place `address` is, looked up where it names an e-mail address; None for what is none.

        Raises what asking Slack may raise; SlackApiError where nobody has that e-mail address.
        """
        place, named = read_address(address), read_named(address)
        return place if place or named is None else await self._found(named, is_wanted=True)

    async def person(self, address: str) -> Person | None:
        """Return the person at `address`; None where Slack tells nothing, or not now."""
        place = read_address(address)
        if place is None or not self._budget.takes(place.team, "users.info"):
            return None
        try:
            answer = await self._speaker.ask(place.team, "users.info", user=place.user, include_locale=True)
        except (NotInstalled, *NETWORK):
            return None
        return read_person(part(answer, "user"))

    async def address_of(self, email: str, *, team: str) -> str | None:
        """Return the address of whoever has `email` in `team`; None where nobody has."""
        place = await self._found(Named(email=email, team=team))
        return str(place) if place else None

    def _names(self, person: Person, place: Place) -> tuple[str, ...]:
        """Return what a source may call somebody by: only their own team vouches for an e-mail address.

        Where many teams install us, any of them could give its people any e-mail address, so it counts
        within that team alone.
        """
        email = (person.profile.email or "").casefold()
        if not email or person.is_stranger or person.team != place.team:
            return ()
        within = f"{place.team}/{email}"
        return (within,) if self._speaker.is_for_many else (email, within)

    async def _found(self, named: Named, *, is_wanted: bool = False) -> Place | None:
        team = named.team or await self._team()
        if not is_wanted and not self._budget.takes(team, "users.lookupByEmail"):
            return None
        try:
            answer = await self._speaker.ask(team, "users.lookupByEmail", email=named.email)
        except NETWORK as error:
            if is_wanted or code_of(error) != "users_not_found":
                raise
            return None
        user = part(answer, "user")
        if user.get("deleted") is True or user.get("is_bot") is True or not text(user, "id"):
            return None
        return Place(team=team, user=text(user, "id"))

    async def _team(self) -> str:
        """Return the one Slack team there is; where there are many, an e-mail address alone leads nowhere."""
        if self._speaker.is_for_many:
            raise NotInstalled
        if self._own_team is None:
            self._own_team = text(await self._speaker.ask("", "auth.test"), "team_id")
        return self._own_team
