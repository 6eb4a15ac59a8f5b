"""`aftertouch opportunities`: what could be done better, added to and changed while the program runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import click

from bot.pain_points import themes_in_force
from bot.parts import MACHINE
from bot.plugins import question_options
from bot.shell import Shell
from bot.terminal.opening import stored
from bot.terminal.report_command import report_command
from config.journey import Journey, Opportunity
from config.loader import read_journey
from config.text import ANY_LANGUAGE
from feedback.opportunity_overlay import Change, OpportunityEdit, Status, as_yaml, new_id, overlay, refusal
from feedback.store.store import Store

_BY = "terminal"
_NAME = "opportunities"
_REPORT = report_command(_NAME)
_VALUES = ("title", "theme", "owner", "status", "effort")

_OWN: tuple[click.Parameter, ...] = (
    click.Option(["--add"], metavar="TITLE", help="Add one, at --stage."),
    click.Option(["--set", "change"], metavar="ID", help="Change this one; what is not named stays."),
    click.Option(["--drop"], metavar="ID", help="Drop this one; --set ID --status idea takes it up again."),
    click.Option(["--export"], is_flag=True, help="Print them as YAML, for the journey file."),
    click.Option(["--title"], metavar="TITLE", help="With --set: its new title."),
    click.Option(["--theme"], metavar="ID", help="The theme it answers; '' for none."),
    click.Option(["--owner"], metavar="NAME", help="Who does it; '' for nobody."),
    click.Option(["--status"], type=click.Choice(get_args(Status)), help="How far it is."),
    click.Option(
        ["--effort"], type=click.IntRange(1, 5), metavar="N", help="How much work: 1 little, 5 much."
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is to be done: exactly one of these, or the report."""

    add: str | None
    change: str | None
    drop: str | None
    export: bool

    def checked(self, values: Mapping[str, object]) -> bool:
        """Say whether anything but the report is wanted; refuse what does not go together."""
        named = [
            name
            for name, is_there in (
                ("--add", self.add is not None),
                ("--set", self.change is not None),
                ("--drop", self.drop is not None),
                ("--export", self.export),
            )
            if is_there
        ]
        if len(named) > 1:
            raise click.UsageError(f"{named[0]} and {named[1]} are two things; ask for one at a time")
        given = [name for name in _VALUES if values[name] is not None]
        if given and (self.add, self.change) == (None, None):
            raise click.UsageError(f'--{given[0]} belongs to --add "TITLE" or --set ID')
        if "title" in given and self.add is not None:
            raise click.UsageError("--add has the title already; leave --title out")
        if self.change is not None and not given and values["stage"] is None:
            raise click.UsageError("--set needs something to change, such as --status doing or --owner NAME")
        return bool(named)


@click.pass_context
def _run(
    context: click.Context,
    /,
    *,
    add: str | None,
    change: str | None,
    drop: str | None,
    export: bool,
    **others: object,
) -> None:
    wanted = _Wanted(add=add, change=change, drop=drop, export=export)
    values = {name: others.pop(name) for name in _VALUES} | {"stage": others["stage"]}
    if not wanted.checked(values):
        context.invoke(_REPORT, **others)
        return
    if others["source"] is not None:
        raise click.UsageError("--from reads a file, and changes are kept in the database; leave one out")
    shell = context.find_object(Shell)
    if shell is None:
        raise RuntimeError("the command line has no shell")
    journey = read_journey(shell.settings.journey, kinds=question_options()).journey
    with stored(shell) as store:
        if wanted.export:
            _export(store, journey)
        else:
            language = others["language"]
            _make(
                store, journey, _edit(store, journey, wanted, values, language=str(language or ANY_LANGUAGE))
            )


def _export(store: Store, journey: Journey) -> None:
    """Print the opportunities, and name the themes that the file lacks for them."""
    known = overlay(journey, store.opportunity_edits(journey.id))
    click.echo(as_yaml(known, language=journey.language), nl=False)
    declared = {theme.id for theme in journey.themes}
    missing = sorted({each.theme for each in known if each.theme and each.theme not in declared})
    if missing:
        fix = "put in what aftertouch themes export prints as well"
        click.echo(f"The journey file does not declare {', '.join(missing)}; {fix}.", err=True)


def _edit(
    store: Store, journey: Journey, wanted: _Wanted, values: Mapping[str, object], *, language: str
) -> OpportunityEdit:
    known = [each.id for each in overlay(journey, store.opportunity_edits(journey.id))]
    kind: Change = "set" if wanted.add is None else "added"
    named = wanted.change or wanted.drop or new_id(wanted.add or "", known)
    told = {**values, "title": wanted.add} if wanted.add is not None else dict(values)
    if wanted.drop is not None:
        told = {"status": "dropped"}
    return OpportunityEdit(
        id=MACHINE.new_id(), opportunity=named, change=kind, language=language,
        at=MACHINE.clock.now(), by=_BY,
        **told,  # type: ignore[arg-type]  # click has checked each value's type
    )  # fmt: skip


def _make(store: Store, journey: Journey, edit: OpportunityEdit) -> None:
    """Make an edit; one that cannot be made is told with its fix."""
    themes = [theme.id for theme in themes_in_force(store, journey).shown]
    refused = refusal(journey, store.opportunity_edits(journey.id), edit, themes=themes)
    if refused is not None:
        raise click.ClickException(refused)
    store.add_opportunity_edit(journey.id, edit)
    if edit.change == "added":
        click.echo(f"Added: {edit.opportunity}.")
    elif edit.status == "dropped":
        click.echo(f"Dropped: {edit.opportunity}.")
    else:
        click.echo(f"Changed: {edit.opportunity}.")
    if edit.status == "done":
        known = overlay(journey, store.opportunity_edits(journey.id))
        done = next(each for each in known if each.id == edit.opportunity)
        click.echo(_what_next(done, journey), err=True)


def _what_next(done: Opportunity, journey: Journey) -> str:
    """Say how customers hear of what was done, or why none can be told."""
    if done.theme is None:
        return (
            "Whom it concerned is not known, so nobody can be told: name the theme it answers with "
            f"--set {done.id} --theme THEME."
        )
    if not journey.policy.hear_back:
        return (
            "Customers are not asked whether they want to hear of it; with policy.hear_back: true in the "
            "journey file those who name a pain are, from then on."
        )
    return (
        f"Those who named it and want to hear back are not told yet: a manager writes /news {done.id} in "
        "the chat, reads what would go out and to how many, and sends it."
    )


command = click.Command(
    _NAME,
    callback=_run,
    params=[*_OWN, *_REPORT.params],
    help=(
        "Tell what could be done better, with its effort and what speaks for it; add and change it.\n\n"
        "Changes are kept in the database and laid over the journey file, which stays as it is. With --from "
        "those of the journey file are weighed by another tool's answers."
    ),
)
