"""A test's hand on an emulator: its control endpoints, over HTTP."""

from typing import Self

import httpx

from .json_shapes import Json, Object, object_in

_PATIENCE_S = 70.0


class Remote:
    """Asks the control endpoints of the emulator at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.AsyncClient(
            base_url=f"{url}/control/",
            timeout=_PATIENCE_S,
            trust_env=False,
            verify=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def post(self, name: str, **body: Json) -> Object:
        """Do something; raise ValueError with the emulator's words where it refuses."""
        response = await self._client.post(name, json=body)
        return _answer(response)

    async def get(self, name: str, **query: str | float) -> Object:
        """Look at something; raise ValueError with the emulator's words where it refuses."""
        response = await self._client.get(name, params=query)
        return _answer(response)

    async def advance(self, seconds: float) -> Object:
        """Let the emulator's time pass."""
        return await self.post("clock", advance_ms=int(seconds * 1000))


def _answer(response: httpx.Response) -> Object:
    answer: Json = response.json()
    if response.is_error:
        raise ValueError(str(object_in(answer).get("error", response.text)))
    return object_in(answer)
