"""Everything of the API beside interactions: the map, health, wrong paths, the OpenAPI document."""

import json
from collections.abc import AsyncGenerator

import httpx
import pytest

from tests.bot.client import World, client


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def api(world: World) -> AsyncGenerator[httpx.AsyncClient]:
    async with client(world.app()) as speaking:
        yield speaking


async def test_the_map_comes_in_the_form_asked_for(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/map.svg?persona=parent&since=2026-09-01")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize(
    ("path", "status", "pointer"),
    [
        ("/v1/map.gif", 404, None),
        ("/v1/map.svg?persona=parnt", 422, "#/persona"),
        ("/v1/map.svg?since=yesterday", 422, "#/query/since"),
        ("/v1/map.svg?presona=parent", 422, "#/query/presona"),
    ],
)
async def test_a_map_we_do_not_have_is_a_problem(
    api: httpx.AsyncClient, path: str, status: int, pointer: str | None
) -> None:
    answer = await api.get(path)

    assert answer.status_code == status
    assert [error["pointer"] for error in answer.json().get("errors", [])] == ([pointer] if pointer else [])


async def test_the_map_is_for_those_with_a_key(world: World) -> None:
    async with client(world.app(), bearer=None) as api:
        assert (await api.get("/v1/map.json")).status_code == 401


async def test_health_is_told_apart_from_readiness(world: World, api: httpx.AsyncClient) -> None:
    world.lacking = ("the database cannot be read",)

    assert (await api.get("/healthz")).json() == {"status": "ok"}
    answer = await api.get("/readyz")

    assert (answer.status_code, answer.json()["detail"]) == (503, "the database cannot be read")
    world.lacking = ()
    assert (await api.get("/readyz")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/v1/interactions", 405), ("POST", "/v1/interactions/", 404)],
)
async def test_a_wrong_path_or_method_is_a_problem_too(
    api: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await api.request(method, path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


async def test_every_path_of_the_document_tells_its_problems(api: httpx.AsyncClient) -> None:
    document = (await api.get("/openapi.json")).json()

    assert set(document["paths"]) == {
        "/chat/codes/redeem",
        "/chat/documents/{prompt}/{number}",
        "/chat/events",
        "/chat/invitations/redeem",
        "/chat/photos/{key}",
        "/chat/pictures/{prompt}",
        "/chat/replies",
        "/healthz",
        "/readyz",
        "/v1/interactions",
        "/v1/map.{form}",
    }
    post = document["paths"]["/v1/interactions"]["post"]
    assert set(post["responses"]) == {"200", "207", "400", "401", "413", "415", "422", "503"}
    assert set(post["requestBody"]["content"]["application/json"]["examples"]) == {"one", "batch"}


async def test_every_reference_of_the_document_leads_somewhere(api: httpx.AsyncClient) -> None:
    text = (await api.get("/openapi.json")).text
    schemas = json.loads(text)["components"]["schemas"]

    referred = {part.partition('"')[0] for part in text.split('"$ref":"#/components/schemas/')[1:]}

    assert referred <= set(schemas)
    assert "InteractionBody" in referred


@pytest.mark.parametrize("path", ["/chat", "/i", "/c", "/docs"])
async def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(
    api: httpx.AsyncClient, path: str
) -> None:
    page = await api.get(path)

    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "//" not in page.text.replace("<!doctype html>", "")
    assert "<style" not in page.text
    assert "onclick" not in page.text


async def test_static_files_are_kept_until_they_change(api: httpx.AsyncClient) -> None:
    first = await api.get("/static/chat/chat.js")

    again = await api.get("/static/chat/chat.js", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/static/none.js", "/static/../router.py", "/static/%2e%2e/router.py"])
async def test_nothing_but_static_files_is_served(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(path)).status_code == 404
