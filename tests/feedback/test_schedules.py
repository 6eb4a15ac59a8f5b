"""Digests keep somebody's own clock through every change of it, leave quiet hours alone and never pile up."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from config.journey import QuietHours
from feedback.quiet import is_quiet
from feedback.schedules import Schedule, next_after, sent, slot_of, told_since

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC", "Pacific/Apia")
START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def schedule(**known: object) -> Schedule:
    values: dict[str, object] = {
        "id": "s1", "customer": "c1", "journey": "shop", "channel": "web", "language": "en",
        "timezone": "Europe/Berlin", "rhythm": "daily", "at": time(8), "created_at": START, "next_at": START,
    }  # fmt: skip
    return Schedule(**{**values, **known})  # type: ignore[arg-type] # each is a field


times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
hours = st.builds(lambda start, end: QuietHours(start=start, end=end), times, times)
schedules = st.builds(
    schedule,
    timezone=st.sampled_from(ZONES),
    rhythm=st.sampled_from(("daily", "weekly", "monthly")),
    at=times,
    weekday=st.integers(0, 6),
    day=st.integers(1, 31),
    quiet=st.none() | hours,
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis puts the zone in


@given(schedules, moments)
def test_digests_come_one_after_another_on_their_days_and_never_in_quiet_hours(
    wanted: Schedule, begin: datetime
) -> None:
    zone, found = ZoneInfo(wanted.timezone), [begin]
    for _ in range(5):
        found.append(next_after(wanted, found[-1]))

    longest = {"daily": 1, "weekly": 7, "monthly": 31}[wanted.rhythm]
    for before, after in pairwise(found):
        assert before < after <= before + (longest + 2) * DAY
    for due in found[1:]:
        if wanted.quiet is not None:
            assert not is_quiet(due, wanted.quiet, zone)


@given(schedules, moments)
def test_without_quiet_hours_it_is_the_hour_that_was_asked_for_unless_the_clock_leaves_it_out(
    wanted: Schedule, begin: datetime
) -> None:
    zone = ZoneInfo(wanted.timezone)
    due = next_after(schedule_without_quiet(wanted), begin)

    local = due.astimezone(zone)
    named = datetime.combine(local.date(), wanted.at, tzinfo=zone)
    is_left_out = named.astimezone(UTC).astimezone(zone).time() != wanted.at
    assert local.time() == wanted.at or is_left_out or (local - DAY).time() != wanted.at
    if wanted.rhythm == "weekly" and local.time() == wanted.at:
        assert local.weekday() == wanted.weekday


def schedule_without_quiet(wanted: Schedule) -> Schedule:
    return schedule(
        timezone=wanted.timezone, rhythm=wanted.rhythm, at=wanted.at, weekday=wanted.weekday, day=wanted.day
    )


@given(schedules, moments, st.integers(0, 400))
def test_after_a_long_silence_one_digest_is_sent_and_the_next_lies_ahead(
    wanted: Schedule, begin: datetime, days: int
) -> None:
    first = schedule(**{**_fields(wanted), "next_at": next_after(wanted, begin)})
    now = first.next_at + days * DAY

    after = sent(first, now=now)

    assert after.next_at > now
    assert after.sent_at == now
    assert slot_of(after) != slot_of(first)


def _fields(wanted: Schedule) -> dict[str, object]:
    return {
        name: getattr(wanted, name)
        for name in ("timezone", "rhythm", "at", "weekday", "day", "quiet")
    }  # fmt: skip


def test_a_morning_stays_the_morning_when_the_clock_changes() -> None:
    before = next_after(schedule(), datetime(2026, 3, 28, 6, tzinfo=UTC))
    after = next_after(schedule(), before)

    assert (before, after) == (
        datetime(2026, 3, 28, 7, tzinfo=UTC),
        datetime(2026, 3, 29, 6, tzinfo=UTC),
    )


def test_an_hour_that_is_left_out_is_the_one_after_it_and_one_that_comes_twice_is_the_first() -> None:
    early = schedule(at=time(2, 30))

    assert next_after(early, datetime(2026, 3, 28, 12, tzinfo=UTC)) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    october = next_after(early, datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert october == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_after(early, october) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_the_thirty_first_is_the_last_day_of_a_shorter_month() -> None:
    monthly, found = schedule(rhythm="monthly", day=31), datetime(2027, 12, 31, 12, tzinfo=UTC)
    days = []
    for _ in range(4):
        found = next_after(monthly, found)
        days.append(found.date())

    assert days == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


def test_a_late_digest_waits_for_the_morning() -> None:
    late = schedule(at=time(23), quiet=QuietHours(start=time(21), end=time(7)))

    assert next_after(late, datetime(2026, 1, 5, 12, tzinfo=UTC)) == datetime(2026, 1, 6, 6, tzinfo=UTC)


def test_the_first_digest_tells_of_as_long_as_its_rhythm_is() -> None:
    weekly = schedule(rhythm="weekly", next_at=START + 7 * DAY)

    assert told_since(weekly) == START
    assert told_since(sent(weekly, now=START + 8 * DAY)) == START + 8 * DAY
