"""What comes in goes to whoever sees to it: one place for each kind."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from feedback.absence import ask_anew
from feedback.arriving import arrive, welcome
from feedback.case_deeds import Deed
from feedback.case_work import CASE_TIMERS, do_deed, see_to_timer
from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.errands import take_down
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
    Reached,
    Result,
    Touch,
    Trial,
    Vetoed,
)
from feedback.meeting import get_to_know
from feedback.moving_on import move_when_due
from feedback.ordering import heed_order
from feedback.pointing import follow_up
from feedback.reaching import reach
from feedback.records import Timer
from feedback.scorer import Score
from feedback.session import step
from feedback.teams import move_room
from feedback.touching import ask_again, touch
from feedback.trial import begin_trial
from feedback.understanding import Found
from feedback.vetoes import keep_veto


def take_in(
    desk: Desk, house: House, item: Intake, found: Found | Exception | None, scores: Mapping[str, Score]
) -> Result:
    """Do what `item` asks for; of a reply, `found` is what it was understood as."""
    match item:
        case Touch():
            return touch(desk, house, item)
        case Heard():
            if found is None or isinstance(found, Exception):
                raise found or LookupError(item.key)
            return take(desk, house, item, found, scores)
        case Opened() | Entered() | Met() | Commanded():
            return _turn_up(desk, house, item)
        case Ordered():
            return heed_order(desk, house, item)
        case Reached():
            return reach(desk, house, item)
        case Moved():
            return move_room(desk, item)
        case Noted():
            desk.changes.inbox_done.append((item.channel, item.key, None, None))
            return Heeded(heed="noted")
        case Due() | Deed() | FollowUp() | Vetoed() | Trial():
            return _see_to(desk, house, item)
        case _:
            assert_never(item)


def _turn_up(desk: Desk, house: House, item: Opened | Entered | Met | Commanded) -> Heeded:
    match item:
        case Opened():
            return welcome(desk, house, item, interaction_id=item.interaction)
        case Entered():
            return arrive(desk, house, item)
        case Met():
            return get_to_know(desk, item)
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
