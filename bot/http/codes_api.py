"""Codes from posters and receipts on the web: a stranger opens the link, and gets a chat of their own."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response

from bot.codes import normalise
from bot.http.bodies import read_body, require_json
from bot.http.body_reading import read_model
from bot.http.chat_api import BODY_PROBLEMS, CHANNEL, MOST_BYTES, Chat, json_answer, put_payload
from bot.http.chat_bodies import CodeRedemption, Redeemed
from bot.http.door import Door, too_often
from bot.http.openapi import answer_of, body_of, problems
from bot.http.problems import Problem
from bot.http.tokens import browser_address, shadow
from bot.web_payload import Scanned

IsCode = Callable[[str], Awaitable[bool]]
"""Says whether a code leads anywhere now; else nobody becomes a customer by it."""

PATH: Final = "/c"
"""Where a code is typed, or brought along behind the #."""

MOST = 60
"""How many codes may come from one network in a minute: a crowd behind it may, guessing may not."""


def code_link(code: str, *, site: str) -> str:
    """Return the link to print on a poster; what stands behind the # is in no log."""
    return f"{site.rstrip('/')}{PATH}#{code}"


def make_codes_api(chat: Chat, *, is_code: IsCode) -> APIRouter:
    """Return the route that redeems codes."""
    router = APIRouter(prefix="/chat", tags=["Web chat"])
    door = Door("codes", most=MOST)

    @router.post(
        "/codes/redeem",
        responses={
            200: answer_of(Redeemed, "The address of the chat: one for each browser."),
            **problems(*BODY_PROBLEMS, HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS),
        },
        openapi_extra=body_of(CodeRedemption),
        summary="Redeem a code",
    )
    async def redeem(request: Request) -> Response:
        """Open this browser's chat, and ask there about what the code stands for."""
        require_json(request)
        asked = read_model(await read_body(request, most_bytes=MOST_BYTES), CodeRedemption, what="this code")
        _let_in(door, request, now=chat.now())
        address = await redeem_code(chat, asked, is_code=is_code)
        return json_answer(Redeemed(address=address).model_dump_json(), HTTPStatus.OK)

    return router


async def redeem_code(chat: Chat, asked: CodeRedemption, *, is_code: IsCode) -> str:
    """Return the browser's address, once what it came for is stored; a repeat of the key adds nothing."""
    address = browser_address(asked.browser, secret=chat.secret)
    key = f"code:{shadow(address)}:{asked.key}"
    code = normalise(asked.code)
    # A code that was good once may be used up by the very request that is now repeated.
    is_repeated = await chat.mailbox.address_of(CHANNEL, key) == address
    if code is None or not (is_repeated or await is_code(code)):
        raise Problem(HTTPStatus.NOT_FOUND, "this is no code of ours; type it as it stands there")
    await put_payload(chat, key=key, address=address, payload=Scanned(code=code, language=asked.language))
    chat.listeners.wake(address)
    return address


def _let_in(door: Door, request: Request, *, now: datetime) -> None:
    """Raise Problem where too many codes came lately from where this one comes from."""
    wait = door.knock(request.client.host if request.client else "", now=now)
    if wait:
        raise too_often("too many codes come from your network; try again in {seconds} s", wait)
