"""Closing a server of a test so that nothing of it is left behind."""

import asyncio

from aiohttp import web

_TURNS = 10


async def close(runner: web.AppRunner) -> None:
    """Stop listening, let what was accepted at that moment come in, and close it all.

    asyncio makes a connection's transport some turns of the loop after accepting it; aiohttp waits for one
    turn, and a connection that comes in later is never closed: a warning in whichever test comes next.
    """
    for site in list(runner.sites):
        await site.stop()
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    await runner.cleanup()
