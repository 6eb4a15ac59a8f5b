"""The case machine: an unhappy customer's case, advanced one event at a time.

`step(case, event, terms=...)` returns the case as it is afterwards, what happened (its lines) and what the
shell must do; or why a deed is not done. It reads no clock and sends nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from feedback.case_acts import act
from feedback.case_clocks import Terms, next_step, noted, passed, started
from feedback.case_events import (
    Annotated,
    AskedFixed,
    AskFixed,
    CaseEvent,
    Claimed,
    Handed,
    Joined,
    Refusal,
    Released,
    Reopened,
    Replied,
    Resolved,
    SaidFixed,
    Snoozed,
    TellTeam,
    TimeUp,
    Wrote,
)
from feedback.case_records import (
    Case,
    CaseCause,
    CaseClock,
    CaseLineKind,
    CaseTimer,
    Past,
    Told,
)
from feedback.case_story import Went, awake, note

_MOST_TOLD = 20
"""So many unhappy answers are kept on a case; the first and the latest, of more."""


def new_case(
    case_id: str,
    *,
    customer: str,
    journey: str,
    team: str | None,
    told: Told,
    causes: tuple[CaseCause, ...],
    path: tuple[Past, ...] = (),
    is_urgent: bool,
    is_held: bool,
    terms: Terms,
    at: datetime,
) -> Went:
    """Open a case: nobody's yet, and its clocks run."""
    case = Case(
        id=case_id,
        customer=customer,
        journey=journey,
        team=team,
        state="open",
        is_urgent=is_urgent,
        is_held=is_held,
        opened_at=at,
        changed_at=at,
        causes=causes,
        told=(told,),
        path=path,
        first_reply=started(terms.first_reply, at),
        resolve=started(terms.resolve, at),
        before=told.valence,
    )
    opened, line = note(case, "opened", at=at)
    return Went(case=opened, lines=(line,), effects=(TellTeam(news="opened"),))


def step(case: Case, event: CaseEvent, *, terms: Terms) -> Went | Refusal:
    """Advance `case` by `event`; a deed that was done before changes nothing."""
    if not isinstance(event, Joined | AskedFixed | TimeUp) and event.key in case.keys:
        return Went(case=case)
    went = _step(case, event, terms)
    if isinstance(went, Refusal) or went.case is case:
        return went
    keys = case.keys if isinstance(event, Joined | AskedFixed | TimeUp) else (*case.keys, event.key)
    return replace(went, case=replace(went.case, keys=keys, changed_at=event.at))


def timers_of(case: Case, *, terms: Terms) -> tuple[tuple[CaseTimer, datetime], ...]:
    """Return what a case waits for that comes by itself: these timers, and no others."""
    running = (next_step(clock, terms) for clock in _clocks(case))
    steps = sorted(at for at in running if at is not None)
    own: dict[str, CaseTimer] = {
        "snoozed": "snooze", "waiting": "silence", "resolved": "fixed", "asked": "fixed"
    }  # fmt: skip
    timers: list[tuple[CaseTimer, datetime]] = [("sla", at) for at in steps[:1]]
    if case.state in own and case.until is not None:
        timers.append((own[case.state], case.until))
    return tuple(timers)


def _step(case: Case, event: CaseEvent, terms: Terms) -> Went | Refusal:
    match event:
        case Joined():
            return _join(case, event, terms)
        case Claimed() | Handed() | Replied() | Snoozed() | Resolved():
            return act(case, event, terms)
        case Wrote():
            return _write(case, event)
        case AskedFixed():
            return _asked(case, event, terms)
        case SaidFixed():
            return _said_fixed(case, event, terms)
        case Reopened():
            return _reopen(case, event, terms)
        case Released():
            return _release(case, event)
        case Annotated():
            return _annotate(case, event)
        case TimeUp():
            return _time_up(case, event, terms)
        case _:
            assert_never(event)


def _asked(case: Case, event: AskedFixed, terms: Terms) -> Went:
    """Wait for the customer to say whether it is fixed; who could not be asked has it closed."""
    if case.state != "resolved":
        return Went(case=case)
    if event.prompt is None:
        return _close(case, at=event.at)
    waits = replace(case, state="asked", asked=event.prompt, until=event.at + terms.fixed_within)
    asked, line = note(waits, "asked", at=event.at)
    return Went(case=asked, lines=(line,))


def _close(case: Case, *, at: datetime) -> Went:
    over = replace(case, state="closed", closed_at=at, until=None)
    closed, line = note(over, "closed", at=at)
    return Went(case=closed, lines=(line,))


def _said_fixed(case: Case, event: SaidFixed, terms: Terms) -> Went:
    """Close what is fixed, and open again what is not, also where the customer says so late."""
    heard = replace(case, after=case.after if event.valence is None else event.valence)
    if event.is_fixed is None or case.is_active:
        wrote = Wrote(text=event.text, at=event.at, key=event.key, attachments=event.attachments)
        return _write(heard, wrote)
    if event.is_fixed:
        over = replace(heard, state="closed", is_fixed=True, closed_at=case.closed_at or event.at, until=None)
        told, line = note(over, "fixed", at=event.at, key=event.key, text=event.text)
        news = TellTeam(news="fixed", text=event.text, attachments=event.attachments)
    else:
        again = replace(_again(heard, terms, at=event.at), is_fixed=False)
        told, line = note(again, "not_fixed", at=event.at, key=event.key, text=event.text)
        news = TellTeam(news="not_fixed", text=event.text, attachments=event.attachments)
    return Went(case=told, lines=(line,), effects=(news,))


def _write(case: Case, event: Wrote) -> Went:
    """Bring what the customer writes to the team; who waited for it, or slept, is on again."""
    heard = awake(case, at=event.at)
    told, line = note(
        heard, "wrote", at=event.at, key=event.key, text=event.text, attachments=event.attachments
    )
    news = TellTeam(news="wrote", text=event.text, attachments=event.attachments)
    return Went(case=told, lines=(line,), effects=(news,))


def _join(case: Case, event: Joined, terms: Terms) -> Went:
    """Add an unhappy answer; the same answer given anew takes the place of the one before."""
    spot = (event.told.session, event.told.question)
    is_same = spot != (None, None)
    others = tuple(each for each in case.told if not (is_same and (each.session, each.question) == spot))
    kept = (*others, event.told)
    if len(kept) > _MOST_TOLD:
        kept = (kept[0], *kept[-(_MOST_TOLD - 1) :])
    more = replace(
        case if case.is_active else _again(case, terms, at=event.at),
        told=kept,
        causes=tuple(dict.fromkeys((*case.causes, *event.causes))),
        is_urgent=case.is_urgent or event.is_urgent,
        is_held=case.is_held or event.is_held,
        before=_lowest(case.before, event.told.valence),
    )
    woken = awake(more, at=event.at) if more.state == "snoozed" else more
    joined, line = note(woken, "joined", at=event.at)
    is_news = event.is_news or more.is_urgent != case.is_urgent or not case.is_active
    return Went(case=joined, lines=(line,), effects=(TellTeam(news="joined"),) if is_news else ())


def _reopen(case: Case, event: Reopened, terms: Terms) -> Went | Refusal:
    if case.is_active:
        return Refusal(reason="not_over", by=case.owner)
    again = replace(_again(case, terms, at=event.at), state="claimed", owner=event.by)
    told, line = note(again, "reopened", at=event.at, key=event.key, by=event.by, text=event.note)
    return Went(case=told, lines=(line,), effects=(TellTeam(news="reopened"),))


def _release(case: Case, event: Released) -> Went | Refusal:
    if not case.is_held:
        return Refusal(reason="not_held")
    free, line = note(replace(case, is_held=False), "released", at=event.at, key=event.key, by=event.by)
    return Went(case=free, lines=(line,))


def _annotate(case: Case, event: Annotated) -> Went | Refusal:
    if not event.text.strip():
        return Refusal(reason="no_words", by=case.owner)
    told, line = note(case, "noted", at=event.at, key=event.key, by=event.by, text=event.text)
    return Went(case=told, lines=(line,))


def _time_up(case: Case, event: TimeUp, terms: Terms) -> Went:
    if event.kind == "sla":
        return _escalate(case, event, terms)
    if case.until is None or event.at < case.until:
        return Went(case=case)  # set before the state it belongs to changed
    match case.state, event.kind:
        case ("snoozed", "snooze") | ("waiting", "silence"):
            kind: CaseLineKind = "woken" if event.kind == "snooze" else "silent"
            woken, line = note(awake(case, at=event.at), kind, at=event.at)
            news = TellTeam(news="woken" if event.kind == "snooze" else "silent")
            return Went(case=woken, lines=(line,), effects=(news,))
        case ("resolved", "fixed"):
            return Went(case=case, effects=(AskFixed(),))
        case ("asked", "fixed"):
            return _close(case, at=event.at)
        case _:
            return Went(case=case)


def _escalate(case: Case, event: TimeUp, terms: Terms) -> Went:
    """Tell of every share of a clock's time that has passed and was not told of yet."""
    first, resolve = case.first_reply, case.resolve
    effects = (
        *(TellTeam(news="late_reply", team=each.team) for each in passed(first, terms, at=event.at)),
        *(TellTeam(news="late_resolve", team=each.team) for each in passed(resolve, terms, at=event.at)),
    )
    if not effects:
        return Went(case=case)
    late = replace(
        case,
        first_reply=noted(first, terms, at=event.at),
        resolve=noted(resolve, terms, at=event.at),
    )
    escalated, line = note(late, "escalated", at=event.at)
    return Went(case=escalated, lines=(line,), effects=effects)


def _again(case: Case, terms: Terms, *, at: datetime) -> Case:
    """Return a case that was resolved as one that is to be seen to anew, by new clocks."""
    return replace(
        case,
        state="reopened",
        reopened=case.reopened + 1,
        until=None,
        closed_at=None,
        resolved_at=None,
        first_reply=started(terms.first_reply, at),
        resolve=started(terms.resolve, at),
    )


def _clocks(case: Case) -> Iterator[CaseClock]:
    return (clock for clock in (case.first_reply, case.resolve) if clock is not None)


def _lowest(one: float | None, other: float | None) -> float | None:
    known = [each for each in (one, other) if each is not None]
    return min(known, default=None)
