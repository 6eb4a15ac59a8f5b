"""`aftertouch inbox`: what came in and could not be dealt with, and what to do about it."""

import json
from dataclasses import asdict
from datetime import datetime

import click

from bot.parts import MACHINE
from bot.shell import Shell
from bot.terminal.opening import stored
from feedback.store.waiting import InboxLine

_ALL = "all"


@click.command("inbox")
@click.option("--channel", metavar="NAME", help="Only what came through this channel.")
@click.option(
    "--replay", metavar="KEY", help=f'Put it back, to be dealt with at once; "{_ALL}" takes everything.'
)
@click.option("--drop", metavar="KEY", help="Give it up for good.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.pass_obj
def command(
    shell: Shell, *, channel: str | None, replay: str | None, drop: str | None, as_json: bool
) -> None:
    """List what is in quarantine: it came in, and dealing with it failed three times.

    Replay it once the reason is gone: a new version, say. Neither words nor addresses are shown.
    """
    if replay is not None and drop is not None:
        raise click.UsageError("--replay and --drop exclude each other; give one")
    with stored(shell) as store:
        now = MACHINE.clock.now()
        if replay is not None:
            key = None if replay == _ALL else replay
            _told(store.replay_inbox(key=key, channel=channel, now=now), what="put back", key=key)
        elif drop is not None:
            _told(store.drop_inbox(key=drop, channel=channel, now=now), what="given up", key=drop)
        else:
            _list(store.quarantine(channel=channel), as_json=as_json)


def _told(count: int, *, what: str, key: str | None) -> None:
    if not count and key is not None:
        raise click.ClickException(f'nothing in quarantine has the key "{key}"; aftertouch inbox lists all')
    click.echo(f"{count} {what}.")


def _list(lines: tuple[InboxLine, ...], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(each) for each in lines], indent=2, default=datetime.isoformat))
        return
    if not lines:
        click.echo("Nothing is in quarantine.", err=True)
    width = max((len(each.channel) for each in lines), default=0)
    for each in lines:
        click.echo(
            f"{each.channel:<{width}}  {each.key}  {each.failure or 'unknown'}  {each.attempts} tries  "
            f"received {each.received_at:%Y-%m-%d %H:%M:%S} UTC"
        )
