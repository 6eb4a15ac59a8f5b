"""Asking an operator for what the settings lack: one by one, or all that is missing at once."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import click

from config.errors import ConfigError, Problem
from config.settings import variable

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A setting that is lacking: what it is, where an operator finds it, and what is wrong with an answer."""

    setting: str
    what: str
    where: str
    flaw: Callable[[str], str | None]
    is_secret: bool = True


def is_somebody_there() -> bool:
    """Say whether a person sits at the terminal."""
    return sys.stdin.isatty()


def ask_for(wanted: Sequence[Wanted], *, may_ask: bool) -> Mapping[str, str]:
    """Return an answer to each, by its setting; raise `ConfigError` with all that nobody answers."""
    if wanted and not may_ask:
        raise _lacking(wanted)
    answers: dict[str, str] = {}
    for place, each in enumerate(wanted):
        click.echo(f"\n{_sentence(each.where)}.", err=True)
        answers[each.setting] = _answer(each, lacking=wanted[place:])
    return answers


def choose(question: str, options: Sequence[str], *, default: str) -> str:
    """Let the person at the terminal choose."""
    chosen: str = click.prompt(question, type=click.Choice(list(options)), default=default, err=True)
    return chosen


def is_agreed(question: str) -> bool:
    """Ask the person at the terminal; no, unless they say yes."""
    return click.confirm(question, default=False, err=True)


def _answer(wanted: Wanted, *, lacking: Sequence[Wanted]) -> str:
    for _ in range(_TRIES):
        typed = _typed(wanted)
        if typed is None:
            raise _lacking(lacking)
        flaw = wanted.flaw(typed) if typed else "nothing was typed"
        if flaw is None:
            return typed
        if not is_somebody_there():
            raise click.ClickException(f"{variable(wanted.setting)}: {flaw}")
        click.echo(f"  {flaw}", err=True)
    raise click.ClickException(f"{wanted.what} was not understood; {wanted.where}, and try again")


def _typed(wanted: Wanted) -> str | None:
    """Return what was typed, or came by the pipe; None at its end."""
    if is_somebody_there():
        said: str = click.prompt(
            _sentence(wanted.what), hide_input=wanted.is_secret, default="", show_default=False, err=True
        )
        return said.strip()
    line = sys.stdin.readline()
    return line.strip() if line else None


def _lacking(wanted: Sequence[Wanted]) -> ConfigError:
    """Return the error with all that is lacking."""
    return ConfigError(
        tuple(
            Problem(
                file="settings",
                line=0,
                column=0,
                path=variable(each.setting),
                what=f"{each.what} is missing",
                fix=f"{each.where}; then set it in the environment or in .env",
            )
            for each in wanted
        )
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
