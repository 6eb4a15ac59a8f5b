"""`aftertouch settings`: what is in force, and where it came from."""

import click

from bot.shell import Shell


@click.command("settings")
@click.pass_obj
def command(shell: Shell) -> None:
    """Print every setting, its value (secrets masked) and where it came from."""
    rows = shell.resolved.rows()
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, source in rows:
        click.echo(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {source}")
    for warning in shell.resolved.warnings:
        click.echo(f"{warning} (a warning)", err=True)
