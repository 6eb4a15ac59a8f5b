import pytest

from mapping.catalogue import words_for
from mapping.naming import named, named_in_short
from mapping.spelling import spelt


@pytest.mark.parametrize(
    ("period", "english", "german", "french"),
    [
        ("2026", "2026", "2026", "2026"),
        ("2026-Q4", "Q4 2026", "Q4 2026", "T4 2026"),
        ("2026-11", "November 2026", "November 2026", "novembre 2026"),
        ("2026-W46", "week of 9 Nov 2026", "Woche ab 9. Nov. 2026", "semaine du 9 nov. 2026"),
    ],
)
def test_a_period_is_named_as_people_name_it(period: str, english: str, german: str, french: str) -> None:
    assert [named(period, words_for(tag)) for tag in ("en", "de", "fr")] == [english, german, french]
    assert spelt(period, "period", words_for("de")) == german
    assert spelt(period, "text", words_for("de")) == period


@pytest.mark.parametrize(
    ("period", "short"),
    [("2026", "2026"), ("2026-11", "Nov 2026"), ("2026-02", "Feb 2026"), ("2026-W46", "9 Nov")],
)
def test_below_a_picture_its_name_is_short(period: str, short: str) -> None:
    assert named_in_short(period, words_for("en")) == short
