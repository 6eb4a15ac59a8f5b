"""`aftertouch touch`: a customer reached a touchpoint; say what was decided and why."""

import asyncio
from datetime import datetime

import click

from bot.shell import Shell
from bot.terminal.given import a_campaign, a_language, a_moment, a_zone, an_attribute, an_id
from bot.terminal.opening import link_to, opened
from config.facts import Fact
from feedback.explain import explain
from feedback.intake import CustomerFacts, Refused, Touch
from feedback.work import Wanted

SOURCE = "terminal"


@click.command("touch")
@click.argument("customer", type=an_id)
@click.argument("touchpoint")
@click.option("--name", help="What they are called.")
@click.option("--language", type=a_language, metavar="TAG", help="Their language: en, de, pt-BR ...")
@click.option("--timezone", type=a_zone, metavar="ZONE", help="Their time zone, such as Europe/Berlin.")
@click.option(
    "--attribute",
    type=an_attribute,
    metavar="NAME=VALUE",
    multiple=True,
    help="Something known of them; may be repeated.",
)
@click.option("--consent", is_flag=True, help="They have agreed to be asked.")
@click.option(
    "--at",
    type=a_moment,
    metavar="WHEN",
    help="When it happened; now, unless you say 2026-05-01T14:30 or 2h.",
)
@click.option(
    "--id", "event", type=an_id, metavar="ID", help="Your own id of it; the same id again changes nothing."
)
@click.option("--campaign", type=a_campaign, metavar="ID", help="The campaign they came through.")
@click.pass_obj
def command(
    shell: Shell,
    *,
    customer: str,
    touchpoint: str,
    name: str | None,
    language: str | None,
    timezone: str | None,
    attribute: tuple[tuple[str, Fact], ...],
    consent: bool,
    at: datetime | None,
    event: str | None,
    campaign: str | None,
) -> None:
    """Tell that CUSTOMER (your own id of them) reached TOUCHPOINT; say whether they are asked, and why.

    What is decided here goes out through `aftertouch run`.
    """
    facts = CustomerFacts(
        external_id=customer,
        name=name,
        language=language,
        timezone=timezone,
        attributes=dict(attribute),
        consent="given" if consent else None,
    )
    with opened(shell) as app:
        touch = Touch(
            source=SOURCE,
            source_id=event or app.around.new_id(),
            customer=facts,
            touchpoint=touchpoint,
            occurred_at=at or app.around.clock.now(),
            campaign=campaign,
        )
        touched = asyncio.run(app.submit(touch))
        if isinstance(touched, Refused):
            raise click.UsageError(f"{touched.what}; {touched.fix}")
        if touched.repeated:
            click.echo("This was told before, so nothing was changed. What was decided then:")
        found = app.store.load(Wanted(interactions=frozenset({touched.interaction})))
        click.echo(explain(found.decisions[touched.interaction]))
        if touched.reason == "unreachable":
            click.echo(f"Invitation: {link_to(app, touched.interaction)}")
