from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config import formats

_DAY = date(2026, 9, 2)
_NARROW = "\u202f"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "2. Sept. 2026"),
        ("de-DE", "2. Sept. 2026"),
        ("en", "2 Sep 2026"),
        ("en-US", "Sep 2, 2026"),
        ("fr", "2 sept. 2026"),
        ("nl_BE", "2 sep 2026"),
        ("xx", "2 Sep 2026"),
        ("../..", "2 Sep 2026"),
    ],
)
def test_a_day_is_written_as_people_write_it(language: str, written: str) -> None:
    assert formats.day(_DAY, language) == written


def test_a_day_can_do_without_its_year_or_bring_its_weekday() -> None:
    assert formats.day(_DAY, "de", year=False) == "2. Sept."
    assert formats.weekday(_DAY, "de") == "Mi., 2. Sept."
    assert formats.month(_DAY, "fr") == "sept. 2026"
    assert formats.month(_DAY, "en", year=False) == "Sep"
    assert [formats.whole_month(_DAY, one) for one in ("en", "de")] == ["September 2026", "September 2026"]
    assert [formats.quarter(_DAY, one) for one in ("en", "de", "fr")] == ["Q3 2026", "Q3 2026", "T3 2026"]


def test_a_span_of_days_is_as_short_as_it_can_be() -> None:
    assert formats.span(_DAY, date(2026, 9, 9), "de") == "2.–9. Sept. 2026"
    assert formats.span(_DAY, date(2026, 11, 2), "en") == "2 Sep – 2 Nov 2026"
    assert formats.span(_DAY, date(2026, 9, 9), "en") == "2–9 Sep 2026"
    assert formats.span(date(2025, 9, 2), _DAY, "en") == "2 Sep 2025 – 2 Sep 2026"
    assert formats.span(_DAY, date(2026, 11, 2), "de") == "2. Sept. – 2. Nov. 2026"
    assert formats.span(_DAY, _DAY, "en") == "2 Sep 2026"


def test_a_time_is_told_in_its_own_zone() -> None:
    when = datetime(2026, 9, 2, 12, 5, tzinfo=UTC)

    assert formats.clock(when, "de") == "12:05"
    assert formats.clock(when, "en-US") == f"12:05{_NARROW}PM"
    assert formats.clock(when.astimezone(ZoneInfo("Europe/Berlin")), "de") == "14:05"
    assert formats.moment(when, "en") == "2 Sep 2026, 12:05"


def test_a_length_of_time_is_told_in_its_largest_unit() -> None:
    assert formats.length(timedelta(hours=3), "de") == "3 Stunden"
    assert formats.length(timedelta(days=1), "en") == "1 day"


@pytest.mark.parametrize(
    ("length", "english", "german"),
    [
        (timedelta(days=30), "30 days", "30 Tage"),
        (timedelta(days=1), "1 day", "1 Tag"),
        (timedelta(days=1, hours=12), "36 hours", "36 Stunden"),
        (timedelta(minutes=90), "90 minutes", "90 Minuten"),
        (timedelta(seconds=1), "1 second", "1 Sekunde"),
    ],
)
def test_a_length_of_time_that_is_a_rule_is_told_exactly(
    length: timedelta, english: str, german: str
) -> None:
    assert (formats.exactly(length, "en"), formats.exactly(length, "de")) == (english, german)


def test_numbers_have_the_marks_of_their_language() -> None:
    written = [formats.number(12_345.67, one, decimals=1) for one in ("en", "de", "fr")]

    assert written == ["12,345.7", "12.345,7", f"12{_NARROW}345,7"]
    assert [formats.number(n, "de") for n in (0, 999, 1000, -3)] == ["0", "999", "1.000", "−3"]
    assert formats.number(-0.04, "de", decimals=1) == "0,0"
    assert [formats.decimal_mark(one) for one in ("en", "de")] == [".", ","]
    assert [formats.group_mark(one) for one in ("en", "de", "fr")] == [",", ".", _NARROW]


def test_percent_has_the_space_of_its_language() -> None:
    apart = {tag: formats.percent(0.12, tag) for tag in ("de", "fr", "es")}
    close = {formats.percent(0.12, tag) for tag in ("en", "it", "pt")}

    assert set(apart.values()) == {f"12{_NARROW}%"}
    assert close == {"12%"}
    assert formats.percent(0.1234, "de", decimals=1) == f"12,3{_NARROW}%"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "“well”"),
        ("de-AT", "„well“"),
        ("de-CH", "«well»"),
        ("fr", f"«{_NARROW}well{_NARROW}»"),
        ("es", "«well»"),
        ("pt-BR", "“well”"),
        ("xx", "“well”"),
    ],
)
def test_what_somebody_said_stands_between_the_marks_of_a_language(language: str, written: str) -> None:
    assert formats.quoted("well", language) == written


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert [formats.signed(x, "de") for x in (-0.5, 0.5, 0.04, -0.04)] == ["−0,5", "+0,5", "0,0", "0,0"]


def test_a_list_of_names_ends_in_the_word_of_its_language() -> None:
    assert formats.names(["Anna", "Ben", "Chris"], "de") == "Anna, Ben und Chris"
    assert formats.names(["Anna", "Ben", "Chris"], "en") == "Anna, Ben and Chris"
    assert formats.names(["Anna", "Ben"], "en") == "Anna and Ben"
    assert formats.names(["Anna"], "en") == "Anna"
    assert formats.either(["Anna", "Ben", "Chris"], "de") == "Anna, Ben oder Chris"
    assert formats.either(["Anna", "Ben", "Chris"], "en") == "Anna, Ben or Chris"
