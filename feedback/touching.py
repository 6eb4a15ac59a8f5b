"""From a touch to the decision whether to ask, and what follows from it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from config.journey import Stage, Touchpoint
from config.suggestion import suggest
from feedback.consents import API, answer_to
from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.eligibility import BREATHER, Ask, Candidate, Defer, Skip, decide
from feedback.events import Started
from feedback.intake import CustomerFacts, Refused, Touch, Touched
from feedback.introducing import ask_consent, introduce
from feedback.meeting import LAST_OF_ALL
from feedback.reachable import kept_from, reachable_at
from feedback.records import Address, Customer, Decision, Interaction, Outcome, Session, Timer
from feedback.session import new_session, step


def touch(desk: Desk, house: House, item: Touch) -> Touched | Refused:
    """Record that a customer reached a touchpoint and decide whether to ask; a repeat changes nothing."""
    earlier = desk.snapshot.by_source.get((item.source, item.source_id))
    if earlier is not None:
        return _repeated(desk, earlier)
    place = house.active.journey.place(item.touchpoint)
    if place is None:
        return _unknown_touchpoint(house, item.touchpoint)
    customer = meet(desk, house, item.customer)
    interaction = new_interaction(
        desk,
        house,
        customer,
        place,
        source=item.source,
        source_id=item.source_id,
        occurred_at=item.occurred_at,
        campaign=item.campaign,
    )
    desk.keep_interaction(interaction)
    return touched(settle(desk, house, interaction, customer, place))


def _repeated(desk: Desk, interaction_id: str) -> Touched:
    """Return what the source was told the first time; an imported interaction was never decided about."""
    decision = desk.snapshot.decisions.get(interaction_id)
    if decision is not None:
        return replace(touched(decision), repeated=True)
    interaction = desk.snapshot.interactions[interaction_id]
    return Touched(
        interaction=interaction.id,
        customer=interaction.customer,
        outcome="skip",
        reason="imported",
        decided_at=interaction.received_at,
        repeated=True,
    )


def touched(decision: Decision) -> Touched:
    """Say what a source is told of a decision."""
    return Touched(
        interaction=decision.interaction,
        customer=decision.customer,
        outcome=decision.outcome,
        reason=decision.reason,
        decided_at=decision.decided_at,
        until=decision.until,
        session=decision.session,
    )


def settle(
    desk: Desk,
    house: House,
    interaction: Interaction,
    customer: Customer,
    place: tuple[Stage, Touchpoint],
    *,
    present: bool = False,
    by_hand: bool = False,
) -> Decision:
    """Decide about `interaction` now, enter it into the ledger, and begin, wait or let it be.

    `present` says that the customer has come to us to speak of it, `by_hand` that a colleague wants it asked.
    """
    candidate = replace(
        candidate_for(desk, house, interaction, customer, place), present=present, by_hand=by_hand
    )
    verdict = decide(candidate, now=desk.now)
    session = _begin(desk, house, candidate) if isinstance(verdict, Ask) else None
    if isinstance(verdict, Skip) and "asked_whether" in verdict.facts:
        _ask_whether(desk, house, candidate)
    decision = _decision(house, candidate, verdict, session, at=desk.now)
    desk.keep_decision(decision)
    if decision.until is not None:
        desk.wake(Timer(id=house.new_id(), kind="ask", subject=interaction.id, due_at=decision.until))
    return decision


def _decision(
    house: House, candidate: Candidate, verdict: Ask | Skip | Defer, session: Session | None, *, at: datetime
) -> Decision:
    return Decision(
        id=house.new_id(),
        interaction=candidate.interaction.id,
        customer=candidate.customer.id,
        touchpoint=candidate.touchpoint.id,
        survey=candidate.survey.id if candidate.survey else None,
        outcome=_OUTCOMES[type(verdict)],
        reason="asked" if isinstance(verdict, Ask) else verdict.reason,
        facts={} if isinstance(verdict, Ask) else verdict.facts,
        decided_at=at,
        until=verdict.until if isinstance(verdict, Defer) else None,
        session=session.id if session else None,
    )


_OUTCOMES: Mapping[type[Ask | Skip | Defer], Outcome] = {Ask: "ask", Skip: "skip", Defer: "defer"}


def _unknown_touchpoint(house: House, touchpoint: str) -> Refused:
    known = [known.id for stage in house.active.journey.stages for known in stage.touchpoints]
    return Refused(
        pointer="/touchpoint",
        what=f"{touchpoint!r} is no touchpoint of journey {house.active.journey.id!r}",
        fix=suggest(touchpoint, known),
    )


def meet(desk: Desk, house: House, told: CustomerFacts) -> Customer:
    """Return the customer a source speaks of, with what it told us merged into what we knew."""
    known = desk.snapshot.customers.get(desk.snapshot.by_external_id.get(told.external_id, ""))
    before = known or Customer(id=house.new_id(), external_id=told.external_id, created_at=desk.now)
    customer = replace(
        before,
        name=told.name or before.name or told.presumed.name,
        language=told.language or before.language or told.presumed.language,
        timezone=told.timezone or before.timezone or told.presumed.timezone,
        attributes={**before.attributes, **told.attributes},
        consent=told.consent or before.consent,
    )
    if customer != known:
        desk.keep_customer(customer)
    if customer.consent != before.consent:
        _note_told_consent(desk, house, customer)
    for channel, address in told.addresses:
        if (channel, address) not in desk.snapshot.addresses:
            desk.keep_address(
                Address(channel=channel, address=address, customer=customer.id, created_at=desk.now)
            )
    for channel, address in told.spoken_from:
        if (channel, address) not in desk.snapshot.addresses:
            desk.keep_address(
                Address(
                    channel=channel,
                    address=address,
                    customer=customer.id,
                    created_at=LAST_OF_ALL,
                    gone_at=desk.now,
                )
            )
    return customer


def _note_told_consent(desk: Desk, house: House, customer: Customer) -> None:
    """Note a consent, or that it was taken back, of which one of your systems told us."""
    desk.note_consent(
        answer_to(
            desk.consents_of(customer.id),
            customer=customer.id,
            kind="given" if customer.consent == "given" else "withdrawn",
            channel=API,
            language=customer.language or house.active.journey.language,
            at=desk.now,
            new_id=house.new_id,
        )
    )


def new_interaction(
    desk: Desk,
    house: House,
    customer: Customer,
    place: tuple[Stage, Touchpoint],
    *,
    source: str,
    source_id: str,
    occurred_at: datetime,
    campaign: str | None = None,
) -> Interaction:
    """Return that `customer` reached a place of the journey in force, as the source knows it."""
    stage, touchpoint = place
    return Interaction(
        id=house.new_id(),
        source=source,
        source_id=source_id,
        customer=customer.id,
        journey=house.active.journey.id,
        version=house.active.version,
        stage=stage.id,
        touchpoint=touchpoint.id,
        occurred_at=occurred_at,
        received_at=desk.now,
        campaign=campaign,
    )


def candidate_for(
    desk: Desk, house: House, interaction: Interaction, customer: Customer, place: tuple[Stage, Touchpoint]
) -> Candidate:
    """Return what is weighed before a customer is asked about an interaction."""
    journey, (stage, touchpoint) = house.active.journey, place
    survey = journey.survey(touchpoint.survey) if touchpoint.survey else None
    return Candidate(
        journey=journey,
        stage=stage,
        touchpoint=touchpoint,
        survey=survey,
        interaction=interaction,
        customer=customer,
        history=desk.asked(customer),
        reachable=reachable_at(desk, house, customer) is not None,
        kept_from=kept_from(desk, house, customer),
        open_case=desk.has_open_case(customer.id),
        held=desk.is_held(customer.id),
        busy=_in_conversation(desk, customer),
        widths=house.widths(),
    )


def _in_conversation(desk: Desk, customer: Customer) -> bool:
    """Say whether the customer has begun to answer, or was asked a moment ago: nobody is interrupted."""
    return any(
        session.given or desk.now - session.started_at < BREATHER
        for session in desk.open_sessions(customer.id)
    )


def _begin(desk: Desk, house: House, candidate: Candidate) -> Session | None:
    address = reachable_at(desk, house, candidate.customer)
    if address is None or candidate.survey is None:
        return None
    interaction = candidate.interaction
    introduce(desk, house, candidate.customer, candidate.survey, address)
    born = new_session(
        house.new_id(),
        survey=candidate.survey,
        customer=candidate.customer.id,
        interaction=interaction.id,
        journey=interaction.journey,
        version=house.active.version,
        stage=interaction.stage,
        touchpoint=interaction.touchpoint,
        channel=address.channel,
        address=address.address,
        language=candidate.customer.language or candidate.journey.language,
        at=desk.now,
    )
    plan = plan_of(born, candidate.customer, house)
    if plan is None:
        return None
    started, effects = step(born, Started(at=desk.now), plan=plan)
    carry_out(desk, house, born, started, effects, plan=plan)
    desk.keep_asked(started)
    return started


def _ask_whether(desk: Desk, house: House, candidate: Candidate) -> None:
    """Ask the customer whether we may ask."""
    address = reachable_at(desk, house, candidate.customer)
    if address is not None:
        ask_consent(desk, house, candidate, address)


def ask_again(desk: Desk, house: House, interaction_id: str, *, present: bool = False) -> Decision | None:
    """Decide again about an interaction whose waiting is over, unless it has been asked about meanwhile."""
    interaction = desk.snapshot.interactions.get(interaction_id)
    customer = desk.snapshot.customers.get(interaction.customer) if interaction else None
    place = house.active.journey.place(interaction.touchpoint) if interaction else None
    if interaction is None or customer is None or place is None or _asked_about(desk, interaction):
        return None
    return settle(desk, house, interaction, customer, place, present=present)


def _asked_about(desk: Desk, interaction: Interaction) -> bool:
    history = desk.snapshot.histories.get(interaction.customer, ())
    return any(asked.interaction == interaction.id for asked in history)
