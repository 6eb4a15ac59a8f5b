"""The guard over all that tests put into the outbox sees what it is there for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from feedback.prompts import Choice, Prompt, Shape
from feedback.records import OutboxItem
from tests.fits_everywhere import problems

_NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
_YES = Choice(value="yes", label="Yes", spoken="Yes")
_PROMPT = Prompt(
    id="id-00001.1", session="id-00001", purpose="notice", text="Did we fix it?", language="en",
    question=None, shape=Shape(look="list", choices=(_YES,)),
)  # fmt: skip
_ITEM = OutboxItem(
    id="o1", customer="c1", session=None, channel="web", address="a", prompt=_PROMPT, priority=0,
    due_at=_NOON, created_at=_NOON,
)  # fmt: skip


def test_what_both_platforms_take_is_let_through() -> None:
    assert problems(_ITEM) == []


@pytest.mark.parametrize(
    ("prompt", "who"),
    [
        (replace(_PROMPT, id="news-an-opportunity-with-a-name-id-00001.1"), "Telegram"),
        (replace(_PROMPT, text=""), "Telegram"),
        (replace(_PROMPT, shape=Shape(look="list", choices=(replace(_YES, value="y" * 2001),))), "Slack"),
    ],
    ids=["an id that is too long with ids as ours are", "no words", "more than a button carries"],
)
def test_what_one_of_them_would_refuse_is_named(prompt: Prompt, who: str) -> None:
    assert any(each.startswith(who) for each in problems(replace(_ITEM, prompt=prompt)))
