"""What tells who somebody is does not reach the map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.scrub import HIDDEN, scrub


@pytest.mark.parametrize(
    "telling",
    [
        "anna.b+shop@mail.example.co.uk",
        "+49 (0)30 901820-11",
        "0171 2345678",
        "4111 1111 1111 1111",
        "DE89 3704 0044 0532 0130 00",
        "https://example.com/orders/77?t=1",
        "www.example.com",
        "@anna_b",
        "ORDER-2219X81",
    ],
)
def test_what_has_the_form_of_an_identity_is_hidden(telling: str) -> None:
    assert scrub(f"Please call {telling} about it") == f"Please call {HIDDEN} about it"


@pytest.mark.parametrize(
    "harmless",
    [
        "Waited 3 days, paid 49.90 and got 2/10 service",
        "It arrived on 2026-05-04 at 10:30",
        "The NHS 111 line was great",
        "COVID-19 rules were clear",
        "Room 204B was cold",
    ],
)
def test_ordinary_numbers_stay(harmless: str) -> None:
    assert scrub(harmless) == harmless


@given(st.text(max_size=200))
def test_scrubbing_twice_is_scrubbing_once(words: str) -> None:
    assert scrub(scrub(words)) == scrub(words)
