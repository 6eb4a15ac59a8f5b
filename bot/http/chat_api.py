"""What the page of the web chat talks to: events out, replies in, invitations redeemed.

The address of a chat is a capability. It travels in the Authorization header only, so that no log, proxy
or Referer ever sees it.
"""

import re
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final, Protocol
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response

from bot.http.bodies import KIB, read_body, require_json
from bot.http.body_reading import read_model
from bot.http.chat_bodies import Redeemed, Redemption, SentReply, Stored
from bot.http.event_stream import BEAT, HEARTBEAT, EventStream, event
from bot.http.feed import ENTRY_JSON, Feed, FeedEntry
from bot.http.invitations import read_invitation
from bot.http.openapi import answer_of, body_of, problems
from bot.http.problems import Problem
from bot.http.tokens import is_address, redeemed_address, shadow
from bot.listeners import Listener, Listeners
from bot.web_payload import PAYLOAD_JSON, Came, Payload, Replied
from feedback.records import InboxItem
from feedback.sent_photos import photo_beside

CHANNEL: Final = "web"

MOST_BYTES: Final = 64 * KIB
_PAGE: Final = 200
_OVERLAP: Final = 32
# A listener is woken a moment before what woke it is noted as sent, and never for what another process
# sends; so it looks again, soon at first and then ever more rarely.
_SOON: Final = timedelta(milliseconds=50)
PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
"""Pictures in which nothing can run."""
_CURSOR: Final = re.compile(r"[\w.:-]{1,100}", re.ASCII)


class Mailbox(Protocol):
    """Where raw replies are safe."""

    async def put(self, item: InboxItem) -> bool:
        """Store `item` for good before returning; False when its channel and key are known already."""

    async def address_of(self, channel: str, key: str) -> str | None:
        """Return the address of the item stored under `key`; None when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """What the chat's routes work with."""

    mailbox: Mailbox
    feed: Feed
    listeners: Listeners
    now: Callable[[], datetime]
    secret: bytes
    heartbeat: timedelta = HEARTBEAT


def make_chat_api(chat: Chat) -> APIRouter:
    """Return the routes of the web chat."""
    router = APIRouter(prefix="/chat", tags=["Web chat"])
    _add_events(router, chat)
    _add_documents(router, chat)
    _add_pictures(router, chat)
    _add_replies(router, chat)
    _add_redemption(router, chat)
    return router


def _add_events(router: APIRouter, chat: Chat) -> None:
    @router.get(
        "/events",
        response_class=Response,
        responses={
            200: {
                "description": "`prompt`, `reply`, `caught-up` and `replaced` events",
                "content": {"text/event-stream": {}},
            },
            **problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.SERVICE_UNAVAILABLE),
        },
        summary="Follow the conversation",
    )
    async def events(request: Request) -> Response:
        """Send the whole conversation, then everything new; `Last-Event-ID` resumes after an event."""
        address = bearer_address(request, secret=chat.secret)
        last = request.headers.get("last-event-id", "")
        return EventStream(follow(chat, address, after=last if _CURSOR.fullmatch(last) else None))


def _add_documents(router: APIRouter, chat: Chat) -> None:
    @router.get(
        "/documents/{prompt}/{number}",
        response_class=Response,
        responses={
            200: {"description": "The file", "content": {"application/octet-stream": {}}},
            **problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
        },
        summary="Fetch a file that came with a message",
    )
    async def document(
        request: Request,
        prompt: Annotated[str, Path(max_length=100)],
        number: Annotated[int, Path(ge=0, le=99)],
    ) -> Response:
        """Hand out what a message brought, counted from 0, to whoever has the address it came to."""
        address = bearer_address(request, secret=chat.secret)
        found = await chat.feed.document(address, prompt=prompt, number=number)
        if found is None:
            raise Problem(
                HTTPStatus.NOT_FOUND, "there is no such file in this chat; send /mydata for a new one"
            )
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(found.content, media_type=found.mime, headers=headers)


def _add_pictures(router: APIRouter, chat: Chat) -> None:
    @router.get(
        "/pictures/{prompt}",
        response_class=Response,
        responses={
            200: {"description": "The picture", "content": {"image/png": {}}},
            **problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
        },
        summary="Fetch the picture of a message",
    )
    async def picture(request: Request, prompt: Annotated[str, Path(max_length=100)]) -> Response:
        """Hand out the picture that is seen with a message, to whoever has the address it came to."""
        address = bearer_address(request, secret=chat.secret)
        found = await chat.feed.picture(address, prompt=prompt)
        if found is None or found.mime not in PICTURES:
            raise Problem(HTTPStatus.NOT_FOUND, "there is no such picture in this chat; ask for it again")
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return Response(found.data, media_type=found.mime, headers=headers)


def _add_replies(router: APIRouter, chat: Chat) -> None:
    @router.post(
        "/replies",
        status_code=HTTPStatus.ACCEPTED,
        responses={
            202: answer_of(Stored, "The reply is stored and will be heard."),
            **problems(*BODY_PROBLEMS, HTTPStatus.UNAUTHORIZED),
        },
        openapi_extra=body_of(SentReply),
        summary="Reply",
    )
    async def reply(request: Request) -> Response:
        """Store the reply, then answer; send it again with the same key until an answer comes."""
        address = bearer_address(request, secret=chat.secret)
        require_json(request)
        sent = read_model(await read_body(request, most_bytes=MOST_BYTES), SentReply, what="this reply")
        # One person's keys must not be able to stand in the way of another's.
        key = f"{shadow(address)}:{sent.key}"
        if sent.photo:
            await _require_photo(chat, key, address)
        payload = Replied(reply=sent.reply(), photo=sent.photo)
        is_new = await put_payload(chat, key=key, address=address, payload=payload)
        chat.listeners.wake(address)
        return json_answer(Stored(key=sent.key, repeated=not is_new).model_dump_json(), HTTPStatus.ACCEPTED)


async def _require_photo(chat: Chat, key: str, address: str) -> None:
    if await chat.mailbox.address_of(CHANNEL, photo_beside(key)) != address:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "the photo of this reply has not come; put it to /chat/photos/KEY first",
        )


def _add_redemption(router: APIRouter, chat: Chat) -> None:
    @router.post(
        "/invitations/redeem",
        responses={
            200: answer_of(Redeemed, "The address of the chat."),
            **problems(*BODY_PROBLEMS, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
        },
        openapi_extra=body_of(Redemption),
        summary="Redeem an invitation",
    )
    async def redeem(request: Request) -> Response:
        """Open the chat of an interaction to the first browser that comes, and to no other after it."""
        require_json(request)
        asked = read_model(
            await read_body(request, most_bytes=MOST_BYTES), Redemption, what="this invitation"
        )
        address = await redeem_invitation(chat, asked)
        return json_answer(Redeemed(address=address).model_dump_json(), HTTPStatus.OK)


async def follow(chat: Chat, address: str, *, after: str | None) -> AsyncGenerator[bytes]:
    """Yield the conversation at `address` from `after` on, for as long as somebody reads."""
    with chat.listeners.listen(address) as listener:
        if listener is None:
            yield event("full")
            return
        async for each in _entries(chat, address, listener, after):
            yield each
    yield event("replaced")


async def _entries(chat: Chat, address: str, listener: Listener, after: str | None) -> AsyncGenerator[bytes]:
    passed = deque([after], maxlen=_OVERLAP)
    is_caught_up = False
    pause = _SOON
    while not listener.is_dropped:
        listener.begin_reading()
        fresh = await _fresh(chat, address, passed)
        for entry in fresh:
            passed.append(entry.cursor)
            yield event(entry.kind, ENTRY_JSON.dump_json(entry).decode(), cursor=entry.cursor)
        if fresh:
            pause = _SOON
            continue
        if not is_caught_up:
            yield event("caught-up")
            is_caught_up = True
        if await listener.wait(at_most=pause):
            pause = _SOON
        else:
            yield BEAT
            pause = min(2 * pause, chat.heartbeat)


async def _fresh(chat: Chat, address: str, passed: Sequence[str | None]) -> list[FeedEntry]:
    """Return what is new behind the last few entries: one may be committed after a later one was read."""
    entries = await chat.feed.read(address, after=passed[0], limit=_PAGE)
    return [entry for entry in entries if entry.cursor not in passed]


async def redeem_invitation(chat: Chat, asked: Redemption) -> str:
    """Return the address that `asked` opens.

    The inbox item of an invitation has one key, so the first to redeem it wins. The address follows from
    the invitation and the browser's own secret, so the winner gets the same address when it asks again,
    and whoever the link was forwarded to is told kindly that it is taken.
    """
    interaction = read_invitation(asked.invitation, secret=chat.secret)
    if interaction is None:
        raise Problem(
            HTTPStatus.NOT_FOUND, "this invitation is not one of ours; open the link exactly as you got it"
        )
    address = redeemed_address(interaction, browser=asked.browser, secret=chat.secret)
    key = f"open:{interaction}"
    is_new = await put_payload(chat, key=key, address=address, payload=Came(interaction=interaction))
    if not is_new and await chat.mailbox.address_of(CHANNEL, key) != address:
        raise Problem(
            HTTPStatus.CONFLICT,
            "this invitation has been opened in another browser; please go on there",
        )
    chat.listeners.wake(address)
    return address


def bearer_address(request: Request, *, secret: bytes) -> str:
    """Return the address in the Authorization header, or raise the problem with it."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not is_address(token.strip(), secret=secret):
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "this is not the address of a chat; open the link you were given",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return token.strip()


async def put_payload(chat: Chat, *, key: str, address: str, payload: Payload) -> bool:
    """Store what a person did, for good; False when it was stored before."""
    item = InboxItem(
        channel=CHANNEL,
        key=key,
        address=address,
        payload=PAYLOAD_JSON.dump_json(payload),
        received_at=chat.now(),
    )
    return await chat.mailbox.put(item)


def json_answer(content: str, status: HTTPStatus) -> Response:
    """Return JSON that nothing on the way may keep."""
    return Response(
        content, status_code=status, media_type="application/json", headers={"Cache-Control": "no-store"}
    )


BODY_PROBLEMS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
