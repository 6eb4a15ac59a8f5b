"""`aftertouch publish`: the shared figures, published now."""

import asyncio

import click

from bot.map_room import MapRoom
from bot.shell import Shell
from bot.terminal.freshness import bring_up_to_date
from bot.terminal.opening import map_room


@click.command("publish")
@click.pass_obj
def command(shell: Shell) -> None:
    """Publish what the weeks that are over hold, for the maps that others see.

    `aftertouch run` does so by itself after each week. A figure changes when at least `min_customers` new
    customers have come; until then it stays as it was, with its date.
    """
    with map_room(shell) as room:
        asyncio.run(_published(room))
        edition = room.publisher.edition()
    if edition is None:
        click.echo("Nothing to publish: no week with answers is over yet.")
        return
    click.echo(
        f"Published through {edition.through}: {len(edition.figures):,} figures shown, "
        f"{len(edition.hidden):,} hidden."
    )


async def _published(room: MapRoom) -> None:
    await bring_up_to_date(room)
    await room.publisher.publish()
