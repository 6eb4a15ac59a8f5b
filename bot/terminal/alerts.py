"""`aftertouch alerts`: what is watched, what has changed; and the two things to be done about an alarm."""

import asyncio
from collections.abc import Callable

import click

from bot.map_room import MapRoom
from bot.shell import Shell
from bot.terminal.freshness import watch_now
from bot.terminal.opening import map_room
from bot.terminal.report_command import report_command
from bot.watcher import Watcher
from bot.watching import Stream
from config.suggestion import suggest

_told = report_command("alerts")


@click.command("alerts", params=_told.params)
@click.option("--ack", metavar="STAGE", help="Say that somebody sees to the alarm of this stage.")
@click.option(
    "--rebaseline",
    metavar="STAGE",
    help="Say that this stage is to stay as it has become: it learns again, from the change on.",
)
@click.pass_context
def command(context: click.Context, /, *, ack: str | None, rebaseline: str | None, **asked: object) -> None:
    """Tell which stages have become worse or better, since when, and how sure that is.

    Standing alarms come first. Every figure has its n and interval, and small groups are hidden.
    """
    if ack is not None and rebaseline is not None:
        raise click.UsageError("--ack and --rebaseline are two steps; give one of them")
    if ack is None and rebaseline is None:
        if asked["source"] is None:
            with map_room(context.obj) as room:
                asyncio.run(watch_now(room))
        context.invoke(_told, **asked)
    elif ack is not None:
        _act(context.obj, ack, Watcher.acknowledge)
        click.echo(f"Acknowledged: {ack}. Nothing new is raised there for 14 days.")
    elif rebaseline is not None:
        _act(context.obj, rebaseline, Watcher.rebaseline)
        click.echo(f"Accepted: {rebaseline} learns again, from the change on.")


def _act(shell: Shell, stage: str, act: Callable[[Watcher, str], Stream | None]) -> None:
    with map_room(shell) as room:
        _check(room, stage)
        if act(room.watcher, stage) is None:
            raise click.ClickException(f'"{stage}" has no alarm that this could be said of')


def _check(room: MapRoom, stage: str) -> None:
    stages = [each.id for each in room.loaded.journey.stages]
    if stage not in stages:
        raise click.UsageError(f'"{stage}" is no stage; {suggest(stage, stages)}')
