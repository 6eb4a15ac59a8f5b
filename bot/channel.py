"""The port behind which each chat platform sits: what it says to us, and how we speak through it."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from bot.form import Forms
from bot.home import Homes, Offer
from feedback.intake import Order
from feedback.outbox import Failure, Receipt
from feedback.pacing import Lane
from feedback.prompts import Attachment, Reply
from feedback.records import InboxItem, OutboxItem

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The person at the address replied."""

    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The person at the address filled in a form: replies by question, in the order of the form."""

    session: str
    replies: Mapping[str, Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """The person at the address came with the invitation to an interaction."""

    interaction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """The person at the address came with a code, by a link or typed: it says for what."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The person at the address told us how they want to be treated.

    `room` is the address of the group or channel it was said in, where others are.
    """

    order: Order
    argument: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """The person at the address gave a command, in words or by a tap; see `feedback.errand.Command`."""

    name: str
    words: str = field(default="", repr=False)
    room: str | None = None
    on: str | None = None
    prompt: str | None = None
    about: str | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Nothing reaches the address any more: the person blocked us, or the platform took us away.

    `everybody` says that it is the address of a whole place, such as a company, and all there are meant.
    """

    everybody: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The address can be reached again; with `everybody`, each at the place whose address it is."""

    everybody: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """The platform has given the chat at the address `room` another one, `to`."""

    room: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """What came in is understood, and asks nothing of us."""


Meaning = Said | Filled | Invited | Arrived | Told | Commanded | Left | Returned | Migrated | Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a platform tells of a person; None is unknown.

    `address` is where they are, if they were looked up by another name; `known_as` are other names of theirs
    that the platform vouches for: addresses on this channel, or what a source may call them by.
    """

    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    email: str | None = field(default=None, repr=False)
    address: str | None = None
    known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at on the platform itself: whether it is right, else what to do about it."""

    what: str
    is_right: bool
    fix: str = ""


Put = Callable[[InboxItem], Awaitable[bool]]
"""Stores an item for good before it returns; False when it was there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A group or channel that is the room of a support team, and the language that is spoken in it."""

    team: str
    language: str


Rooms = Callable[[str], Awaitable[Room | None]]
"""Returns what room is at an address; None where it is no team's."""


async def no_room(address: str) -> Room | None:
    """Know of no rooms."""
    del address
    return None


Places = Callable[[str], Sequence[tuple[str, str]]]
"""Returns the touchpoints that can be asked about, by id and by title in a language."""


Offers = Callable[[str], Awaitable[Sequence[Offer]]]
"""Returns the commands that the person at an address may use beside those for everybody."""


async def no_offers(address: str) -> Sequence[Offer]:
    """Know of nobody who may use more."""
    del address
    return ()


Refusals = Callable[[str, str], Coroutine[None, None, None]]
"""Notes that the person at an address wanted to use a command and may not."""


async def not_noted(address: str, command: str) -> None:
    """Note nothing."""
    del address, command


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnishing:
    """What a channel is given that shows more than prompts; `colleagues` are addresses of our own people."""

    forms: Forms
    homes: Homes
    places: Places
    rooms: Rooms = no_room
    colleagues: frozenset[str] = frozenset()
    offers: Offers = no_offers
    refused: Refusals = not_noted


__all__ = [
    "Arrived", "Channel", "Closes", "Commanded", "Failure", "Fetches", "Filled", "Finding", "Furnished",
    "Furnishing", "Invited", "Knows", "Lane", "Left", "Listens", "LooksAtGroups", "Meaning", "Migrated",
    "Misses", "Nothing", "Paced", "Places", "Profile", "Put", "Receipt", "Recognises",
    "Reconciles", "Returned", "Room", "Rooms", "Said", "Serves", "Told", "Verifies", "Vouches",
]  # fmt: skip


class Channel(Protocol):
    """One chat platform. A plugin module offers a factory or an instance as `SPEC`."""

    @property
    def name(self) -> str:
        """Its name in addresses: web, console, telegram, slack."""

    def parse(self, item: InboxItem) -> Meaning | None:
        """Say what a raw inbox item means; None when it cannot be read. Pure."""

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Put a prompt before the person at its address, or amend the one it amends."""


@runtime_checkable
class Paced(Protocol):
    """A channel whose platform limits how fast we may speak."""

    def lanes(self, item: OutboxItem) -> Sequence[Lane]:
        """Return every limit that sending `item` falls under. Pure."""


@runtime_checkable
class Listens(Protocol):
    """A channel that fetches what was said, or holds a line open for it."""

    async def listen(self, put: Put) -> None:
        """Go on until cancelled; nothing is acknowledged before `put` has returned."""


@runtime_checkable
class Serves(Protocol):
    """A channel whose platform calls us."""

    def routes(self, put: Put) -> "Sequence[BaseRoute]":
        """Return where it calls; each answers only after `put` has returned."""


@runtime_checkable
class Reconciles(Protocol):
    """A channel that can look whether something of unknown outcome did arrive."""

    async def find(self, item: OutboxItem) -> Receipt | Failure | None:
        """Return the receipt of what arrived; None when it did not arrive; a failure when nobody can say."""


@runtime_checkable
class Knows(Protocol):
    """A channel that knows more of a person than what came in tells."""

    def profile(self, item: InboxItem) -> Profile | None:
        """Return what an inbox item tells of its sender. Pure."""

    async def look_up(self, address: str) -> Profile | None:
        """Ask the platform about the person at `address`."""


@runtime_checkable
class Recognises(Protocol):
    """A channel on which one person may have several addresses, and whose platform says who somebody is."""

    def person(self, address: str) -> str | None:
        """Return the address that stands for a person wherever they speak; None for nobody's. Pure."""

    async def look_up(self, address: str) -> Profile | None:
        """Ask the platform about the person at `address`."""


@runtime_checkable
class Vouches(Protocol):
    """A channel whose platform vouches for who somebody is, and for the groups that they are in."""

    def known_as(self, address: str) -> str:
        """Return the address by which settings name a person, wherever they speak. Pure."""

    async def is_in(self, group: str, *, address: str) -> bool | None:
        """Say whether the person is in a group of the platform's; None where it cannot be asked now."""


@runtime_checkable
class Furnished(Protocol):
    """A channel that shows more than prompts, such as forms and homes, which are made for it."""

    def furnish(self, furnishing: Furnishing) -> None:
        """Use these from now on."""

    def changed(self, address: str) -> None:
        """Know that what the person at `address` may see has changed; returns at once."""


@runtime_checkable
class Fetches(Protocol):
    """A channel that hands out attachments."""

    async def fetch(self, reference: str, *, address: str) -> bytes | Failure:
        """Return what an attachment holds."""


@runtime_checkable
class Misses(Protocol):
    """A channel whose platform keeps taps only for a while if we do not hear them at once."""

    @property
    def keeps_taps(self) -> timedelta:
        """How long after it was made a tap is still handed to us; nothing, where it is told once or never."""

    async def is_hearing(self) -> bool:
        """Say whether what is said reaches us at this moment, as far as we know."""


@runtime_checkable
class Verifies(Protocol):
    """A channel that can be asked whether everything on its platform is set up."""

    async def verify(self) -> Sequence[Finding]:
        """Look at the token, its rights, the way in, and the commands; by live calls."""


@runtime_checkable
class LooksAtGroups(Protocol):
    """A channel whose platform has groups that the settings may name."""

    async def look_at_group(self, group: str) -> Finding:
        """Say whether there is such a group and we may know who is in it; by live calls."""


@runtime_checkable
class Closes(Protocol):
    """A channel that keeps connections."""

    async def close(self) -> None:
        """Finish what was begun, and let go of every connection."""
