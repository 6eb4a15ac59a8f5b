"""`aftertouch map`: the journey map, for the terminal or as a file."""

import asyncio
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import click

from bot.filters import refused_query
from bot.overlaying import GroupName, group_names
from bot.plugins import renderers
from bot.report_words import EXTREMES, INTERVAL, MEAN, REACH, REPLIES, SEVERITY, Voice
from bot.reporting import Query
from bot.shell import Shell
from bot.terminal.endings import form_by_ending
from bot.terminal.freshness import bring_up_to_date
from bot.terminal.from_file import FILE_OPTIONS, read_file
from bot.terminal.given import a_day, a_language
from bot.terminal.opening import map_room
from bot.terminal.spoken import check_language
from bot.watch_words import SINCE
from config.journey import Journey
from config.suggestion import suggest
from feedback.intake import Refused
from mapping.journey_map import JourneyMap
from mapping.reading import Field, Scale
from mapping.renderers.terminal import PLAIN, write
from mapping.report_forms.text import explained

_FORMULAS = (MEAN, INTERVAL, REPLIES, EXTREMES, SINCE, REACH, SEVERITY)
_TERMINAL = "terminal"
_NO_TEXT = {"pdf", "png", "pptx", "xlsx"}


@click.command("map")
@click.option(
    "--since", type=a_day, metavar="DAY", help="The first day: 2026-05-01, or 30d for a month back."
)
@click.option("--until", type=a_day, metavar="DAY", help="The last day.")
@click.option("--persona", metavar="ID", help="Only customers of this persona.")
@click.option("--segment", metavar="ID", help="Only customers of this segment.")
@click.option("--medium", metavar="NAME", help="Only touchpoints of this medium, such as email.")
@click.option("--stage", metavar="ID", help="Only this stage.")
@click.option(
    "--overlay",
    metavar="GROUPS",
    help="Two to four groups side by side, each with its own line: persona:busy,segment:dach.",
)
@click.option("--language", type=a_language, metavar="TAG", help="The language of its words.")
@click.option(
    "--as",
    "form",
    metavar="FORM",
    help="terminal, html, svg, png, pdf, pptx, markdown, mermaid, slack, xlsx, csv or json; "
    "what --out ends in, else terminal.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs; the same as --as json.")
@click.option(
    "--explain", is_flag=True, help="Say below with which formula, n and source each figure is made."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write it to.")
@click.pass_obj
def command(
    shell: Shell,
    *,
    since: date | None,
    until: date | None,
    persona: str | None,
    segment: str | None,
    medium: str | None,
    stage: str | None,
    overlay: str | None,
    language: str | None,
    form: str | None,
    as_json: bool,
    explain: bool,
    out: Path | None,
    source: Path | None,
    journey_file: Path | None,
    names: dict[Field, str],
    scale: Scale,
    times: tuple[str, ...],
    skip_unknown: bool,
) -> None:
    """Draw the journey map; every figure has its n and interval, and small groups are hidden.

    Periods are widened to whole weeks, Monday to Sunday. With --from it is drawn from a file of answers that
    another tool has collected (see docs/analytics.md); no database and no keys are needed then.
    """
    wanted = _form("json" if as_json else form, out)
    if explain and wanted != _TERMINAL:
        raise click.UsageError(f"{wanted} does not explain itself; leave --explain or the form out")
    query = Query(
        language=language, persona=persona, segment=segment, medium=medium, stage=stage,
        since=since, until=until,
    )  # fmt: skip
    if source is not None:
        data = read_file(
            shell,
            source,
            journey_file=journey_file,
            names=names,
            scale=scale,
            times=times,
            skip_unknown=skip_unknown,
        )
        _check(data.loaded.journey, query)
        groups = _groups(overlay, data.loaded.journey)
        made = data.draw(query, language=language, overlay=groups)
        drawn = _drawn(made, wanted, is_shown=out is None, explain=explain)
    else:
        if journey_file is not None:
            raise click.UsageError("--journey belongs to --from; else write it before map")
        with map_room(shell) as room:
            _check(room.loaded.journey, query)
            groups = _groups(overlay, room.loaded.journey)
            asyncio.run(bring_up_to_date(room))
            if renderers()[wanted].has_views and not groups:
                made = room.cartographer.draw_page(query)
            else:
                made = room.cartographer.draw(query, overlay=groups)
            drawn = _drawn(made, wanted, is_shown=out is None, explain=explain)
    _write(drawn, out)


command.params += FILE_OPTIONS


def _form(form: str | None, out: Path | None) -> str:
    """Return the form wanted: the one named, the one the file's name ends in, or the terminal's."""
    by_ending = {renderer.suffix: name for name, renderer in renderers().items()}
    wanted = form or form_by_ending(out, by_ending, otherwise=_TERMINAL)
    if wanted not in renderers():
        raise click.UsageError(f'"{wanted}" is no form of a map; {suggest(wanted, renderers())}')
    if wanted in _NO_TEXT and out is None and sys.stdout.isatty():
        raise click.UsageError(f"{wanted} is no text that a terminal could show; add --out map.{wanted}")
    return wanted


def _check(journey: Journey, query: Query) -> None:
    check_language(journey, query.language)
    refused = refused_query(journey, query, language=query.language)
    if refused is not None:
        raise click.UsageError(f"{refused.what}; {refused.fix}")


def _groups(overlay: str | None, journey: Journey) -> tuple[GroupName, ...]:
    found = () if overlay is None else group_names(overlay, journey)
    if isinstance(found, Refused):
        raise click.UsageError(f"{found.what}; {found.fix}")
    return found


def _drawn(journey_map: JourneyMap, form: str, *, is_shown: bool, explain: bool) -> bytes:
    if form != _TERMINAL:
        return renderers()[form].render(journey_map)
    if not is_shown or not sys.stdout.isatty():
        return renderers()[form].render(journey_map) + _explained(journey_map, PLAIN, explain=explain)
    columns = shutil.get_terminal_size().columns
    drawn = write(
        journey_map,
        columns=columns,
        colour="NO_COLOR" not in os.environ,
        is_true=os.environ.get("COLORTERM") in {"truecolor", "24bit"},
    )
    return drawn.encode() + _explained(journey_map, columns, explain=explain)


def _write(drawn: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(drawn)
        sys.stdout.flush()
    else:
        out.write_bytes(drawn)
        click.echo(f"Wrote {out}", err=True)


def _explained(journey_map: JourneyMap, columns: int, *, explain: bool) -> bytes:
    if not explain:
        return b""
    voice = Voice(journey_map.about.language)
    return explained(voice.formulas(_FORMULAS), voice.words, columns=columns).encode()
