"""The closed loop where all are in the web chat: an agent without a room, and a customer."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.web_payload import PAYLOAD_JSON, Replied
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import new_id
from feedback.intake import CustomerFacts, Touch
from feedback.prompts import Reply
from feedback.records import InboxItem
from tests.bot.commands.diary import Diary, assert_as_it_went
from tests.bot.commands.support import JOURNEY, NOON
from tests.bot.opening import settings_in

ANNA, MARIA = "anna", "maria"
_NAMES = {ANNA: "Anna", MARIA: "Maria"}


@dataclass
class Web:
    """Two people in the web chat, and what each of them sees."""

    app: App
    clock: FakeClock
    diary: Diary
    said: int = 0

    async def says(self, who: str, words: str) -> None:
        """Let somebody write, and write down what comes of it."""
        self.said += 1
        self.clock.advance(timedelta(minutes=1))
        payload = PAYLOAD_JSON.dump_json(Replied(reply=Reply(text=words)))
        await self.app.inbox.put(
            InboxItem(
                channel="web", key=f"{who}:{self.said}", address=who, payload=payload,
                received_at=self.clock.now(),
            )
        )  # fmt: skip
        await self.app.settle()
        await self.diary.did(f"{_NAMES[who]}: {words}")


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[Web]:
    known = settings_in(tmp_path, journey=JOURNEY)
    settings = Settings.model_validate(known.model_dump(exclude_unset=True) | {"people": "web:maria=agent"})
    clock = FakeClock(NOON)
    app = open_app(settings, around=Surroundings(clock=clock, entropy=os.urandom, new_id=new_id))
    diary = Diary(app, web={ANNA: "to Anna", MARIA: "to Maria"})
    yield Web(app, clock, diary)
    app.close()


async def test_the_closed_loop_goes_as_it_went(web: Web) -> None:
    facts = CustomerFacts(external_id=ANNA, name="Anna Berger", addresses=(("web", ANNA),))
    await web.app.submit(
        Touch(source="till", source_id="1", touchpoint="courier", occurred_at=NOON, customer=facts)
    )
    await web.app.settle()
    await web.says(ANNA, "1")
    await web.says(ANNA, "It had a dent.")
    (case,) = web.app.store.open_cases()

    for who, words in (
        (MARIA, "/cases"),
        (MARIA, f"/case claim {case.id}"),
        (MARIA, f"/case reply {case.id}"),
        (MARIA, "We are sorry! A new one is on its way."),
        (ANNA, "Thank you so much"),
        (MARIA, f"/case {case.id}"),
        (MARIA, f"/case resolve {case.id}"),
        (MARIA, "fixed"),
        (ANNA, "no"),
        (MARIA, "/cases mine"),
        (MARIA, f"/case resolve {case.id} refunded: the money is back"),
        (ANNA, "yes"),
        (MARIA, "/cases"),
    ):
        await web.says(who, words)

    over = web.app.store.case(case.id)
    assert over is not None
    assert (over.state, over.is_fixed, over.reason, over.reopened) == ("closed", True, "refunded", 1)
    assert_as_it_went("web_agent_web_customer", web.diary.text())
