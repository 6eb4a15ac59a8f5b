"""How hard our phrases are to read, and that the measure of it is right."""

import re
from statistics import fmean

import pytest

from tests.words.catalogues import FILES, TO_CUSTOMERS, TO_OPERATORS, File, phrases
from tests.words.plainness import ease, sentences

EASIEST: dict[str, tuple[float, float]] = {"en": (60, 85), "de": (50, 70)}
"""For customers: how easy any phrase of theirs is at least, and all of them on average."""

FOR_COLLEAGUES: dict[str, float] = {"en": 45, "de": 35}
"""How easy any phrase is at least that our own colleagues read."""

MOST_WORDS, MOST_WORDS_FOR_COLLEAGUES = 18, 28
"""As many words one sentence may have."""

FORMULAS = re.compile(r"n_\w+|\w+_how")
"""The keys of how figures are made: for whoever checks them, in the words of statistics."""

MEASURABLE = 8
"""The formulas are made for texts; of fewer words they say nothing."""


def measured(file: File) -> dict[str, float]:
    told = {key: phrase for key, phrase in read_through(file).items() if words_in(phrase) >= MEASURABLE}
    return {key: ease(phrase, file.language) for key, phrase in told.items()}


def read_through(file: File) -> dict[str, str]:
    return {key: phrase for key, phrase in phrases(file).items() if not FORMULAS.fullmatch(key)}


def words_in(phrase: str) -> int:
    return sum(map(len, sentences(phrase)))


def longest(file: File) -> dict[str, int]:
    return {key: max(map(len, sentences(phrase)), default=0) for key, phrase in read_through(file).items()}


TO_READ = [each for each in FILES if each.language in EASIEST and each.domain not in TO_OPERATORS]


@pytest.mark.parametrize("file", TO_READ, ids=str)
def test_every_phrase_is_easy_to_read(file: File) -> None:
    for_customers = file.domain in TO_CUSTOMERS
    least = EASIEST[file.language][0] if for_customers else FOR_COLLEAGUES[file.language]
    most = MOST_WORDS if for_customers else MOST_WORDS_FOR_COLLEAGUES

    assert not {key: round(found) for key, found in measured(file).items() if found < least}
    assert not {key: found for key, found in longest(file).items() if found > most}


@pytest.mark.parametrize("language", EASIEST)
def test_what_customers_read_is_very_easy_on_average(language: str) -> None:
    files = [file for file in FILES if file.language == language and file.domain in TO_CUSTOMERS]

    assert fmean(value for file in files for value in measured(file).values()) >= EASIEST[language][1]


def test_the_measure_tells_easy_from_hard() -> None:
    easy, hard = "The cat sat on the mat.", "Organisational transformation necessitates accountability."

    assert ease(easy, "en") == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    assert ease(hard, "en") < 0
    assert ease("Der Hund ist braun.", "de") == pytest.approx(180 - 4 - 58.5)
    assert ease("Die Bedienungsanleitung erläutert Verantwortlichkeiten.", "de") < 0


def test_blanks_count_as_a_short_word_and_commands_as_none() -> None:
    assert sentences("Thank you, {name}. Send /stop.") == [["Thank", "you", "Ann"], ["Send"]]
