"""`python -m benchmarks.customers`: what customers do at an emulator, read as JSON, done eight at a time."""

import asyncio
import json
import sys

import httpx

_AT_ONCE = 8
_PATIENCE_S = 120


async def _act(url: str, acts: list[tuple[str, object]]) -> None:
    coming = iter(acts)
    async with httpx.AsyncClient(base_url=f"{url}/control/", timeout=_PATIENCE_S, trust_env=False) as client:

        async def one() -> None:
            for name, body in coming:
                answer = await client.post(name, json=body)
                answer.raise_for_status()

        await asyncio.gather(*(one() for _ in range(_AT_ONCE)))


if __name__ == "__main__":
    told = json.load(sys.stdin)
    asyncio.run(_act(told["url"], told["acts"]))
