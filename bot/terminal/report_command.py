"""What all reports share in the terminal: filters, forms, and where the answers are read from."""

import os
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bot.filters import refused_query
from bot.given_grounds import GivenGrounds
from bot.grounds import FileGrounds
from bot.plugins import report_forms, reports
from bot.report_words import limits
from bot.reporting import Grounds, Query, ReportSpec
from bot.shell import Shell
from bot.terminal.endings import form_by_ending
from bot.terminal.from_file import FILE_OPTIONS, read_file
from bot.terminal.given import a_day, a_language
from bot.terminal.grounds import grounds
from bot.terminal.spoken import check_language
from config.suggestion import suggest
from feedback.intake import Refused
from mapping.reading import Field, Scale
from mapping.report import Report, ReportForm
from mapping.report_forms.text import write

_TEXT = "text"


_SHARED: tuple[click.Parameter, ...] = (
    click.Option(["--since"], type=a_day, metavar="DAY", help="The first day: 2026-05-01, or 30d."),
    click.Option(["--until"], type=a_day, metavar="DAY", help="The last day."),
    click.Option(["--persona"], metavar="ID", help="Only customers of this persona."),
    click.Option(["--segment"], metavar="ID", help="Only customers of this segment."),
    click.Option(["--medium"], metavar="NAME", help="Only touchpoints of this medium, such as email."),
    click.Option(["--stage"], metavar="ID", help="Only this stage."),
    click.Option(
        ["--language"], type=a_language, metavar="TAG", help="The language of its words and numbers."
    ),
    click.Option(
        ["--explain"], is_flag=True, help="Say with which formula, n and source each figure is made."
    ),
    click.Option(["--json", "as_json"], is_flag=True, help="Print JSON for programs; the same as --as json."),
    click.Option(
        ["--as", "form"],
        metavar="FORM",
        help="text, html, pdf, markdown, csv, json, xlsx, png, svg (paths: dot, mermaid).",
    ),
    click.Option(["--out"], type=click.Path(path_type=Path, dir_okay=False), help="The file to write it to."),
)


def report_command(name: str) -> click.Command:
    """Return the command `aftertouch NAME`, which answers the report of that name."""
    spec = reports()[name]

    @click.pass_obj
    def run(
        shell: Shell,
        /,
        *,
        since: date | None,
        until: date | None,
        persona: str | None,
        segment: str | None,
        medium: str | None,
        stage: str | None,
        language: str | None,
        explain: bool,
        as_json: bool,
        form: str | None,
        out: Path | None,
        source: Path | None,
        journey_file: Path | None,
        names: dict[Field, str],
        scale: Scale,
        times: tuple[str, ...],
        skip_unknown: bool,
        **own: str | None,
    ) -> None:
        wanted = _form("json" if as_json else form, out)
        query = Query(
            language=language, persona=persona, segment=segment, medium=medium, stage=stage,
            since=since, until=until,
            own={name.replace("_", "-"): value for name, value in own.items() if value is not None},
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
            report = _asked(spec, GivenGrounds(data) if spec.reads_words else FileGrounds(data), query)
        elif journey_file is not None:
            raise click.UsageError(f"--journey belongs to --from; else write it before {spec.name}")
        else:
            with grounds(shell) as found:
                report = _asked(spec, found, query)
        _tell(report, wanted, out=out, explain=explain)

    return click.Command(
        name,
        callback=run,
        params=[*_own(spec), *_SHARED, *FILE_OPTIONS],
        help=f"{spec.summary}\n\nEvery figure has its n and interval, and small groups are hidden.",
    )


def _own(spec: ReportSpec) -> list[click.Option]:
    return [
        click.Option(
            [f"--{option.name}"],
            metavar=option.metavar,
            help=option.help,
            type=click.Choice(option.choices) if option.choices else str,
        )
        for option in spec.options
    ]


def _asked(spec: ReportSpec, found: Grounds, query: Query) -> Report:
    check_language(found.journey, query.language)
    refused = refused_query(found.journey, query, language=query.language)
    answer = spec.make(found, query) if refused is None else refused
    if isinstance(answer, Refused):
        raise click.UsageError(f"{answer.what}; {answer.fix}")
    return replace(answer, notes=(*answer.notes, *limits(answer, query)))


def _form(form: str | None, out: Path | None) -> ReportForm:
    """Return the form wanted: the one named, the one the file's name ends in, or the terminal's."""
    by_ending = {each.suffix: name for name, each in report_forms().items()}
    wanted = form or form_by_ending(out, by_ending, otherwise=_TEXT)
    if wanted not in report_forms():
        raise click.UsageError(f'"{wanted}" is no form of a report; {suggest(wanted, report_forms())}')
    found = report_forms()[wanted]
    if not found.is_text and out is None and sys.stdout.isatty():
        raise click.UsageError(
            f"{wanted} is no text that a terminal could show; add --out report{found.suffix}"
        )
    return found


def _tell(report: Report, form: ReportForm, *, out: Path | None, explain: bool) -> None:
    if not form.fits(report):
        able = sorted(name for name, each in report_forms().items() if each.fits(report))
        raise click.UsageError(
            f"{report.name} cannot be written as {form.name}; write it as {', '.join(able)}"
        )
    if out is not None:
        out.write_bytes(form.write(report, explain))
        click.echo(f"Wrote {out}", err=True)
    elif form.name == _TEXT and sys.stdout.isatty():
        columns = shutil.get_terminal_size().columns
        click.echo(
            write(report, columns=columns, colour="NO_COLOR" not in os.environ, explain=explain), nl=False
        )
    else:
        sys.stdout.buffer.write(form.write(report, explain))
        sys.stdout.flush()
