"""`aftertouch import`: answers that another tool has collected come in; nobody is asked or alarmed."""

import sys
from pathlib import Path

import click

from bot.plugins import question_kinds
from bot.shell import Shell
from bot.terminal.opening import opened
from bot.terminal.progress import progress
from feedback.importing.loading import read_map
from feedback.importing.report import report_text
from feedback.importing.run import import_file

_BESIDE = "import.yaml"


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
    with opened(shell) as app, progress(file.name) as tell:
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
            progress=lambda done, rows: tell(done / max(rows, 1)),
        )
    click.echo(report.to_json() if as_json else report_text(report))
    if report.outcome == "nothing":
        sys.exit(1)
