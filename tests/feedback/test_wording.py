import pytest

from feedback.catalogue import Catalogue
from feedback.reading import plain
from feedback.wording import CATALOGUES, catalogues_for, say, spoken_language

every_language = pytest.mark.parametrize("language", CATALOGUES)


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
    assert say("reask_out_of_range", "de", low=1, high=5) == "Bitte nennen Sie eine ganze Zahl von 1 bis 5."
    assert say("language_set", "en", language="{until}") == "From now on we write to you in {until}."


def test_people_are_understood_in_their_own_language_first() -> None:
    assert next(iter(catalogues_for("it-CH"))) is CATALOGUES["it"]
    assert len(list(catalogues_for("it"))) == len(CATALOGUES)
