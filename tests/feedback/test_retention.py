"""How long what is kept: by the policy, and never shorter than it is needed."""

from datetime import UTC, datetime, timedelta

from feedback.retention import expiries, kept_for
from tests.feedback.talks import JOURNEY, loaded_journey

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEEPING = JOURNEY.replace(
    "policy: {", "policy: {retention: {text: 365d, identity: 3d, inbox: 1d, outbox: 30d}, "
)


def test_what_has_no_clock_is_kept() -> None:
    assert expiries(loaded_journey(), now=NOW) == ()


def test_each_kind_has_a_clock_of_its_own() -> None:
    found = {each.kind: NOW - each.before for each in expiries(loaded_journey(KEEPING), now=NOW)}

    assert found["text"] == timedelta(days=365)
    assert found["outbox"] == timedelta(days=30)


def test_nothing_goes_while_it_is_still_needed() -> None:
    journey = loaded_journey(KEEPING)

    assert kept_for(journey, "inbox") == timedelta(days=2)  # a platform may repeat it
    assert kept_for(journey, "identity") == journey.surveys[0].editable_for


def test_attributes_that_personas_and_segments_ask_for_stay() -> None:
    journey = loaded_journey(KEEPING + "segments:\n  - {id: vip, title: VIP, rule: spent > 1000}\n")

    assert expiries(journey, now=NOW)[0].kept_facts == {"spent"}
