"""`aftertouch themes`: what customers speak of, renamed, merged and added to while the program runs."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import click

from bot.map_room import MapRoom
from bot.parts import MACHINE
from bot.plugins import question_options, scorers
from bot.scoring import declared_themes
from bot.shell import Shell
from bot.terminal import emerging_lines
from bot.terminal.given import a_language
from bot.terminal.opening import map_room, stored
from bot.terminal.theme_lines import ThemeLine, as_json, as_table, theme_lines
from config.journey import Journey
from config.loader import read_journey
from config.text import ANY_LANGUAGE
from feedback.scorer import Embedder
from feedback.store.store import Store
from feedback.theme_overlay import Change, Overlay, ThemeEdit, as_yaml, overlay, refusal

_BY = "terminal"
_LONGEST_ID = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """A journey, the store, and what was changed about its themes so far."""

    journey: Journey
    store: Store
    edits: tuple[ThemeEdit, ...]

    @property
    def now(self) -> Overlay:
        """Return the themes in force."""
        return overlay(declared_themes(self.journey), self.edits)

    def make(self, edit: ThemeEdit) -> None:
        """Make an edit; one that cannot be made is told with its fix."""
        refused = refusal(declared_themes(self.journey), self.edits, edit)
        if refused is not None:
            raise click.ClickException(refused)
        self.store.add_theme_edit(self.journey.id, edit)


@click.group("themes")
def command() -> None:
    """List what customers speak of; rename and merge themes, and add those that are missing.

    The journey file stays as it is: changes are kept in the database and laid over it, also while
    aftertouch run is running. A new title or a merge is there at once. A new theme has all answers judged
    anew, by aftertouch run in the background or by aftertouch rescore at once.
    """


@command.command("list")
@click.option("--language", type=a_language, metavar="TAG", help="The language of the titles.")
@click.option("--json", "is_json", is_flag=True, help="Print a JSON object for each theme.")
@click.pass_obj
def list_all(shell: Shell, *, language: str | None, is_json: bool) -> None:
    """List every theme with how many mentions it has, and of how many customers.

    A mention is one clause of an answer. What fewer customers spoke of than policy.min_customers is hidden.
    """
    with map_room(shell) as room:
        lines, left = _lines(room, language), room.rescorer.count().left
    click.echo(as_json(lines) if is_json else as_table(lines))
    if left:
        click.echo(f"{left:,} answers are still to be judged; aftertouch rescore does it now.", err=True)


@command.command("emerging")
@click.option("--json", "is_json", is_flag=True, help="Print a JSON object for each.")
@click.pass_obj
def emerging(shell: Shell, *, is_json: bool) -> None:
    """Tell which words complaints of no theme share: themes that may be missing.

    Only words that policy.min_customers customers or more have said are told, and only of 40 clauses or more.
    To make a theme of them: aftertouch themes promote "WORDS".
    """
    with map_room(shell) as room:
        groups = emerging_lines.emerging_lines(room)
    if groups:
        click.echo(emerging_lines.as_json(groups) if is_json else emerging_lines.as_table(groups))
    else:
        click.echo("Nothing emerges: too little is said that is about no theme.", err=True)


@command.command("rename")
@click.argument("theme", metavar="ID")
@click.argument("title")
@click.option("--language", type=a_language, metavar="TAG", help="The language of TITLE; else it is for all.")
@click.pass_obj
def rename(shell: Shell, *, theme: str, title: str, language: str | None) -> None:
    """Give theme ID another title."""
    with _desk(shell) as desk:
        desk.make(_edit("renamed", theme, title=title, language=language or ANY_LANGUAGE))
    click.echo("Renamed.")


@command.command("merge")
@click.argument("theme", metavar="FROM")
@click.argument("into")
@click.pass_obj
def merge(shell: Shell, *, theme: str, into: str) -> None:
    """Count what is said of theme FROM for theme INTO, in the past as well."""
    with _desk(shell) as desk:
        desk.make(_edit("merged", theme, into=into))
    click.echo("Merged.")


@command.command("add")
@click.argument("theme", metavar="ID")
@click.argument("title")
@click.argument("phrases", metavar="PHRASE...", nargs=-1, required=True)
@click.pass_obj
def add(shell: Shell, *, theme: str, title: str, phrases: tuple[str, ...]) -> None:
    """Add theme ID, told by a few phrases that customers would write.

    Whole ones work best, for and against: "nowhere to park the car", "plenty of parking".
    """
    with _desk(shell) as desk:
        desk.make(_edit("added", theme, title=title, phrases=phrases))
    _tell_of_judging(desk.journey)


@command.command("promote")
@click.argument("words", metavar="WORDS")
@click.argument("phrases", metavar="[PHRASE]...", nargs=-1)
@click.option("--id", "theme", metavar="ID", help="Its id; else made of WORDS.")
@click.option("--title", help="Its title; else the first of WORDS.")
@click.pass_obj
def promote(
    shell: Shell, *, words: str, phrases: tuple[str, ...], theme: str | None, title: str | None
) -> None:
    """Make a theme of an emerging one, named by its WORDS.

    Several are separated by commas, "car park, parking space", and become its phrases unless you give better
    ones. Words that do not emerge are refused; for those there is add. No customer's sentence is copied:
    phrases are kept readable, and stay when somebody is erased.
    """
    said = [word.strip() for word in words.split(",") if word.strip()]
    if not said:
        raise click.UsageError('there are no words; write them as the emerging theme has them: "car park"')
    with map_room(shell) as room:
        journey = room.loaded.journey
        desk = _Desk(journey=journey, store=room.store, edits=room.store.theme_edits(journey.id))
        _check_emerging(said, room)
        edit = _edit(
            "promoted",
            theme or _slug(said[0]),
            title=title or said[0][:1].upper() + said[0][1:],
            phrases=phrases or tuple(said),
        )
        desk.make(edit)
    click.echo(f'It is theme "{edit.theme}" now.')
    _tell_of_judging(desk.journey)


@command.command("undo")
@click.pass_obj
def undo(shell: Shell) -> None:
    """Take back what was changed last."""
    with _desk(shell) as desk:
        if not desk.edits:
            raise click.ClickException("nothing was changed, so there is nothing to take back")
        last = desk.edits[-1]
        desk.store.drop_theme_edits([last.id])
    click.echo(f'Taken back: "{last.theme}" is not {_told(last)} any more.')


@command.command("reset")
@click.argument("theme", metavar="ID")
@click.pass_obj
def reset(shell: Shell, *, theme: str) -> None:
    """Take back all that was changed about theme ID; one that was added goes."""
    with _desk(shell) as desk:
        own = [edit.id for edit in desk.edits if edit.theme == theme]
        if not own:
            known = ", ".join(sorted({edit.theme for edit in desk.edits})) or "none"
            raise click.ClickException(f'nothing was changed about "{theme}"; changed were: {known}')
        desk.store.drop_theme_edits(own)
    click.echo(f"Taken back: {len(own)} change{'s' if len(own) > 1 else ''}.")


@command.command("export")
@click.pass_obj
def export(shell: Shell) -> None:
    """Print the themes in force as YAML, to be put into the journey file.

    Where the file has a theme that was added here, the file's counts.
    """
    with _desk(shell) as desk:
        click.echo(as_yaml(desk.now.shown, language=desk.journey.language), nl=False)


@contextmanager
def _desk(shell: Shell) -> Iterator[_Desk]:
    journey = read_journey(shell.settings.journey, kinds=question_options()).journey
    with stored(shell) as store:
        yield _Desk(journey=journey, store=store, edits=store.theme_edits(journey.id))


def _check_emerging(words: Sequence[str], room: MapRoom) -> None:
    """Refuse words that do not emerge; while answers are judged anew nobody knows what does."""
    if room.rescorer.count().left:
        return
    refused = emerging_lines.refusal(words, emerging_lines.emerging_lines(room))
    if refused is not None:
        raise click.ClickException(refused)


def _lines(room: MapRoom, language: str | None) -> Sequence[ThemeLine]:
    journey = room.loaded.journey
    mentions = room.store.read_mentions(journey.id, scorer=(room.scorer.name, room.scorer.version))
    return theme_lines(
        journey,
        declared=declared_themes(journey),
        edits=room.store.theme_edits(journey.id),
        said=zip(mentions.theme, mentions.customer, strict=True),
        language=language,
    )


def _edit(
    change: Change,
    theme: str,
    *,
    title: str | None = None,
    language: str = ANY_LANGUAGE,
    into: str | None = None,
    phrases: tuple[str, ...] = (),
) -> ThemeEdit:
    return ThemeEdit(
        id=MACHINE.new_id(),
        theme=theme,
        change=change,
        title=title,
        language=language,
        into=into,
        phrases=phrases,
        at=MACHINE.clock.now(),
        by=_BY,
    )


def _slug(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:_LONGEST_ID]


def _told(edit: ThemeEdit) -> str:
    match edit.change:
        case "renamed":
            return f'called "{edit.title}"'
        case "merged":
            return f'merged into "{edit.into}"'
        case "added" | "promoted":
            return "a theme"


def _tell_of_judging(journey: Journey) -> None:
    if isinstance(scorers().get(journey.scorer), Embedder):
        click.echo(
            "All answers are judged anew: by aftertouch run in the background, or by aftertouch rescore."
        )
    else:
        click.echo(f"Note that scorer {journey.scorer} names no themes; scorer: aftertouch does.", err=True)
