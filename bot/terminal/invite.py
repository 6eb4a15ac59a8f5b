"""`aftertouch invite`: a customer's own link into the web chat."""

import asyncio

import click

from bot.app import App
from bot.shell import Shell
from bot.terminal.given import an_id
from bot.terminal.opening import link_to, opened
from bot.terminal.touch import SOURCE
from feedback.intake import CustomerFacts, Refused, Touch


@click.command("invite")
@click.argument("customer", type=an_id)
@click.option("--touchpoint", metavar="ID", help="What they have just been through; else what was told last.")
@click.pass_obj
def command(shell: Shell, *, customer: str, touchpoint: str | None) -> None:
    """Print CUSTOMER's own link into the web chat, to put on a receipt or into a mail.

    Whoever opens it first answers for this customer; it is about one interaction.
    """
    with opened(shell) as app:
        interaction = _last(app, customer) if touchpoint is None else _touched(app, customer, touchpoint)
        click.echo(link_to(app, interaction))


def _last(app: App, customer: str) -> str:
    found = app.store.customer_by_external_id(customer)
    stories = app.store.why(found.id, limit=1) if found else ()
    if not stories:
        raise click.ClickException(
            f'nothing is known yet of a customer "{customer}"; say what they went through: --touchpoint ID'
        )
    return stories[0].interaction.id


def _touched(app: App, customer: str, touchpoint: str) -> str:
    touch = Touch(
        source=SOURCE,
        source_id=app.around.new_id(),
        customer=CustomerFacts(external_id=customer),
        touchpoint=touchpoint,
        occurred_at=app.around.clock.now(),
    )
    touched = asyncio.run(app.submit(touch))
    if isinstance(touched, Refused):
        raise click.UsageError(f"{touched.what}; {touched.fix}")
    return touched.interaction
