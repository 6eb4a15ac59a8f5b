"""`aftertouch mydata`: all that is kept about a customer, in files for them."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.app import App
from bot.shell import Shell
from bot.terminal.deeds import deed
from bot.terminal.opening import opened
from bot.terminal.whom import whom
from feedback.dossier import Dossier
from feedback.dossier_files import documents_of
from feedback.filetypes import ending
from feedback.introducing import company_name
from feedback.store.store import Store

_OWNER_ONLY = 0o600
_OWNERS_FOLDER = 0o700


@click.command("mydata")
@click.argument("customer")
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to; it is made, and may not hold such files yet.",
)
@click.pass_obj
def command(shell: Shell, *, customer: str, folder: Path) -> None:
    """Write all that is kept about CUSTOMER (your own id of them, or CHANNEL:ADDRESS) to files.

    A file to read, a file for programs, and what they sent along. Whoever has the folder can read it all.
    """
    with opened(shell) as app:
        found = whom(app.store, customer)
        dossier = app.store.dossier(found.id)
        if dossier is None:
            raise click.ClickException(f'"{customer}" was erased at this moment; nothing is kept')
        files = dict(_files(app, dossier))
        _write(folder, files)
        app.store.note([deed("mydata", found.id)])
    for name in files:
        click.echo(f"Wrote {folder / name}")


def _files(app: App, dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    journey = app.loaded.journey
    language = dossier.customer.language or journey.language
    title = company_name(journey, language)
    for each in documents_of(dossier, title=title, language=language, at=app.around.clock.now()):
        yield each.name, each.text.encode()
    yield from _enclosures(app.store, dossier)


def _enclosures(store: Store, dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    for each in dossier.enclosures:
        content = store.content(each.id)
        if content is not None:
            # What its sender called it is no name for a file of ours.
            yield f"attachment-{each.id}.{ending(each.mime)}", content


def _write(folder: Path, files: dict[str, bytes]) -> None:
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise click.ClickException(f"{folder / there[0]} is there already; name another folder")
    folder.mkdir(mode=_OWNERS_FOLDER, parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.touch(mode=_OWNER_ONLY, exist_ok=False)
        path.write_bytes(content)
