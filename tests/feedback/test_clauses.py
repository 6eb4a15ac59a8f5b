"""A text parts where it turns to something else, and nothing of it gets lost."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.clauses import Clause, clauses

SAID = {
    "en": (
        "The staff were lovely but we waited three hours. Parking is awful!",
        ["The staff were lovely", "but we waited three hours.", "Parking is awful!"],
    ),
    "de": (
        "Der Fahrer war freundlich, aber viel zu spät. Am 3. Mai z.B. kam niemand.",
        ["Der Fahrer war freundlich", "aber viel zu spät.", "Am 3. Mai z.B. kam niemand."],
    ),
    "es": (
        "El personal muy amable pero la espera eterna",
        ["El personal muy amable", "pero la espera eterna"],
    ),
    "fr": (
        "Personnel très sympa mais trop d'attente ; parking cher",
        ["Personnel très sympa", "mais trop d'attente", "parking cher"],
    ),
    "it": ("La camera era bella ma il bagno sporco", ["La camera era bella", "ma il bagno sporco"]),
    "pt": ("A comida estava boa, porém muito cara", ["A comida estava boa", "porém muito cara"]),
    "nl": ("Het eten was lekker, maar de wachttijd lang", ["Het eten was lekker", "maar de wachttijd lang"]),
    "pl": ("Obsługa była miła, ale kolejka za długa", ["Obsługa była miła", "ale kolejka za długa"]),
    "zh": ("服务很好\uff0c但是价格太贵。等了很久", ["服务很好", "但是价格太贵。", "等了很久"]),
    "ar": ("الخدمة جيدة، لكن السعر مرتفع؟ نعم هذا صحيح", ["الخدمة جيدة", "لكن السعر مرتفع؟", "نعم هذا صحيح"]),
}


def parted(text: str, language: str | None = "en") -> list[str]:
    return [text[each.start : each.end] for each in clauses(text, language=language)]


@pytest.mark.parametrize("language", SAID)
def test_each_language_parts_at_its_own_words(language: str) -> None:
    text, expected = SAID[language]

    assert parted(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- parking\n- rude staff\n- toilets", ["parking", "rude staff", "toilets"]),
        ("1. slow service\n2) dirty room\n3. cold food", ["slow service", "dirty room", "cold food"]),
        ("• quick to come • cold when it came", ["quick to come", "cold when it came"]),
        ("too slow\nno parking\r\ntoo loud", ["too slow", "no parking", "too loud"]),
        ("Great staff 😊😊 long wait 😡", ["Great staff 😊😊", "long wait 😡"]),
        ("we waited; nobody came", ["we waited", "nobody came"]),
        ("all good.The food was cold", ["all good.", "The food was cold"]),
        ("It was fine, however the room was cold", ["It was fine", "however the room was cold"]),
        ("Lovely place (really!) Never any space", ["Lovely place (really!)", "Never any space"]),
    ],
)
def test_lines_lists_stops_and_emoji_part(text: str, expected: list[str]) -> None:
    assert parted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "nothing but praise for the team",
        "not only friendly but also quick",
        "Dr. Smith saw me at 9.30 a.m. sharp",
        "3.5 stars, see www.Example.com/a?b=c",
        "however long it takes",
        "Great. Fast. Friendly.",
        "well... okay",
        "good",
        "😡",
        "No. Never again",
        "I ❤️ it",
    ],
)
def test_what_says_one_thing_is_one_clause(text: str) -> None:
    assert parted(text) == [text]


@pytest.mark.parametrize("text", ["", " ", "...", "-\n-", "\n", "?!", "()"])
def test_what_says_nothing_has_none(text: str) -> None:
    assert clauses(text, language="en") == ()


def test_a_fragment_stays_with_what_stands_beside_it() -> None:
    assert parted("Late. Rude driver too. Awful! Never again") == [
        "Late. Rude driver too. Awful!",
        "Never again",
    ]


def test_in_no_known_language_punctuation_alone_parts() -> None:
    assert parted("one but two. three but four", None) == ["one but two.", "three but four"]
    assert parted("one two but three. four five", "xx") == ["one two but three.", "four five"]


def test_a_region_reads_as_its_language() -> None:
    assert parted("muito bom mas muito caro", "pt-BR") == ["muito bom", "mas muito caro"]


PIECES = st.sampled_from(
    [
        *(
            "but",
            "aber",
            "nothing",
            "also",
            "mais",
            "Dr",
            "z.B",
            "a",
            "Wait",
            "slow",
            "1",
            "23",
            "ß",
            "e\u0301",
        ),
        *(".", "!", "?", "...", ",", ";", "'", '"', "(", ")", "-", "—", "/", "www.", "。", "\uff0c"),
        *("\n", "\r\n", "\u2028", " ", "  ", "\t", "- ", "• ", "1. ", "2) "),
        *("😡", "❤️", "🇩🇪", "👩\u200d👩\u200d👧", "但是", "很好吃", "لكن", "خدمة", "\u202e", "\ud800", "\x00"),
    ]
)
LANGUAGES = st.sampled_from(
    [None, "en", "de", "fr", "es", "it", "pt", "nl", "pl", "zh", "ar", "sv", "xx", "pt-BR"]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60))


@given(text=TEXTS, language=LANGUAGES)
def test_clauses_stand_in_order_and_hold_every_letter_once(text: str, language: str | None) -> None:
    found = clauses(text, language=language)

    ends = [0, *(each.end for each in found)]
    assert all(end <= each.start < each.end for end, each in zip(ends, found, strict=False))
    between = zip(ends, [*(each.start for each in found), len(text)], strict=True)
    assert not any(sign.isalpha() for end, start in between for sign in text[end:start])


@given(text=TEXTS, language=LANGUAGES)
def test_a_clause_has_only_itself_as_clauses(text: str, language: str | None) -> None:
    for each in clauses(text, language=language):
        words = text[each.start : each.end]
        assert clauses(words, language=language) == (Clause(0, len(words)),)


LONG = [
    " ",
    ",",
    ".",
    "\n",
    "-",
    "a",
    "😡",
    "'",
    "a. ",
    ", but ",
    " but",
    "- ",
    "\n- ",
    "1.",
    "1.\n",
    "a.b.",
    "但",
]


@pytest.mark.parametrize("text", [sign * (10_000 // len(sign)) for sign in LONG], ids=map(repr, LONG))
def test_long_texts_are_read_in_few_steps(text: str) -> None:
    short, long = steps(text[: len(text) // 4]), steps(text)

    assert long <= 5 * short + 2_000


def steps(text: str) -> int:
    """Count the calls that parting a text makes, which is no matter of how busy the machine is."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        clauses(text, language="en")
    finally:
        sys.setprofile(None)
    return count
