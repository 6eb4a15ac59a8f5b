"""A colleague tries a survey out, or reads it: all as customers get it, and nothing of it is counted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.actor import Actor
from feedback.work import Wanted
from tests.bot.commands.support import JOURNEY, MARIA, Support, agent, command_of, labels, support_in

HERE = replace(MARIA, channel="web", address="desk", room=None)
BRANCHED = JOURNEY.replace(
    "{id: rating, kind: rating, ask: {en: How was it?, de: Wie war es?}}",
    "{id: rating, kind: rating, ask: {en: How was it?, de: Wie war es?}, required: true,"
    " branches: [{when: score > 0, go: end}]}",
)


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Support]:
    with support_in(tmp_path, journey=BRANCHED) as found:
        yield found


def kept_of(support: Support, actor: Actor) -> dict[str, int]:
    """Return how much of an actor is kept, by table."""
    place = (actor.channel, actor.address)
    found = support.app.store.load(Wanted(addresses=frozenset({place})))
    return support.app.store.holdings(found.addresses[place].customer)


async def test_a_test_comes_as_customers_get_it_and_says_that_it_is_one(support: Support) -> None:
    answer = await support.does("test delivery", by=HERE)

    assert answer.text == "Here it comes, to you alone. What you answer is not counted."
    assert support.sent_to("desk") == ["TEST – nothing you answer here is counted.\n\nHow was it?"]
    support.says("desk", "1")
    assert support.sent_to("desk")[-1].endswith("\n\nWhy?")


async def test_nothing_that_is_answered_in_a_test_is_counted_or_opens_a_case(support: Support) -> None:
    await support.does("test courier", by=HERE)
    support.says("desk", "1")
    support.says("desk", "awful")
    await support.app.settle()

    assert support.app.store.open_cases() == ()
    kept = kept_of(support, HERE)
    assert not {"answer", "score", "partial", "decision", "mention", "support_case"} & kept.keys()
    assert (kept["session"], kept["interaction"]) == (1, 1)


async def test_a_test_does_not_keep_a_colleague_from_being_asked_as_a_customer(support: Support) -> None:
    await support.does("test courier", by=HERE)
    support.says("desk", "5")
    support.clock.advance(timedelta(hours=1))

    answer = await support.does("followup courier", by=HERE, about="desk")

    assert answer.text.startswith("We ask Maria now")


async def test_a_test_that_is_run_again_begins_once(support: Support) -> None:
    for _ in range(2):
        await support.does("test delivery", by=HERE, key="e1")

    assert len(support.sent_to("desk")) == 1


async def test_a_test_comes_in_any_language_of_the_journey(support: Support) -> None:
    await support.does("test delivery de", by=HERE)

    assert support.sent_to("desk") == ["PROBE – was Sie hier antworten, zählt nicht.\n\nWie war es?"]
    assert "do you mean" not in (await support.does("test delivery fr", by=HERE)).text
    assert "We do not ask in “fr”" in (await support.does("test delivery fr", by=HERE)).text


async def test_who_has_not_written_to_the_bot_is_told_to_say_hello_first(support: Support) -> None:
    assert "Say hello" in (await support.does("test delivery", by=agent(1, "Maria"))).text


async def test_what_is_no_survey_is_asked_back(support: Support) -> None:
    assert "do you mean “delivery”?" in (await support.does("test delivry", by=HERE)).text
    assert (await support.does("preview shelf", by=HERE)).text == "Nothing is asked there: The shelf."
    assert "Name a survey or a touchpoint: we know" in (await support.does("preview", by=HERE)).text


async def test_a_preview_tells_every_question_with_its_answers_and_branches(support: Support) -> None:
    shown = await support.does("preview courier", by=HERE)

    assert shown.text.splitlines()[:6] == [
        "**Delivery**, as customers read it",
        "",
        "1. How was it? (cannot be left out)",
        "Answers: 😡, 🙁, 😐, 🙂, 😀",
        "If score > 0: go to the end",
        "",
    ]
    assert "2. Why?\nAnswer: words" in shown.text
    assert labels(shown) == ["de"]
    assert "1. Wie war es?" in (await support.does(command_of(shown, "de"), by=HERE)).text
