import pytest

from feedback.emoji import EMOJI_VALENCE, bare, emoji_in, one_emoji, stars_in, without_emoji
from feedback.figures import Figure, figure, mark_in
from feedback.reading import clean, closest, listed_in, wants_to_skip, yes_or_no

NAMES = [("satisfied", 4), ("dissatisfied", 2), ("very satisfied", 5)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Satisfied.", 4),
        ("satisfeid", 4),
        ("DISSATISFIED", 2),
        ("disatisfied", 2),
        ("very satisfied!", 5),
        ("unsatisfied", None),
        ("not satisfied", None),
        ("satisfied very", None),
        ("satisfaction", None),
        ("", None),
        ("satisfied " * 20, None),
    ],
)
def test_a_typo_is_forgiven_but_never_turns_the_meaning(said: str, meant: int | None) -> None:
    assert closest(said, NAMES) == meant


def test_words_near_two_names_mean_neither() -> None:
    assert closest("plane", [("planet", 1), ("planes", 2)]) is None
    assert closest("planet", [("planet", 1), ("planes", 2)]) == 1


@pytest.mark.parametrize("said", ["size 4100", "size 420"])
def test_numbers_in_a_name_must_be_right(said: str) -> None:
    assert closest(said, [("size 4200", 1)]) is None


def test_what_no_database_keeps_is_dropped_without_loss_of_words() -> None:
    assert clean(" a\x00b\ud800 ") == "ab"
    assert clean(None) == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1, 3", ("1", "3")),
        ("1 3", ("1", "3")),
        ("price and staff", ("price", "staff")),
        ("1 & 2", ("1", "2")),
        ("a;b\nc", ("a", "b", "c")),
        ("\uff11\u3001\uff12", ("\uff11", "\uff12")),
        (" , ", ()),
        ("a 3", ("a 3",)),
    ],
)
def test_lists_are_split_as_people_type_them(text: str, parts: tuple[str, ...]) -> None:
    assert listed_in(text, language="en") == parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", Figure(value=7)),
        ("seven", Figure(value=7)),
        ("7 points", Figure(value=7)),
        ("7/10", Figure(value=7, top=10)),
        ("5 stars", Figure(value=5, stars=True)),
        ("5*", Figure(value=5, stars=True)),
        ("7/10: late", Figure(value=7, top=10, comment=True)),
        ("7 late", None),
        ("7/", None),
        ("9" * 5000, None),
    ],
)
def test_a_figure_is_the_whole_text_or_says_out_of_what(text: str, expected: Figure | None) -> None:
    assert figure(text, language="en") == expected


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("2/10", 0.2),
        ("11/10", None),
        ("5/5 stars", 1.0),
        ("zero stars", 0.0),
        ("three stars", 0.5),
        ("24/7", None),
    ],
)
def test_a_mark_within_a_text_is_a_share_of_its_top(text: str, share: float | None) -> None:
    mark = mark_in(text, language="en")

    assert (mark.share if mark else None) == share


@pytest.mark.parametrize(
    ("text", "expected"), [("sure", True), ("nö", False), ("👎🏽", False), ("maybe", None)]
)
def test_yes_and_no_are_told_apart(text: str, *, expected: bool | None) -> None:
    assert yes_or_no(text, language="fr") is expected


def test_the_word_to_skip_is_known_in_every_language() -> None:
    assert wants_to_skip("Überspringen!", language="en")
    assert not wants_to_skip("skip the queue", language="en")


def test_emoji_are_known_in_every_colour() -> None:
    assert emoji_in("👍🏽 and ❤️") == ("👍", "❤")
    assert without_emoji("so 👍🏿").strip() == "so"
    assert one_emoji("😡😡 !") == "😡"
    assert one_emoji("😡😀") is None
    assert one_emoji("so 😡") is None
    assert stars_in("⭐️⭐️☆") == 2
    assert stars_in("☆☆") is None
    assert stars_in("⭐ x") is None


def test_the_table_of_emoji_is_plain_and_in_range() -> None:
    assert len(EMOJI_VALENCE) > 110
    assert all(bare(emoji) == emoji and -2 <= valence <= 2 for emoji, valence in EMOJI_VALENCE.items())
