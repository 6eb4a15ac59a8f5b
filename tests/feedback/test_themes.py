"""A text is about the themes whose phrases it stands near to."""

import math
from collections.abc import Sequence

from config.journey import Theme
from config.text import Text
from feedback.common_themes import COMMON_THEMES
from feedback.scorer import Vector
from feedback.themes import MOST_THEMES, ThemeBook


class FakeEmbedder:
    """Knows a direction for each phrase: an angle, written as the phrase; French ones lie elsewhere."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    def embed(self, phrases: Sequence[str], *, language: str | None = None) -> Sequence[Vector]:
        self.asked.append(language)
        turn = 90 if language == "fr" else 0
        return [at(float(phrase) + turn) for phrase in phrases]


def at(degrees: float) -> Vector:
    return (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))


def theme(name: str, *phrases: str) -> Theme:
    return Theme(id=name, title=Text({"": name.title()}), phrases=phrases)


THEMES = (theme("staff", "0", "300"), theme("price", "90"), theme("place", "180", "200"))


def book(*themes: Theme, embedder: FakeEmbedder | None = None) -> ThemeBook:
    return ThemeBook(themes or THEMES, embedder or FakeEmbedder(), threshold=0.5, margin=0.1)


def test_a_theme_is_as_near_as_its_nearest_phrase() -> None:
    assert book().name(at(300)) == {"staff": 1.0}


def test_a_text_between_two_themes_is_about_both_the_nearest_first() -> None:
    assert list(book().name(at(46))) == ["price", "staff"]


def test_a_text_far_from_all_themes_is_about_none() -> None:
    assert book(theme("staff", "0")).name(at(170)) == {}


def test_no_more_than_three_themes_are_named() -> None:
    many = [theme(f"t{number}", "10") for number in range(5)]

    assert len(book(*many).name(at(10))) == MOST_THEMES


def test_without_themes_there_are_none() -> None:
    assert ThemeBook((), FakeEmbedder()).name(at(0)) == {}


def test_phrases_are_placed_once_and_for_the_language_of_the_text() -> None:
    embedder = FakeEmbedder()
    themes = book(embedder=embedder)

    found = [themes.name(at(90), language=language) for language in ("en", "fr", "en", "fr")]

    assert [list(each) for each in found] == [["price"], ["staff"], ["price"], ["staff"]]
    assert embedder.asked == ["en", "fr"]


def test_nothing_is_placed_before_a_text_comes() -> None:
    embedder = FakeEmbedder()

    assert book(embedder=embedder).version
    assert embedder.asked == []


def test_the_version_tells_other_phrases_apart() -> None:
    assert book().version == book().version
    assert book().version != book(theme("staff", "0")).version
    assert not set(" +") & set(book().version)


def test_the_common_themes_have_names_titles_and_phrases_of_their_own() -> None:
    phrases = [phrase for each in COMMON_THEMES for phrase in each.phrases]

    assert len({each.id for each in COMMON_THEMES}) == len(COMMON_THEMES) >= 12
    assert len(set(phrases)) == len(phrases)
    assert all(len(each.phrases) >= 3 for each in COMMON_THEMES)
