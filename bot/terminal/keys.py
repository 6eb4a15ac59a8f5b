"""`aftertouch keys`: the master key, which opens what customers said."""

import os
from pathlib import Path

import click

from bot.keyring import make_key_file, open_keyring, read_keyring
from bot.shell import Shell
from bot.terminal.menu import Menu
from bot.terminal.opening import open_with
from config.settings import Settings
from feedback.vault import Keyring

_OTHERS = 0o077
_PRIVATE = 0o600


@click.group("keys", cls=Menu)
def command() -> None:
    """Make, check and rotate the master key, which opens what customers said.

    Keep it away from the database and its backups; without it nobody can read either again.
    """


@command.command("new")
@click.pass_obj
def new(shell: Shell) -> None:
    """Make a master key and keep it in the key file, which only you may read."""
    path = shell.settings.key_file
    if path.exists():
        raise click.ClickException(
            f"{path} holds a key already, and a database may need it; nothing was changed; "
            "use aftertouch keys rotate to replace it, or --key-file to name another file"
        )
    keyring = make_key_file(path, entropy=os.urandom)
    click.echo(f"Wrote {path} (key {keyring.current}). Keep a copy of it apart from the database.")


@command.command("check")
@click.pass_obj
def check(shell: Shell) -> None:
    """Say whether the key opens the database."""
    settings = shell.settings
    source, keyring = _given(settings)
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    if settings.database_url.startswith("sqlite:///") and not file.exists():
        click.echo(f"Key {keyring.current} ({source}) is sound. There is no database {file} yet.")
    else:
        store = open_with(settings, keyring)
        click.echo(f"Key {keyring.current} ({source}) opens workspace {store.workspace} in {store.place}.")
        store.close()
    if settings.key is None and settings.key_file.stat().st_mode & _OTHERS:
        click.echo(f"Others on this machine can read {source}; to stop that: chmod 600 {source}", err=True)


@command.command("rotate")
@click.option("--drop-old", is_flag=True, help="Keep only the new key in the file.")
@click.pass_obj
def rotate(shell: Shell, *, drop_old: bool) -> None:
    """Replace the master key by a new one; stop `aftertouch run` first.

    The file keeps the older key behind the new one, for backups and other workspaces, unless you say
    --drop-old. Stopped midway, run it again: nothing is lost.
    """
    settings = shell.settings
    if settings.key is not None:
        raise click.ClickException(
            "the key is in AFTERTOUCH_KEY, where it cannot be replaced from here; "
            "put it into a file of its own, name that with AFTERTOUCH_KEY_FILE, and run this again"
        )
    _, older = _given(settings)
    open_with(settings, older).close()  # a key that does not open the database must not be built upon
    new = Keyring.generate(entropy=os.urandom)
    both = new.joined(older)
    _replace(settings.key_file, both)
    store = open_with(settings, both)
    count = store.rotate_keys()
    store.close()
    if drop_old:
        _replace(settings.key_file, new)
    click.echo(f"Key {new.current} has replaced {older.current}; {count:,} keys were wrapped anew.")


def _given(settings: Settings) -> tuple[str, Keyring]:
    """Return the keyring in force and where it came from; none is made."""
    if settings.key is not None:
        return "AFTERTOUCH_KEY", open_keyring(settings, entropy=os.urandom)
    return str(settings.key_file), read_keyring(settings.key_file)


def _replace(path: Path, keyring: Keyring) -> None:
    """Write a key file in one go: a crash leaves the old one or the new one, never half of one."""
    beside = path.with_name(f"{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(keyring.to_json() + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
