"""`aftertouch forget`: erases a customer, after showing what that means."""

import shlex

import click

from bot.parts import MACHINE
from bot.shell import Shell
from bot.terminal.deeds import deed
from bot.terminal.opening import stored
from bot.terminal.whom import whom

_ROWS = {
    "address": "chat addresses",
    "answer": "answers, with earlier revisions",
    "consent": "notes of what they were told, and agreed to",
    "content": "files sent along",
    "decision": "decisions whether to ask",
    "delivery": "questions shown",
    "enclosure": "notes of files sent along",
    "inbox": "raw messages",
    "interaction": "interactions",
    "mention": "clauses of their answers, each by what it is about",
    "outbox": "messages to them",
    "partial": "sums of the map",
    "score": "scores",
    "session": "surveys",
    "wish": "open questions whether to forget",
}


@click.command("forget")
@click.argument("customer")
@click.option("--yes", is_flag=True, help="Erase; without it, only what would go is told.")
@click.pass_obj
def command(shell: Shell, *, customer: str, yes: bool) -> None:
    """Erase all that is kept about CUSTOMER (your own id of them, or CHANNEL:ADDRESS), for good.

    Their answers go as well, so the map changes as if they had never been there.
    """
    with stored(shell) as store:
        found = whom(store, customer)
        leaving = store.leaving(found.id)
        for table, count in sorted(leaving.rows.items()):
            click.echo(f"{count:>6}  {_ROWS.get(table, table)}")
        for name in leaving.files:
            click.echo(f"  sent  {name} went to a colleague, and is out of reach")
        if not yes:
            order = f"aftertouch forget {shlex.quote(customer)} --yes"
            click.echo(f"Nothing was erased. To erase it for good: {order}", err=True)
            return
        store.erase_customer(found.id, now=MACHINE.clock.now())
        store.note([deed("forget", found.id)])
    click.echo(f"Erased. Backups and what others were sent already are out of reach; {_BACKUPS}.")


_BACKUPS = "let backups expire, or rotate the master key with `aftertouch keys rotate --drop-old`"
