"""`aftertouch rescore`: history judged by the scorer in force, now instead of in the background."""

import asyncio

import click

from bot.app import App
from bot.rescorer import Backlog
from bot.shell import Shell
from bot.terminal.opening import opened
from bot.terminal.progress import progress


@click.command("rescore")
@click.option("--status", "is_status", is_flag=True, help="Only say how far it has come.")
@click.pass_obj
def command(shell: Shell, *, is_status: bool) -> None:
    """Judge now what the scorer in force has not judged yet, as after a change of engine or version.

    `aftertouch run` does the same in the background. It may be stopped, and goes on where it was; older
    scores are kept.
    """
    with opened(shell) as app:
        backlog = app.rescorer.count()
        if not is_status and backlog.left:
            asyncio.run(_work(app))
        click.echo(_told(app, backlog))


async def _work(app: App) -> None:
    whole = app.rescorer.backlog.left
    with progress("Judging") as tell:
        while await app.rescorer.turn():
            tell(1 - app.rescorer.backlog.left / whole)
        while await app.cartographer.turn():
            continue


def _told(app: App, backlog: Backlog) -> str:
    version = app.scorer.version
    if not backlog.left:
        return f"All {backlog.whole:,} answers are judged by {version}."
    return f"{backlog.left:,} of {backlog.whole:,} answers are still to be judged by {version}."
