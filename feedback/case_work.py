"""Cases at work: what happens to one is kept, told, and timed, all in the transaction that decides it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from feedback.case_clocks import Terms, terms_of
from feedback.case_deeds import Deed, DeedDone, DeedRefused
from feedback.case_events import (
    Annotated,
    AskedFixed,
    AskFixed,
    CaseEvent,
    Claimed,
    Handed,
    Refusal,
    Released,
    Reopened,
    Replied,
    Resolved,
    Snoozed,
    TellCustomer,
    TellTeam,
    TimeUp,
)
from feedback.case_posting import amend_cards, ask_fixed, tell_customer, tell_team
from feedback.case_records import Case, CaseReason, CaseTimer
from feedback.case_story import Went
from feedback.cases import step, timers_of
from feedback.desk import Desk, House
from feedback.intake import Due, Heeded
from feedback.prompts import Carried
from feedback.quiet import next_allowed, zone_of
from feedback.reachable import reachable_at
from feedback.records import Timer, TimerKind

CASE_TIMERS: Mapping[TimerKind, CaseTimer] = {
    "sla": "sla", "snooze": "snooze", "silence": "silence", "fixed": "fixed"
}  # fmt: skip
"""The kinds of timers whose subject is a case."""

_ON_ITS_WAY = timedelta(seconds=15)
"""How long we give a card to arrive before we look whether it shows how the case is."""

_NOT_ASKED: frozenset[CaseReason] = frozenset({"no_contact", "duplicate"})
"""Who was not reached, or has another case, is not asked whether this one is fixed."""


def do_deed(desk: Desk, house: House, item: Deed) -> DeedDone | DeedRefused:
    """Do what somebody of ours wants done about a case, unless somebody else was first."""
    case = desk.snapshot.cases.get(item.case)
    if case is None:
        return DeedRefused(reason="unknown_case")
    if item.key in case.keys:
        return DeedDone(case=case, is_repeat=True)
    if item.act == "reply" and not _is_reachable(desk, house, case):
        return DeedRefused(reason="unreachable", case=case)
    if item.team is not None and item.team not in desk.snapshot.places:
        return DeedRefused(reason="unknown_team", case=case)
    after = happen(desk, house, case, _event(desk, house, item, case))
    if isinstance(after, Refusal):
        return DeedRefused(reason=after.reason, by=after.by, case=case)
    return DeedDone(case=after, is_repeat=after is case)


def see_to_timer(desk: Desk, house: House, item: Due) -> Heeded:
    """Let a case know that its time has come."""
    case = desk.snapshot.cases.get(item.timer.subject)
    if case is None:
        return Heeded(heed="noted")
    after = happen(desk, house, case, TimeUp(kind=CASE_TIMERS[item.timer.kind], at=item.at))
    if after is case:
        amend_cards(desk, house, case, terms=terms_of(house.active.journey))
    return Heeded(heed="answered", customer=case.customer)


def happen(desk: Desk, house: House, case: Case, event: CaseEvent) -> Case | Refusal:
    """Let something happen to a case, with all that follows; return it as it is then."""
    terms = terms_of(house.active.journey)
    went = step(case, event, terms=terms)
    return went if isinstance(went, Refusal) else carry(desk, house, case, went, terms=terms, at=event.at)


def carry(desk: Desk, house: House, before: Case | None, went: Went, *, terms: Terms, at: datetime) -> Case:
    """Keep a case as it is now, do what follows, set its timers anew, and let its cards show it."""
    case, lines = went.case, went.lines
    for effect in went.effects:
        match effect:
            case TellTeam():
                case = tell_team(desk, house, case, effect, terms=terms, at=at)
            case TellCustomer():
                case = tell_customer(desk, house, case, effect)
            case AskFixed():
                case, more = _ask(desk, house, case, terms=terms, at=at)
                lines = (*lines, *more.lines)
    if case == before:
        return case
    kept = desk.keep_case(case, lines)
    timers = [*timers_of(kept, terms=terms), *_look_again(desk, before, kept, at=at)]
    desk.rewind(
        kept.id,
        [Timer(id=house.new_id(), kind=kind, subject=kept.id, due_at=due_at) for kind, due_at in timers],
    )
    amend_cards(desk, house, kept, terms=terms)
    return kept


def _look_again(
    desk: Desk, before: Case | None, case: Case, *, at: datetime
) -> Sequence[tuple[CaseTimer, datetime]]:
    """Return a timer for a card that is still on its way: only once it is there can it be amended."""
    is_on_its_way = before is not None and case.cards > len(desk.snapshot.cards.get(case.id, ()))
    return (("sla", at + _ON_ITS_WAY),) if is_on_its_way else ()


def _ask(desk: Desk, house: House, case: Case, *, terms: Terms, at: datetime) -> tuple[Case, Went]:
    asked, prompt = ask_fixed(desk, house, case) if _may_ask(desk, house, case) else (case, None)
    went = step(asked, AskedFixed(prompt=prompt, at=at), terms=terms)
    if isinstance(went, Refusal):
        raise TypeError("to ask whether something is fixed is nobody's deed")
    return went.case, went


def _event(desk: Desk, house: House, item: Deed, case: Case) -> CaseEvent:
    by, at, key, text = item.by, item.at, item.key, item.text
    match item.act:
        case "claim":
            return Claimed(by=by, at=at, key=key)
        case "reply":
            return Replied(by=by, text=text or "", at=at, key=key, attachments=_carried(item))
        case "snooze":
            return Snoozed(by=by, until=item.until or at, at=at, key=key)
        case "hand":
            return Handed(by=by, to=item.to, team=item.team, at=at, key=key)
        case "resolve":
            reason = item.reason or "other"
            asks = reason not in _NOT_ASKED and _may_ask(desk, house, case)
            return Resolved(
                by=by, reason=reason, at=at, key=key, note=text, may_ask=asks,
                ask_at=_by_day(desk, house, case, at=at),
            )  # fmt: skip
        case "reopen":
            return Reopened(by=by, at=at, key=key, note=text)
        case "release":
            return Released(by=by, at=at, key=key)
        case "note":
            return Annotated(by=by, text=text or "", at=at, key=key)


def _carried(item: Deed) -> tuple[Carried, ...]:
    """Return what came with a deed, with whose platform hands it out."""
    return tuple(
        Carried(channel=item.by.channel, address=item.by.address, attachment=each)
        for each in item.attachments
    )


def _is_reachable(desk: Desk, house: House, case: Case) -> bool:
    customer = desk.snapshot.customers.get(case.customer)
    return customer is not None and reachable_at(desk, house, customer) is not None


def _may_ask(desk: Desk, house: House, case: Case) -> bool:
    """Say whether the customer may be asked whether it is fixed: not who is held, or wants no questions."""
    customer = desk.snapshot.customers.get(case.customer)
    if customer is None or customer.stopped_at is not None or desk.is_held(customer.id):
        return False
    if customer.paused_until is not None and customer.paused_until > desk.now:
        return False
    return _is_reachable(desk, house, case)


def _by_day(desk: Desk, house: House, case: Case, *, at: datetime) -> datetime:
    hours = house.active.journey.policy.quiet_hours
    customer = desk.snapshot.customers.get(case.customer)
    if hours is None:
        return at
    zone, _ = zone_of(customer.timezone if customer else None, house.active.journey.timezone)
    return next_allowed(at, hours, zone)
