"""A text's language is told by its letters and words, and by what its writer is known to speak."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.language import identify

SHARED = Path(os.environ.get("AFTERTOUCH_DATA_DIR", Path(__file__).parents[3] / "shared" / "data"))


def language(text: str, prior: str | None = None) -> str:
    return identify(text, prior=prior).language


@pytest.mark.parametrize("prior", ["de", "en", "es", "fr", "it", "pt", "ro", "sv"])
def test_what_belongs_to_many_languages_is_in_the_writers(prior: str) -> None:
    words = ["ok", "super", "top", "no", "Michael", "2/10", "👍🎉", "???", "", "iPhone 15"]

    assert {word: language(word, prior) for word in words} == dict.fromkeys(words, prior)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Der Fahrer war sehr unfreundlich", "de"),
        ("Le livreur était vraiment désagréable", "fr"),
        ("La comida llegó fría y tarde", "es"),
        ("O atendimento foi péssimo, não recomendo", "pt"),
        ("Il cameriere è stato molto gentile", "it"),
        ("De bezorger was erg onvriendelijk", "nl"),
        ("Obsługa była bardzo miła i pomocna", "pl"),
        ("Personalen var mycket trevlig", "sv"),
        ("Обслуживание было очень хорошим", "ru"),
        ("Обслуговування було дуже добрим", "uk"),
        ("सेवा बहुत अच्छी थी और लोग अच्छे थे", "hi"),
        ("The driver was rude and the food was cold", "en"),
    ],
)
def test_a_clear_sentence_is_found_whatever_the_writer_speaks(text: str, tag: str) -> None:
    for prior in (None, "en", "de", "tr"):
        guess = identify(text, prior=prior)

        assert guess.language == tag, prior
        assert guess.confidence > 0.8, prior


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("很好", "zh"), ("良かったです", "ja"), ("最高", "zh"), ("좋아요", "ko"), ("ดีมาก", "th"),
        ("Καλό", "el"),
        ("טוב", "he"), ("хорошо", "ru"), ("جيد", "ar"),
    ],
)  # fmt: skip
def test_a_script_needs_no_second_word(text: str, tag: str) -> None:
    assert language(text, "en") == tag


def test_characters_without_kana_are_japanese_to_a_japanese() -> None:
    assert language("最高", "ja-JP") == "ja"


def test_a_region_is_no_matter() -> None:
    assert language("ok", "pt-BR") == language("ok", "pt_PT") == "pt"


def test_english_is_found_in_any_chat() -> None:
    assert language("The staff were very friendly", "de") == "en"


def test_links_names_and_numbers_tell_nothing() -> None:
    assert language("@der_fahrer https://www.beispiel.de/der-fahrer-war-da 12345", "fr") == "fr"


def test_a_language_of_no_table_is_believed_in_unless_another_is_certain() -> None:
    assert language("Iṣẹ dara", "yo") == "yo"
    assert language("The staff were very friendly and helpful", "yo") == "en"


def test_where_nothing_is_known_nothing_is_claimed() -> None:
    assert identify("🙂", prior=None).confidence == 0
    assert identify("🙂", prior=None).language == "en"


def test_a_mixture_is_less_sure_than_either_part() -> None:
    mixed = identify("очень хорошо but the price is too high for me", prior="en")

    assert mixed.confidence < identify("the price is too high for me", prior="en").confidence


@given(text=st.text(max_size=300), prior=st.none() | st.sampled_from(["en", "de-AT", "zh", "xx", ""]))
def test_no_text_is_too_odd(text: str, prior: str | None) -> None:
    guess = identify(text, prior=prior)

    assert 0 <= guess.confidence <= 1
    assert guess.language
    assert guess == identify(text, prior=prior)


def test_a_long_text_is_told_by_its_beginning() -> None:
    assert language("The food was cold. " * 10_000, "de") == "en"


@pytest.mark.slow
def test_english_is_hardly_ever_left_wrongly() -> None:
    path = SHARED / "text" / "goemotions" / "original__dev.tsv"
    if not path.exists():
        pytest.skip("the shared data are not here")
    every_third = path.read_text(encoding="utf-8").splitlines()[::3]
    texts = [line.split("\t")[0] for line in every_third]

    for prior in ("en", None):
        assert sum(language(text, prior) != "en" for text in texts) < len(texts) * 0.005


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "tag"), [("deu", "de"), ("esp", "es"), ("ptbr", "pt"), ("rus", "ru"), ("ron", "ro")]
)
def test_other_languages_are_found_in_a_chat_set_to_english(code: str, tag: str) -> None:
    path = SHARED / "text" / "brighter" / f"{code}_dev.csv"
    if not path.exists():
        pytest.skip("the shared data are not here")
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]

    assert sum(language(text, "en") == tag for text in texts) >= 0.95 * len(texts)
