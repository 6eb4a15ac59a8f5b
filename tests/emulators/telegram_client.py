"""A test's two hands: the bot by its real SDK, and the customers by the control endpoints."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from tests.emulators.common.json_shapes import Json, Object, list_in, number_in, object_in, text_in
from tests.emulators.common.remote import Remote

DATA = Path(os.environ.get("AFTERTOUCH_DATA_DIR") or Path(__file__).parents[3] / "shared" / "data")
SPEC = DATA / "platforms" / "telegram_bot_api_10.0.json"
needs_spec = pytest.mark.skipif(
    not SPEC.is_file(), reason=f"NOT CHECKED: {SPEC.name} is absent; set AFTERTOUCH_DATA_DIR"
)
_PATIENCE_S = 20
TOKEN = "7000000001:a-token-for-tests-only"


@dataclass(frozen=True)
class Telegram:
    """The emulator and a bot of python-telegram-bot that believes it is Telegram."""

    remote: Remote
    bot: Bot

    async def customer(self, *, started: bool = True, **about: Json) -> int:
        """Return the id of a new customer, who is also the id of the chat."""
        made = await self.remote.post("user", started=started, **about)
        return number_in(made["chat_id"])

    async def violations(self, *, wait_s: float = 0, after: int = 0) -> list[str]:
        """Return the codes of the client's faults so far."""
        found = await self.remote.get("violations", wait_s=wait_s, after=after)
        return [text_in(object_in(each)["code"]) for each in list_in(found["violations"])]

    async def chat(self, chat_id: int) -> Sequence[Object]:
        """Return a chat's messages as the customer's app shows them."""
        shown = await self.remote.get("outbox", chat=chat_id)
        return [object_in(each) for each in list_in(shown["messages"])]

    async def update_kinds(self) -> list[str]:
        """Return the kinds of the updates that wait for the bot."""
        waiting = await self.remote.get("updates")
        return [
            next(key for key in object_in(each) if key != "update_id") for each in list_in(waiting["pending"])
        ]

    async def waiting_for_the_time(self, why: str) -> float:
        """Wait until something in the emulator waits for the time because of `why`; return how many s yet."""
        shown = await self.remote.get("clock", until_waiting=why, wait_s=_PATIENCE_S)
        waiting = [object_in(each) for each in list_in(shown["waiting"])]
        due_ms = [number_in(each["at_ms"]) for each in waiting if each["why"] == why]
        assert due_ms, f"nothing waits for {why}"
        return (due_ms[0] - number_in(shown["now_ms"])) / 1000

    async def raw(self, method: str, **arguments: Json) -> httpx.Response:
        """Call a method without the SDK, which would mend some faults."""
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:
            return await client.post(f"{self.remote.url}/bot{TOKEN}/{method}", json=arguments)


def asked(shown: Object) -> int:
    """Return the id of the message that a control endpoint shows."""
    return number_in(object_in(shown["message"])["message_id"])


async def pressed(telegram: Telegram, customer: int, *, data: str = "good") -> str:
    """Ask the customer, press the button, and return the id of the press."""
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Good", callback_data=data)]])
    sent = await telegram.bot.send_message(customer, "How was it?", reply_markup=keyboard)
    shown = await telegram.remote.post("tap", user=customer, message_id=sent.message_id, data=data)
    return text_in(object_in(shown["press"])["id"])


async def group(telegram: Telegram, founder: int, **about: Json) -> int:
    """Return the id of a new group with the bot in it."""
    made = await telegram.remote.post("group", user=founder, **about)
    return number_in(object_in(made["chat"])["id"])
