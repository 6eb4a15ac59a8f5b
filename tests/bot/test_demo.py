"""The demo page: visitors play customers, each for themselves."""

import json
import os
from collections.abc import AsyncGenerator
from itertools import count

import httpx
import pytest
from fastapi import FastAPI

from bot.api import make_api
from bot.interactions_api import Reception
from bot.pages.demo import Demo, make_demo
from bot.tokens import is_address, new_address
from config.journey import Journey, Stage, Touchpoint
from config.text import Text
from tests.bot.client import TOUCHPOINTS, World, client, streaming
from tests.bot.fakes import NOW, SECRET, FakeKeys

JOURNEY = Journey(
    id="shop",
    title=Text({"": "Shop <b>"}),
    stages=(
        Stage(
            id="buy",
            title=Text({"": "Buy"}),
            touchpoints=(Touchpoint(id="checkout", title=Text({"": "Checkout"})),),
        ),
    ),
)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def app(world: World) -> FastAPI:
    numbers = count(1)
    demo = Demo(
        journey=JOURNEY,
        intaker=world.intaker,
        maps=world.maps,
        listeners=world.listeners,
        map_topic="map",
        now=lambda: NOW,
        new_id=lambda: f"n{next(numbers)}",
        entropy=os.urandom,
        secret=SECRET,
    )
    reception = Reception(
        intaker=world.intaker,
        keys=FakeKeys(),
        touchpoints=lambda: TOUCHPOINTS,
        invite=str,
        now=lambda: NOW,
    )
    return make_api(reception, maps=world.maps, unready=world.unready, routers=(make_demo(demo),))


@pytest.fixture
async def visitor(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    async with client(app, bearer=None) as speaking:
        yield speaking


async def test_the_page_offers_every_touchpoint_and_escapes_what_the_operator_wrote(
    visitor: httpx.AsyncClient,
) -> None:
    page = (await visitor.get("/")).text

    assert 'data-touchpoint="checkout"' in page
    assert "Shop &lt;b&gt;" in page


async def test_a_visitor_keeps_good_addresses_and_gets_new_ones_for_the_rest(
    visitor: httpx.AsyncClient,
) -> None:
    mine = new_address(b"m" * 16, secret=SECRET)

    answer = await visitor.post("/demo/customers", json={"addresses": [mine, "", "forged"]})

    first, *others = answer.json()["addresses"]
    assert first == mine
    assert len(set(others)) == 2
    assert all(is_address(each, secret=SECRET) for each in others)


async def test_a_step_is_the_customers_own(world: World, visitor: httpx.AsyncClient) -> None:
    mine = new_address(b"m" * 16, secret=SECRET)
    headers = {"Authorization": f"Bearer {mine}"}

    answer = await visitor.post(
        "/demo/touch", json={"touchpoint": "checkout", "name": "Mia", "language": "de"}, headers=headers
    )

    (touch,) = world.intaker.touches
    assert answer.json()["outcome"] == "ask"
    assert touch.customer.addresses == (("web", mine),)
    assert mine not in json.dumps([touch.customer.external_id, touch.source_id])


async def test_nobody_steps_for_another(world: World, visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/demo/touch", json={"touchpoint": "checkout", "name": "Mia"})

    assert answer.status_code == 401
    assert world.intaker.touches == []


async def test_visitors_hear_when_the_map_has_changed(world: World, app: FastAPI) -> None:
    async with streaming(app, "/demo/events", headers={}) as stream:
        first = await stream.event()
        world.listeners.wake("map")
        second = await stream.event()

    assert first.startswith("event: map")
    assert second.startswith("event: map")
    assert len(world.listeners) == 0


async def test_the_map_is_shown_as_it_is_drawn(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/demo/map.svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert 'data-stage="buy"' in answer.text
