"""Where a connection's settings are kept: shown to be copied, without the secrets, or written to .env."""

import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from dotenv.parser import parse_stream
from pydantic import SecretStr

from bot.shell import Shell
from bot.terminal.connect_asking import is_agreed
from config.settings import Settings, option, variable
from config.settings_loader import DEFAULT

_PRIVATE = 0o600
_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,-]+")


def keep(shell: Shell, settings: Settings, names: Sequence[str], *, save: bool, is_asked: bool) -> None:
    """Say where each setting is kept, and write those that are kept nowhere yet where that is wanted."""
    new = [name for name in names if _is_new(shell, settings, name)]
    _tell_kept(shell, [name for name in names if name not in new])
    if not new:
        return
    if save or (is_asked and is_agreed(f"Write {_counted(new)} to {shell.env_file} for you alone to read?")):
        _save(shell, {variable(name): _written(settings, name) for name in new})
        return
    click.echo(f"\nTo be kept in the environment of `aftertouch run`, or in {shell.env_file}:\n")
    for name in new:
        click.echo(f"{variable(name)}={_shown(settings, name)}")


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Return the text of a settings file with `values` in it, each once; all else stays as it is."""
    lines = list(_kept_lines(text, values))
    if lines and not lines[-1].endswith("\n"):
        lines.append("\n")
    return "".join((*lines, *(f"{name}={quoted(value)}\n" for name, value in values.items())))


def quoted(value: str) -> str:
    """Write a value so that it is read back as it is."""
    if _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def write_private(path: Path, text: str) -> None:
    """Write a file for its owner alone, in one go: a crash leaves the old one or the new one."""
    target = path.resolve()  # a link stays one
    beside = target.with_name(f"{target.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        os.fchmod(descriptor, _PRIVATE)  # one left behind by a crash may be open to others
        stream.write(text)
        stream.flush()
        os.fsync(descriptor)
    beside.replace(target)


def _kept_lines(text: str, values: Mapping[str, str]) -> Iterator[str]:
    for binding in parse_stream(io.StringIO(text)):
        if binding.key not in values:
            yield binding.original.string


def _is_new(shell: Shell, settings: Settings, name: str) -> bool:
    """Say whether a setting has to be kept still: it is not what the settings say without this command."""
    value = getattr(settings, name)
    return bool(value != getattr(shell.settings, name) and value is not None)


def _tell_kept(shell: Shell, names: Sequence[str]) -> None:
    for name in names:
        source = shell.resolved.sources.get(name, DEFAULT)
        if source != DEFAULT:
            click.echo(f"{variable(name)} is kept already ({source}).")


def _save(shell: Shell, values: Mapping[str, str]) -> None:
    path = shell.env_file
    if path is None:
        raise click.ClickException("there is no settings file to write to; set the variables yourself")
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    write_private(path, with_values(before, values))
    click.echo(f"\nWrote {', '.join(values)} to {path}, which only you can read.")
    for name in values:
        if shell.env.get(name):
            click.echo(f"{name} is also in the environment, which wins; take it away there.", err=True)


def _shown(settings: Settings, name: str) -> str:
    return "" if option(name) is None else quoted(_written(settings, name))


def _written(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _counted(names: Sequence[str]) -> str:
    return f"{len(names)} setting{'' if len(names) == 1 else 's'}"
