"""Words are found in the language asked for, or in the nearest there is."""

import pytest
from pydantic import ValidationError

from config.text import Text


def test_a_plain_string_serves_every_language() -> None:
    assert Text.model_validate("Hello").wording("de", default="en") == "Hello"


@pytest.mark.parametrize(
    ("language", "words"),
    [("pt-BR", "Oi"), ("pt-PT", "Olá"), ("pt_BR", "Oi"), ("PT", "Olá"), ("fr", "Hello"), ("en-GB", "Hello")],
)
def test_the_nearest_wording_is_found(language: str, words: str) -> None:
    text = Text.model_validate({"en": "Hello", "pt": "Olá", "pt-BR": "Oi"})

    assert text.wording(language, default="en") == words


def test_without_the_default_language_the_choice_does_not_hang_on_the_order() -> None:
    one = Text.model_validate({"it": "Ciao", "de": "Hallo"})
    other = Text.model_validate({"de": "Hallo", "it": "Ciao"})

    assert one == other
    assert one.wording("fr", default="en") == other.wording("fr", default="en") == "Hallo"
    assert hash(one) == hash(other)


@pytest.mark.parametrize("value", ["", "  ", {}, {"en": " "}])
def test_empty_words_are_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="the words are missing; write them, or leave the key out"):
        Text.model_validate(value)
