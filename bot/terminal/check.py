"""`aftertouch check`: everything that is wrong with a journey file, at once."""

from pathlib import Path

import click

from bot.plugins import question_options
from bot.shell import Shell
from config.loader import LoadedJourney, read_journey


@click.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def command(shell: Shell, file: Path | None) -> None:
    """Check FILE (by default the journey of the settings) and say all that is wrong and how to fix it."""
    loaded = read_journey(file or shell.settings.journey, kinds=question_options())
    for warning in loaded.warnings:
        click.echo(f"{warning} (a warning)", err=True)
    click.echo(summary(loaded))


def summary(loaded: LoadedJourney) -> str:
    """Say in a line what a sound journey holds."""
    journey = loaded.journey
    touchpoints = sum(len(stage.touchpoints) for stage in journey.stages)
    counted = (
        (len(journey.stages), "stage"),
        (touchpoints, "touchpoint"),
        (len(journey.surveys), "survey"),
        (len(journey.personas), "persona"),
        (len(journey.themes), "theme"),
    )
    parts = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counted)
    return f"{journey.say(journey.title)} (version {loaded.version}) is sound: {parts}."
