"""Keeping App Homes up to date: drawn when somebody looks, and again whenever theirs has changed."""

from collections import OrderedDict

from bot.channels.slack.addresses import Place, person_of, read_address
from bot.channels.slack.home import HomePublisher
from bot.home import Homes

_MOST = 10_000


class Lookers:
    """Who has looked at their Home lately; for nobody else it is drawn before they look."""

    def __init__(self, *, publisher: HomePublisher) -> None:
        self._publisher = publisher
        self._seen: OrderedDict[Place, None] = OrderedDict()
        self._due: set[Place] = set()
        self._drawing: set[Place] = set()

    def look(self, place: Place) -> None:
        """Remember that somebody looks."""
        person = person_of(place)
        self._seen[person] = None
        self._seen.move_to_end(person)
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)

    def is_due(self, address: str) -> bool:
        """Say whether a Home is to be drawn because of what has changed at `address`."""
        place = read_address(address)
        if place is None or person_of(place) not in self._seen:
            return False
        self._due.add(person_of(place))
        return person_of(place) not in self._drawing

    async def draw(self, address: str, *, homes: Homes) -> None:
        """Draw the Home of whoever is at `address`, once more if something changes meanwhile."""
        place = read_address(address)
        if place is None:
            return
        person = person_of(place)
        self._due.add(person)
        if person in self._drawing:
            return
        self._drawing.add(person)
        try:
            while person in self._due:
                self._due.discard(person)
                home = await homes(str(person))
                if home is not None:
                    await self._publisher.publish(home, address=str(person))
        finally:
            self._drawing.discard(person)
