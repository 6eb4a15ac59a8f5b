"""Periods in words: whichever way people write them, in English and in German."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.days import days_at
from bot.asking.folding import tokens
from mapping.period import Period

TODAY = date(2026, 11, 22)  # a Sunday


def read(words: str, *, today: date = TODAY) -> Period | None:
    """Return the period that all of the words mean."""
    folded = [token.folded for token in tokens(words)]
    found = days_at(folded, 0, today)
    return found.period if found is not None and found.end == len(folded) else None


def days(since: str, until: str) -> Period:
    return Period(date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("last 30 days", "2026-10-24", "2026-11-22"),
        ("letzte 30 Tage", "2026-10-24", "2026-11-22"),
        ("30d", "2026-10-24", "2026-11-22"),
        ("letzten drei Wochen", "2026-11-02", "2026-11-22"),
        ("4 weeks", "2026-10-26", "2026-11-22"),
        ("last 12 months", "2025-11-23", "2026-11-22"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("letzten Monat", "2026-10-01", "2026-10-31"),
        ("letztes Quartal", "2026-07-01", "2026-09-30"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("dieses Jahr", "2026-01-01", "2026-12-31"),
        ("yesterday", "2026-11-21", "2026-11-21"),
        ("vorgestern", "2026-11-20", "2026-11-20"),
        ("march", "2026-03-01", "2026-03-31"),
        ("März", "2026-03-01", "2026-03-31"),
        ("maerz", "2026-03-01", "2026-03-31"),
        ("MARZ", "2026-03-01", "2026-03-31"),
        ("december", "2025-12-01", "2025-12-31"),
        ("february 2024", "2024-02-01", "2024-02-29"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("3/2026", "2026-03-01", "2026-03-31"),
        ("q2", "2026-04-01", "2026-06-30"),
        ("q2 2025", "2025-04-01", "2025-06-30"),
        ("2026-Q2", "2026-04-01", "2026-06-30"),
        ("2. Quartal 2025", "2025-04-01", "2025-06-30"),
        ("kw 12", "2026-03-16", "2026-03-22"),
        ("KW12 2025", "2025-03-17", "2025-03-23"),
        ("2026-W10", "2026-03-02", "2026-03-08"),
        ("week 53 2026", "2026-12-28", "2027-01-03"),
        ("1 may", "2026-05-01", "2026-05-01"),
        ("May 1st, 2025", "2025-05-01", "2025-05-01"),
        ("1. Mai 2026", "2026-05-01", "2026-05-01"),
        ("1.5.", "2026-05-01", "2026-05-01"),
        ("1.5.26", "2026-05-01", "2026-05-01"),
        ("25/12/2025", "2025-12-25", "2025-12-25"),
        ("29 feb", "2024-02-29", "2024-02-29"),
        ("since 1 may", "2026-05-01", ""),
        ("seit März", "2026-03-01", ""),
        ("until june", "", "2026-06-30"),
        ("vor Juni", "", "2026-05-31"),
        ("2026-03..2026-05", "2026-03-01", "2026-05-31"),
        ("2026-03-02..2026-03-08", "2026-03-02", "2026-03-08"),
        ("march to may 2025", "2025-03-01", "2025-05-31"),
        ("march - may", "2026-03-01", "2026-05-31"),
        ("March\u2013May", "2026-03-01", "2026-05-31"),
        ("vom 1. März bis zum 5. April", "2026-03-01", "2026-04-05"),
        ("between march and april", "2026-03-01", "2026-04-30"),
        ("zwischen März und April 2025", "2025-03-01", "2025-04-30"),
        ("november to january", "2025-11-01", "2026-01-31"),
        ("all time", "", ""),
        ("gesamter Zeitraum", "", ""),
    ],
)
def test_periods_are_read_as_they_are_meant(words: str, since: str, until: str) -> None:
    assert read(words) == days(since, until)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "delivery",
        "last 0 days",
        "kw 54",
        "2026-13",
        "2026-02-30",
        "32.1.2026",
        "q5",
        "last",
        "since",
        "99",
    ],
)
def test_what_is_no_period_is_not_taken_for_one(words: str) -> None:
    assert read(words) is None


def test_a_day_that_can_be_read_two_ways_has_both() -> None:
    found = days_at(["5/6/2026"], 0, TODAY)

    assert found is not None
    assert (found.period, found.others) == (
        days("2026-06-05", "2026-06-05"),
        (days("2026-05-06", "2026-05-06"),),
    )


def test_a_period_that_ends_before_it_begins_is_told_with_its_ends_swapped() -> None:
    found = days_at(["2026-05..2026-03"], 0, TODAY)

    assert found is not None
    assert found.others == (days("2026-03-01", "2026-05-31"),)


@given(
    today=st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    words=st.sampled_from(["march", "1 may", "kw 12", "q3", "29 feb", "31.12.", "last month", "gestern"]),
)
def test_what_names_no_year_has_begun(today: date, words: str) -> None:
    found = read(words, today=today)

    assert found is not None
    assert found.since is not None
    assert found.since <= today


@given(today=st.dates(date(1990, 1, 1), date(2090, 12, 31)), count=st.integers(1, 999))
def test_so_many_days_are_so_many_days(today: date, count: int) -> None:
    assert read(f"last {count} days", today=today) == Period(today - timedelta(days=count - 1), today)


@given(since=st.dates(date(1970, 1, 1), date(2099, 12, 31)), length=st.integers(0, 5000))
def test_iso_days_are_read_back(since: date, length: int) -> None:
    until = since + timedelta(days=length)

    assert read(f"{since}..{until}") == Period(since, until)


@given(st.text(max_size=60))
def test_no_words_are_too_strange_to_be_read(words: str) -> None:
    read(words)  # answers, whatever it is
