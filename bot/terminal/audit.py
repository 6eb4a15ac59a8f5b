"""`aftertouch audit`: who saw or changed what, and whether the log of it is whole."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

import click

from bot.shell import Shell
from bot.terminal.given import a_day
from bot.terminal.menu import Menu
from bot.terminal.opening import stored
from feedback.audit import AuditRow, Fault

_BROKEN = 1

_FAULTS: Mapping[Fault, str] = {
    "missing": "it is not there: it was taken out, or rows before it were",
    "changed": "it does not say what it said when it was written",
    "unlinked": "it does not follow on the row before: rows were put in or changed places",
    "forged": "it was not written by us: somebody computed the chain anew without our key",
}


@click.group("audit", cls=Menu)
def command() -> None:
    """Tell who saw or changed what, and whether the log of it is whole."""


@command.command("verify")
@click.option("--head", metavar="N:HASH", help="A row noted earlier, elsewhere: it must still stand.")
@click.pass_obj
def verify(shell: Shell, *, head: str | None) -> int:
    """Say whether every row stands as it was written, else which does not, and how that shows.

    Rows taken from the end leave a whole chain behind. So note what this prints in another place, and give
    it as --head the next time.
    """
    number, wanted = _noted(head)
    with stored(shell) as store:
        found = store.audit_break()
        if found is not None:
            click.echo(f"Row {found.number} is broken: {_FAULTS[found.fault]}.", err=True)
            return _BROKEN
        last, noted = _last(store.audit_rows(), number)
    if wanted is not None and (noted is None or noted.hash != wanted):
        click.echo(f"Row {number} is not the one that was noted: the log was cut off or replaced.", err=True)
        return _BROKEN
    click.echo("The log is empty." if last is None else f"The log is whole: {last.number}:{last.hash}")
    return 0


@command.command("list")
@click.option("--since", type=a_day, metavar="DAY", help="The first day, in UTC: 2026-05-01, or 30d.")
@click.option("--who", metavar="ID", help="One person, by the id they are kept by.")
@click.option("--about", metavar="ID", help="What it was about: an id, a filter, or a name.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def list_all(shell: Shell, *, since: date | None, who: str | None, about: str | None, as_json: bool) -> None:
    """List who saw or changed what, the oldest first."""
    begin = None if since is None else datetime.combine(since, time.min, tzinfo=UTC)
    is_empty = True
    with stored(shell) as store:
        wanted = None if about is None else store.audit_name(about)
        for row in store.audit_rows(since=begin, who=who):
            if wanted is None or wanted in row.entry.about:
                click.echo(_as_json(row) if as_json else _line(row))
                is_empty = False
    if is_empty:
        is_narrow = (begin, who, about) != (None, None, None)
        click.echo("The log has nothing of that." if is_narrow else "The log is empty.", err=True)


def _noted(head: str | None) -> tuple[int, str | None]:
    number, colon, wanted = (head or "0").partition(":")
    if not number.isdecimal() or (head is not None and not colon):
        raise click.BadParameter(
            "write a number and a hash, as this command prints them", param_hint="--head"
        )
    return int(number), wanted if head is not None else None


def _last(rows: Iterable[AuditRow], number: int) -> tuple[AuditRow | None, AuditRow | None]:
    """Return the last row, and the one of a number."""
    last = noted = None
    for row in rows:
        last, noted = row, row if row.number == number else noted
    return last, noted


def _line(row: AuditRow) -> str:
    entry = row.entry
    about = f"  {', '.join(entry.about)}" if entry.about else ""
    when = f"{entry.at:%Y-%m-%d %H:%M:%S}"
    return f"{row.number:>6}  {when}  {entry.who}  {entry.role:<8}  {entry.command}  {entry.outcome}{about}"


def _as_json(row: AuditRow) -> str:
    entry = row.entry
    told = {
        "number": row.number, "at": entry.at.isoformat(), "who": entry.who, "role": entry.role,
        "command": entry.command, "outcome": entry.outcome, "about": list(entry.about), "hash": row.hash,
    }  # fmt: skip
    return json.dumps(told)
