"""Managers read a page and who replied; agents read the answers of their own cases, and nobody reads more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.briefing.pages import picture_line
from feedback.rights import Grant, Rights
from mapping.period import Period
from tests.bot.commands.support import MARIA, TOM, Support, support_in

MANAGER = Actor(
    id="boss",
    channel="web",
    address="boss",
    language="en",
    timezone="Europe/Berlin",
    rights=Rights(frozenset({Grant(role="manager")})),
)


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Support]:
    with support_in(tmp_path) as found:
        yield found


async def test_a_summary_of_an_empty_store_says_so(support: Support) -> None:
    answer = await support.does("summary", by=MANAGER)

    assert "Too few customers have answered to tell how they feel." in answer.text
    assert not answer.is_refusal
    assert "//summary as pdf" not in answer.text
    assert "/summary as pdf" in [button.command for button in answer.buttons if button.is_new]


async def test_a_summary_is_told_in_the_language_of_who_asks(support: Support) -> None:
    answer = await support.does("summary letzte 30 Tage", by=replace(MANAGER, language="de"))

    assert answer.text.startswith("**Zusammenfassung**")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The picture shows other days than the figures: all answers so far."),
        ("de", "Das Bild zeigt andere Tage als die Zahlen: alle Antworten bisher."),
    ],
)
def test_a_picture_of_other_days_than_the_figures_is_said_to_be_so(language: str, said: str) -> None:
    weeks = Period(date(2026, 11, 2), date(2026, 11, 29))

    assert picture_line(Period(), weeks, language=language) == said
    assert picture_line(weeks, weeks, language=language) == ""


async def test_a_summary_comes_as_a_file(support: Support) -> None:
    answer = await support.does("summary as pdf", by=MANAGER)

    (document,) = answer.documents
    assert document.name.startswith("shop-summary-")
    assert document.content.startswith(b"%PDF")


async def test_a_form_that_is_none_is_named_with_those_there_are(support: Support) -> None:
    answer = await support.does("summary as svg", by=MANAGER)

    assert answer.is_refusal
    assert "pdf, markdown or pptx" in answer.text


async def test_a_manager_reads_no_words_of_few_customers(support: Support) -> None:
    await support.unhappy()
    support.says("anna", "the parcel was wet")

    answer = await support.does("responses", by=MANAGER)

    assert "Nobody has answered here in the weeks that are over" in answer.text
    assert "wet" not in answer.text
    assert "Anna" not in answer.text
    assert {cell for row in answer.grids[0].rows for cell in row[1:]} <= {"–", "(hidden)", "0"}


async def test_a_manager_gets_no_single_answer_by_asking_for_cases(support: Support) -> None:
    await support.unhappy()

    answer = await support.does("responses cases", by=MANAGER)

    assert answer.is_refusal
    assert "Single answers belong to a case" in answer.text


async def test_an_agent_reads_the_answers_of_their_own_cases_alone(support: Support) -> None:
    case = await support.unhappy()
    await support.does(f"case claim {case.id}", by=MARIA)

    own, other = await support.does("responses", by=MARIA), await support.does("responses", by=TOM)

    assert case.id in own.text
    assert "The courier" in own.text
    assert own.is_private
    assert own.seen == (case.id,)
    assert case.id not in other.text
    assert other.text == "You own no open case right now. What customers say in your cases stands here."
