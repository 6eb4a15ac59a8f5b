"""What commands share that can read another tool's file instead of the store: options, and the reading."""

from pathlib import Path

import click

from bot.given_data import GivenData, read_given
from bot.parts import MACHINE, scorer_of
from bot.plugins import question_options
from bot.shell import Shell
from config.loader import read_journey
from config.suggestion import suggest
from mapping.reading import NAMES, VALENCE, Field, Scale
from mapping.reading_times import USUAL, form_of


def _column(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[Field, str]:
    names: dict[Field, str] = {}
    for text in given:
        name, mark, header = text.partition("=")
        field = next((field for field in NAMES if field == name), None)
        if not mark or not header or field is None:
            fix = suggest(name, NAMES)
            raise click.BadParameter(f'"{text}" names no column; write FIELD=HEADER, where {fix}')
        names[field] = header
    return names


def _scale(_context: click.Context, _option: click.Parameter, given: str | None) -> Scale:
    try:
        return VALENCE if given is None else Scale.of(given)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _times(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(map(form_of, given)) or USUAL
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


FILE_OPTIONS: tuple[click.Option, ...] = (
    click.Option(
        ["--from", "source"],
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="Read this CSV file or XES log of another tool, and no database.",
    ),
    click.Option(
        ["--journey", "journey_file"],
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="The journey file that --from is about; else that of the settings.",
    ),
    click.Option(
        ["--column", "names"],
        multiple=True,
        callback=_column,
        metavar="FIELD=HEADER",
        help="How the file names customer, touchpoint, at, score, text, medium or campaign.",
    ),
    click.Option(
        ["--scale"],
        callback=_scale,
        metavar="WORST-BEST",
        help="The scale of its scores, such as 1-5 or 5-1.",
    ),
    click.Option(
        ["--times"],
        multiple=True,
        callback=_times,
        metavar="FORM",
        help="How it writes times: iso (usual), excel (numbers of days), or for example %d.%m.%Y %H:%M; "
        "several are tried in order.",
    ),
    click.Option(["--skip-unknown"], is_flag=True, help="Leave out lines of touchpoints the journey lacks."),
)
"""What a command that can read files adds to its `params`; `source` None means the store."""


def read_file(
    shell: Shell,
    source: Path,
    *,
    journey_file: Path | None,
    names: dict[Field, str],
    scale: Scale,
    times: tuple[str, ...],
    skip_unknown: bool,
) -> GivenData:
    """Read a file as the options say; raise `ConfigError` or `FeedbackError` with all that is wrong."""
    file = journey_file or shell.settings.journey
    loaded = read_journey(file, kinds=question_options())
    data = read_given(
        source,
        loaded=loaded,
        scorer=lambda: scorer_of(loaded, file=str(file)),
        as_of=MACHINE.clock.now(),
        names=names,
        scale=scale,
        times=times,
        skip_unknown=skip_unknown,
    )
    if data.left_out:
        click.echo(f"Left out {data.left_out:,} lines of touchpoints that the journey lacks", err=True)
    return data
