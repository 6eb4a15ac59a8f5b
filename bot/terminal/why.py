"""`aftertouch why`: the ledger of one customer, in words."""

from collections.abc import Iterator
from datetime import datetime

import click

from bot.shell import Shell
from bot.terminal.deeds import deed
from bot.terminal.opening import opened
from config.journey import Journey
from feedback.dossier_lines import count_of
from feedback.explain import explain
from feedback.records import Customer, Session
from feedback.store.ledger import Story


@click.command("why")
@click.argument("customer")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many interactions."
)
@click.pass_obj
def command(shell: Shell, *, customer: str, limit: int) -> None:
    """Explain why CUSTOMER (your own id of them) was, or was not, asked: newest first."""
    with opened(shell) as app:
        found = app.store.customer_by_external_id(customer)
        if found is None:
            raise click.ClickException(
                f'nobody is known by the id "{customer}"; it is the id your own system calls them by, '
                "as in aftertouch touch"
            )
        stories = app.store.why(found.id, limit=limit)
        app.store.note([deed("why", found.id)])
        click.echo(about(found, now=app.around.clock.now()))
        for story in stories:
            click.echo("\n" + "\n".join(lines(story, journey=app.loaded.journey)))
            for note in found.follow_ups:
                if note.interaction == story.interaction.id and note.text:
                    click.echo(f"  Noted by {note.by or 'a colleague'}: {note.text}")


def about(customer: Customer, *, now: datetime) -> str:
    """Say in a line who a customer is and how they want to be treated."""
    known = [f"{customer.external_id}, known since {customer.created_at:%Y-%m-%d}"]
    known += [f"language {customer.language}"] if customer.language else []
    known += [f"time zone {customer.timezone}"] if customer.timezone else []
    if customer.consent != "unknown":
        known.append(f"consent {customer.consent}")
    if customer.stopped_at is not None:
        known.append(f"opted out on {customer.stopped_at:%Y-%m-%d}")
    if customer.paused_until is not None and customer.paused_until > now:
        known.append(f"wants peace until {customer.paused_until:%Y-%m-%d %H:%M} UTC")
    for veto in customer.vetoes:
        about_what = "about anything" if veto.touchpoint is None else f"about {veto.touchpoint}"
        known.append(f"not to be asked {about_what}, said a colleague on {veto.at:%Y-%m-%d}")
    return "; ".join(known)


def lines(story: Story, *, journey: Journey) -> Iterator[str]:
    """Tell what became of one interaction."""
    interaction, place = story.interaction, journey.place(story.interaction.touchpoint)
    title = f"{journey.say(place[1].title)} ({interaction.touchpoint})" if place else interaction.touchpoint
    yield f"{interaction.occurred_at:%Y-%m-%d %H:%M} UTC  {title}, told by {interaction.source}"
    for decision in story.decisions:
        yield f"  {explain(decision)}"
    if interaction.imported and not story.decisions:
        yield "  Imported from the past: nobody is asked about it."
    for session in story.sessions:
        yield f"  {outcome(session)}"
    if story.enclosures:
        yield f"  Sent along: {count_of(story.enclosures)}."


def outcome(session: Session) -> str:
    """Say how far a session came; what was answered is nobody's business here."""
    answered = sum(not given.skipped for given in session.given.values())
    skipped = len(session.given) - answered
    counts = f"{answered} answered" + (f", {skipped} left out" if skipped else "")
    match session.state:
        case "open":
            return f"Survey {session.survey} is open until {session.expires_at:%Y-%m-%d %H:%M} UTC: {counts}."
        case "complete":
            return f"Survey {session.survey} is complete: {counts}."
        case "expired":
            return f"Survey {session.survey} closed before it was finished: {counts}."
        case "stopped":
            return f"Survey {session.survey} was stopped: {counts}."
