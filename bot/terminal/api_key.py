"""`aftertouch api-key`: who may call the API."""

import click

from bot.parts import MACHINE
from bot.shell import Shell
from bot.terminal.menu import Menu
from bot.terminal.opening import stored


@click.group("api-key", cls=Menu)
def command() -> None:
    """Make, list and revoke the keys of systems that call the API."""


@command.command("new")
@click.argument("name")
@click.option(
    "--signed", is_flag=True, help="Its requests must be signed, so that a stolen key is of no use."
)
@click.pass_obj
def new(shell: Shell, *, name: str, signed: bool) -> None:
    """Make a key for the system called NAME; it is shown once and can never be read again."""
    with stored(shell) as store:
        token, key = store.add_api_key(MACHINE.new_id(), name=name, now=MACHINE.clock.now(), signs=signed)
    click.echo(f"Key:    {token}")
    if key.secret is not None:
        click.echo(f"Secret: {key.secret.hex()} (32 bytes in hex)")
    click.echo(f"Id:     {key.id}")
    click.echo(
        "Put it where it is safe: it is not shown again. Send it as Authorization: Bearer KEY.", err=True
    )


@command.command("list")
@click.pass_obj
def list_all(shell: Shell) -> None:
    """List every key with its id; the keys themselves are not kept."""
    with stored(shell) as store:
        keys = store.api_keys()
    if not keys:
        click.echo("There are no keys yet; aftertouch api-key new NAME makes one.", err=True)
    width = max((len(key.name) for key in keys), default=0)
    for key in keys:
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "signs" if key.secret else "plain"
        click.echo(f"{key.id}  {key.name:<{width}}  made {key.created_at:%Y-%m-%d}  {state}")


@command.command("revoke")
@click.argument("key_id", metavar="ID")
@click.pass_obj
def revoke(shell: Shell, *, key_id: str) -> None:
    """Take the key with ID out of use, at once and for good."""
    with stored(shell) as store:
        if not store.revoke_api_key(key_id, now=MACHINE.clock.now()):
            raise click.ClickException(
                f'no key in use has the id "{key_id}"; aftertouch api-key list shows all'
            )
    click.echo("Revoked. Whoever calls with it is turned away from now on.")
