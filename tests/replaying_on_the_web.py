"""Real comments, typed into the web chat."""

from collections.abc import Mapping, Sequence
from uuid import NAMESPACE_URL, uuid5

import httpx

from bot.app import App
from bot.http.server import make_server
from tests.replaying import Person, reach


async def talk(app: App, people: Sequence[Person]) -> None:
    """Let every person reach their touchpoint, tap a rating and type why."""
    await reach(app, people, channel="web")
    await app.settle()
    transport = httpx.ASGITransport(app=make_server(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://chat") as client:
        for person in people:
            await _say(client, person, {"choices": [person.best_of_five]})
        await app.settle()
        for person in people:
            await _say(client, person, {"text": person.words})
        await app.settle()


async def _say(client: httpx.AsyncClient, person: Person, reply: Mapping[str, object]) -> None:
    headers = {"Authorization": f"Bearer {person.address}"}
    key = str(uuid5(NAMESPACE_URL, person.name + "/".join(reply)))
    answered = await client.post("/chat/replies", json={"key": key, **reply}, headers=headers)
    assert answered.status_code == httpx.codes.ACCEPTED
