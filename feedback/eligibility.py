"""Decide whom to ask: the rules, in the order in which they are looked at."""

from collections.abc import Callable
from datetime import datetime, timedelta

from config.duration import format_duration
from config.facts import Fact, Facts
from feedback.budget import known_well, over_budget
from feedback.draw import draw
from feedback.quiet import next_allowed, zone_of
from feedback.recontact import already_answered, asked_enough, asked_once, cooling_down, look_back, over_cap
from feedback.verdict import Ask, Candidate, Defer, Reason, Skip, Weighing, after, iso

__all__ = ["Ask", "Candidate", "Defer", "Reason", "Skip", "decide", "look_back"]

AHEAD = timedelta(days=1)
"""How far ahead of its arrival an interaction may be dated: further is a wrong clock, not an announcement."""

BREATHER = timedelta(minutes=15)
"""How long a running conversation is left alone before we look again."""


def decide(candidate: Candidate, *, now: datetime) -> Ask | Skip | Defer:
    """Say whether to ask `candidate` at `now`: what can never be asked is skipped before anything waits."""
    if candidate.interaction.imported:
        return Skip(reason="imported")
    if candidate.survey is None:
        return Skip(reason="no_survey", facts={"touchpoint": candidate.touchpoint.id})
    weighing = Weighing(candidate=candidate, survey=candidate.survey, now=now)
    for refuses in _REFUSALS:
        if skip := refuses(weighing):
            return skip
    if candidate.present:
        return Ask()
    wait = _mind_the_night(weighing, _longest_wait(weighing))
    return _settle(weighing, wait)


def _longest_wait(weighing: Weighing) -> Defer | None:
    """Return the wait that ends last; of two that end together, the one looked at first."""
    waits = [wait for holds in _WAITS if (wait := holds(weighing))]
    return max(waits, key=lambda wait: wait.until, default=None)


def _mind_the_night(weighing: Weighing, wait: Defer | None) -> Defer | None:
    """Move the end of `wait` (or now) out of the quiet hours, unless it is too late by then anyway."""
    hours, free_at = weighing.policy.quiet_hours, wait.until if wait else weighing.now
    if hours is None or free_at > weighing.fresh_until:
        return wait
    zone, source = zone_of(weighing.candidate.customer.timezone, weighing.candidate.journey.timezone)
    until = next_allowed(free_at, hours, zone)
    if until <= free_at:
        return wait
    facts: dict[str, Fact] = {"zone": zone.key, "zone_from": source, "free_at": iso(free_at)}
    facts |= {"start": f"{hours.start:%H:%M}", "end": f"{hours.end:%H:%M}"}
    return Defer(reason="quiet_hours", until=until, facts=facts)


def _settle(weighing: Weighing, wait: Defer | None) -> Ask | Skip | Defer:
    """Ask, wait, or give up at once where the wait would outlast the freshness."""
    if wait is None:
        return _unless_they_are_to_agree(weighing)
    if wait.until <= weighing.fresh_until:
        return wait
    late = {"until": iso(wait.until), "fresh_until": iso(weighing.fresh_until)}
    return Skip(reason=wait.reason, facts={**wait.facts, **late})


def _dated_ahead(weighing: Weighing) -> Skip | None:
    interaction = weighing.candidate.interaction
    if interaction.occurred_at - interaction.received_at <= AHEAD:
        return None
    facts: Facts = {"occurred_at": iso(interaction.occurred_at), "received_at": iso(interaction.received_at)}
    return Skip(reason="dated_ahead", facts=facts)


def _stale(weighing: Weighing) -> Skip | None:
    if weighing.now <= weighing.fresh_until:
        return None
    facts: Facts = {
        "occurred_at": iso(weighing.candidate.interaction.occurred_at),
        "fresh_for": format_duration(weighing.fresh_for),
        "fresh_until": iso(weighing.fresh_until),
    }
    return Skip(reason="stale", facts=facts)


def _opted_out(weighing: Weighing) -> Skip | None:
    customer = weighing.candidate.customer
    if customer.stopped_at is None and customer.consent != "withdrawn":
        return None
    stopped = iso(customer.stopped_at) if customer.stopped_at else None
    return Skip(reason="opted_out", facts={"stopped_at": stopped, "consent": customer.consent})


def _held(weighing: Weighing) -> Skip | None:
    return Skip(reason="held") if weighing.candidate.held else None


def _vetoed(weighing: Weighing) -> Skip | None:
    """Leave in peace whom colleagues want left in peace; who comes to us unasked is heard all the same."""
    candidate = weighing.candidate
    about = {None, candidate.touchpoint.id}
    veto = next((each for each in candidate.customer.vetoes if each.touchpoint in about), None)
    if veto is None or candidate.present:
        return None
    return Skip(reason="vetoed", facts={"vetoed_at": iso(veto.at), "touchpoint": veto.touchpoint})


def _unreachable(weighing: Weighing) -> Skip | None:
    if weighing.candidate.reachable:
        return None
    chat, other = weighing.candidate.kept_from or (None, None)
    return Skip(reason="unreachable", facts={} if chat is None else {"chat": chat, "other": other})


def _no_consent(weighing: Weighing) -> Skip | None:
    consent = weighing.candidate.customer.consent
    if weighing.policy.consent != "required" or consent == "given":
        return None
    return Skip(reason="no_consent", facts={"consent": consent})


def _unless_they_are_to_agree(weighing: Weighing) -> Ask | Skip:
    """Ask, or say that this waits for a yes: only who would be asked now is asked whether they agree."""
    consent = weighing.candidate.customer.consent
    if weighing.policy.consent != "ask" or consent == "given":
        return Ask()
    return Skip(reason="no_consent", facts={"consent": consent, "asked_whether": True})


def _open_case(weighing: Weighing) -> Skip | None:
    return Skip(reason="open_case") if weighing.candidate.open_case else None


def _not_sampled(weighing: Weighing) -> Skip | None:
    candidate, share = weighing.candidate, weighing.policy.sample * weighing.survey.sample
    # The sender's own id, not ours: the same lot falls in a replay, in a dry run and in a new database.
    source = (candidate.interaction.source, candidate.interaction.source_id)
    lot = draw("sample", candidate.journey.id, weighing.survey.id, *source)
    if lot < share or candidate.by_hand or candidate.present:
        return None
    return Skip(reason="not_sampled", facts={"share": round(share, 6), "lot": round(lot, 6)})


def _paused(weighing: Weighing) -> Defer | None:
    until = weighing.candidate.customer.paused_until
    return Defer(reason="paused", until=until) if until and until > weighing.now else None


def _not_yet(weighing: Weighing) -> Defer | None:
    if weighing.due_at <= weighing.now:
        return None
    facts: Facts = {
        "occurred_at": iso(weighing.candidate.interaction.occurred_at),
        "ask_after": format_duration(weighing.candidate.touchpoint.ask_after),
    }
    return Defer(reason="not_yet", until=weighing.due_at, facts=facts)


def _conversation_running(weighing: Weighing) -> Defer | None:
    if not weighing.candidate.busy:
        return None
    return Defer(reason="conversation_running", until=after(weighing.now, BREATHER))


_REFUSALS: tuple[Callable[[Weighing], Skip | None], ...] = (
    # What no one can change about the interaction ...
    _dated_ahead,
    _stale,
    # ... what only the customer can change; without an address nobody could have consented in the chat, so
    # "unreachable" (and with it the invitation link) comes before consent ...
    _opted_out,
    _held,
    _vetoed,
    _unreachable,
    _no_consent,
    _open_case,
    # ... and what the operator chose.
    asked_once,
    already_answered,
    asked_enough,
    _not_sampled,
    known_well,
)

_WAITS: tuple[Callable[[Weighing], Defer | None], ...] = (
    _paused,
    _not_yet,
    _conversation_running,
    cooling_down,
    over_cap,
    over_budget,
)
