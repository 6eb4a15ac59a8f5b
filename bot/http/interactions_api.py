"""`POST /v1/interactions`: one interaction, or many with an answer for each."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final, Protocol

from fastapi import APIRouter, Request, Response

from bot.http.api_keys import ApiKey, Keys, authorize
from bot.http.bodies import MIB, read_body, read_json, require_json, too_large
from bot.http.body_fields import Surroundings
from bot.http.interaction_bodies import (
    BatchAnswer,
    BatchBody,
    BatchItem,
    InteractionAnswer,
    InteractionBody,
    answer_to,
)
from bot.http.interaction_examples import BATCH, ONE
from bot.http.interaction_reading import items_of, read_interaction, refusal
from bot.http.openapi import answer_of, body_of, problems
from bot.http.problems import Problem, failure
from bot.http.signatures import signature_flaw
from feedback.intake import Refused, Touch, Touched

_MOST_BYTES: Final = 5 * MIB
_MOST_BYTES_OF_ONE: Final = MIB


class Intaker(Protocol):
    """Takes interactions in; what it returns has been stored."""

    async def submit(self, item: Touch) -> Touched | Refused:
        """Take in one."""

    async def submit_many(self, items: Sequence[Touch]) -> Sequence[Touched | Refused | Exception]:
        """Take in many, in order; return what became of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What the route works with; `invite` turns an interaction into a link to print."""

    intaker: Intaker
    keys: Keys
    touchpoints: Callable[[], Collection[str]]
    invite: Callable[[str], str]
    now: Callable[[], datetime]


def make_interactions_api(reception: Reception) -> APIRouter:
    """Return the route that takes interactions in."""
    router = APIRouter(prefix="/v1", tags=["Interactions"])

    @router.post(
        "/interactions",
        summary="Tell of interactions",
        responses={
            200: answer_of(InteractionAnswer, "What became of the interaction; the same for a repeat."),
            207: answer_of(BatchAnswer, "What became of each interaction of a batch, in order."),
            **problems(*_PROBLEMS),
        },
        openapi_extra=body_of(InteractionBody, BatchBody, examples={"one": ONE, "batch": BATCH}),
    )
    async def interactions(request: Request) -> Response:
        """Tell that a customer reached a touchpoint: one, or up to 1,000 as `{"interactions": [...]}`.

        An interaction is known by its `source` and `source_id`: telling of it again changes nothing and gets
        the same answer, with the header `Idempotent-Replayed: true`. Each of a batch is applied whole or not
        at all, in order, and one that is wrong does not hold up the others.
        A key with a secret signs: `X-Aftertouch-Signature: t=UNIX SECONDS,v1=HMAC-SHA256 of "t.body" in hex`.
        """
        key = await authorize(request, reception.keys)
        require_json(request)
        body = await read_body(request, most_bytes=_MOST_BYTES)
        now = reception.now()
        _check_signature(request, key, body, now)
        content = read_json(body)
        items = items_of(content)
        if items is not None:
            return await _take_in_many(reception, items, now)
        if len(body) > _MOST_BYTES_OF_ONE:
            raise too_large(_MOST_BYTES_OF_ONE)
        return await _take_in_one(reception, content, now)

    return router


def _check_signature(request: Request, key: ApiKey, body: bytes, now: datetime) -> None:
    if key.secret is None:
        return
    header = request.headers.get("x-aftertouch-signature")
    flaw = signature_flaw(header, body=body, secret=key.secret, now=now)
    if flaw is not None:
        raise Problem(HTTPStatus.UNAUTHORIZED, flaw, headers={"WWW-Authenticate": "Bearer"})


async def _take_in_one(reception: Reception, content: object, now: datetime) -> Response:
    read = read_interaction(content, around=_around(reception, now))
    if isinstance(read, Problem):
        raise read
    result = await reception.intaker.submit(read.touch(now=now))
    if isinstance(result, Refused):
        raise refusal(result)
    answer = answer_to(result, invitation=_invitation(reception, result))
    return _json(answer.model_dump_json(exclude_none=True), HTTPStatus.OK, replayed=result.repeated)


async def _take_in_many(reception: Reception, items: Sequence[object], now: datetime) -> Response:
    around = _around(reception, now)
    read = [
        read_interaction(item, around=around, under=("interactions", place))
        for place, item in enumerate(items)
    ]
    touches = [body.touch(now=now) for body in read if isinstance(body, InteractionBody)]
    results = iter(await reception.intaker.submit_many(touches) if touches else ())
    became = [body if isinstance(body, Problem) else next(results) for body in read]
    answers = tuple(_item(reception, each, place) for place, each in enumerate(became))
    replayed = all(isinstance(each, Touched) and each.repeated for each in became)
    answer = BatchAnswer(interactions=answers)
    return _json(answer.model_dump_json(exclude_none=True), HTTPStatus.MULTI_STATUS, replayed=replayed)


def _item(reception: Reception, became: Touched | Refused | Exception, place: int) -> BatchItem:
    match became:
        case Touched():
            answer = answer_to(became, invitation=_invitation(reception, became))
            return BatchItem(status=HTTPStatus.OK, answer=answer)
        case Refused():
            problem = refusal(became, under=("interactions", place))
        case Problem():
            problem = became
        case _:
            problem = failure(became)
    return BatchItem(status=problem.document.status, problem=problem.document)


def _around(reception: Reception, now: datetime) -> Surroundings:
    return Surroundings(touchpoints=reception.touchpoints(), now=now)


def _invitation(reception: Reception, touched: Touched) -> str | None:
    return reception.invite(touched.interaction) if touched.reason == "unreachable" else None


def _json(content: str, status: HTTPStatus, *, replayed: bool) -> Response:
    headers = {"Idempotent-Replayed": "true"} if replayed else None
    return Response(content, status_code=status, media_type="application/json", headers=headers)


_PROBLEMS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
