"""Quiet hours on the customer's own clock, whatever that clock does."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from config.journey import Journey, Policy, QuietHours
from feedback.eligibility import Ask, Candidate, Defer, decide
from feedback.quiet import is_quiet, next_allowed, zone_of

ZONES = sorted(available_timezones())
MINUTE = timedelta(minutes=1)
NEW_YORK, APIA, LORD_HOWE = (
    ZoneInfo("America/New_York"),
    ZoneInfo("Pacific/Apia"),
    ZoneInfo("Australia/Lord_Howe"),
)

times = st.times().map(lambda shown: shown.replace(fold=0))
START = datetime(1900, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), timedelta(days=190 * 365)).map(lambda since: START + since)
zones = st.sampled_from(ZONES).map(ZoneInfo)


def hours(start: str, end: str) -> QuietHours:
    return QuietHours.model_validate({"start": start, "end": end})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("shown", "quiet"),
    [("21:59:59", False), ("22:00:00", True), ("00:00:00", True), ("07:59:59", True), ("08:00:00", False)],
)
def test_a_window_over_midnight_holds_from_its_start_up_to_its_end(shown: str, quiet: object) -> None:
    instant = utc(f"2026-05-04T{shown}+00:00")

    assert is_quiet(instant, hours("22:00", "08:00"), ZoneInfo("UTC")) is quiet


def test_a_window_within_a_day_ends_that_day() -> None:
    siesta, madrid = hours("14:00", "17:00"), ZoneInfo("Europe/Madrid")

    assert next_allowed(utc("2026-05-04T15:30:00+02:00"), siesta, madrid) == utc("2026-05-04T17:00:00+02:00")


def test_equal_start_and_end_mean_no_quiet_hours() -> None:
    instant = utc("2026-05-04T22:00:00+00:00")

    assert next_allowed(instant, hours("22:00", "22:00"), ZoneInfo("UTC")) == instant


def test_an_allowed_instant_stays_as_it_is() -> None:
    instant = utc("2026-05-04T12:34:56.789+00:00")

    assert next_allowed(instant, hours("22:00", "08:00"), NEW_YORK) == instant


def test_the_night_is_an_hour_shorter_when_the_clock_jumps_ahead() -> None:
    found = next_allowed(utc("2026-03-07T22:00:00-05:00"), hours("22:00", "08:00"), NEW_YORK)

    assert found == utc("2026-03-08T08:00:00-04:00")


def test_the_night_is_an_hour_longer_when_the_clock_jumps_back() -> None:
    found = next_allowed(utc("2026-10-31T22:00:00-04:00"), hours("22:00", "08:00"), NEW_YORK)

    assert found == utc("2026-11-01T08:00:00-05:00")


def test_an_end_that_the_clock_skips_is_the_instant_of_the_jump() -> None:
    found = next_allowed(utc("2026-03-08T01:59:59.5-05:00"), hours("22:00", "02:30"), NEW_YORK)

    assert found == utc("2026-03-08T03:00:00-04:00")


def test_an_end_in_the_repeated_hour_is_its_first_time_and_quiet_again_after_the_jump() -> None:
    night = hours("22:00", "01:30")

    assert next_allowed(utc("2026-11-01T00:30:00-04:00"), night, NEW_YORK) == utc("2026-11-01T01:30:00-04:00")
    assert next_allowed(utc("2026-11-01T01:10:00-05:00"), night, NEW_YORK) == utc("2026-11-01T01:30:00-05:00")


def test_a_window_that_ends_as_the_clock_jumps_back_ends_the_second_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    found = next_allowed(utc("2026-10-25T02:30:00+02:00"), hours("22:00", "03:00"), berlin)

    assert found == utc("2026-10-25T03:00:00+01:00")


def test_a_clock_may_jump_by_half_an_hour_or_skip_a_day() -> None:
    found = next_allowed(utc("2026-10-04T01:00:00+10:30"), hours("00:00", "02:15"), LORD_HOWE)
    skipped = next_allowed(utc("2011-12-29T23:00:00-10:00"), hours("22:00", "12:00"), APIA)

    assert found == utc("2026-10-04T02:30:00+11:00")
    assert skipped == utc("2011-12-31T12:00:00+14:00")


@pytest.mark.parametrize(
    "name", ["", "Nowhere/City", "../etc/passwd", "America", "berlin\0", "/etc/localtime"]
)
def test_a_name_that_is_no_zone_falls_back_to_the_journey_s(name: str) -> None:
    assert zone_of(name, "Europe/Berlin") == (ZoneInfo("Europe/Berlin"), "journey")
    assert zone_of(name, name) == (ZoneInfo("UTC"), "utc")


def test_the_decision_says_whose_zone_was_used(plain: Candidate, journey: Journey) -> None:
    policy = Policy(quiet_hours=hours("22:00", "08:00"))
    in_berlin = journey.model_copy(update={"policy": policy, "timezone": "Europe/Berlin"})
    at_ten = utc("2026-05-04T22:00:00+02:00")
    happened = replace(plain.interaction, occurred_at=at_ten, received_at=at_ten)
    unknown = replace(plain, journey=in_berlin, interaction=happened)

    by_default = decide(unknown, now=at_ten)
    elsewhere = replace(unknown, customer=replace(plain.customer, timezone="America/New_York"))

    assert by_default == Defer(
        reason="quiet_hours",
        until=utc("2026-05-05T08:00:00+02:00"),
        facts={
            "zone": "Europe/Berlin",
            "zone_from": "journey",
            "free_at": "2026-05-04T20:00:00+00:00",
            "start": "22:00",
            "end": "08:00",
        },
    )
    assert decide(elsewhere, now=at_ten) == Ask()


@given(instants, times, times, zones)
@example(utc("2026-03-08T01:59:59.5-05:00"), time(22), time(2, 30), NEW_YORK)
@example(utc("2026-11-01T00:59:59.5-04:00"), time(22), time(1, 30), NEW_YORK)
@example(utc("2011-12-29T23:59:59-10:00"), time(0), time(23, 59), APIA)
def test_the_next_allowed_instant_is_the_first_that_is_not_quiet(
    instant: datetime, start: time, end: time, zone: ZoneInfo
) -> None:
    quiet = QuietHours(start=start, end=end)

    found = next_allowed(instant, quiet, zone)

    assert not is_quiet(found, quiet, zone)
    assert instant <= found <= instant + timedelta(hours=49)
    # Everything before it is quiet: its last microsecond, and every quarter of an hour.
    waits = [found - timedelta(microseconds=1)] if found > instant else []
    waits += [instant + n * 15 * MINUTE for n in range(200) if instant + n * 15 * MINUTE < found]
    assert all(is_quiet(wait, quiet, zone) for wait in waits)


@given(instants, times, times, st.sampled_from(ZONES))
def test_nobody_is_ever_asked_in_quiet_hours(
    plain: Candidate, instant: datetime, start: time, end: time, name: str
) -> None:
    policy = Policy(quiet_hours=QuietHours(start=start, end=end), fresh_for=timedelta(days=5))
    candidate = replace(
        plain,
        journey=plain.journey.model_copy(update={"policy": policy}),
        interaction=replace(plain.interaction, occurred_at=instant, received_at=instant),
        customer=replace(plain.customer, timezone=name),
    )

    verdict = decide(candidate, now=instant)

    asked_at = verdict.until if isinstance(verdict, Defer) else instant
    shown = asked_at.astimezone(ZoneInfo(name)).time()
    assert decide(candidate, now=asked_at) == Ask()
    assert not (start <= shown < end if start <= end else shown >= start or shown < end)


DST_DAYS = [
    ("Europe/Berlin", "2026-03-28", "2026-10-24"),
    ("America/New_York", "2026-03-07", "2026-10-31"),
    ("Australia/Lord_Howe", "2026-04-04", "2026-10-03"),
    ("Africa/Casablanca", "2026-02-14", "2026-03-21"),
    ("Pacific/Chatham", "2026-04-04", "2026-09-26"),
]


@pytest.mark.parametrize(("name", "day"), [(name, day) for name, *days in DST_DAYS for day in days])
def test_the_end_is_right_to_the_minute_all_around_a_jump(name: str, day: str) -> None:
    zone, night = ZoneInfo(name), hours("22:00", "02:30")
    start = utc(f"{day}T18:00:00+00:00") - timedelta(hours=18)
    minutes = [start + n * MINUTE for n in range(60 * 48)]

    allowed_from = minutes[-1]
    for instant in reversed(minutes):
        allowed_from = allowed_from if is_quiet(instant, night, zone) else instant
        if allowed_from < minutes[-1]:
            assert next_allowed(instant, night, zone) == allowed_from
