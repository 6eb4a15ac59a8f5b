"""The demo: a visitor plays several customers on one side and sees the map live on the other."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.http.bodies import KIB, read_body, require_json
from bot.http.body_fields import Language
from bot.http.body_reading import Model, read_model
from bot.http.chat_api import CHANNEL, bearer_address
from bot.http.event_stream import BEAT, HEARTBEAT, EventStream, event
from bot.http.interaction_bodies import answer_to
from bot.http.interaction_reading import refusal
from bot.http.interactions_api import Intaker
from bot.http.map_api import MapQuery, Maps, map_response
from bot.http.pages.rendering import page
from bot.http.tokens import ENTROPY_BYTES, is_address, new_address, shadow
from bot.listeners import Listeners
from config.journey import Journey
from feedback.intake import CustomerFacts, Refused, Touch

_MOST_BYTES: Final = 8 * KIB
_SOURCE: Final = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo works with; `map_topic` is what is woken when the map has changed."""

    journey: Journey
    intaker: Intaker
    maps: Maps
    listeners: Listeners
    map_topic: str
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    entropy: Callable[[int], bytes]
    secret: bytes


class Guests(BaseModel):
    """The customers a browser plays: it tells the addresses it knows, and gets as many that are good."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    addresses: Annotated[tuple[Annotated[str, StringConstraints(max_length=100)], ...], Field(max_length=6)]


class Step(BaseModel):
    """A customer reaches a touchpoint."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    touchpoint: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    language: Language | None = None


def make_demo(demo: Demo) -> APIRouter:
    """Return the demo's home page and what it talks to; serve it to people who may see everything."""
    router = APIRouter(include_in_schema=False)
    _add_page(router, demo)
    _add_steps(router, demo)
    _add_map(router, demo)
    return router


def _add_page(router: APIRouter, demo: Demo) -> None:
    @router.get("/")
    async def home() -> Response:
        journey = demo.journey
        return page("demo.html", title=journey.say(journey.title), language="en", journey=journey)

    @router.post("/demo/customers")
    async def customers(request: Request) -> Response:
        guests = await _read(request, Guests)
        kept = tuple(
            each if is_address(each, secret=demo.secret) else _fresh(demo) for each in guests.addresses
        )
        return _json(Guests(addresses=kept))


def _add_steps(router: APIRouter, demo: Demo) -> None:
    @router.post("/demo/touch")
    async def touch(request: Request) -> Response:
        address = bearer_address(request, secret=demo.secret)
        result = await demo.intaker.submit(_touch(demo, address, await _read(request, Step)))
        if isinstance(result, Refused):
            raise refusal(result)
        return _json(answer_to(result, invitation=None))


def _add_map(router: APIRouter, demo: Demo) -> None:
    @router.get("/demo/map.svg")
    async def picture() -> Response:
        return await map_response(demo.maps, "svg", query=MapQuery())

    @router.get("/demo/events")
    async def events() -> Response:
        return EventStream(_map_events(demo))


async def _map_events(demo: Demo) -> AsyncGenerator[bytes]:
    with demo.listeners.listen(demo.map_topic, is_public=True) as listener:
        if listener is None:
            yield event("full")
            return
        changed = True
        while not listener.is_dropped:
            yield event("map") if changed else BEAT
            listener.begin_reading()
            changed = await listener.wait(at_most=HEARTBEAT)


def _touch(demo: Demo, address: str, step: Step) -> Touch:
    # Whoever holds the address is the customer: what one visitor does never lands in another's chat.
    customer = CustomerFacts(
        external_id=f"{_SOURCE}-{shadow(address)}",
        name=step.name,
        language=step.language,
        consent="given",
        addresses=((CHANNEL, address),),
    )
    return Touch(
        source=_SOURCE,
        source_id=demo.new_id(),
        customer=customer,
        touchpoint=step.touchpoint,
        occurred_at=demo.now() - _waiting_time(demo.journey, step.touchpoint),
    )


def _waiting_time(journey: Journey, touchpoint: str) -> timedelta:
    """Return how long ago it was, so that nobody has to wait three hours for the question about a parcel."""
    place = journey.place(touchpoint)
    return place[1].ask_after if place else timedelta(0)


def _fresh(demo: Demo) -> str:
    return new_address(demo.entropy(ENTROPY_BYTES), secret=demo.secret)


async def _read(request: Request, model: type[Model]) -> Model:
    require_json(request)
    return read_model(await read_body(request, most_bytes=_MOST_BYTES), model, what="this step")


def _json(answer: BaseModel) -> Response:
    headers = {"Cache-Control": "no-store"}
    content = answer.model_dump_json(exclude_none=True)
    return Response(content, status_code=HTTPStatus.OK, media_type="application/json", headers=headers)
