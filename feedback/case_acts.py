"""What people of ours do about a case: claim it, hand it over, reply, let it wait, resolve it."""

from dataclasses import replace

from feedback.case_clocks import Terms, stopped
from feedback.case_events import (
    AskFixed,
    Claimed,
    Handed,
    Refusal,
    Replied,
    Resolved,
    Snoozed,
    TellCustomer,
    TellTeam,
)
from feedback.case_records import Agent, Case, CaseState
from feedback.case_story import Went, note, running


def act(case: Case, event: Claimed | Handed | Replied | Snoozed | Resolved, terms: Terms) -> Went | Refusal:
    """Let somebody of ours do something about a case that is not over; what is another's stays theirs."""
    if not case.is_active:
        return Refusal(reason="over", by=case.owner)
    if not isinstance(event, Handed) and _is_anothers(case, event.by):
        return Refusal(reason="taken", by=case.owner)
    match event:
        case Claimed():
            return _claim(case, event)
        case Handed():
            return _hand(case, event)
        case Replied():
            return _reply(case, event, terms)
        case Snoozed():
            return _snooze(case, event)
        case Resolved():
            return _resolve(case, event, terms)


def _is_anothers(case: Case, agent: Agent) -> bool:
    """Say whether somebody else sees to it; one that has come back may be taken by anybody."""
    return case.state not in {"open", "reopened"} and not agent.is_same(case.owner)


def _claim(case: Case, event: Claimed) -> Went:
    if case.state not in {"open", "reopened"}:
        return Went(case=case)
    claimed, line = note(
        replace(case, state="claimed", owner=event.by), "claimed", at=event.at, key=event.key, by=event.by
    )
    return Went(case=claimed, lines=(line,))


def _hand(case: Case, event: Handed) -> Went | Refusal:
    if event.to is None and event.team is None:
        return Refusal(reason="nobody")
    if event.to is not None and event.to.is_same(case.owner) and event.team in {None, case.team}:
        return Went(case=case)
    team = event.team or case.team
    if event.to is None:
        given = replace(running(case, at=event.at), state="open", owner=None, team=team, until=None)
    else:
        state: CaseState = "waiting" if case.state == "waiting" else "claimed"
        until = case.until if state == "waiting" else None
        given = replace(case, state=state, owner=event.to, team=team, until=until)
    called = event.to.name if event.to else team
    handed, line = note(given, "handed", at=event.at, key=event.key, by=event.by, to=called)
    return Went(case=handed, lines=(line,), effects=(TellTeam(news="handed"),))


def _reply(case: Case, event: Replied, terms: Terms) -> Went | Refusal:
    if not event.text.strip() and not event.attachments:
        return Refusal(reason="no_words")
    first = case.first_reply
    if first is not None and first.done_at is None:
        first = stopped(first, terms, at=event.at, is_done=True)
    waiting = replace(
        case,
        state="waiting",
        owner=event.by,
        until=event.at + terms.patience,
        replied_at=case.replied_at or event.at,
        first_reply=first,
        resolve=stopped(case.resolve, terms, at=event.at) if terms.pauses else case.resolve,
    )
    told, line = note(
        waiting,
        "replied",
        at=event.at,
        key=event.key,
        by=event.by,
        text=event.text,
        attachments=event.attachments,
    )
    said = TellCustomer(by=event.by, text=event.text, attachments=event.attachments)
    return Went(case=told, lines=(line,), effects=(said,))


def _snooze(case: Case, event: Snoozed) -> Went | Refusal:
    if event.until <= event.at:
        return Refusal(reason="past")
    later = replace(running(case, at=event.at), state="snoozed", owner=event.by, until=event.until)
    snoozed, line = note(
        later, "snoozed", at=event.at, key=event.key, by=event.by, to=event.until.isoformat()
    )
    return Went(case=snoozed, lines=(line,))


def _resolve(case: Case, event: Resolved, terms: Terms) -> Went:
    """Be done; who cannot be asked whether it is fixed has the case closed at once."""
    asks = event.may_ask and not case.is_held
    done = replace(
        case,
        state="resolved" if asks else "closed",
        owner=event.by,
        reason=event.reason,
        resolved_at=event.at,
        closed_at=None if asks else event.at,
        until=(event.ask_at or event.at) if asks else None,
        first_reply=stopped(case.first_reply, terms, at=event.at, is_done=True),
        resolve=stopped(case.resolve, terms, at=event.at, is_done=True),
        is_fixed=None,
        asked=None,
    )
    told, line = note(
        done, "resolved", at=event.at, key=event.key, by=event.by, text=event.note, to=event.reason
    )
    is_now = asks and (event.ask_at is None or event.ask_at <= event.at)
    return Went(case=told, lines=(line,), effects=(AskFixed(),) if is_now else ())
