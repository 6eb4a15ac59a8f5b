"""What holds of every decision, whatever the rules, the customer and the past."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import sqrt

from hypothesis import given, settings
from hypothesis import strategies as st

from config.journey import Cap, Journey, Policy, QuietHours, Recontact
from feedback.draw import draw
from feedback.eligibility import Ask, Candidate, Defer, Reason, Skip, decide
from feedback.explain import REASONS
from feedback.records import Asked

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

lengths = st.timedeltas(timedelta(0), 20 * DAY)
instants = st.timedeltas(-30 * DAY, 30 * DAY).map(lambda ago: NOON - ago)
caps = st.none() | st.builds(Cap, count=st.integers(1, 4), within=lengths)
shares = st.sampled_from([0.0, 0.3, 0.7, 1.0])
policies = st.builds(
    Policy,
    consent=st.sampled_from(["implied", "required"]),
    quiet_hours=st.none() | st.builds(QuietHours, start=st.times(), end=st.times()),
    fresh_for=lengths,
    wait=lengths,
    cap=caps,
    ask_budget=caps,
    sample=shares,
)
recontacts = st.builds(
    Recontact,
    mode=st.sampled_from(["once", "some", "until_answered", "always"]),
    times=st.none() | st.integers(1, 3),
    wait=st.sampled_from(["shared", "ignore"]) | lengths,
)
asks = st.builds(
    Asked,
    session=st.uuids().map(str),
    survey=st.sampled_from(["nps", "csat"]),
    stage=st.just("find"),
    touchpoint=st.just("find-it"),
    at=instants,
    answered=st.booleans(),
    open=st.booleans(),
    journey=st.sampled_from(["", "shop", "clinic"]),
)
widths = st.dictionaries(
    st.sampled_from(["find", "buy", "use", "leave"]), st.none() | st.floats(0, 4) | st.just(float("nan"))
)


def varied(plain: Candidate, make: st.DataObject, now: datetime) -> Candidate:
    """Draw a candidate of any kind."""
    assert plain.survey is not None
    occurred = now - make.draw(st.timedeltas(-DAY, 6 * DAY))
    received = occurred + make.draw(st.timedeltas(-2 * DAY, 3 * DAY))
    customer = replace(
        plain.customer,
        consent=make.draw(st.sampled_from(["unknown", "given", "given", "withdrawn"])),
        timezone=make.draw(st.sampled_from([None, "Asia/Kolkata", "America/St_Johns", "no zone"])),
        paused_until=make.draw(st.none() | instants),
        stopped_at=make.draw(st.none() | st.none() | instants),
    )
    place = {"ask_after": make.draw(lengths), "fresh_for": make.draw(st.none() | lengths)}
    survey = {"recontact": make.draw(recontacts), "sample": make.draw(shares)}
    return replace(
        plain,
        journey=plain.journey.model_copy(update={"policy": make.draw(policies)}),
        touchpoint=plain.touchpoint.model_copy(update=place),
        survey=plain.survey.model_copy(update=survey),
        interaction=replace(plain.interaction, occurred_at=occurred, received_at=received),
        customer=customer,
        history=tuple(make.draw(st.lists(asks, max_size=6))),
        reachable=make.draw(st.sampled_from([True, True, False])),
        open_case=make.draw(st.sampled_from([False, False, True])),
        busy=make.draw(st.booleans()),
        by_hand=make.draw(st.booleans()),
        widths=make.draw(widths),
    )


@given(st.data(), instants)
@settings(max_examples=100)
def test_every_candidate_gets_one_decision_and_always_the_same(
    plain: Candidate, data: st.DataObject, now: datetime
) -> None:
    candidate = varied(plain, data, now)

    verdict = decide(candidate, now=now)

    assert decide(candidate, now=now) == verdict
    if isinstance(verdict, Skip | Defer):
        assert verdict.reason in REASONS


@given(st.data(), instants)
@settings(max_examples=100)
def test_a_deferral_lies_ahead_and_waiting_comes_to_an_end(
    plain: Candidate, data: st.DataObject, now: datetime
) -> None:
    candidate = varied(plain, data, now)
    latest = candidate.interaction.occurred_at + (
        candidate.touchpoint.fresh_for
        if candidate.touchpoint.fresh_for is not None
        else candidate.journey.policy.fresh_for
    )

    seen: list[tuple[Reason, datetime]] = []
    verdict = decide(candidate, now=now)
    while isinstance(verdict, Defer):
        assert now < verdict.until <= latest
        assert verdict.reason not in {reason for reason, _ in seen} - {"conversation_running", "quiet_hours"}
        now = verdict.until
        seen.append((verdict.reason, now))
        # The conversation is over by then, or else it is looked at again every quarter of an hour.
        candidate = replace(candidate, busy=candidate.busy and len(seen) < 20)
        verdict = decide(candidate, now=now)

    assert len(seen) <= 23


@given(st.data(), instants)
@settings(max_examples=100)
def test_a_deferral_ends_in_an_ask_when_nothing_changes_meanwhile(
    plain: Candidate, data: st.DataObject, now: datetime
) -> None:
    candidate = replace(varied(plain, data, now), busy=False)

    verdict = decide(candidate, now=now)

    if isinstance(verdict, Defer):
        assert decide(candidate, now=verdict.until) == Ask()


def _play(candidate: Candidate, moments: Iterable[datetime]) -> list[datetime]:
    """Let interactions come in at `moments`, at once or when a deferral is over, and return when we asked."""
    due = sorted((moment, number, moment) for number, moment in enumerate(moments))
    history: tuple[Asked, ...] = ()
    while due:
        now, number, moment = due.pop(0)
        interaction = replace(
            candidate.interaction, source_id=str(number), occurred_at=moment, received_at=moment
        )
        verdict = decide(replace(candidate, interaction=interaction, history=history), now=now)
        if isinstance(verdict, Defer):
            due = sorted([*due, (verdict.until, number, moment)])
        if isinstance(verdict, Ask):
            history += (_ask(now, number),)
    return [asked.at for asked in history]


def _ask(now: datetime, number: int) -> Asked:
    return Asked(
        session=str(number),
        survey="nps",
        stage="find",
        touchpoint="find-it",
        at=now,
        answered=False,
        open=False,
    )


@given(
    st.lists(instants, max_size=40),
    st.builds(Cap, count=st.integers(1, 4), within=st.timedeltas(HOUR, 10 * DAY)),
    lengths,
)
def test_no_window_ever_holds_more_asks_than_the_cap(
    plain: Candidate, moments: list[datetime], cap: Cap, fresh_for: timedelta
) -> None:
    policy = Policy(cap=cap, wait=timedelta(0), fresh_for=fresh_for)
    candidate = replace(plain, journey=plain.journey.model_copy(update={"policy": policy}))

    asked = _play(candidate, moments)

    for first in asked:
        assert sum(first <= later < first + cap.within for later in asked) <= cap.count


@given(st.lists(instants, max_size=40), st.timedeltas(HOUR, 10 * DAY))
def test_two_asks_are_never_closer_than_the_shared_wait(
    plain: Candidate, moments: list[datetime], wait: timedelta
) -> None:
    candidate = replace(plain, journey=plain.journey.model_copy(update={"policy": Policy(wait=wait)}))

    asked = _play(candidate, moments)

    assert all(later - earlier >= wait for earlier, later in pairwise(asked))


@given(st.lists(instants, max_size=30), policies)
def test_a_replay_asks_at_the_same_instants(
    plain: Candidate, moments: list[datetime], policy: Policy
) -> None:
    candidate = replace(plain, journey=plain.journey.model_copy(update={"policy": policy}))

    assert _play(candidate, moments) == _play(candidate, moments)


def _sampled(plain: Candidate, journey: Journey, count: int) -> set[int]:
    assert plain.survey is not None
    candidate = replace(plain, journey=journey)
    return {
        number
        for number in range(count)
        if decide(
            replace(candidate, interaction=replace(plain.interaction, source_id=f"order-{number}")), now=NOON
        )
        == Ask()
    }


@given(st.sampled_from([0.01, 0.1, 0.25, 0.5, 0.9]))
@settings(max_examples=5, deadline=None)
def test_the_share_asked_lies_within_binomial_bounds(plain: Candidate, share: float) -> None:
    journey = plain.journey.model_copy(update={"policy": Policy(sample=share)})

    count = len(_sampled(plain, journey, 5000))

    assert abs(count - 5000 * share) < 4 * sqrt(5000 * share * (1 - share))


def test_raising_the_share_keeps_those_already_drawn(plain: Candidate) -> None:
    few = _sampled(plain, plain.journey.model_copy(update={"policy": Policy(sample=0.2)}), 500)
    more = _sampled(plain, plain.journey.model_copy(update={"policy": Policy(sample=0.4)}), 500)

    assert few < more


def test_two_surveys_draw_independent_lots() -> None:
    pairs = [(draw("sample", "nps", str(n)) < 0.5, draw("sample", "csat", str(n)) < 0.5) for n in range(4000)]

    assert all(900 < pairs.count((a, b)) < 1100 for a in (True, False) for b in (True, False))


@given(st.lists(st.text(), max_size=4))
def test_a_lot_lies_from_zero_up_to_but_not_one(names: list[str]) -> None:
    assert 0 <= draw(*names) < 1


def test_a_lot_is_the_same_on_every_machine_and_for_ever() -> None:
    assert round(draw("sample", "shop", "nps", "shop", "order-1"), 9) == 0.954151973
