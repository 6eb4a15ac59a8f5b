"""The loop from a colleague to a customer and back: a follow-up, the question, the answer, the map."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from benchmarks.bench import Bench, Size, opened, settings_for
from benchmarks.figure import Figure, Lap, duration
from benchmarks.stopwatch import timing
from bot.app import MAP_TOPIC, App
from bot.listeners import Listener
from bot.web_payload import PAYLOAD_JSON, Replied
from config.people import read_appointments
from feedback.prompts import Reply
from feedback.records import Address, Customer, InboxItem
from feedback.work import Changes

_ROUNDS: Mapping[Size, int] = {"full": 30, "quick": 10, "tiny": 1}
_TIME = timedelta(seconds=40)
_PATIENCE = timedelta(seconds=20)
_GOAL = 2.0
"""Seconds from the command to the map, the customer's own time to think left out."""


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield how long it takes until the customer sees the question, and until the map shows the answer."""
    known = settings_for(bench.sqlite_url(), bench.folder)
    settings = known.model_copy(update={"people": read_appointments("web:desk=agent")})
    with opened(settings) as app:
        laps = asyncio.run(_all(bench, app))
    yield duration("from the command to the question", laps["asked"])
    yield duration("from the answer to the map", laps["drawn"])
    both = [
        Lap(first.wall + second.wall, first.cpu + second.cpu, 1)
        for first, second in zip(laps["asked"], laps["drawn"], strict=True)
    ]
    yield duration("the whole loop", both, goal=_GOAL)


async def _all(bench: Bench, app: App) -> Mapping[str, Sequence[Lap]]:
    """Go round and round while the program works as it does in `aftertouch run`."""
    laps = defaultdict[str, list[Lap]](list)
    working = asyncio.create_task(app.run())
    try:
        for number in bench.rounds(_ROUNDS[bench.size], within=_TIME):
            asked, drawn = await _once(app, number)
            if number:
                laps["asked"].append(asked)
                laps["drawn"].append(drawn)
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
    return laps


async def _once(app: App, number: int) -> tuple[Lap, Lap]:
    address = f"address-{number}"
    now = app.around.clock.now()
    customer = Customer(id=f"c-{number}", external_id=f"customer-{number}", language="en", created_at=now)
    place = Address(channel="web", address=address, customer=customer.id, created_at=now)
    known = Changes(customers={customer.id: customer}, addresses={("web", address): place})
    await asyncio.to_thread(app.store.save, known, now=now)
    with app.listeners.listen(address) as shown, app.listeners.listen(MAP_TOPIC, is_public=True) as drawn:
        asked = await _timed(app, shown, "desk", f"/followup customer-{number} courier", number)
        answered = await _timed(app, drawn, address, "5", number)
    return asked, answered


async def _timed(app: App, listener: Listener | None, address: str, words: str, number: int) -> Lap:
    """Say something, and wait until whoever listens is woken by what follows."""
    if listener is None:
        raise RuntimeError("the house is full")
    payload = PAYLOAD_JSON.dump_json(Replied(reply=Reply(text=words)))
    at = app.around.clock.now()
    item = InboxItem(
        channel="web", key=f"{address}:{number}", address=address, payload=payload, received_at=at
    )
    listener.begin_reading()
    with timing(1) as watch:
        await app.inbox.put(item)
        if not await listener.wait(at_most=_PATIENCE):
            raise TimeoutError(f'nothing followed from "{words}"')
    return watch.done
