from datetime import UTC, date, datetime, timedelta

import click
import pytest

from bot.terminal.given import a_day, a_language, a_zone, an_attribute, read_moment
from config.facts import Fact

NOW = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-01T14:30", datetime(2026, 5, 1, 14, 30, tzinfo=UTC)),
        ("2026-05-01 14:30", datetime(2026, 5, 1, 14, 30, tzinfo=UTC)),
        ("2026-05-01T14:30+02:00", datetime(2026, 5, 1, 12, 30, tzinfo=UTC)),
        ("30d", NOW - timedelta(days=30)),
        ("1d 12h", NOW - timedelta(hours=36)),
        ("0", NOW),
    ],
)
def test_a_moment_is_a_date_or_a_length_of_time_back(text: str, moment: datetime) -> None:
    assert read_moment(text, now=NOW) == moment


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "2026-05-01T25:00", "yesterday", "30", "", "-3d"]
)
def test_what_is_no_moment_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"2026-05-01.*30d"):
        a_day(text)


def test_a_day_is_one_in_utc() -> None:
    assert a_day("2026-05-01T23:30-05:00") == date(2026, 5, 2)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("country=DE", "DE"),
        ("orders=3", 3),
        ("share=0.25", 0.25),
        ("is_new=true", True),
        ("note=a=b", "a=b"),
        ("note=", ""),
        ("code=007x", "007x"),
    ],
)
def test_an_attribute_is_a_number_a_truth_or_a_word(text: str, fact: Fact) -> None:
    assert an_attribute(text)[1] == fact


@pytest.mark.parametrize("text", ["country", "=DE", "Country=DE", "a b=1"])
def test_what_is_no_attribute_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(click.BadParameter, match="country=DE"):
        an_attribute(text)


def test_a_time_zone_nobody_knows_is_met_with_the_one_meant() -> None:
    with pytest.raises(click.BadParameter, match="Europe/Berlin"):
        a_zone("Europe/Berln")


def test_a_language_is_a_tag_and_no_name() -> None:
    assert a_language("pt-BR") == "pt-BR"
    with pytest.raises(click.BadParameter, match="de or pt-BR"):
        a_language("Deutsch!")
