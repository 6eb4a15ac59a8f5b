"""The card of a case in a room's language, with nothing left out and nothing that could act."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from config.emotion import EMOTIONS as ALL
from feedback.case_cards import draw_card
from feedback.case_clocks import terms_of
from feedback.case_records import Agent, Case, CaseState, Past, Told
from feedback.case_words import AFTERCARE, EMOTIONS
from feedback.records import Customer
from feedback.wording import TALK
from tests.feedback.talks import loaded_journey

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
JOURNEY = loaded_journey()
CASE = Case(
    id="7K2M9QXD", customer="c", journey="shop", team="Service", state="open", opened_at=NOON,
    changed_at=NOON,
    told=(
        Told(
            at=NOON, touchpoint="courier", wording="Why?", words="late\nand <b>@channel</b>", valence=-1.6,
            emotions=("anger",),
        ),
    ),
    path=(Past(touchpoint="van", at=NOON - timedelta(days=2), valence=None),),
)  # fmt: skip
ANNA = Customer(id="c", external_id=None, name="Anna\nBerger", created_at=NOON)


def card(case: Case, language: str) -> list[str]:
    prompt = draw_card(
        case, ANNA, journey=JOURNEY, terms=terms_of(JOURNEY), language=language, prompt="card-7K2M9QXD.1"
    )
    return prompt.text.splitlines()


def test_a_german_room_reads_german_and_words_stay_on_their_line() -> None:
    assert card(CASE, "de") == [
        "Fall 7K2M9QXD: Anna Berger",
        "Noch hat ihn niemand.",
        "",
        "Courier, 23. Nov. 2026, 12:00 – Why? „late and <b>@channel</b>“ (sehr schlecht, Wut)",
        "Vorher: Van, 21. Nov. (–)",
    ]


def test_every_state_has_words_and_buttons_that_fit_it() -> None:
    maria = Agent(channel="telegram", address="-99/1", name="Maria")
    lines = {
        state: card(replace(CASE, state=state, owner=maria, reason="fixed", until=NOON), "en")[1]
        for state in get_args(CaseState)
    }

    assert lines == {
        "open": "Nobody has it yet.",
        "claimed": "Maria has it.",
        "snoozed": "Maria has it and comes back to it: 23 Nov 2026, 12:00.",
        "waiting": "Maria has written; the customer's turn.",
        "resolved": "Resolved by Maria: fixed.",
        "asked": "Resolved by Maria: fixed. The customer was asked whether it is fixed.",
        "reopened": "It is not fixed yet, and anyone can take it. Maria had it last.",
        "closed": "Closed: fixed.",
    }


def test_every_emotion_has_a_word() -> None:
    assert EMOTIONS.keys() == {emotion.name for emotion in ALL} - {"neutral"}


def test_how_it_felt_is_said_once_where_what_was_tapped_says_it() -> None:
    def said(given: str, language: str) -> str:
        told = replace(CASE.told[0], given=given, words=None)
        return card(replace(CASE, told=(told,)), language)[3].partition("Why? ")[2]

    assert said("1 of 5, very bad", "en") == "1 of 5, very bad (anger)"
    assert said("1 von 5, sehr schlecht", "en") == "1 von 5, sehr schlecht (very bad, anger)"
    assert said("1 of 10", "de") == "1 of 10 (sehr schlecht, Wut)"


def test_customers_read_of_their_case_in_every_language_that_they_are_spoken_to() -> None:
    assert set(AFTERCARE.languages) == set(TALK.languages)
