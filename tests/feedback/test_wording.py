from string import Formatter
from typing import get_args

import pytest

from feedback.catalogue import Catalogue, Key
from feedback.reading import plain
from feedback.wording import CATALOGUES, catalogues_for, say, spoken_language

KEYS: tuple[Key, ...] = get_args(Key)

every_language = pytest.mark.parametrize("language", CATALOGUES)


def placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


@every_language
def test_every_language_says_everything(language: str) -> None:
    assert set(CATALOGUES[language].phrases) == set(KEYS)
    assert all(phrase.strip() == phrase != "" for phrase in CATALOGUES[language].phrases.values())


@every_language
@pytest.mark.parametrize("key", KEYS)
def test_every_language_fills_in_the_same_facts(language: str, key: Key) -> None:
    assert placeholders(CATALOGUES[language].phrases[key]) == placeholders(CATALOGUES["en"].phrases[key])


@every_language
def test_no_language_keeps_an_english_sentence_by_oversight(language: str) -> None:
    if language == "en":
        return
    ours, english = CATALOGUES[language].phrases, CATALOGUES["en"].phrases

    assert {key for key in KEYS if ours[key] == english[key]} <= {"no"}


@every_language
def test_every_language_understands_the_same_things(language: str) -> None:
    catalogue: Catalogue = CATALOGUES[language]

    assert len(catalogue.numbers) == 11
    assert all(catalogue.numbers)
    assert not {plain(word) for word in catalogue.yes} & {plain(word) for word in catalogue.no}
    assert min(map(len, (catalogue.out_of, catalogue.stars, catalogue.points, catalogue.joins))) > 0
    assert min(map(len, (catalogue.skip, catalogue.contrasts))) > 0
    assert min(map(len, (catalogue.non_answers, catalogue.nothing))) > 9
    assert set(catalogue.feelings.values()) == {-2, -1, 0, 1, 2}


@every_language
def test_lists_are_in_lower_case_and_without_edges(language: str) -> None:
    catalogue = CATALOGUES[language]
    listed = (catalogue.yes, catalogue.no, catalogue.skip, catalogue.non_answers, catalogue.nothing)

    for word in (*frozenset().union(*listed), *catalogue.feelings):
        assert word == word.lower().strip(" .,;")


def test_a_phrase_is_said_in_the_nearest_language_we_speak() -> None:
    assert say("yes", "pt-BR") == "Sim"
    assert say("yes", "de_AT") == "Ja"
    assert say("yes", "xx") == "Yes"
    assert say("yes", "") == "Yes"
    assert spoken_language("fr-CA") == "fr"


def test_facts_are_filled_in_and_never_read_as_a_phrase() -> None:
    assert say("reask_out_of_range", "de", low=1, high=5) == "Bitte eine ganze Zahl von 1 bis 5 nennen."
    assert say("language_set", "en", language="{until}") == "From now on we write to you in {until}."


def test_people_are_understood_in_their_own_language_first() -> None:
    assert next(iter(catalogues_for("it-CH"))) is CATALOGUES["it"]
    assert len(list(catalogues_for("it"))) == len(CATALOGUES)
