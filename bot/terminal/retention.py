"""`aftertouch retention`: how long what is kept, and what has had its time."""

import click

from bot.retainer import retain
from bot.shell import Shell
from bot.terminal.deeds import deed
from bot.terminal.opening import opened
from config import formats
from config.phrases import SOURCE
from feedback.retention import EXPIRY_KINDS, ExpiryKind, expiries, kept_for

_WHAT: dict[ExpiryKind, str] = {
    "text": "words, files and stories of cases",
    "identity": "who customers are",
    "inbox": "messages as they came in",
    "outbox": "messages that went out",
}


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only tell what would go now; nothing is deleted.")
@click.pass_obj
def command(shell: Shell, *, dry_run: bool) -> None:
    """Tell how long what is kept by the policy's retention, and let go what has had its time.

    `aftertouch run` does so every hour. Figures and maps stay as they are.
    """
    with opened(shell) as app:
        journey, now = app.loaded.journey, app.around.clock.now()
        due = {each.kind: app.store.expired(each) for each in expiries(journey, now=now)}
        for kind in EXPIRY_KINDS:
            length = kept_for(journey, kind)
            kept = "for ever" if length is None else f"for {formats.exactly(length, SOURCE)}"
            count = f", {due[kind]} had their time" if kind in due else ""
            click.echo(f"{kind:<8}  {_WHAT[kind]}: kept {kept}{count}")
        if dry_run:
            click.echo("Nothing was deleted.")
            return
        scorer = (app.scorer.name, app.scorer.version)
        while retain(app.store, journey, scorer=scorer, now=now):
            continue
        app.store.note([deed("retention", *due)])
    click.echo("What had its time is gone." if any(due.values()) else "Nothing had to go.")
