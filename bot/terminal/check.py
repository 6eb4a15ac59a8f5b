"""`aftertouch check`: everything that is wrong with a journey file, and with the channels, at once."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from bot.channel import Channel, Closes, Finding, LooksAtGroups, Verifies
from bot.plugins import question_options
from bot.shell import Shell
from bot.terminal.findings import tell
from config.loader import LoadedJourney, read_journey
from config.people import Appointment


@click.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--live", is_flag=True, help="Also look at every connected channel, on its platform itself.")
@click.option("--figures", is_flag=True, help="Also hold the sums of the map against the raw answers.")
@click.option("--repair", is_flag=True, help="With --figures: sum up anew what differs.")
@click.pass_context
def command(context: click.Context, *, file: Path | None, live: bool, figures: bool, repair: bool) -> None:
    """Check FILE (by default the journey of the settings) and say all that is wrong and how to fix it.

    With --live every connected channel is looked at by live calls, and every group to which
    AFTERTOUCH_GROUPS gives a role: a line for each thing, with what to do about it; the exit code is 1
    where something is broken. With --figures every figure is worked out once more from the raw answers;
    the exit code is 1 where the sums of the map differ, and are not repaired.
    """
    if repair and not figures:
        raise click.UsageError("--repair belongs to --figures; write both")
    shell: Shell = context.obj
    loaded = read_journey(file or shell.settings.journey, kinds=question_options())
    for warning in loaded.warnings:
        click.echo(f"{warning} (a warning)", err=True)
    click.echo(summary(loaded))
    is_right = not live or _is_live(shell, loaded)
    if figures:
        from bot.terminal.check_figures import are_right  # noqa: PLC0415 - brings numpy and the whole program

        is_right &= are_right(shell, repair=repair)
    if not is_right:
        context.exit(1)


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


def _is_live(shell: Shell, loaded: LoadedJourney) -> bool:
    """Look at every connected channel, tell what was found, and say whether all of it is right."""
    from bot.app import open_app  # noqa: PLC0415 - only the live look needs the whole program
    from bot.terminal.opening import hush  # noqa: PLC0415 - the same

    hush(shell.settings)
    app = open_app(shell.settings, journey=loaded)
    try:
        found = asyncio.run(_looked(app.channels, shell.settings.groups))
    finally:
        app.close()
    if not found:
        click.echo("No channel is connected; aftertouch connect telegram (or slack) does that.", err=True)
    are_right = [tell(findings, of=name) for name, findings in found.items()]
    return all(are_right)


async def _looked(
    channels: Mapping[str, Channel], groups: Sequence[Appointment]
) -> Mapping[str, list[Finding]]:
    """Return what each channel that can be looked at finds, and let go of its connections."""
    try:
        found = {
            name: list(await channel.verify())
            for name, channel in channels.items()
            if isinstance(channel, Verifies)
        }
        for name, group in dict.fromkeys((each.channel, each.who) for each in groups):
            found.setdefault(name, []).append(await _looked_at(group, name, channels.get(name)))
        return found
    finally:
        for channel in channels.values():
            if isinstance(channel, Closes):
                await channel.close()


async def _looked_at(group: str, name: str, channel: Channel | None) -> Finding:
    """Return what is found of a group that the settings give a role."""
    if isinstance(channel, LooksAtGroups):
        return await channel.look_at_group(group)
    why = "has no groups" if channel is not None else "is not connected"
    fix = f"connect it, or take {name}:{group} out of AFTERTOUCH_GROUPS"
    return Finding(what=f"{group} gives nobody a role: {name} {why}", is_right=False, fix=fix)
