"""Who names a choice in other words means it, where no other choice can be meant."""

import pytest

from feedback.paraphrase import paraphrased

WRONG = [
    ("It came late", "late"),
    ("Zu spät", "late"),
    ("Something was damaged", "damaged"),
    ("Etwas war beschädigt", "damaged"),
    ("Something was missing", "missing"),
    ("Etwas hat gefehlt", "missing"),
    ("Wrong item", "wrong"),
    ("Falscher Artikel", "wrong"),
    ("Trouble with the courier", "courier"),
    ("Ärger mit dem Paketdienst", "courier"),
    ("Help desk", "desk"),
    ("Delivery time", "time"),
    ("Delivery cost", "cost"),
]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("too late", "late"),
        ("came late", "late"),
        ("It arrived much too LATE!", "late"),
        ("zu spät gekommen", "late"),
        ("kam spaet", None),
        ("viel zu spät", "late"),
        ("damaged", "damaged"),
        ("it's damaged", "damaged"),
        ("everything was damadged", "damaged"),
        ("war beschädigt", "damaged"),
        ("es fehlte etwas", None),
        ("the courier", "courier"),
        ("der Paketdienst", "courier"),
        ("the time of delivery", "time"),
        ("the wrong item", "wrong"),
    ],
)
def test_a_choice_is_named_in_other_words(said: str, meant: str | None) -> None:
    assert paraphrased(said, WRONG) == meant


@pytest.mark.parametrize(
    "said",
    [
        "",
        "it was",
        "the delivery",  # its time, or what it cost
        "a late courier",
        "late and damaged",
        "not late",
        "it wasn't late",
        "nichts beschädigt",
        "late is fine by me",
        "the latest",
        "late " * 30,
        "help",  # whoever types that wants some
    ],
)
def test_nobody_guesses_between_two_choices_or_against_what_is_said(said: str) -> None:
    assert paraphrased(said, WRONG) is None


def test_a_choice_that_denies_is_not_meant_by_who_does_not() -> None:
    names = [("It was not late", "in time"), ("Anything else", "else")]

    assert paraphrased("late", names) is None
    assert paraphrased("wasn't late", names) == "in time"


def test_one_word_of_a_long_name_is_too_little() -> None:
    assert paraphrased("blue", [("Blue envelopes, white paper, black ink", 1), ("None", 2)]) is None
