"""How often one customer is asked: this survey, all surveys together, and the caps on both."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from config.duration import format_duration
from config.facts import Facts
from config.journey import Cap, Journey
from feedback.records import Asked
from feedback.verdict import Defer, Skip, Weighing, after, iso


def look_back(journey: Journey) -> timedelta | None:
    """Say how much of a customer's history the rules need; None means all of it."""
    policy, recontacts = journey.policy, [survey.recontact for survey in journey.surveys]
    if any(recontact.mode != "always" for recontact in recontacts):
        return None
    waits = [recontact.wait for recontact in recontacts if isinstance(recontact.wait, timedelta)]
    caps = [cap.within for cap in (policy.cap, policy.ask_budget) if cap is not None]
    return max(policy.wait, *waits, *caps, timedelta(0))


def asked_once(weighing: Weighing) -> Skip | None:
    """Skip a survey that each customer meets once."""
    if weighing.survey.recontact.mode != "once" or not weighing.same_survey:
        return None
    return Skip(reason="asked_once", facts={"asked_at": iso(_latest(weighing.same_survey).at)})


def already_answered(weighing: Weighing) -> Skip | None:
    """Skip a survey that is put only until it is answered, once it is."""
    answered = [past for past in weighing.same_survey if past.answered]
    if weighing.survey.recontact.mode not in {"some", "until_answered"} or not answered:
        return None
    return Skip(reason="already_answered", facts={"asked_at": iso(_latest(answered).at)})


def asked_enough(weighing: Weighing) -> Skip | None:
    """Skip a survey that was put as many times as it may be."""
    recontact, times = weighing.survey.recontact, len(weighing.same_survey)
    if recontact.mode != "some" or recontact.times is None or times < recontact.times:
        return None
    facts: Facts = {
        "times": times,
        "most": recontact.times,
        "asked_at": iso(_latest(weighing.same_survey).at),
    }
    return Skip(reason="asked_enough", facts=facts)


def cooling_down(weighing: Weighing) -> Defer | None:
    """Wait until long enough after the last survey: any, or this one where it has a wait of its own."""
    wait = weighing.survey.recontact.wait
    if wait == "ignore" or weighing.candidate.by_hand:
        return None
    if wait == "shared":
        return _cooling(weighing, weighing.candidate.history, wait=weighing.policy.wait, clock="shared")
    # A clock of its own: a quarterly survey is not starved by a weekly one.
    return _cooling(weighing, weighing.same_survey, wait=wait, clock="own")


def over_cap(weighing: Weighing) -> Defer | None:
    """Wait while the customer was asked as often as the policy's cap allows."""
    cap = weighing.policy.cap
    until = None if cap is None else free_at(cap, weighing.candidate.history)
    if cap is None or until is None or until <= weighing.now:
        return None
    facts: Facts = {"count": cap.count, "within": format_duration(cap.within)}
    return Defer(reason="over_cap", until=until, facts=facts)


def free_at(cap: Cap, history: Iterable[Asked]) -> datetime | None:
    """Return from when one more ask keeps every window as long as `cap.within` at `cap.count` or fewer."""
    latest = sorted((past.at for past in history), reverse=True)
    return after(latest[cap.count - 1], cap.within) if len(latest) >= cap.count else None


def _cooling(weighing: Weighing, seen: tuple[Asked, ...], *, wait: timedelta, clock: str) -> Defer | None:
    if not seen or (until := after(_latest(seen).at, wait)) <= weighing.now:
        return None
    last = _latest(seen)
    facts: Facts = {
        "clock": clock,
        "wait": format_duration(wait),
        "blocked_by": last.survey,
        "asked_at": iso(last.at),
    }
    return Defer(reason="cooling_down", until=until, facts=facts)


def _latest(history: Iterable[Asked]) -> Asked:
    # The session breaks ties, so that a replay tells the same story.
    return max(history, key=lambda past: (past.at, past.session))
