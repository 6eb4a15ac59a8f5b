"""Every reason has a sentence, and the sentences stay as they are unless somebody means it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from config.facts import Fact
from feedback.explain import REASONS, explain
from feedback.records import Decision
from feedback.verdict import Reason

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ISO = "2026-05-04T12:00:00+00:00"
COOLING: Mapping[str, Fact] = {"clock": "shared", "wait": "7d", "blocked_by": "csat", "asked_at": ISO}
NIGHT: Mapping[str, Fact] = {
    "zone": "Europe/Berlin",
    "zone_from": "journey",
    "free_at": ISO,
    "start": "22:00",
    "end": "08:00",
}

GOLDEN: list[tuple[Reason, Mapping[str, Fact], str]] = [
    (
        "imported",
        {},
        (
            "the interaction was imported, and history never prompts anyone;"
            " send new interactions by webhook or API."
        ),
    ),
    (
        "no_survey",
        {"touchpoint": "till"},
        "touchpoint till has no survey; to ask there, give the touchpoint a survey.",
    ),
    (
        "dated_ahead",
        {"occurred_at": "2026-05-09T12:00:00+00:00", "received_at": ISO},
        (
            "the interaction came in at 2026-05-04 12:00 UTC but is dated 2026-05-09 12:00 UTC;"
            " correct the clock or the time zone of the sender."
        ),
    ),
    (
        "stale",
        {"occurred_at": ISO, "fresh_for": "2d", "fresh_until": "2026-05-06T12:00:00+00:00"},
        (
            "what happened at 2026-05-04 12:00 UTC was fresh only until 2026-05-06 12:00 UTC (fresh_for: 2d);"
            " send interactions sooner, or raise fresh_for."
        ),
    ),
    ("opted_out", {}, "the customer opted out; only the customer can change that."),
    ("unreachable", {}, "the customer has no chat address that works; hand them the invitation link."),
    (
        "no_consent",
        {"consent": "unknown"},
        (
            "the policy requires consent, and the customer has not given it; record their consent,"
            " or set policy.consent: implied where the law allows it."
        ),
    ),
    (
        "held",
        {},
        (
            "words of the customer spoke of distress or danger, and nothing is asked until a person says so; "
            "once somebody has looked after them, release them on their case."
        ),
    ),
    (
        "vetoed",
        {"vetoed_at": ISO, "touchpoint": "till"},
        (
            "a colleague said at 2026-05-04 12:00 UTC that this customer is not to be asked about till; to"
            " lift that, send /veto lift with the customer in the team's room."
        ),
    ),
    (
        "open_case",
        {},
        "a case of this customer is open, and colleagues are working on it; resolve the case first.",
    ),
    (
        "asked_once",
        {"asked_at": ISO},
        (
            "each customer meets this survey once, and this one did at 2026-05-04 12:00 UTC;"
            " to ask again, set recontact.mode: always on the survey."
        ),
    ),
    (
        "already_answered",
        {"asked_at": ISO},
        (
            "this survey is put until it is answered, and the one of 2026-05-04 12:00 UTC was;"
            " to ask after an answer too, set recontact.mode: always on the survey."
        ),
    ),
    (
        "asked_enough",
        {"times": 3, "most": 3, "asked_at": ISO},
        (
            "the customer has met this survey 3 times, 3 at most, the last at 2026-05-04 12:00 UTC;"
            " to ask more often, raise recontact.times on the survey."
        ),
    ),
    (
        "not_sampled",
        {"share": 0.25, "lot": 0.613},
        (
            "a share of 0.25 is asked, and the lot of this interaction, 0.613, is not below that;"
            " to ask more, raise sample on the survey or in the policy."
        ),
    ),
    (
        "known_well",
        {"stage": "buy", "width": 0.4, "widest": 1.2, "chance": 0.11},
        (
            "the interval of stage buy is 0.4 wide and the widest one 1.2, so a share of 0.11 is asked here"
            " and the ask budget is kept for stages known less;"
            " to ask everywhere alike, remove policy.ask_budget."
        ),
    ),
    ("paused", {}, "the customer wants a pause; only the customer can end it sooner."),
    (
        "not_yet",
        {"occurred_at": ISO, "ask_after": "2h"},
        (
            "what happens at 2026-05-04 12:00 UTC is asked about 2 hours later;"
            " to ask sooner, lower ask_after on the touchpoint."
        ),
    ),
    (
        "conversation_running",
        {},
        "the customer was in the middle of answering another survey; nothing needs to be changed.",
    ),
    (
        "cooling_down",
        COOLING,
        (
            "survey csat was put to the customer at 2026-05-04 12:00 UTC,"
            " and the clock shared by all surveys runs for 7 days;"
            " to ask sooner, shorten policy.wait, or give the survey its own recontact.wait."
        ),
    ),
    (
        "cooling_down",
        {**COOLING, "clock": "own"},
        (
            "survey csat was put to the customer at 2026-05-04 12:00 UTC,"
            " and the survey's own clock runs for 7 days;"
            " to ask sooner, shorten recontact.wait on the survey."
        ),
    ),
    (
        "over_cap",
        {"count": 2, "within": "30d"},
        (
            "the customer may be asked 2 times within 30 days, and has been;"
            " to ask more often, raise policy.cap."
        ),
    ),
    (
        "over_budget",
        {"count": 2, "within": "30d"},
        (
            "the customer's budget of 2 asks within 30 days is spent;"
            " to ask more often, raise policy.ask_budget."
        ),
    ),
    (
        "quiet_hours",
        NIGHT,
        (
            "2026-05-04 12:00 UTC lies between 22:00 and 08:00 on the customer's clock"
            " (Europe/Berlin, the journey's zone, theirs is not known);"
            " to ask at other hours, change policy.quiet_hours."
        ),
    ),
]


def skipped(reason: str, facts: Mapping[str, Fact]) -> Decision:
    return Decision(
        id="d1",
        interaction="i1",
        customer="c1",
        touchpoint="till",
        survey="nps",
        outcome="skip",
        reason=reason,
        facts=facts,
        decided_at=NOON,
    )


@pytest.mark.parametrize(("reason", "facts", "sentence"), GOLDEN)
def test_a_reason_reads_as_one_sentence_with_what_to_change(
    reason: Reason, facts: Mapping[str, Fact], sentence: str
) -> None:
    assert explain(skipped(reason, facts)) == f"Not asked: {sentence}"


def test_every_reason_has_words_and_a_golden_sentence() -> None:
    assert set(REASONS) == set(get_args(Reason)) == {reason for reason, _, _ in GOLDEN}


def test_a_deferral_says_when_it_is_decided_again() -> None:
    deferred = replace(skipped("paused", {}), outcome="defer", until=NOON + timedelta(hours=3))

    assert explain(deferred) == (
        "Not asked yet, to be decided again at 2026-05-04 15:00 UTC: the customer wants a pause;"
        " only the customer can end it sooner."
    )


def test_a_wait_that_would_be_too_long_says_so() -> None:
    late = {"until": "2026-05-11T12:00:00+00:00", "fresh_until": "2026-05-06T12:00:00+00:00"}

    assert explain(skipped("cooling_down", {**COOLING, **late})) == (
        "Not asked: survey csat was put to the customer at 2026-05-04 12:00 UTC,"
        " and the clock shared by all surveys runs for 7 days,"
        " until 2026-05-11 12:00 UTC, which is too late for what is fresh until 2026-05-06 12:00 UTC;"
        " to ask sooner, shorten policy.wait, or give the survey its own recontact.wait."
    )


def test_an_ask_says_when() -> None:
    asked = replace(skipped("asked", {}), outcome="ask")

    assert explain(asked) == "Asked at 2026-05-04 12:00 UTC: nothing stood against it."


def test_decisions_of_another_version_are_told_as_far_as_they_go() -> None:
    assert explain(skipped("mercury_retrograde", {})) == "Not asked: mercury_retrograde."
    assert "between ? and ?" in explain(skipped("quiet_hours", {}))
