"""`aftertouch qr`: the way from a wall or a counter into the chat, as a QR code or a poster."""

import sys
from pathlib import Path

import click

from bot.shell import Shell
from bot.terminal.given import a_language
from bot.terminal.opening import opened
from bot.terminal.qr_leading import CHANNELS, Lead, code_for, lead_to
from config.journey import Journey, Touchpoint
from config.suggestion import listed, suggest

_FORMATS = ("svg", "png", "pdf")


@click.command("qr")
@click.argument("touchpoint")
@click.option(
    "--channel", type=click.Choice(CHANNELS), help="Where it leads; by default the first connected."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The poster to write: its name ends in .svg, .png or .pdf.",
)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="How to write it; else by --out's ending."
)
@click.option(
    "--language",
    "languages",
    type=a_language,
    metavar="TAG",
    multiple=True,
    help="What the poster speaks; may be repeated. By default the journey's languages.",
)
@click.pass_obj
def command(
    shell: Shell,
    *,
    touchpoint: str,
    channel: str | None,
    out: Path | None,
    form: str | None,
    languages: tuple[str, ...],
) -> None:
    """Make a QR code for TOUCHPOINT, to hang up where customers have no link.

    It leads into Telegram, Slack or the web chat, and asks there about this touchpoint. The code is the same
    every time, so that posters can be printed again. Without --out it is shown here, else as an A4 poster.
    """
    wanted = _form(form, out)
    with opened(shell) as app:
        place = _place(app.loaded.journey, touchpoint)
        code = code_for(app.store, place.id, now=app.around.clock.now())
        lead = lead_to(app, code, channel=channel)
        journey, now = app.loaded.journey, app.around.clock.now()
    if lead.doubt:
        click.echo(f"{lead.doubt} (a warning)", err=True)
    if wanted is None:
        _show(journey, place, lead)
        return
    from bot.terminal.qr_poster import poster, spoken_by  # noqa: PLC0415 - only a poster is drawn
    from bot.terminal.qr_writing import written  # noqa: PLC0415 - the same

    chosen, left_out = spoken_by(journey, languages)
    if left_out:
        click.echo(f"The poster has no room for {listed(left_out)}; --language chooses.", err=True)
    _write(written(poster(journey, place, lead, languages=chosen), form=wanted, now=now), out)


def _form(form: str | None, out: Path | None) -> str | None:
    """Return how the poster is to be written; None where none is wanted."""
    ending = out.suffix.removeprefix(".").lower() if out else ""
    if out is not None and form is None and ending not in _FORMATS:
        raise click.UsageError(f"{out} does not say what it is to be; end it in .svg, .png or .pdf")
    wanted = form or ending or None
    if wanted in {"png", "pdf"} and out is None and sys.stdout.isatty():
        raise click.UsageError(f"a terminal cannot show a {wanted}; add --out poster.{wanted}")
    return wanted


def _place(journey: Journey, wanted: str) -> Touchpoint:
    """Return the touchpoint; raise where there is none, or where nobody would be asked."""
    found = journey.place(wanted)
    if found is None:
        known = [each.id for stage in journey.stages for each in stage.touchpoints]
        raise click.UsageError(f'there is no touchpoint "{wanted}"; {suggest(wanted, known)}')
    touchpoint = found[1]
    if touchpoint.survey is None:
        raise click.ClickException(
            f'the touchpoint "{wanted}" has no survey, so whoever comes would not be asked; '
            "give it a survey in the journey file"
        )
    return touchpoint


def _show(journey: Journey, place: Touchpoint, lead: Lead) -> None:
    """Show the code here, with where it leads."""
    from bot.terminal.qr_symbol import as_text, symbol  # noqa: PLC0415 - only what is wanted is imported

    click.echo(f"{journey.say(place.title)} ({place.id})")
    click.echo(f"Code:  {lead.code}")
    click.echo(f"Leads: {lead.payload}\n")
    click.echo(as_text(symbol(lead.payload)))
    click.echo(f"For a poster: aftertouch qr {place.id} --out poster.pdf", err=True)


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    out.write_bytes(content)
    click.echo(f"Wrote {out}", err=True)
