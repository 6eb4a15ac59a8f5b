"""`POST /v1/interactions` with many: an answer for each, in order."""

import json
from collections.abc import AsyncGenerator, Sequence

import httpx
import pytest

from feedback.errors import StoreFullError
from tests.bot.client import World, client


def interaction(source_id: str, **changes: object) -> dict[str, object]:
    return {
        "source": "shop",
        "source_id": source_id,
        "touchpoint": "delivery",
        "customer": {"id": "c1"},
        **changes,
    }


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def api(world: World) -> AsyncGenerator[httpx.AsyncClient]:
    async with client(world.app()) as speaking:
        yield speaking


async def post(api: httpx.AsyncClient, items: object, **more: object) -> httpx.Response:
    body = json.dumps({"interactions": items, **more}).encode()
    return await api.post("/v1/interactions", content=body, headers={"Content-Type": "application/json"})


def statuses(answer: httpx.Response) -> Sequence[int]:
    return [each["status"] for each in answer.json()["interactions"]]


async def test_each_is_answered_in_order_and_a_wrong_one_holds_up_nobody(
    world: World, api: httpx.AsyncClient
) -> None:
    items = [
        interaction("1"),
        interaction("2", touchpoint="delivry"),
        interaction("3", touchpoint="closed"),
        "nonsense",
        interaction("5"),
    ]

    answer = await post(api, items)

    assert answer.status_code == 207
    assert statuses(answer) == [200, 422, 422, 422, 200]
    assert [touch.source_id for touch in world.intaker.touches] == ["1", "5"]
    pointers = [
        [error["pointer"] for error in each["problem"]["errors"]]
        for each in answer.json()["interactions"]
        if "problem" in each
    ]
    assert pointers == [
        ["#/interactions/1/touchpoint"],
        ["#/interactions/2/touchpoint"],
        ["#/interactions/3"],
    ]


async def test_a_batch_sent_again_changes_nothing(world: World, api: httpx.AsyncClient) -> None:
    first = await post(api, [interaction("1"), interaction("2")])

    second = await post(api, [interaction("1"), interaction("2")])

    assert second.content == first.content
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert len(world.intaker.touches) == 2


async def test_what_could_not_be_stored_may_be_sent_again(world: World, api: httpx.AsyncClient) -> None:
    world.intaker.failing = {"2": StoreFullError("disk"), "3": RuntimeError("defect")}

    answer = await post(api, [interaction("1"), interaction("2"), interaction("3")])

    assert statuses(answer) == [200, 503, 500]


@pytest.mark.parametrize(("count", "status"), [(0, 422), (1, 207), (1_000, 207), (1_001, 422)])
async def test_a_batch_holds_one_to_a_thousand(api: httpx.AsyncClient, count: int, status: int) -> None:
    answer = await post(api, [interaction(str(number)) for number in range(count)])

    assert answer.status_code == status


async def test_beside_the_list_nothing_is_taken(world: World, api: httpx.AsyncClient) -> None:
    answer = await post(api, {"not": "a list"}, interaction=1)

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "pointer": "#/interaction",
            "detail": 'there is no "interaction" here',
            "fix": 'did you mean "interactions"?',
        },
        {
            "pointer": "#/interactions",
            "detail": "it is no list",
            "fix": "send a list of interactions, in [ ]",
        },
    ]
    assert world.intaker.touches == []
