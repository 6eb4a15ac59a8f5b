"""Sitting at the terminal as a customer: what is typed, line by line, and how it ends."""

import re
import sys
from asyncio import Runner
from collections.abc import Iterator
from dataclasses import dataclass

import click

from bot.terminal.conversation import Kept
from bot.terminal.scratch import ShiftedClock
from bot.terminal.talk import Talk
from config.duration import format_duration, parse_duration
from config.journey import Touchpoint
from feedback.explain import explain
from feedback.intake import Refused

_TO = re.compile(r"#(\d{1,3})\s+(.+)", re.DOTALL)
_MOST_JUMPS = 5
_HELP = """\
Type your answer: a number, several (1, 3), or words.
  /skip          leave a question out
  #1 2           change your answer to question 1 into 2
  /pause 30d     have some peace; /stop ends all questions, /start allows them again
  /language de   be asked in another language
  /quit          leave; Ctrl-D does too"""
_SCRATCH_HELP = "  /wait 1d       let a day go by: reminders come, questions close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A customer at the terminal; `clock` is there where time can be moved."""

    talk: Talk
    runner: Runner
    clock: ShiftedClock | None = None

    def begin(self, touchpoint: Touchpoint) -> bool:
        """Let the customer reach `touchpoint`; say why where they are not asked about it."""
        decision = self.runner.run(self.talk.touch(touchpoint.id, ago=touchpoint.ask_after))
        if isinstance(decision, Refused):
            raise click.ClickException(f"{decision.what}; {decision.fix}")
        for _ in range(_MOST_JUMPS):
            if decision.outcome == "ask":
                return True
            click.echo(explain(decision))
            if self.clock is None or decision.until is None:
                return False
            wait = self.clock.advance_to(decision.until)
            click.echo(f"This is a scratch clock, so {format_duration(wait)} go by at once.")
            self.runner.run(self.talk.catch_up())
            decision = self.talk.decision(decision.interaction)
        return False

    def converse(self) -> None:
        """Take in line after line until the customer leaves, or has nothing left to answer."""
        for line in _lines():
            if line in {"/quit", "/exit"}:
                return
            if not line and self.talk.open_session() is None:
                return
            self.runner.run(self.talk.catch_up())
            self._take(line)
            if self.talk.open_session() is None and self.talk.aimed_at is None:
                click.echo(
                    "(Nothing is open any more. #1 2 changes your answer to question 1; Enter leaves.)"
                )

    def _take(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "":
                return
            case "/?":
                self._tell_keys()
            case "/help" if not rest:
                self._tell_keys()
                self._say(line)  # whoever has a role may use more than a customer
            case "/wait":
                self._wait(rest)
            case _:
                self._say(line)

    def _tell_keys(self) -> None:
        click.echo("\n".join((_HELP, *((_SCRATCH_HELP,) if self.clock else ()))))

    def _say(self, line: str) -> None:
        """Say a line about the question that is open, or about the one it names: #1 2."""
        named = _TO.fullmatch(line)
        if named is None:
            self.runner.run(self.talk.say(line, to=self.talk.aimed_at))
        elif 1 <= int(named[1]) <= self.talk.questions:
            self.runner.run(self.talk.say(named[2], to=int(named[1])))
        else:
            count = self.talk.questions
            click.echo(f"There is no question {named[1]}; you were asked {count} so far.")

    def _wait(self, length: str) -> None:
        if self.clock is None:
            click.echo("Time can only be moved with --scratch.")
            return
        try:
            self.clock.advance(parse_duration(length))
        except ValueError as error:
            click.echo(f"{error}.")
            return
        self.runner.run(self.talk.catch_up())
        click.echo(f"({self.clock.now():%Y-%m-%d %H:%M} UTC)")


def told(kept: Kept) -> str:
    """Return what is known of an answer in a line: what was kept, and how it was judged."""
    if kept.skipped:
        return f"{kept.question}: left out"
    parts = [*kept.choices] if kept.choices else [] if kept.value is None else [f"{kept.value:g}"]
    words = [f'"{kept.text}"'] if kept.text else []
    felt = kept.label.replace("_", " ") if kept.label else "not judged"
    figure = f" {kept.valence:+.1f}" if kept.valence is not None else ""
    return f"{kept.question}: {', '.join([*parts, *words])} ({felt}{figure})"


def _lines() -> Iterator[str]:
    """Yield what is typed; Ctrl-D and Ctrl-C end it kindly."""
    is_person = sys.stdin.isatty()
    if is_person:
        import readline  # noqa: F401, PLC0415 - importing it is what makes arrow keys work in input()
    while True:
        try:
            line = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if not is_person:
            click.echo(line)  # so that a piped conversation reads like a typed one
        yield line
