"""Figures brought up to date before they are told, with a word where that takes a while."""

from time import monotonic

import click

from bot.map_room import MapRoom

_PATIENCE, _PAUSE = 1.0, 5.0


async def bring_up_to_date(room: MapRoom) -> None:
    """Judge and sum up what has come in since the last time; say so where that takes a while."""
    began, told, count = monotonic(), 0.0, 0
    while judged := await room.rescorer.turn():
        count += judged
        if monotonic() - max(began, told) > (_PAUSE if told else _PATIENCE):
            whole = count + room.rescorer.backlog.left
            click.echo(f"Judging answers that are not judged yet: {count:,} of {whole:,} ...", err=True)
            told = monotonic()
    began, is_told = monotonic(), False
    while await room.cartographer.turn():
        if not is_told and monotonic() - began > _PATIENCE:
            click.echo("Summing up what has come in since the last map ...", err=True)
            is_told = True


async def watch_now(room: MapRoom) -> None:
    """Bring up to date what monitors know as well; say so where limits are simulated for long."""
    await bring_up_to_date(room)
    began, is_told = monotonic(), False
    while await room.watcher.turn():
        if not is_told and monotonic() - began > _PATIENCE:
            click.echo("Learning what is usual at each stage ...", err=True)
            is_told = True
