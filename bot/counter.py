"""Where commands are answered: what they may ask, draw and change, each thing already wired."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.reporting import Grounds, Query
from config.loader import LoadedJourney
from feedback.desk import House
from feedback.ids import NewId
from feedback.intake import UNKNOWN, Intake, Presumed, Refused, Result
from feedback.prompts import Attachment
from feedback.store.store import Store
from mapping.journey_map import JourneyMap
from mapping.report import Report


async def nothing_fetched(attachment: Attachment, actor: Actor) -> bytes | None:
    """Fetch nothing."""
    del attachment, actor
    return None


async def as_it_is(report: Report, names: Collection[str]) -> Report:
    """Leave a report as it is."""
    del names
    return report


async def nobody_introduced(channel: str, address: str) -> Presumed:
    """Know nothing of anybody."""
    del channel, address
    return UNKNOWN


def at_once(channel: str, count: int) -> timedelta:
    """Know of no limits."""
    del channel, count
    return timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What commands are given; slow things are awaited, and none of them holds the writer up.

    `report` and `draw` show an actor what their role may see: managers what was published, agents and admins
    the live figures. `handle` lets the service decide in its one transaction. `link` makes a signed address
    of the web map that is good until a moment, or None where we have no address on the web.
    """

    loaded: LoadedJourney
    house: House
    store: Store
    now: Callable[[], datetime]
    new_id: NewId
    report: Callable[[str, Query, Actor], Awaitable[Report | Refused]]
    grounds: Callable[[Actor], Awaitable[Grounds]]
    draw: Callable[[Query, Actor], Awaitable[JourneyMap | Refused]]
    handle: Callable[[Sequence[Intake]], Awaitable[Sequence[Result | Exception]]]
    link: Callable[[Query, Actor, datetime], str | None]
    fetch: Callable[[Attachment, Actor], Awaitable[bytes | None]] = nothing_fetched
    """Returns what came with an actor's command; None where its platform does not hand it out."""
    pace: Callable[[str, int], timedelta] = at_once
    """Tells how long so many messages to as many people take on a channel, by its platform's limits."""
    introduced: Callable[[str, str], Awaitable[Presumed]] = nobody_introduced
    """Lets the service know who is at an address of a channel, as their platform says, and tells it."""
    rephrase: Callable[[Report, Collection[str]], Awaitable[Report]] = as_it_is
    """Says the sentences of a report more smoothly, the names in them unchanged."""
