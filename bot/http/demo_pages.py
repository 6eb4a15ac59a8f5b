"""The demo's routes over a whole app: its page, and what just happened to the customer one plays."""

import asyncio
from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from bot.app import MAP_TOPIC, App
from bot.http.chat_api import CHANNEL, bearer_address
from bot.http.pages.demo import Demo, make_demo
from bot.http.server import web_secret
from bot.http.storyline import Station, tell_story
from bot.http.tokens import shadow
from bot.reporting import Query
from feedback.store.ledger import Story
from mapping.palette import DARK, LIGHT
from mapping.svg import ON_PAGE, class_rules, document

_KEY_NAME: Final = "demo page"


class Told(BaseModel):
    """What the page shows of the last thing that happened; `stations` is empty where nothing has."""

    interaction: str | None = None
    stage: str | None = None
    stations: tuple[Station, ...] = ()


class Connected(BaseModel):
    """What a system of one's own needs to report what happens to the customer one plays."""

    key: str
    customer: str


def demo_routers(app: App) -> Sequence[APIRouter]:
    """Return the routes of the demo, with an API key that lasts as long as this process."""
    around = app.around
    demo = Demo(
        journey=app.loaded.journey,
        intaker=app,
        maps=app.cartographer,
        listeners=app.listeners,
        map_topic=MAP_TOPIC,
        now=around.clock.now,
        new_id=around.new_id,
        entropy=around.entropy,
        secret=web_secret(app),
    )
    return make_demo(demo), _make_story(app, key=_fresh_key(app)), _make_map(app)


def _fresh_key(app: App) -> str:
    """Return a new API key; that of an earlier start is taken out of use."""
    now = app.around.clock.now()
    for known in app.store.api_keys():
        if known.name == _KEY_NAME and known.revoked_at is None:
            app.store.revoke_api_key(known.id, now=now)
    token, _ = app.store.add_api_key(app.around.new_id(), name=_KEY_NAME, now=now)
    return token


def _make_story(app: App, *, key: str) -> APIRouter:
    router = APIRouter(prefix="/demo", include_in_schema=False)
    secret = web_secret(app)

    @router.get("/story")
    async def story(request: Request) -> Response:
        address = bearer_address(request, secret=secret)
        return _json(await asyncio.to_thread(last_story, app, address))

    @router.get("/api")
    async def api(request: Request) -> Response:
        address = bearer_address(request, secret=secret)
        return _json(Connected(key=key, customer=f"demo-{shadow(address)}"))

    return router


def _make_map(app: App) -> APIRouter:
    """Return the routes of the map as a part of the page, which colours it by day and by night."""
    router = APIRouter(prefix="/demo", include_in_schema=False)

    @router.get("/living.svg")
    async def living() -> Response:
        drawn = await asyncio.to_thread(app.cartographer.draw, Query())
        return _fresh(document(drawn, pen=ON_PAGE), "image/svg+xml")

    @router.get("/ink.css")
    async def ink() -> Response:
        light, dark = (
            "".join(f"--{name}:{colour};" for name, colour in theme.items()) for theme in (LIGHT, DARK)
        )
        night = f"@media (prefers-color-scheme:dark){{.paper{{{dark}}}}}"
        return _fresh(f".paper{{{light}}}{night}{class_rules()}", "text/css")

    return router


def last_story(app: App, address: str) -> Told:
    """Tell what has become of the last interaction of whoever is at `address`."""
    customer = app.store.customer_by_address(CHANNEL, address)
    stories = () if customer is None else app.store.why(customer.id, limit=1)
    if not stories:
        return Told()
    story = stories[0]
    return Told(
        interaction=story.interaction.id, stage=story.interaction.stage, stations=_stations(app, story)
    )


def _stations(app: App, story: Story) -> tuple[Station, ...]:
    scores = app.store.scores(ids=[answer.id for answer in story.answers])
    drawn = app.cartographer.draw(Query())
    stage = next((each for each in drawn.stages if each.id == story.interaction.stage), None)
    return tell_story(story, journey=app.loaded.journey, scores=scores, stage=stage)


def _json(told: BaseModel) -> Response:
    return _fresh(told.model_dump_json(), "application/json")


def _fresh(content: str, media_type: str) -> Response:
    return Response(content, media_type=media_type, headers={"Cache-Control": "no-store"})
