"""What a batch of work wants to know, what it was told, and what it changes: all in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, TypeVar

from config.journey import Journey
from config.weeks import monday_of
from feedback.audit import AuditEntry
from feedback.case_records import Case, CaseCard, CaseLine, Past
from feedback.consents import ConsentNote
from feedback.dossier import Dossier
from feedback.errand import Errand
from feedback.guesses import Guesses
from feedback.leaving import Leaving
from feedback.records import (
    Address,
    Answer,
    Asked,
    Code,
    Customer,
    Decision,
    Delivery,
    Enclosure,
    EnclosureState,
    Interaction,
    OutboxItem,
    Scored,
    Session,
    Timer,
    Wish,
)
from feedback.rights import RoleGiven
from feedback.team import Team, TeamPlace
from feedback.uses import Use
from feedback.veiled import Cast

_Theirs = TypeVar(
    "_Theirs", Interaction, Decision, Answer, Scored, OutboxItem, Errand, CaseLine, RoleGiven, ConsentNote,
    Use,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The keys a batch names; the store answers with one query per kind, not one per key."""

    customers: frozenset[str] = frozenset()
    external_ids: frozenset[str] = frozenset()
    addresses: frozenset[tuple[str, str]] = frozenset()
    sessions: frozenset[str] = frozenset()
    interactions: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    """Codes as they are kept, in their one spelling; what each stands for comes along."""
    guesses: frozenset[tuple[str, str]] = frozenset()
    """Addresses of which it matters how many wrong codes came from them."""
    invites: frozenset[str] = frozenset()
    """Codes by which rooms become a team's."""
    rooms: frozenset[tuple[str, str]] = frozenset()
    """Addresses of rooms: the teams whose rooms they are come along."""
    sources: frozenset[tuple[str, str]] = frozenset()
    prompted: frozenset[tuple[str, str]] = frozenset()
    """(channel, reference) of messages of ours: the prompts they are, with their sessions."""
    written: frozenset[tuple[str, str]] = frozenset()
    """(channel, reference) of messages of customers: the answers they gave, with their sessions."""
    dossiers: frozenset[tuple[str, str, datetime]] = frozenset()
    """(channel, address, when) of those who want everything that is kept; who had it too often gets none."""
    cases: frozenset[str] = frozenset()
    """Cases by id; those of customers concerned that are not over, or hold them, come along in any batch."""
    teams: bool = False
    """Whether it is wanted where all teams are; it comes along with any case."""
    paths: bool = False
    """Whether it is wanted what customers concerned have answered before, for a case that may be opened."""
    wishes: bool = False
    """Whether the questions of no survey are wanted that customers have been asked."""
    consents: bool = False
    """Whether it is wanted what customers concerned were told of us, and what they said to it."""
    histories: frozenset[str] = frozenset()
    history_since: datetime | None = None
    """From when on histories are wanted, then of everybody concerned; None: whole, of those named."""


@dataclass(slots=True, kw_only=True)
class Snapshot:
    """What the store knows of the keys wanted; the batch works on it and sees its own changes."""

    customers: dict[str, Customer] = field(default_factory=dict)
    by_external_id: dict[str, str] = field(default_factory=dict)
    addresses: dict[tuple[str, str], Address] = field(default_factory=dict)
    addresses_of: dict[str, tuple[Address, ...]] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    open_sessions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    by_source: dict[tuple[str, str], str] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    guesses: dict[tuple[str, str], Guesses] = field(default_factory=dict)
    invites: dict[str, str] = field(default_factory=dict)
    """Names of teams, by the code that is out for each."""
    teams: dict[str, Team] = field(default_factory=dict)
    """Those invited by a code wanted, and those whose room is wanted, by name."""
    prompted: dict[tuple[str, str], str] = field(default_factory=dict)
    written: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """(session, question) of the answer that came with a message."""
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    uses: dict[str, tuple[Use, ...]] = field(default_factory=dict)
    """When those who want a dossier had one of late, by customer."""
    wishes: dict[str, Wish] = field(default_factory=dict)
    leavings: dict[str, Leaving] = field(default_factory=dict)
    """What would go with customers who were asked whether to erase everything; it comes along with wishes."""
    consents: dict[str, tuple[ConsentNote, ...]] = field(default_factory=dict)
    """What customers were told, and what they said to it, by customer; the latest last."""
    histories: dict[str, tuple[Asked, ...]] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    """By id: those that are not over, or hold their customer, and those wanted."""
    cards: dict[str, tuple[CaseCard, ...]] = field(default_factory=dict)
    """Where cases are shown, by case, the oldest first."""
    places: dict[str, TeamPlace] = field(default_factory=dict)
    """Where teams are that have a room, by name; the one made first comes first."""
    paths: dict[str, tuple[Past, ...]] = field(default_factory=dict)
    """What customers have answered about, the latest last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One partial of the rollup: what one customer said at one touchpoint in one week (its Monday, UTC)."""

    journey: str
    touchpoint: str
    customer: str
    week: date


def cell_of(journey: str, touchpoint: str, customer: str, at: datetime) -> Cell:
    """Return the partial that something said at `at` belongs to."""
    return Cell(journey=journey, touchpoint=touchpoint, customer=customer, week=monday_of(at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """How fetching an enclosure went, at the try of that number; `content` is there where it is `kept`.

    One that goes on `waiting` is tried again at `due_at`.
    """

    id: str
    customer: str
    tries: int
    state: EnclosureState
    due_at: datetime
    mime: str | None = None
    failure: str | None = None
    content: bytes | None = field(default=None, repr=False)


@dataclass(slots=True, kw_only=True)
class Changes:
    """Everything one batch writes; the store writes all of it or none."""

    customers: dict[str, Customer] = field(default_factory=dict)
    addresses: dict[tuple[str, str], Address] = field(default_factory=dict)
    rebinds: dict[tuple[str, str], str] = field(default_factory=dict)
    """The customer an address is taken from; without this, an address that is somebody's: StaleError."""
    merges: dict[str, str] = field(default_factory=dict)
    """Customers who turned out to be another one, by id: all that is theirs becomes that one's."""
    interactions: list[Interaction] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    codes_used: list[str] = field(default_factory=list)
    """Codes that only one may use, used now; one that was used before: StaleError."""
    codes: list[Code] = field(default_factory=list)
    guesses: dict[tuple[str, str], Guesses] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    """Teams that have their room now, by name; the code that was out for them is worth nothing any more."""
    moves: dict[tuple[str, str], str] = field(default_factory=dict)
    """(channel, address) of chats that their platform has given another address, and that one."""
    sessions: dict[str, Session] = field(default_factory=dict)
    follows: dict[str, int] = field(default_factory=dict)
    """The revision each session was loaded at; none for a new one. Another on record: StaleError."""
    answers: list[Answer] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    """Ids of answers that a newer revision replaces; they are kept, and no longer counted."""
    scores: list[Scored] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    fetched: list[Fetched] = field(default_factory=list)
    """How fetching went; one that another process has seen to since: StaleError."""
    wishes: list[Wish] = field(default_factory=list)
    wishes_done: list[str] = field(default_factory=list)
    """The prompts of questions of no survey that were answered; one that was answered before: StaleError."""
    consents: list[ConsentNote] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)
    cases_follow: dict[str, int] = field(default_factory=dict)
    """The revision each case was loaded at; none for a new one. Another on record: StaleError."""
    case_lines: list[CaseLine] = field(default_factory=list)
    grants: list[RoleGiven] = field(default_factory=list)
    audit: list[AuditEntry] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    errands_done: list[str] = field(default_factory=list)
    """Errands that were answered; one that was answered before: StaleError."""
    erased: list[str] = field(default_factory=list)
    """Customers of whom nothing is left afterwards, what else this batch writes of them included."""
    casts: list[Cast] = field(default_factory=list)
    """Talks that are over in which somebody wanted no name."""
    deliveries: list[Delivery] = field(default_factory=list)
    outbox: list[OutboxItem] = field(default_factory=list)
    dropped_prompts: list[str] = field(default_factory=list)
    """Sessions whose prompts that have not gone out yet must not go out any more."""
    dropped_news: list[str] = field(default_factory=list)
    """Customers to whom nothing goes out any more that waits for everything else, such as news."""
    inbox_done: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)
    """(channel, key, customer, session) of inbox items this batch has dealt with."""
    timers: list[Timer] = field(default_factory=list)
    timers_done: list[str] = field(default_factory=list)
    timers_cleared: list[str] = field(default_factory=list)
    """Subjects (sessions or interactions) none of whose timers is wanted any more."""
    dirty: set[Cell] = field(default_factory=set)

    def hand_over(self, customer: str, into: str) -> None:
        """Let what is about to be written of `customer` be written of `into`."""
        self.interactions = _handed(self.interactions, customer, into)
        self.decisions = _handed(self.decisions, customer, into)
        self.answers = _handed(self.answers, customer, into)
        self.scores = _handed(self.scores, customer, into)
        self.outbox = _handed(self.outbox, customer, into)
        self.grants = _handed(self.grants, customer, into)
        self.errands = _handed(self.errands, customer, into)
        self.uses = _handed(self.uses, customer, into)
        self.case_lines = _handed(self.case_lines, customer, into)
        self.consents = _handed(self.consents, customer, into)
        for name, case in self.cases.items():
            self.cases[name] = replace(case, customer=_whose(case.customer, customer, into))
        for key, address in self.addresses.items():
            self.addresses[key] = replace(address, customer=_whose(address.customer, customer, into))
        for talk, session in self.sessions.items():
            self.sessions[talk] = replace(session, customer=_whose(session.customer, customer, into))
        self.rebinds = {key: _whose(before, customer, into) for key, before in self.rebinds.items()}
        self.dirty = {replace(cell, customer=_whose(cell.customer, customer, into)) for cell in self.dirty}
        self.inbox_done = [
            (channel, key, None if owner is None else _whose(owner, customer, into), session)
            for channel, key, owner, session in self.inbox_done
        ]


def _handed(records: list[_Theirs], customer: str, into: str) -> list[_Theirs]:
    return [replace(each, customer=_whose(each.customer, customer, into)) for each in records]


def _whose(owner: str, customer: str, into: str) -> str:
    return into if owner == customer else owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of an outbox item; `pending` puts it back until `due_at`: it is known not to be sent."""

    id: str
    owner: str | None
    state: Literal["sent", "failed", "unknown", "dropped", "pending"]
    receipt: str | None = None
    failure: str | None = None
    due_at: datetime | None = None
    moved_to: str | None = None
    """The address that its platform has given the chat instead, from now on."""
    is_attempt: bool = True
    """Whether it counts as one of the attempts there are: what never came to the platform does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """How far the import of one file by one map has come."""

    file_hash: str
    mapping_hash: str
    rows_done: int
    is_done: bool
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyVersion:
    """One version of a journey, as it was when it came into force."""

    journey: Journey
    version: str
    since: datetime


Known = Mapping[str, Journey]
"""Journeys by version: those in force and those that old sessions were asked under."""


def merge(wanted: Iterable[Wanted]) -> Wanted:
    """Return one `Wanted` that names every key of all of them."""
    parts: Sequence[Wanted] = tuple(wanted)
    since = [part.history_since for part in parts if part.history_since is not None]
    return Wanted(
        customers=frozenset().union(*(part.customers for part in parts)),
        external_ids=frozenset().union(*(part.external_ids for part in parts)),
        addresses=frozenset().union(*(part.addresses for part in parts)),
        sessions=frozenset().union(*(part.sessions for part in parts)),
        interactions=frozenset().union(*(part.interactions for part in parts)),
        codes=frozenset().union(*(part.codes for part in parts)),
        guesses=frozenset().union(*(part.guesses for part in parts)),
        invites=frozenset().union(*(part.invites for part in parts)),
        rooms=frozenset().union(*(part.rooms for part in parts)),
        sources=frozenset().union(*(part.sources for part in parts)),
        prompted=frozenset().union(*(part.prompted for part in parts)),
        written=frozenset().union(*(part.written for part in parts)),
        dossiers=frozenset().union(*(part.dossiers for part in parts)),
        cases=frozenset().union(*(part.cases for part in parts)),
        teams=any(part.teams for part in parts),
        paths=any(part.paths for part in parts),
        wishes=any(part.wishes for part in parts),
        consents=any(part.consents for part in parts),
        histories=frozenset().union(*(part.histories for part in parts)),
        history_since=min(since, default=None),
    )
