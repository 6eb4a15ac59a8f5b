"""The service: load, decide, step and save; one transaction for everything a batch brings.

`handle` runs in the one thread that writes (see `grouping`). Loading and scoring come first; the
transaction holds nothing but the saving, so nothing slow ever runs inside it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar, assert_never

from feedback.absence import ask_anew
from feedback.arriving import arrive, welcome
from feedback.case_deeds import Deed
from feedback.case_opening import may_open
from feedback.case_relay import ForCase
from feedback.case_work import CASE_TIMERS, do_deed, see_to_timer
from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.eligibility import look_back
from feedback.errands import take_down
from feedback.errors import StaleError
from feedback.events import ExpiryDue, ReminderDue
from feedback.hearing import take
from feedback.intake import (
    Commanded,
    Due,
    Entered,
    FollowUp,
    Heard,
    Heeded,
    Intake,
    Met,
    Moved,
    Noted,
    Opened,
    Ordered,
    Pointed,
    Reached,
    Result,
    Touch,
    Trial,
    Vetoed,
)
from feedback.introducing import introduces
from feedback.judging import Judge, to_score
from feedback.meeting import get_to_know
from feedback.moving_on import move_when_due
from feedback.ordering import heed_order
from feedback.pointing import follow_up, point_out, source_of, source_of_follow_up
from feedback.prompts import case_of, session_of
from feedback.reaching import reach
from feedback.records import Timer
from feedback.scorer import Score
from feedback.session import step
from feedback.teams import move_room
from feedback.touching import ask_again, touch
from feedback.trial import SOURCE as TEST_SOURCE
from feedback.trial import begin_trial
from feedback.understanding import Found, Understood, understand
from feedback.vetoes import keep_veto
from feedback.work import Changes, Snapshot, Wanted, merge

_TRIES = 3
"""How often a batch is decided anew because another process changed one of its sessions first."""

T = TypeVar("T")

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


class Memory(Protocol):
    """What the service needs of the store."""

    def load(self, wanted: Wanted) -> Snapshot:
        """Return what is known of the keys wanted."""

    def save(self, changes: Changes, *, now: datetime) -> None:
        """Write all of `changes` or nothing; `StaleError` when they were decided on an old state."""

    def transact(
        self, wanted: Wanted, decide: Callable[[Snapshot], tuple[Changes, T]], *, now: datetime
    ) -> T:
        """Load, decide and save in one transaction that holds the customers concerned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Takes in touches, replies, wishes and timers, in batches; each item's outcome is its own."""

    memory: Memory
    house: House
    judge: Judge
    now: Callable[[], datetime]

    def handle(self, items: Sequence[Intake]) -> Sequence[Result | Exception]:
        """Handle a batch in one transaction; an item that cannot be decided fails alone."""
        for _ in range(_TRIES):
            try:
                return self._attempt(items)
            except StaleError:
                continue
        return [self._alone(item) for item in items]

    def _alone(self, item: Intake) -> Result | Exception:
        try:
            return self._attempt([item])[0]
        except StaleError as stale:
            return stale

    def _attempt(self, items: Sequence[Intake]) -> Sequence[Result | Exception]:
        """Decide and save; when an item fails, the others are decided again as if it had never come."""
        results = dict(enumerate(self._decided_and_saved(items)))
        sound = [position for position, result in results.items() if not isinstance(result, Exception)]
        if 0 < len(sound) < len(items):
            results.update(zip(sound, self._attempt([items[position] for position in sound]), strict=True))
        return [results[position] for position in range(len(items))]

    def _decided_and_saved(self, items: Sequence[Intake]) -> Sequence[Result | Exception]:
        """Save what was decided, unless an item failed.

        Replies are scored, which is slow, so they are decided before the transaction begins, and it finds out
        if a session has changed meanwhile. All else is decided inside, while it holds the customers: two
        processes cannot both ask the same one.
        """
        now = self.now()
        wanted = merge(_wanted(item, self._since(now)) for item in items)
        if any(isinstance(item, Heard) for item in items) and may_open(self.house.active.journey):
            wanted = replace(wanted, paths=True, teams=True)
        if introduces(self.house.active.journey):
            wanted = replace(wanted, consents=True)
        if not any(isinstance(item, Heard) for item in items):
            return self.memory.transact(wanted, lambda found: self._decided(found, items, now=now), now=now)
        changes, results = self._decided(self.memory.load(wanted), items, now=now)
        self.memory.save(changes, now=now)
        return results

    def _decided(
        self, snapshot: Snapshot, items: Sequence[Intake], *, now: datetime
    ) -> tuple[Changes, Sequence[Result | Exception]]:
        """Decide a batch; where an item failed, nothing of it may be saved."""
        desk = Desk(snapshot=snapshot, now=now)
        results: dict[int, Result | Exception] = {}
        for turn in _turns(items):
            results.update(self._turn(desk, [(position, items[position]) for position in turn]))
        failed = any(isinstance(result, Exception) for result in results.values())
        changes = Changes() if failed else desk.changes
        return changes, [results[position] for position in range(len(items))]

    def _since(self, now: datetime) -> datetime:
        length = look_back(self.house.active.journey)
        return _EVER if length is None else now - length

    def _turn(self, desk: Desk, turn: Sequence[tuple[int, Intake]]) -> dict[int, Result | Exception]:
        found = {p: self._understand(desk, item) for p, item in turn if isinstance(item, Heard)}
        scores = self._scores(found)
        return {p: self._decide(desk, item, found.get(p), scores.get(p, {})) for p, item in turn}

    def _understand(self, desk: Desk, item: Heard) -> Found | Exception:
        try:
            return understand(desk, self.house, item)
        except Exception as defect:  # noqa: BLE001 - one poison item must not take its batch with it
            return defect

    def _scores(self, found: dict[int, Found | Exception]) -> dict[int, dict[str, Score]]:
        """Score everything a turn's replies need in one call of the judge."""
        wanted = [
            (position, question, request)
            for position, reply in found.items()
            if isinstance(reply, Understood | ForCase)
            for question, request in to_score(reply).items()
        ]
        judged = self.judge([request for _, _, request in wanted]) if wanted else ()
        scores: dict[int, dict[str, Score]] = {}
        for (position, question, _), score in zip(wanted, judged, strict=True):
            scores.setdefault(position, {})[question] = score
        return scores

    def _decide(
        self,
        desk: Desk,
        item: Intake,
        found: Found | Exception | None,
        scores: dict[str, Score],
    ) -> Result | Exception:
        try:
            return self._take_in(desk, item, found, scores)
        except Exception as defect:  # noqa: BLE001 - one poison item must not take its batch with it
            return defect

    def _take_in(
        self,
        desk: Desk,
        item: Intake,
        found: Found | Exception | None,
        scores: dict[str, Score],
    ) -> Result:
        match item:
            case Touch():
                return touch(desk, self.house, item)
            case Heard():
                if found is None or isinstance(found, Exception):
                    raise found or LookupError(item.key)
                return take(desk, self.house, item, found, scores)
            case Opened() | Entered() | Met() | Pointed() | Commanded():
                return _turn_up(desk, self.house, item)
            case Ordered():
                return heed_order(desk, self.house, item)
            case Reached():
                return reach(desk, self.house, item)
            case Moved():
                return move_room(desk, item)
            case Noted():
                desk.changes.inbox_done.append((item.channel, item.key, None, None))
                return Heeded(heed="noted")
            case Due() | Deed() | FollowUp() | Vetoed() | Trial():
                return _see_to(desk, self.house, item)
            case _:
                assert_never(item)


def _turn_up(desk: Desk, house: House, item: Opened | Entered | Met | Pointed | Commanded) -> Heeded:
    match item:
        case Opened():
            return welcome(desk, house, item, interaction_id=item.interaction)
        case Entered():
            return arrive(desk, house, item)
        case Met():
            return get_to_know(desk, item)
        case Pointed():
            return point_out(desk, house, item)
        case Commanded():
            return take_down(desk, house, item)


def _see_to(desk: Desk, house: House, item: Due | Deed | FollowUp | Vetoed | Trial) -> Result:
    match item:
        case Due():
            return _due(desk, house, item)
        case Deed():
            return do_deed(desk, house, item)
        case FollowUp():
            return follow_up(desk, house, item)
        case Vetoed():
            return keep_veto(desk, item)
        case Trial():
            return begin_trial(desk, house, item)


def _due(desk: Desk, house: House, item: Due) -> Heeded:
    desk.changes.timers_done.append(item.timer.id)
    if item.timer.kind == "ask":
        decision = ask_again(desk, house, item.timer.subject)
        return Heeded(heed="answered", session=decision.session if decision else None)
    if item.timer.kind == "away":
        return ask_anew(desk, house, item)
    if item.timer.kind == "move":
        return move_when_due(desk, house, item)
    if item.timer.kind in CASE_TIMERS:
        return see_to_timer(desk, house, item)
    _wake_session(desk, house, item.timer, item.at)
    return Heeded(heed="answered", session=item.timer.subject)


def _wake_session(desk: Desk, house: House, timer: Timer, at: datetime) -> None:
    session = desk.snapshot.sessions.get(timer.subject)
    customer = desk.snapshot.customers.get(session.customer) if session else None
    plan = plan_of(session, customer, house) if session and customer else None
    if session is None or plan is None:
        return
    event = ReminderDue(at=at) if timer.kind == "remind" else ExpiryDue(at=at)
    woken, effects = step(session, event, plan=plan)
    carry_out(desk, house, session, woken, effects, plan=plan)


def _wanted(item: Intake, since: datetime) -> Wanted:
    match item:
        case Touch():
            known = frozenset({item.customer.external_id})
            return Wanted(
                external_ids=known,
                addresses=frozenset((*item.customer.addresses, *item.customer.spoken_from)),
                sources=frozenset({(item.source, item.source_id)}),
                history_since=since,
            )
        case Heard():
            return _wanted_to_hear(item)
        case Opened() | Entered() | Met() | Pointed():
            here = Wanted(addresses=frozenset({(item.channel, item.address)}), history_since=since)
            return merge([here, _wanted_besides(item)])
        case Ordered():
            return _wanted_to_heed(item)
        case Reached() | Commanded():
            place = frozenset({(item.channel, item.address)})
            return Wanted(addresses=place, wishes=isinstance(item, Commanded))
        case Moved():
            return Wanted(addresses=frozenset({(item.channel, item.room), (item.channel, item.to)}))
        case Noted():
            return Wanted()
        case Due() | Deed():
            return _wanted_to_see_to(item, since)
        case FollowUp() | Vetoed() | Trial():
            return _wanted_to_follow_up(item, since)
        case _:
            assert_never(item)


def _wanted_to_see_to(item: Due | Deed, since: datetime) -> Wanted:
    if isinstance(item, Deed):
        return Wanted(cases=frozenset({item.case}), teams=True)
    subject = frozenset({item.timer.subject})
    if item.timer.kind in CASE_TIMERS:
        return Wanted(cases=subject, teams=True)
    if item.timer.kind == "ask":
        return Wanted(interactions=subject, history_since=since)
    return Wanted(sessions=subject)


def _wanted_to_follow_up(item: FollowUp | Vetoed | Trial, since: datetime) -> Wanted:
    if isinstance(item, Trial):
        return Wanted(addresses=frozenset({item.place}), sources=frozenset({(TEST_SOURCE, item.key)}))
    known = frozenset({item.customer} if item.customer else ())
    if isinstance(item, Vetoed):
        return Wanted(customers=known)
    return Wanted(
        customers=known,
        addresses=frozenset({item.place} if item.place else ()),
        interactions=frozenset({item.interaction} if item.interaction else ()),
        sources=frozenset({source_of_follow_up(item)}),
        history_since=since,
    )


def _wanted_besides(item: Opened | Entered | Met | Pointed) -> Wanted:
    match item:
        case Opened():
            return Wanted(interactions=frozenset({item.interaction}))
        case Entered():
            here = frozenset({(item.channel, item.address)} if item.code else ())
            return Wanted(codes=frozenset({item.code} if item.code else ()), guesses=here)
        case Met():
            names = frozenset(item.presumed.known_as)
            return Wanted(addresses=frozenset((item.channel, name) for name in names), external_ids=names)
        case Pointed():
            return Wanted(sources=frozenset({source_of(item)}))


def _wanted_to_heed(item: Ordered) -> Wanted:
    addresses = frozenset({(item.channel, item.address)})
    here = Wanted(addresses=addresses)
    match item.order:
        case "forget":
            return replace(here, wishes=True)
        case "mydata":
            return replace(here, dossiers=addresses)
        case "link":
            # Who leaves a link takes all their clocks along.
            return replace(here, history_since=_EVER)
        case "team" | "help" | "language" if item.room is not None:
            invites = frozenset({item.argument} if item.order == "team" and item.argument else ())
            return replace(
                here, rooms=frozenset({(item.channel, item.room)}), invites=invites, guesses=addresses
            )
        case _:
            return here


def _wanted_to_hear(item: Heard) -> Wanted:
    reply = item.reply
    sessions = {item.session or "", session_of(reply.prompt or "")} - {""}
    on = {(item.channel, reply.on)} if reply.on is not None and reply.prompt is None else set()
    may_be_known = reply.edited or reply.album
    own = {(item.channel, reply.message)} if reply.message is not None and may_be_known else set()
    return Wanted(
        addresses=frozenset({(item.channel, item.address)}),
        sessions=frozenset(sessions),
        prompted=frozenset(on),
        written=frozenset(own),
        cases=frozenset({case_of(reply.prompt or "") or ""} - {""}),
        wishes=True,
    )


def _turns(items: Sequence[Intake]) -> Iterator[list[int]]:
    """Split a batch so that within a turn nobody appears twice: each reply is parsed after the one before."""
    turns: list[list[int]] = []
    used: dict[tuple[str, ...], int] = {}
    for position, item in enumerate(items):
        turn = used.get(_who(item), 0)
        used[_who(item)] = turn + 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(position)
    yield from turns


def _who(item: Intake) -> tuple[str, ...]:
    match item:
        case Touch():
            return ("customer", item.customer.external_id)
        case Heard() | Opened() | Entered() | Met() | Pointed() | Ordered() | Commanded():
            return (item.channel, item.address)
        case Reached() | Moved() | Noted():
            return (item.channel, item.address)
        case Due():
            return ("subject", item.timer.subject)
        case Deed():
            return ("subject", item.case)
        case Trial():
            return item.place
        case FollowUp() | Vetoed():
            return ("subject", item.customer or item.key)
        case _:
            assert_never(item)
