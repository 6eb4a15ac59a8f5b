"""`aftertouch check --figures`: whether the sums of the map are what the raw answers come to."""

import asyncio
from collections import Counter
from collections.abc import Iterable

import click

from bot.analyst import Analyst
from bot.map_room import MapRoom
from bot.recomputing import Key, unlike, unlike_deliveries
from bot.reporting import Query
from bot.shell import Shell
from bot.terminal.freshness import bring_up_to_date
from bot.terminal.opening import map_room
from feedback.work import Cell, Changes

_SHOWN = 20


def are_right(shell: Shell, *, repair: bool) -> bool:
    """Tell where sums and raw answers differ; `repair` has these made anew; say whether all agree now."""
    with map_room(shell) as room:
        asyncio.run(bring_up_to_date(room))
        wrong = _unlike(room)
        _tell(wrong)
        if not wrong or not repair:
            return not wrong
        journey = room.loaded.journey.id
        dirty = {
            Cell(journey=journey, touchpoint=key.touchpoint, customer=key.customer, week=key.week)
            for key in wrong
        }
        room.store.save(Changes(dirty=dirty), now=room.around.clock.now())
        asyncio.run(bring_up_to_date(room))
        left = _unlike(room)
        click.echo(f"Summed {len(wrong):,} of them up anew; {len(left):,} still differ.")
        return not left


def _unlike(room: MapRoom) -> tuple[Key, ...]:
    scorer = (room.scorer.name, room.scorer.version)
    analyst = Analyst(store=room.store, loaded=room.loaded, scorer=scorer, now=room.around.clock.now)
    scores = unlike(analyst.scores(Query()), analyst.recomputed())
    deliveries = unlike_deliveries(analyst.deliveries(Query()), analyst.redelivered())
    return tuple(sorted({*scores, *deliveries}))


def _tell(wrong: Iterable[Key]) -> None:
    """Say how many customers' sums differ at each touchpoint in each week; customers are not named."""
    places = Counter((key.touchpoint, key.week) for key in wrong)
    if not places:
        click.echo("Every sum of the map is what the raw answers come to.")
    for (touchpoint, week), customers in sorted(places.items())[:_SHOWN]:
        noun = "customer" if customers == 1 else "customers"
        click.echo(f"{touchpoint}, week of {week}: the sums of {customers:,} {noun} differ", err=True)
    if len(places) > _SHOWN:
        click.echo(f"and {len(places) - _SHOWN:,} more weeks like these", err=True)
