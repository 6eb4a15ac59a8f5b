"""The closed loop, from an unhappy answer to its end: what everybody does, one thing after another."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Protocol

from feedback.intake import CustomerFacts, Touch
from tests.bot.commands.bridge import AGENT, Bridge
from tests.bot.commands.diary import Diary
from tests.bot.commands.support import NOON
from tests.emulators.common.json_shapes import number_in

OTHER = "U01CUST"


class Play(Protocol):
    """A conversation of several people."""

    __name__: str

    def __call__(self, bridge: Bridge, diary: Diary, /) -> Awaitable[None]:
        """Play it."""


async def a_customer(bridge: Bridge) -> int:
    """Let a customer write to the bot, and one of our systems know them."""
    ada = await bridge.telegram.customer(first_name="Ada")
    facts = CustomerFacts(external_id="ada", name="Ada Lund", addresses=(("telegram", str(ada)),))
    touch = Touch(source="till", source_id="1", touchpoint="shelf", occurred_at=NOON, customer=facts)
    await bridge.app.submit(touch)
    return ada


async def slack_team_telegram_customer(  # noqa: PLR0915 - one thing after another
    bridge: Bridge, diary: Diary
) -> None:
    """Let two agents on Slack look after a customer on Telegram."""
    ada = await a_customer(bridge)
    diary.watches(ada, "Telegram, Ada")
    await bridge.enrols("Service")
    await bridge.says("followup ada courier")
    await diary.did("Ad Min on Slack: /journey followup ada courier")
    await bridge.telegram.tap(ada, "😡")
    await bridge.answered()
    await diary.did("Ada on Telegram taps 😡")
    (case,) = bridge.app.store.open_cases()
    code, card = case.id, f"Case {case.id}: Ada Lund"
    await _writes(bridge, ada, "It had a dent.")
    await diary.did("Ada on Telegram: It had a dent.")

    message = await bridge.message(card)
    for agent in (AGENT, OTHER):
        await bridge.press(message, "Take it", by=agent)
    for _ in range(2):
        await bridge.hears(b"block_actions")
    await diary.did("Ad Min and Cust on Slack tap [Take it] at once")
    await bridge.in_thread("We are sorry! Can you show us?", on=await bridge.message(card))
    await diary.did("Ad Min on Slack replies to the card: We are sorry! Can you show us?")
    await bridge.telegram.remote.post("photo", user=ada, caption="Here it is")
    await bridge.answered()
    await diary.did("Ada on Telegram sends a photo: Here it is")
    await bridge.in_thread("Thank you, a new one is on its way.", on=await bridge.message("writes:"))
    await diary.did("Ad Min on Slack replies to the news: Thank you, a new one is on its way.")

    await bridge.says(f"case snooze {code} 1h")
    await diary.did("Ad Min on Slack: /journey case snooze CODE 1h")
    await _passes(bridge, timedelta(hours=1))
    await diary.did("An hour goes by")
    await bridge.says(f"case hand {code} <@{OTHER}|Cust>")
    await diary.did("Ad Min on Slack: /journey case hand CODE @Cust")
    await bridge.says(f"case resolve {code} fixed", by=OTHER)
    await diary.did("Cust on Slack: /journey case resolve CODE fixed")
    await bridge.telegram.tap(ada, "No, not yet")
    await bridge.answered()
    await diary.did("Ada on Telegram taps [No, not yet]")
    await bridge.says(f"case resolve {code} refunded: money is back", by=OTHER)
    await diary.did("Cust on Slack: /journey case resolve CODE refunded: money is back")
    await bridge.telegram.tap(ada, "Yes, it is fixed")
    await bridge.answered()
    await diary.did("Ada on Telegram taps [Yes, it is fixed]")
    over = bridge.app.store.case(code)
    assert over is not None
    assert (over.state, over.is_fixed, over.reason, over.reopened) == ("closed", True, "refunded", 1)


async def telegram_team_web_customer(  # noqa: PLR0915 - one thing after another
    bridge: Bridge, diary: Diary
) -> None:
    """Let two agents on Telegram look after a customer in the web chat."""
    maria, group = await bridge.a_group("Maria")
    tom = await bridge.joins(group, "Tom")
    for chat, name in ((group, "Service"), (maria, "to Maria alone"), (tom, "to Tom alone")):
        diary.watches(chat, f"Telegram, {name}")
    diary.web["bea"] = "Web, Bea"
    await bridge.on_telegram(maria, "/team team-2345", chat=group)
    await diary.did("Maria on Telegram: /team CODE-OF-THE-TEAM")
    await bridge.unhappy_on_the_web("bea", "Bea Koch")
    await diary.did("Bea on the web is asked, and says: 1")
    (case,) = bridge.app.store.open_cases()
    code, card = case.id, f"Case {case.id}: Bea Koch"
    await bridge.on_the_web("bea", "It never came.")
    await diary.did("Bea on the web: It never came.")

    await bridge.presses(maria, group, card, "Take it")
    await bridge.presses(tom, group, card, "Take it")
    for _ in range(2):
        await bridge.hears_telegram(b"callback_query")
    await diary.did("Maria and Tom on Telegram tap [Take it] at once")
    await _replies(bridge, maria, group, card, "We are looking for it.")
    await diary.did("Maria on Telegram replies to the card: We are looking for it.")
    await bridge.on_the_web("bea", "Thank you")
    await diary.did("Bea on the web: Thank you")
    await _replies(bridge, tom, group, "Thank you", "Is it the blue one?")
    await diary.did("Tom on Telegram replies to the news, which is Maria's: Is it the blue one?")
    await bridge.on_telegram(tom, f"/case note {code} It is in the van of Ben.", chat=group)
    await diary.did("Tom on Telegram: /case note CODE It is in the van of Ben.")
    await bridge.on_telegram(maria, f"/case hand {code} Tom", chat=group)
    await diary.did("Maria on Telegram: /case hand CODE Tom")
    await _replies(bridge, tom, group, "Thank you", "It is in your street now.")
    await diary.did("Tom on Telegram replies to the news: It is in your street now.")
    await bridge.on_telegram(tom, f"/case resolve {code} fixed", chat=group)
    await diary.did("Tom on Telegram: /case resolve CODE fixed")
    await bridge.on_the_web("bea", "no")
    await diary.did("Bea on the web: no")
    await bridge.on_telegram(maria, f"/case resolve {code} refunded", chat=group)
    await diary.did("Maria on Telegram: /case resolve CODE refunded")
    await bridge.on_the_web("bea", "yes")
    await diary.did("Bea on the web: yes")
    over = bridge.app.store.case(code)
    assert over is not None
    assert (over.state, over.is_fixed, over.reopened) == ("closed", True, 1)


async def _writes(bridge: Bridge, user: int, words: str) -> None:
    await bridge.telegram.remote.post("say", user=user, text=words)
    await bridge.answered()


async def _replies(bridge: Bridge, user: int, group: int, on: str, words: str) -> None:
    """Let somebody reply in a group to the last message that says something."""
    found = [each for each in await bridge.telegram.shown(group) if on in str(each.get("text"))]
    number = number_in(found[-1]["message_id"])
    await bridge.telegram.remote.post("say", user=user, chat=group, text=words, reply_to=number)
    await bridge.hears_telegram(words.encode())


async def _passes(bridge: Bridge, length: timedelta) -> None:
    bridge.clock.advance(length)
    await bridge.goes_on()
