"""What a rule would have done: past interactions decided again, and compared with what really happened."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heapify, heappop, heappush

from config.journey import Journey
from feedback.draw import draw
from feedback.eligibility import decide
from feedback.records import Asked, Customer, Interaction
from feedback.rehearsal import Comparison, PastInteraction, PlaceCount, Rehearsal, tell
from feedback.verdict import Ask, Candidate, Defer, Reason, Skip

__all__ = ["Comparison", "PastInteraction", "PlaceCount", "Rehearsal", "rehearse", "tell"]


@dataclass(slots=True)
class _Rehearsing:
    """The rehearsal under way: the customers' histories as the rule itself makes them."""

    journey: Journey
    widths: Mapping[str, float | None]
    histories: dict[str, tuple[Asked, ...]]
    answer_share: float
    asked: set[int] = field(default_factory=set)
    skipped: dict[int, Reason] = field(default_factory=dict)
    deferred: set[tuple[int, Reason]] = field(default_factory=set)


def rehearse(
    journey: Journey,
    events: Iterable[PastInteraction],
    *,
    widths: Mapping[str, float | None],
    history: Mapping[str, tuple[Asked, ...]],
    answer_share: float = 0.0,
) -> Rehearsal:
    """Decide `events` again in order of time; of the asks this makes, `answer_share` count as answered."""
    past = sorted(events, key=lambda event: (event.decided_at, event.interaction.id))
    start = past[0].decided_at if past else None
    # What was really asked since then is what the rehearsal replaces.
    before = {
        customer: tuple(asked for asked in asks if start is not None and asked.at < start)
        for customer, asks in history.items()
    }
    run = _Rehearsing(journey, widths, before, answer_share)
    _play(run, past)
    return _count(run, past)


def _play(run: _Rehearsing, past: list[PastInteraction]) -> None:
    due = [(event.decided_at, number) for number, event in enumerate(past)]
    heapify(due)
    while due:
        now, number = heappop(due)
        candidate = _candidate(run, past[number], now=now)
        if candidate is None:
            continue
        verdict = decide(candidate, now=now)
        match verdict:
            case Ask():
                run.asked.add(number)
                _remember(run, candidate, now=now)
            case Skip():
                run.skipped[number] = verdict.reason
            case Defer():
                run.deferred.add((number, verdict.reason))
                heappush(due, (verdict.until, number))


def _candidate(run: _Rehearsing, event: PastInteraction, *, now: datetime) -> Candidate | None:
    place = run.journey.place(event.interaction.touchpoint)
    if place is None:
        return None
    return Candidate(
        journey=run.journey,
        stage=place[0],
        touchpoint=place[1],
        survey=run.journey.survey(place[1].survey) if place[1].survey else None,
        interaction=_as_if_it_just_came(event.interaction),
        customer=_as_they_were(event.customer, now=now),
        history=run.histories.get(event.customer.id, ()),
        reachable=event.reachable,
        open_case=event.open_case,
        widths=run.widths,
    )


def _as_if_it_just_came(interaction: Interaction) -> Interaction:
    if not interaction.imported:
        return interaction
    return replace(interaction, imported=False, received_at=interaction.occurred_at)


def _as_they_were(customer: Customer, *, now: datetime) -> Customer:
    # Nobody noted when a pause began, and one that runs today says nothing about last month.
    stopped_later = customer.stopped_at is not None and customer.stopped_at > now
    return replace(customer, paused_until=None, stopped_at=None if stopped_later else customer.stopped_at)


def _remember(run: _Rehearsing, candidate: Candidate, *, now: datetime) -> None:
    interaction = candidate.interaction
    asked = Asked(
        session=interaction.id,
        survey=candidate.touchpoint.survey or "",
        stage=candidate.stage.id,
        touchpoint=candidate.touchpoint.id,
        at=now,
        answered=draw("rehearsal", interaction.source, interaction.source_id) < run.answer_share,
        open=False,
        journey=run.journey.id,
        interaction=interaction.id,
    )
    customer = candidate.customer.id
    run.histories[customer] = (*run.histories.get(customer, ()), asked)


def _count(run: _Rehearsing, past: list[PastInteraction]) -> Rehearsal:
    return Rehearsal(
        interactions=len(past),
        asked=len(run.asked),
        customers_asked=len({past[number].customer.id for number in run.asked}),
        skipped=dict(Counter(run.skipped.values()).most_common()),
        deferred=dict(Counter(reason for _, reason in run.deferred).most_common()),
        places=tuple(_place_counts(run, past)),
        unplaced=len(past) - len(run.asked) - len(run.skipped),
        since=past[0].decided_at if past else None,
        until=past[-1].decided_at if past else None,
        comparison=_compare(run, past),
    )


def _place_counts(run: _Rehearsing, past: list[PastInteraction]) -> Iterable[PlaceCount]:
    seen = Counter(event.interaction.touchpoint for event in past)
    asked = Counter(past[number].interaction.touchpoint for number in run.asked)
    for each in run.journey.stages:
        for touchpoint in each.touchpoints:
            yield PlaceCount(
                stage=each.id,
                touchpoint=touchpoint.id,
                interactions=seen[touchpoint.id],
                asked=asked[touchpoint.id],
            )


def _compare(run: _Rehearsing, past: list[PastInteraction]) -> Comparison | None:
    known = {number for number, event in enumerate(past) if event.asked is not None}
    then = {number for number in known if past[number].asked}
    if not known:
        return None
    now = run.asked & known
    return Comparison(asked_then=len(then), asked_both=len(then & now), asked_now=len(now))
