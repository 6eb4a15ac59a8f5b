"""A dry run decides the past again and says what another rule would have done."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.journey import Journey, Policy, QuietHours, Recontact
from feedback.dry_run import Comparison, PastInteraction, PlaceCount, Rehearsal, rehearse, tell
from feedback.eligibility import Candidate
from feedback.records import Asked

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NIGHT = QuietHours.model_validate({"start": "22:00", "end": "08:00"})


def past(
    plain: Candidate, at: datetime, *, customer: str = "c1", place: str = "find-it", asked: bool | None = None
) -> PastInteraction:
    """Return an interaction that came in as it happened."""
    interaction = replace(
        plain.interaction,
        id=f"{at}-{customer}",
        source_id=f"{at}-{customer}",
        touchpoint=place,
        occurred_at=at,
        received_at=at,
    )
    return PastInteraction(
        customer=replace(plain.customer, id=customer), interaction=interaction, asked=asked
    )


def run(journey: Journey, events: Iterable[PastInteraction], **history: tuple[Asked, ...]) -> Rehearsal:
    return rehearse(journey, events, widths={}, history=history)


def seen(at: datetime) -> Asked:
    return Asked(
        session="s1", survey="nps", stage="find", touchpoint="find-it", at=at, answered=False, open=False
    )


def test_the_asks_a_rehearsal_makes_count_for_what_follows(plain: Candidate) -> None:
    events = [past(plain, NOON + n * DAY) for n in range(15)]

    found = run(plain.journey, reversed(events))

    assert (found.interactions, found.asked, found.customers_asked) == (15, 3, 1)
    assert found.skipped == {"cooling_down": 12}
    assert (found.since, found.until) == (NOON, NOON + 14 * DAY)


def test_what_was_asked_before_counts_and_what_was_asked_since_is_replaced(plain: Candidate) -> None:
    events = [past(plain, NOON), past(plain, NOON, customer="c2")]

    found = run(plain.journey, events, c1=(seen(NOON - DAY),), c2=(seen(NOON + HOUR),))

    assert (found.asked, found.skipped) == (1, {"cooling_down": 1})


def test_a_deferral_is_decided_again_when_it_ends(plain: Candidate) -> None:
    journey = plain.journey.model_copy(update={"policy": Policy(quiet_hours=NIGHT)})

    found = run(journey, [past(plain, NOON + 11 * HOUR), past(plain, NOON + 12 * HOUR)])

    assert (found.asked, found.skipped) == (1, {"cooling_down": 1})
    assert found.deferred == {"quiet_hours": 2}


def test_imported_history_is_decided_as_if_it_had_come_at_once(plain: Candidate) -> None:
    then = past(plain, NOON - 90 * DAY)
    imported = replace(then, interaction=replace(then.interaction, imported=True, received_at=NOON))

    assert run(plain.journey, [imported]).asked == 1


def test_late_arrivals_are_as_late_as_they_were(plain: Candidate) -> None:
    then = past(plain, NOON)
    late = replace(then, interaction=replace(then.interaction, received_at=NOON + 3 * DAY))

    assert run(plain.journey, [late]).skipped == {"stale": 1}


def test_who_stopped_later_or_pauses_today_was_there_then(plain: Candidate) -> None:
    then = past(plain, NOON)
    later = replace(then.customer, stopped_at=NOON + DAY, paused_until=NOON + 30 * DAY)
    before = replace(then.customer, stopped_at=NOON - DAY)

    assert run(plain.journey, [replace(then, customer=later)]).asked == 1
    assert run(plain.journey, [replace(then, customer=before)]).skipped == {"opted_out": 1}


def test_a_share_of_the_rehearsed_asks_may_count_as_answered(plain: Candidate) -> None:
    assert plain.survey is not None
    until = plain.survey.model_copy(update={"recontact": Recontact(mode="until_answered", wait="ignore")})
    journey = plain.journey.model_copy(update={"surveys": (until,)})
    events = [past(plain, NOON + n * DAY) for n in range(9)]

    assert rehearse(journey, events, widths={}, history={}).asked == 9
    assert rehearse(journey, events, widths={}, history={}, answer_share=1.0).asked == 1


def test_touchpoints_that_are_gone_and_places_nobody_visits_are_counted_too(plain: Candidate) -> None:
    found = run(plain.journey, [past(plain, NOON), past(plain, NOON, customer="c2", place="gone")])

    assert (found.asked, found.unplaced) == (1, 1)
    assert found.places[:2] == (
        PlaceCount(stage="find", touchpoint="find-it", interactions=1, asked=1),
        PlaceCount(stage="buy", touchpoint="buy-it", interactions=0, asked=0),
    )


def test_the_rule_is_compared_with_what_really_happened(plain: Candidate) -> None:
    events = [
        past(plain, NOON, asked=True),
        past(plain, NOON + DAY, asked=True),
        past(plain, NOON, customer="c2", asked=False),
        past(plain, NOON, customer="c3"),
    ]

    found = run(plain.journey, events)

    assert found.comparison == Comparison(asked_then=2, asked_both=1, asked_now=2)


visits = st.lists(
    st.tuples(
        st.timedeltas(timedelta(0), 40 * DAY),
        st.sampled_from(["c1", "c2", "c3"]),
        st.sampled_from(["find-it", "buy-it", "leave-it", "gone"]),
    ),
    max_size=30,
)


@given(visits)
def test_every_interaction_ends_in_exactly_one_way(
    plain: Candidate, moments: list[tuple[timedelta, str, str]]
) -> None:
    events = [past(plain, NOON + wait, customer=customer, place=place) for wait, customer, place in moments]

    found = run(plain.journey.model_copy(update={"policy": Policy(quiet_hours=NIGHT)}), events)

    assert found.asked + sum(found.skipped.values()) + found.unplaced == found.interactions == len(events)
    assert found.asked == sum(place.asked for place in found.places)
    assert found == run(plain.journey.model_copy(update={"policy": Policy(quiet_hours=NIGHT)}), events)


def test_a_rehearsal_is_told_in_plain_words_and_aligned_tables() -> None:
    rehearsal = Rehearsal(
        interactions=412,
        asked=97,
        customers_asked=90,
        skipped={"cooling_down": 300, "not_sampled": 14},
        deferred={"quiet_hours": 31},
        places=(
            PlaceCount(stage="buy", touchpoint="checkout", interactions=401, asked=97),
            PlaceCount(stage="use", touchpoint="van", interactions=0, asked=0),
        ),
        unplaced=1,
        since=NOON - 30 * DAY,
        until=NOON,
        comparison=Comparison(asked_then=120, asked_both=80, asked_now=97),
    )

    assert tell(rehearsal) == (
        "Of 412 interactions (2026-04-04 to 2026-05-04), 97 would be asked about (24%), of 90 customers.\n"
        "\n"
        "120 were really asked about:\n"
        "  asked then and with this rule         80\n"
        "  asked then, no longer with this rule  40\n"
        "  not asked then, asked with this rule  17\n"
        "\n"
        "Why the others would not be:\n"
        "  asked too recently                          300\n"
        "  not in the sample                            14\n"
        "  the touchpoint is no longer in the journey    1\n"
        "\n"
        "Put off at first, then decided again:\n"
        "  quiet hours  31\n"
        "\n"
        "  stage  touchpoint  interactions  asked  share\n"
        "  buy    checkout             401     97    24%\n"
        "  use    van                    0      0      –\n"
    )


def test_nothing_to_rehearse_is_said_so(plain: Candidate) -> None:
    assert tell(run(plain.journey, [])) == (
        "There were no interactions in that time, so there is nothing to rehearse.\n"
    )
