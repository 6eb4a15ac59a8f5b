"""`aftertouch rescore`: history judged by the scorer in force, now instead of in the background."""

import asyncio

import click

from bot.map_room import MapRoom
from bot.rescorer import Backlog
from bot.shell import Shell
from bot.terminal.opening import map_room
from bot.terminal.progress import progress


@click.command("rescore")
@click.option("--status", "is_status", is_flag=True, help="Only say how far it has come.")
@click.pass_obj
def command(shell: Shell, *, is_status: bool) -> None:
    """Judge now what the scorer in force has not judged yet, as after a change of engine or version.

    `aftertouch run` does the same in the background. It may be stopped, and goes on where it was; older
    scores are kept.
    """
    with map_room(shell) as room:
        backlog = room.rescorer.count()
        if not is_status and backlog.left:
            asyncio.run(_work(room))
        click.echo(_told(room, backlog))


async def _work(room: MapRoom) -> None:
    whole = room.rescorer.backlog.left
    with progress("Judging") as tell:
        while await room.rescorer.turn():
            tell(1 - room.rescorer.backlog.left / whole)
        while await room.cartographer.turn():
            continue


def _told(room: MapRoom, backlog: Backlog) -> str:
    version = room.scorer.version
    if not backlog.left:
        return f"All {backlog.whole:,} answers are judged by {version}."
    return f"{backlog.left:,} of {backlog.whole:,} answers are still to be judged by {version}."
