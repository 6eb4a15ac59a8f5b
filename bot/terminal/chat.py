"""`aftertouch chat`: answer a survey here in the terminal, as a customer would."""

import os
from asyncio import Runner
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from bot.app import open_app
from bot.plugins import question_options
from bot.shell import Shell
from bot.terminal.conversation import Guest, write_conversation
from bot.terminal.given import a_language, a_moment, a_zone, an_attribute, an_id
from bot.terminal.opening import hush
from bot.terminal.scratch import Stage, scratch_stage
from bot.terminal.sitting import Sitting, told
from bot.terminal.talk import Talk
from config.facts import Fact
from config.journey import Journey, Touchpoint
from config.loader import LoadedJourney, read_journey
from config.settings import Settings
from config.suggestion import suggest


@click.command("chat")
@click.option("--customer", type=an_id, default="guest", show_default=True, metavar="ID", help="Who answers.")
@click.option(
    "--touchpoint",
    metavar="ID",
    help="What they have just been through; without it, the first touchpoint that has a survey.",
)
@click.option(
    "--language", type=a_language, metavar="TAG", help="What language they are asked in: en, de, pt-BR ..."
)
@click.option(
    "--timezone", type=a_zone, metavar="ZONE", help="The time zone they live in, such as Europe/Berlin."
)
@click.option(
    "--attribute",
    type=an_attribute,
    metavar="NAME=VALUE",
    multiple=True,
    help="Something known of them; may be repeated.",
)
@click.option(
    "--consent", is_flag=True, help="They have agreed to be asked, where the journey requires that."
)
@click.option(
    "--scratch",
    is_flag=True,
    help="Start afresh in a database that is thrown away; /wait 1d lets a day go by.",
)
@click.option("--at", type=a_moment, metavar="WHEN", help="Pretend that it is then; only with --scratch.")
@click.option(
    "--repro",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the conversation to this file, as a test that plays it again; best with --scratch.",
)
@click.pass_obj
def command(
    shell: Shell,
    *,
    customer: str,
    touchpoint: str | None,
    language: str | None,
    timezone: str | None,
    attribute: tuple[tuple[str, Fact], ...],
    consent: bool,
    scratch: bool,
    at: datetime | None,
    repro: Path | None,
) -> None:
    """Answer a survey here in the terminal, as a customer would.

    Everything goes the way it goes on any other channel: whether the customer is asked at all, what is
    asked next, how answers are judged and kept. Leave with Ctrl-D; the next `aftertouch chat` goes on there.
    """
    if at is not None and not scratch:
        raise click.UsageError("--at pretends that it is another time, which needs --scratch")
    if repro is not None:
        _check_new(repro)
    guest = Guest(
        id=customer,
        language=language,
        timezone=timezone,
        attributes=dict(attribute),
        consent="given" if consent else None,
    )
    hush(shell.settings)
    with _stage(shell.settings, scratch=scratch, at=at) as stage, Runner() as runner:
        loaded = read_journey(stage.settings.journey, kinds=question_options())
        place = _place(loaded.journey, touchpoint)
        talk = _talk(stage, loaded, guest)
        try:
            if repro is not None and talk.open_session() is not None:
                raise click.UsageError(f"{repro} would be half of what was begun earlier; use --scratch")
            _hold(Sitting(talk=talk, runner=runner, clock=stage.clock), place, journey=loaded.journey)
            if repro is not None:
                _write(repro, talk, journey=stage.settings.journey)
        finally:
            talk.app.close()


def _talk(stage: Stage, loaded: LoadedJourney, guest: Guest) -> Talk:
    return Talk(
        lambda channel: open_app(
            stage.settings, around=stage.around, channels=lambda *_: (channel,), journey=loaded
        ),
        guest=guest,
        clock=stage.around.clock,
        new_id=stage.around.new_id,
        show=lambda _prompt, words: click.echo(f"\n{words}\n"),
    )


def _hold(sitting: Sitting, place: Touchpoint, *, journey: Journey) -> None:
    """Go on where the customer left off, or begin; end kindly either way."""
    talk = sitting.talk
    sitting.runner.run(talk.catch_up())
    if earlier := talk.earlier():
        click.echo("\n".join(("You left off in the middle of this:", *earlier)))
    else:
        click.echo(
            f"{journey.say(journey.title)}: {journey.say(place.title)} ({place.id})."
            " /help says what you can type."
        )
        if not sitting.begin(place):
            click.echo("Nobody is asked now. `aftertouch chat --scratch` starts afresh, to try the journey.")
            return
    sitting.converse()
    _part(sitting)


def _part(sitting: Sitting) -> None:
    kept = sitting.talk.kept()
    if kept:
        click.echo("Kept:")
    for each in kept:
        click.echo(f"  {told(each)}")
    if sitting.talk.open_session() is None or sitting.clock is not None:
        click.echo("Goodbye.")
    else:
        click.echo(f"Until later: `aftertouch chat --customer {sitting.talk.guest}` goes on here.")


def _check_new(path: Path) -> None:
    """Refuse a file that cannot be written at the end, before anybody has typed anything."""
    if not path.parent.is_dir():
        raise click.UsageError(f"there is no folder {path.parent}; make it, or name another file")
    if path.exists():
        raise click.UsageError(f"{path} is there already; name another file")


def _write(path: Path, talk: Talk, *, journey: Path) -> None:
    home = os.path.relpath(journey, start=path.parent)
    path.write_text(write_conversation(talk.written(journey=home)), encoding="utf-8")
    click.echo(f"Wrote {path}")


@contextmanager
def _stage(settings: Settings, *, scratch: bool, at: datetime | None) -> Iterator[Stage]:
    if not scratch:
        yield Stage(settings=settings)
        return
    with scratch_stage(settings, start=at) as stage:
        yield stage


def _place(journey: Journey, wanted: str | None) -> Touchpoint:
    """Return the touchpoint wanted, or the first that has a survey."""
    touchpoints = [each for stage in journey.stages for each in stage.touchpoints]
    if wanted is None:
        asked = next((each for each in touchpoints if each.survey), None)
        if asked is None:
            raise click.ClickException("no touchpoint of this journey has a survey; give one a survey to ask")
        return asked
    found = next((each for each in touchpoints if each.id == wanted), None)
    if found is None:
        fix = suggest(wanted, [each.id for each in touchpoints])
        raise click.UsageError(f'there is no touchpoint "{wanted}"; {fix}')
    return found
