"""Every rule of eligibility as a sentence, and who wins when two apply."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from config.journey import Cap, Policy, QuietHours, Recontact, Survey
from feedback.eligibility import Ask, Candidate, Defer, Reason, Skip, decide, look_back
from feedback.records import Asked, Consent, Veto

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEVER_QUIET = QuietHours.model_validate({"start": "03:00", "end": "03:00"})
NIGHT = QuietHours.model_validate({"start": "22:00", "end": "08:00"})


def under(candidate: Candidate, policy: Policy) -> Candidate:
    return replace(candidate, journey=candidate.journey.model_copy(update={"policy": policy}))


def surveyed(candidate: Candidate, recontact: Recontact, *, sample: float = 1.0) -> Candidate:
    assert candidate.survey is not None
    return replace(
        candidate, survey=candidate.survey.model_copy(update={"recontact": recontact, "sample": sample})
    )


def asked(ago: timedelta, *, survey: str = "nps", answered: bool = False, journey: str = "shop") -> Asked:
    return Asked(
        session=f"s{ago}",
        survey=survey,
        stage="find",
        touchpoint="find-it",
        at=NOON - ago,
        answered=answered,
        open=False,
        journey=journey,
    )


def known(candidate: Candidate, *history: Asked) -> Candidate:
    return replace(candidate, history=history)


def dated(candidate: Candidate, occurred: datetime, received: datetime = NOON) -> Candidate:
    interaction = replace(candidate.interaction, occurred_at=occurred, received_at=received)
    return replace(candidate, interaction=interaction)


def at_place(
    candidate: Candidate, *, ask_after: timedelta = timedelta(0), fresh_for: timedelta | None = None
) -> Candidate:
    update = {"ask_after": ask_after, "fresh_for": fresh_for}
    return replace(candidate, touchpoint=candidate.touchpoint.model_copy(update=update))


def reason(verdict: Ask | Skip | Defer) -> Reason | None:
    return None if isinstance(verdict, Ask) else verdict.reason


def test_somebody_against_whom_nothing_stands_is_asked(plain: Candidate) -> None:
    assert decide(plain, now=NOON) == Ask()


def test_imported_history_never_prompts_anyone(plain: Candidate) -> None:
    imported = replace(plain, interaction=replace(plain.interaction, imported=True), by_hand=True)

    assert decide(imported, now=NOON) == Skip(reason="imported")


def test_nothing_is_asked_where_the_touchpoint_has_no_survey(plain: Candidate) -> None:
    assert decide(replace(plain, survey=None), now=NOON) == Skip(
        reason="no_survey", facts={"touchpoint": "find-it"}
    )


def test_an_interaction_dated_days_ahead_is_a_wrong_clock(plain: Candidate) -> None:
    verdict = decide(dated(plain, NOON + 2 * DAY), now=NOON)

    assert verdict == Skip(
        reason="dated_ahead",
        facts={"occurred_at": "2026-05-06T12:00:00+00:00", "received_at": "2026-05-04T12:00:00+00:00"},
    )


def test_an_announced_interaction_is_asked_about_when_it_has_happened(plain: Candidate) -> None:
    announced = dated(plain, NOON + 5 * HOUR)

    first = decide(announced, now=NOON)

    assert isinstance(first, Defer)
    assert (first.reason, first.until) == ("not_yet", NOON + 5 * HOUR)
    assert decide(announced, now=first.until) == Ask()


def test_a_late_prompt_is_dropped_and_not_sent_late(plain: Candidate) -> None:
    assert decide(plain, now=NOON + 48 * HOUR) == Ask()
    assert decide(plain, now=NOON + 48 * HOUR + timedelta(seconds=1)) == Skip(
        reason="stale",
        facts={
            "occurred_at": "2026-05-04T12:00:00+00:00",
            "fresh_for": "2d",
            "fresh_until": "2026-05-06T12:00:00+00:00",
        },
    )


def test_a_touchpoint_s_own_freshness_overrides_the_policy_s(plain: Candidate) -> None:
    brief, long = at_place(plain, fresh_for=HOUR), at_place(plain, fresh_for=9 * DAY)

    assert reason(decide(brief, now=NOON + 2 * HOUR)) == "stale"
    assert decide(long, now=NOON + 8 * DAY) == Ask()
    assert reason(decide(at_place(plain, fresh_for=timedelta(0)), now=NOON + HOUR)) == "stale"


def test_freshness_is_counted_from_when_it_happened_not_from_when_we_heard(plain: Candidate) -> None:
    heard_late = dated(plain, NOON - 3 * DAY)

    assert reason(decide(heard_late, now=NOON)) == "stale"


def test_whoever_stopped_or_withdrew_consent_is_left_alone_also_by_hand(plain: Candidate) -> None:
    stopped = replace(plain.customer, stopped_at=NOON - DAY)
    withdrew = replace(plain.customer, consent="withdrawn")

    assert reason(decide(replace(plain, customer=stopped, by_hand=True), now=NOON)) == "opted_out"
    assert reason(decide(replace(plain, customer=withdrew, by_hand=True), now=NOON)) == "opted_out"


@pytest.mark.parametrize(
    ("policy", "consent", "expected"),
    [
        ("implied", "unknown", None),
        ("implied", "given", None),
        ("required", "unknown", "no_consent"),
        ("required", "given", None),
    ],
)
def test_required_consent_must_be_given(
    plain: Candidate, policy: Literal["implied", "required"], consent: Consent, expected: Reason | None
) -> None:
    customer = replace(plain.customer, consent=consent)

    verdict = decide(replace(under(plain, Policy(consent=policy)), customer=customer), now=NOON)

    assert reason(verdict) == expected


def test_nobody_is_surveyed_while_a_case_of_theirs_is_open(plain: Candidate) -> None:
    assert decide(replace(plain, open_case=True), now=NOON) == Skip(reason="open_case")
    assert decide(replace(plain, open_case=True, held=True), now=NOON) == Skip(reason="held")


def test_whom_a_colleague_wants_left_in_peace_is_not_asked_unless_they_come_to_us(plain: Candidate) -> None:
    never = replace(plain.customer, vetoes=(Veto(touchpoint=None, by="Maria", at=NOON - DAY),))
    elsewhere = replace(plain.customer, vetoes=(Veto(touchpoint="no-other", by="Maria", at=NOON - DAY),))
    here = Veto(touchpoint=plain.touchpoint.id, by="Maria", at=NOON - DAY)

    assert reason(decide(replace(plain, customer=never, by_hand=True), now=NOON)) == "vetoed"
    assert reason(decide(replace(plain, customer=replace(never, vetoes=(here,))), now=NOON)) == "vetoed"
    assert decide(replace(plain, customer=elsewhere), now=NOON) == Ask()
    assert decide(replace(plain, customer=never, present=True), now=NOON) == Ask()


def test_a_survey_met_once_is_not_put_again_answered_or_not(plain: Candidate) -> None:
    once = surveyed(plain, Recontact(mode="once", wait="ignore"))

    assert decide(once, now=NOON) == Ask()
    assert decide(known(once, asked(90 * DAY)), now=NOON) == Skip(
        reason="asked_once", facts={"asked_at": "2026-02-03T12:00:00+00:00"}
    )


def test_another_survey_or_another_journey_does_not_count_as_this_survey(plain: Candidate) -> None:
    once = surveyed(plain, Recontact(mode="once", wait="ignore"))

    assert decide(known(once, asked(DAY, survey="csat")), now=NOON) == Ask()
    assert decide(known(once, asked(DAY, journey="clinic")), now=NOON) == Ask()
    assert reason(decide(known(once, asked(DAY, journey="")), now=NOON)) == "asked_once"


def test_a_survey_put_some_times_ends_with_the_last_time_or_an_answer(plain: Candidate) -> None:
    some = surveyed(plain, Recontact(mode="some", times=2, wait="ignore"))

    assert decide(known(some, asked(9 * DAY)), now=NOON) == Ask()
    assert reason(decide(known(some, asked(9 * DAY), asked(8 * DAY)), now=NOON)) == "asked_enough"
    assert reason(decide(known(some, asked(9 * DAY, answered=True)), now=NOON)) == "already_answered"


def test_a_survey_put_until_answered_ends_with_an_answer_only(plain: Candidate) -> None:
    until = surveyed(plain, Recontact(mode="until_answered", wait="ignore"))
    ignored = tuple(asked(n * DAY) for n in range(1, 20))

    assert decide(known(until, *ignored), now=NOON) == Ask()
    answered = known(until, *ignored, asked(30 * DAY, answered=True))
    assert reason(decide(answered, now=NOON)) == "already_answered"


def test_a_survey_always_put_comes_back_after_an_answer(plain: Candidate) -> None:
    always = surveyed(plain, Recontact(mode="always", wait="ignore"))

    assert decide(known(always, asked(HOUR, answered=True)), now=NOON) == Ask()


def test_the_shared_clock_runs_from_the_last_time_any_survey_was_seen(plain: Candidate) -> None:
    shared = under(plain, Policy(wait=7 * DAY, fresh_for=30 * DAY))

    verdict = decide(known(shared, asked(6 * DAY, survey="csat"), asked(20 * DAY)), now=NOON)

    assert verdict == Defer(
        reason="cooling_down",
        until=NOON + DAY,
        facts={
            "clock": "shared",
            "wait": "7d",
            "blocked_by": "csat",
            "asked_at": "2026-04-28T12:00:00+00:00",
        },
    )
    assert decide(known(shared, asked(7 * DAY)), now=NOON) == Ask()


def test_a_survey_with_its_own_clock_heeds_only_itself(plain: Candidate) -> None:
    own = surveyed(under(plain, Policy(fresh_for=99 * DAY)), Recontact(wait=90 * DAY))

    assert decide(known(own, asked(HOUR, survey="csat"), asked(91 * DAY)), now=NOON) == Ask()
    verdict = decide(known(own, asked(HOUR, survey="csat"), asked(89 * DAY)), now=NOON)
    assert isinstance(verdict, Defer)
    assert (verdict.until, verdict.facts["clock"]) == (NOON + DAY, "own")


def test_a_survey_that_ignores_the_clock_is_put_at_once(plain: Candidate) -> None:
    assert decide(known(surveyed(plain, Recontact(wait="ignore")), asked(HOUR)), now=NOON) == Ask()


def test_a_cap_counts_every_survey_in_any_window(plain: Candidate) -> None:
    policy = Policy(cap=Cap(count=2, within=10 * DAY), wait=timedelta(0), fresh_for=30 * DAY)
    capped = known(under(plain, policy), asked(9 * DAY, survey="csat"), asked(2 * DAY), asked(11 * DAY))

    verdict = decide(capped, now=NOON)

    assert verdict == Defer(reason="over_cap", until=NOON + DAY, facts={"count": 2, "within": "10d"})
    assert decide(capped, now=NOON + DAY) == Ask()


def test_a_spent_budget_waits_for_the_next_free_ask(plain: Candidate) -> None:
    policy = Policy(ask_budget=Cap(count=1, within=10 * DAY), wait=timedelta(0), fresh_for=30 * DAY)

    verdict = decide(known(under(plain, policy), asked(9 * DAY)), now=NOON)

    assert verdict == Defer(reason="over_budget", until=NOON + DAY, facts={"count": 1, "within": "10d"})


def test_a_pause_is_waited_for_while_the_question_stays_fresh(plain: Candidate) -> None:
    def paused(until: datetime) -> Candidate:
        return replace(plain, customer=replace(plain.customer, paused_until=until))

    assert decide(paused(NOON + DAY), now=NOON) == Defer(reason="paused", until=NOON + DAY)
    assert decide(paused(NOON), now=NOON) == Ask()
    assert decide(paused(NOON + 3 * DAY), now=NOON) == Skip(
        reason="paused",
        facts={"until": "2026-05-07T12:00:00+00:00", "fresh_until": "2026-05-06T12:00:00+00:00"},
    )


def test_a_touchpoint_may_want_to_be_asked_about_later(plain: Candidate) -> None:
    verdict = decide(at_place(plain, ask_after=2 * HOUR), now=NOON)

    assert verdict == Defer(
        reason="not_yet",
        until=NOON + 2 * HOUR,
        facts={"occurred_at": "2026-05-04T12:00:00+00:00", "ask_after": "2h"},
    )


def test_a_running_conversation_is_never_interrupted(plain: Candidate) -> None:
    busy = replace(plain, busy=True, by_hand=True)

    verdict = decide(busy, now=NOON)

    assert verdict == Defer(reason="conversation_running", until=NOON + timedelta(minutes=15))
    assert reason(decide(busy, now=NOON + 48 * HOUR)) == "conversation_running"
    assert isinstance(decide(busy, now=NOON + 48 * HOUR), Skip)


def test_a_sample_of_none_asks_nobody_and_of_all_everybody(plain: Candidate) -> None:
    nobody = surveyed(plain, Recontact(), sample=0.0)

    assert reason(decide(nobody, now=NOON)) == "not_sampled"
    assert reason(decide(under(plain, Policy(sample=0.0)), now=NOON)) == "not_sampled"


def test_the_shares_of_policy_and_survey_multiply(plain: Candidate) -> None:
    halved = surveyed(under(plain, Policy(sample=0.5)), Recontact(), sample=0.5)
    verdicts = [
        decide(replace(halved, interaction=replace(plain.interaction, source_id=str(n))), now=NOON)
        for n in range(2000)
    ]

    assert 430 <= verdicts.count(Ask()) <= 570


def test_by_hand_lifts_our_thrift(plain: Candidate) -> None:
    thrifty = Policy(sample=0.0, ask_budget=Cap(count=1, within=DAY), wait=7 * DAY)
    candidate = known(at_place(under(plain, thrifty), ask_after=HOUR), asked(HOUR))

    assert decide(candidate, now=NOON) != Ask()
    assert decide(replace(candidate, by_hand=True), now=NOON) == Ask()


def test_by_hand_keeps_what_the_customer_is_promised(plain: Candidate) -> None:
    kept = Policy(cap=Cap(count=1, within=DAY), quiet_hours=NIGHT, consent="required")
    by_hand = replace(under(plain, kept), by_hand=True)
    given = replace(by_hand, customer=replace(plain.customer, consent="given"))

    assert reason(decide(by_hand, now=NOON)) == "no_consent"
    assert reason(decide(replace(given, open_case=True), now=NOON)) == "open_case"
    assert reason(decide(replace(given, reachable=False), now=NOON)) == "unreachable"
    assert reason(decide(known(given, asked(HOUR)), now=NOON)) == "over_cap"
    assert reason(decide(given, now=NOON + 11 * HOUR)) == "quiet_hours"


# Who wins when two apply.


def test_an_unreachable_customer_without_consent_is_told_to_be_invited(plain: Candidate) -> None:
    candidate = replace(under(plain, Policy(consent="required")), reachable=False)

    assert reason(decide(candidate, now=NOON)) == "unreachable"


def test_an_unreachable_customer_who_stopped_is_not_invited(plain: Candidate) -> None:
    customer = replace(plain.customer, stopped_at=NOON - DAY)

    assert reason(decide(replace(plain, customer=customer, reachable=False), now=NOON)) == "opted_out"


def test_too_late_comes_before_everything_about_the_customer(plain: Candidate) -> None:
    candidate = replace(plain, reachable=False, open_case=True)

    assert reason(decide(candidate, now=NOON + 9 * DAY)) == "stale"


def test_what_can_never_be_asked_is_skipped_rather_than_deferred(plain: Candidate) -> None:
    paused = replace(plain.customer, paused_until=NOON + HOUR)
    sampled_out = replace(under(plain, Policy(sample=0.0)), customer=paused, busy=True)

    assert isinstance(decide(sampled_out, now=NOON), Skip)
    assert isinstance(decide(replace(plain, customer=paused, open_case=True), now=NOON), Skip)


def test_of_several_waits_the_longest_is_given(plain: Candidate) -> None:
    paused = replace(plain.customer, paused_until=NOON + 3 * HOUR)
    candidate = replace(at_place(plain, ask_after=2 * HOUR), customer=paused, busy=True)

    verdict = decide(candidate, now=NOON)

    assert verdict == Defer(reason="paused", until=NOON + 3 * HOUR)


def test_a_wait_that_ends_at_night_ends_in_the_morning(plain: Candidate) -> None:
    night = under(plain, Policy(quiet_hours=NIGHT))

    verdict = decide(at_place(night, ask_after=11 * HOUR), now=NOON)

    assert isinstance(verdict, Defer)
    assert (verdict.reason, verdict.until) == ("quiet_hours", NOON + 20 * HOUR)
    assert verdict.facts["free_at"] == "2026-05-04T23:00:00+00:00"


def test_a_wait_that_outlasts_the_freshness_is_given_up_at_once(plain: Candidate) -> None:
    verdict = decide(known(plain, asked(DAY)), now=NOON)

    assert verdict == Skip(
        reason="cooling_down",
        facts={
            "clock": "shared",
            "wait": "7d",
            "blocked_by": "nps",
            "asked_at": "2026-05-03T12:00:00+00:00",
            "until": "2026-05-10T12:00:00+00:00",
            "fresh_until": "2026-05-06T12:00:00+00:00",
        },
    )


def test_a_wait_that_ends_with_the_freshness_is_just_in_time(plain: Candidate) -> None:
    just = at_place(plain, ask_after=2 * HOUR, fresh_for=2 * HOUR)

    verdict = decide(just, now=NOON)

    assert isinstance(verdict, Defer)
    assert decide(just, now=verdict.until) == Ask()


def test_a_night_that_outlasts_the_freshness_is_given_up_at_once(plain: Candidate) -> None:
    brief = at_place(under(plain, Policy(quiet_hours=NIGHT)), fresh_for=12 * HOUR)

    verdict = decide(brief, now=NOON + 11 * HOUR)

    assert isinstance(verdict, Skip)
    assert verdict.reason == "quiet_hours"
    assert verdict.facts["fresh_until"] == "2026-05-05T00:00:00+00:00"


def test_asks_noted_by_a_clock_that_ran_ahead_still_count(plain: Candidate) -> None:
    policy = Policy(wait=timedelta(0), cap=Cap(count=1, within=DAY), quiet_hours=NEVER_QUIET)

    verdict = decide(known(under(plain, policy), asked(-HOUR)), now=NOON)

    assert isinstance(verdict, Defer)
    assert verdict.until == NOON + HOUR + DAY


# How much of the past has to be loaded.


def _journey_with(candidate: Candidate, policy: Policy, *recontacts: Recontact) -> timedelta | None:
    surveys: list[Survey] = []
    for recontact in recontacts:
        assert candidate.survey is not None
        surveys.append(candidate.survey.model_copy(update={"recontact": recontact}))
    return look_back(candidate.journey.model_copy(update={"policy": policy, "surveys": tuple(surveys)}))


def test_the_longest_clock_says_how_far_back_to_look(plain: Candidate) -> None:
    policy = Policy(wait=7 * DAY, cap=Cap(count=1, within=30 * DAY))

    assert _journey_with(plain, policy, Recontact()) == 30 * DAY
    assert _journey_with(plain, policy, Recontact(wait="ignore"), Recontact(wait=90 * DAY)) == 90 * DAY


def test_a_survey_that_counts_its_own_times_needs_the_whole_past(plain: Candidate) -> None:
    assert _journey_with(plain, Policy(), Recontact(), Recontact(mode="once")) is None
