"""Progress of what takes a while: a bar for people, a line every few seconds for logs."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

_PATIENCE = 3.0


@contextmanager
def progress(words: str) -> Iterator[Callable[[float], None]]:
    """Show on standard error how far `words` has come; the function given takes the share done, 0 to 1."""
    if not sys.stderr.isatty():
        yield _lines(words)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _lines(words: str) -> Callable[[float], None]:
    last = monotonic()

    def told(share: float) -> None:
        nonlocal last
        if monotonic() - last > _PATIENCE:
            last = monotonic()
            click.echo(f"{words}: {share:.0%}", err=True)

    return told
