"""answerCallbackQuery."""

from ...common.json_shapes import Json
from ..limits import ANSWER, CALLBACK_LIFE_S
from ..rules import Refusal
from .call import Call


async def answer_callback_query(call: Call) -> Json:
    """Answer answerCallbackQuery."""
    if len(call.text("text")) > ANSWER:
        raise Refusal("answer_too_long")
    press = call.world.presses.get(call.text("callback_query_id"))
    if press is None:
        raise Refusal("query_too_old", blame=True)  # no such press: not too late, but made up
    if call.world.bench.clock.now_ms - press.at_ms > CALLBACK_LIFE_S * 1000:
        raise Refusal("query_too_old")
    url = call.text("url")
    if url and not url.startswith((f"https://t.me/{call.world.bot.username}", "tg://")):
        raise Refusal("answer_url_invalid")
    if press.answer is not None:
        call.world.watch.fault("answered_twice", where=f"answerCallbackQuery, chat {press.chat_id}")
    call.world.answer(press, {"text": call.text("text"), "show_alert": call.claim("show_alert"), "url": url})
    return True
