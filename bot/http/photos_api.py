"""Photos of the web chat: put before the reply they come with, and shown again to whoever sent them."""

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from bot.http.bodies import read_body
from bot.http.chat_api import CHANNEL, PICTURES, Chat, bearer_address, json_answer
from bot.http.chat_bodies import Stored
from bot.http.door import Door, too_often
from bot.http.openapi import Part, answer_of, problems
from bot.http.problems import Problem
from bot.http.tokens import shadow
from feedback.filetypes import MOST_BYTES, type_of
from feedback.records import InboxItem
from feedback.sent_photos import photo_beside

Key = Annotated[UUID, Path(description="The key of the reply that the photo comes with.")]

MOST = 20
"""How many photos an address may send in a minute: more than anybody has to show, too few to fill a disk."""

_BODY: Final[Part] = {
    "requestBody": {
        "required": True,
        "content": {mime: {"schema": {"type": "string", "format": "binary"}} for mime in sorted(PICTURES)},
    }
}


def make_photos_api(chat: Chat) -> APIRouter:
    """Return the routes by which photos come in and are seen again."""
    router = APIRouter(prefix="/chat", tags=["Web chat"])
    _add_coming(router, chat)
    _add_looking(router, chat)
    return router


def _add_coming(router: APIRouter, chat: Chat) -> None:
    door = Door("photos", most=MOST)

    @router.put(
        "/photos/{key}",
        status_code=HTTPStatus.CREATED,
        responses={
            201: answer_of(Stored, "The photo is stored; send the reply it comes with."),
            **problems(
                HTTPStatus.BAD_REQUEST,
                HTTPStatus.UNAUTHORIZED,
                HTTPStatus.NOT_FOUND,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                HTTPStatus.TOO_MANY_REQUESTS,
            ),
        },
        openapi_extra=_BODY,
        summary="Send the photo of a reply",
    )
    async def put(request: Request, key: Key) -> Response:
        """Store the photo, then answer; then send the reply of the same key, with `photo`."""
        address = bearer_address(request, secret=chat.secret)
        wait = door.knock(shadow(address), now=chat.now())
        if wait:
            said = "these are many photos at once; send the next one in {seconds} s"
            raise too_often(said, wait, is_unread=True)
        content = await read_body(request, most_bytes=MOST_BYTES, too_much=_too_large)
        if type_of(content) not in PICTURES:
            raise Problem(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "this is no picture; send a JPEG, PNG, WebP or GIF"
            )
        item = InboxItem(
            channel=CHANNEL,
            key=photo_beside(f"{shadow(address)}:{key}"),
            address=address,
            payload=content,
            received_at=chat.now(),
        )
        is_new = await chat.mailbox.put(item)
        return json_answer(Stored(key=key, repeated=not is_new).model_dump_json(), HTTPStatus.CREATED)


def _add_looking(router: APIRouter, chat: Chat) -> None:
    @router.get(
        "/photos/{key}",
        response_class=Response,
        responses={
            200: {"description": "The photo", "content": {"image/jpeg": {}}},
            **problems(
                HTTPStatus.UNAUTHORIZED,
                HTTPStatus.NOT_FOUND,
                HTTPStatus.SERVICE_UNAVAILABLE,
            ),
        },
        summary="Fetch the photo of a reply",
    )
    async def look(request: Request, key: Key) -> Response:
        """Hand out a photo to whoever has the address it was sent from."""
        address = bearer_address(request, secret=chat.secret)
        content = await chat.feed.photo(address, key=str(key))
        mime = type_of(content or b"")
        if mime not in PICTURES:
            raise Problem(HTTPStatus.NOT_FOUND, "there is no such photo in this chat, or not any more")
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return Response(content, media_type=mime, headers=headers)


def _too_large(most_bytes: int) -> Problem:
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"the photo is larger than {most_bytes // 1_000_000} MB; send a smaller one",
        headers={"Connection": "close"},  # what is still on its way is not worth reading
    )
