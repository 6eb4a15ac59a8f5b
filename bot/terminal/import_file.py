"""`aftertouch import`: answers that another tool has collected come in; nobody is asked or alarmed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.plugins import question_kinds
from bot.shell import Shell
from bot.terminal.opening import opened
from feedback.importing.loading import read_map
from feedback.importing.report import report_text
from feedback.importing.run import Progress as Told
from feedback.importing.run import import_file

_BESIDE = "import.yaml"
_TENTHS = 10


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=f"What its columns mean; by default the {_BESIDE} beside it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and write nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Write nothing where anything would be refused.")
@click.option("--no-scoring", is_flag=True, help="Leave the judging of answers for later, which is faster.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
@click.pass_obj
def command(
    shell: Shell,
    *,
    file: Path,
    mapping: Path | None,
    dry_run: bool,
    all_or_nothing: bool,
    no_scoring: bool,
    as_json: bool,
) -> None:
    """Take in the answers in FILE (CSV, JSON lines or Excel), which another tool has collected.

    Importing the past asks nobody, opens no case and raises no alarm. A file that was begun goes on where
    it stopped, and what was imported is not imported twice.
    """
    beside = file.parent / _BESIDE
    if mapping is None and not beside.exists():
        raise click.UsageError(f"say what the columns of {file} mean: --mapping FILE; see docs/importing.md")
    with opened(shell) as app, _progress(file.name) as progress:
        kinds = question_kinds()
        report = import_file(
            file,
            read_map(mapping or beside, journey=app.loaded.journey, kinds=kinds),
            store=app.store,
            journey=app.loaded.journey,
            version=app.loaded.version,
            kinds=kinds,
            judge=None if no_scoring else app.service.judge,
            clock=app.around.clock,
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            progress=progress,
        )
    click.echo(report.to_json() if as_json else report_text(report))
    if report.outcome == "nothing":
        sys.exit(1)


@contextmanager
def _progress(name: str) -> Iterator[Told]:
    """Tell how far the import is, beside the report: a bar for people, a line a tenth for log files."""
    if not sys.stderr.isatty():
        yield _lines(name)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, rows: bar.update(task, completed=done, total=rows)


def _lines(name: str) -> Told:
    told = 0

    def tell(done: int, rows: int) -> None:
        nonlocal told
        tenth = _TENTHS * done // max(rows, 1)
        if tenth > told:
            told = tenth
            click.echo(f"{name}: {done:,} of {rows:,} rows", err=True)

    return tell
