"""From what somebody types in a chat to what they are answered: roles, commands and the log, all wired."""

import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.codes import shown
from feedback.clock import FakeClock
from feedback.grants import LASTS, as_subject
from feedback.ids import new_id
from feedback.records import Code, InboxItem
from feedback.rights import Grant
from tests.bot.opening import settings_in

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
languages: [en, de]
scorer: rating
stages: [{id: delivery, title: Delivery, touchpoints: [{id: courier, title: Courier, survey: delivery}]}]
surveys:
  - id: delivery
    title: Delivery
    questions: [{id: rating, kind: rating, ask: {en: How was it?, de: Wie war es?}}]
"""
CODE = "R0KE0001"


class Chat:
    """Somebody at an address of the web chat."""

    def __init__(self, app: App, address: str) -> None:
        self.app, self.address = app, address
        self._said = 0
        self._cursor: str | None = None

    async def says(self, text: str) -> list[str]:
        """Say something, and return what comes back."""
        self._said += 1
        payload = json.dumps({"type": "reply", "reply": {"text": text}}).encode()
        await self.app.inbox.put(
            InboxItem(
                channel="web", key=f"{self.address}-{self._said}", address=self.address, payload=payload,
                received_at=self.app.around.clock.now(),
            )
        )  # fmt: skip
        await self.app.settle()
        feed = self.app.store.read_feed("web", self.address, after=self._cursor, limit=50)
        self._cursor = feed[-1].cursor
        return [each.prompt.text for each in feed if hasattr(each, "prompt")]


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    around = Surroundings(clock=FakeClock(NOON), entropy=os.urandom, new_id=new_id)
    app = open_app(settings_in(tmp_path, journey=JOURNEY), around=around)
    yield app
    app.close()


def invited(app: App, grant: Grant) -> str:
    code = Code(code=CODE, kind="role", subject=as_subject(grant), created_at=NOON, expires_at=NOON + LASTS)
    app.store.add_codes([code])
    return shown(CODE)


async def test_a_code_typed_into_a_chat_opens_the_commands_of_its_role(app: App) -> None:
    anna = Chat(app, "anna")
    (refused,) = await anna.says("/map")
    assert "/map is for" in refused

    (welcome,) = await anna.says(invited(app, Grant(role="manager")))
    assert welcome.startswith("Welcome! You are a manager now.")
    (answer,) = await anna.says("/map")

    assert "is for" not in answer
    told = [(row.entry.command, row.entry.role, row.entry.outcome) for row in app.store.audit_rows()]
    assert told == [
        ("map", "customer", "refused"),
        ("people.join", "manager", "done"),
        ("map", "manager", "done"),
    ]
    assert app.store.audit_break() is None


async def test_a_role_taken_back_is_gone_with_the_next_command(app: App) -> None:
    anna = Chat(app, "anna")
    await anna.says(invited(app, Grant(role="manager")))
    (holder,) = app.store.grants()

    app.store.revoke_grant(holder.given.id)

    (refused,) = await anna.says("/map")
    assert "/map is for" in refused


async def test_a_role_in_another_journey_opens_nothing_here(app: App) -> None:
    anna = Chat(app, "anna")
    await anna.says(invited(app, Grant(role="admin", journey="other")))

    (refused,) = await anna.says("/map")

    assert "/map is for" in refused


async def test_help_lists_what_somebody_may_use_besides(app: App) -> None:
    anna = Chat(app, "anna")
    await anna.says(invited(app, Grant(role="agent")))

    (everything,) = await anna.says("/help")
    (one,) = await anna.says("/help case")
    (meant,) = await anna.says("/help cass")

    assert "/stop" in everything
    assert "/case – " in everything
    assert "/export" not in everything
    assert one.startswith("**/case ")
    assert "Did you mean /help case" in meant


async def test_whoever_is_forgotten_leaves_the_log_whole_and_nothing_in_it_names_them(app: App) -> None:
    anna = Chat(app, "anna")
    await anna.says(invited(app, Grant(role="manager")))
    await anna.says("/map")
    known = app.store.customer_by_address("web", "anna")
    assert known is not None

    app.store.erase_customer(known.id, now=NOON)

    assert app.store.audit_break() is None
    assert [row.entry.who for row in app.store.audit_rows()] == [known.id, known.id]
    assert app.store.grants() == ()
