"""`aftertouch outbox`: what waits to go out, what is held, and what did not arrive."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import get_args

import click

from bot.parts import MACHINE
from bot.shell import Shell
from bot.terminal.opening import stored
from feedback.pacing import Hold, kind_of
from feedback.records import OutboxState
from feedback.store.waiting import OutboxCount, OutboxLine

_SHOWN: Sequence[OutboxState] = ("pending", "sending", "failed", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How many lanes of one kind are closed, and until when the last of them is."""

    channel: str
    lane: str
    count: int
    until: datetime


@click.command("outbox")
@click.option(
    "--state",
    "states",
    type=click.Choice(get_args(OutboxState)),
    multiple=True,
    help="Only what is in this state; can be repeated.  [default: pending, sending, failed, unknown]",
)
@click.option("--channel", metavar="NAME", help="Only what goes through this channel.")
@click.option(
    "--limit", type=click.IntRange(0, 10_000), default=20, show_default=True, help="How many to list."
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_obj
def command(
    shell: Shell, *, states: Sequence[OutboxState], channel: str | None, limit: int, as_json: bool
) -> None:
    """Tell what waits to go out, which lanes are held until when, what failed and what is unknown.

    Unknown are prompts of which nobody can say whether they arrived. Neither words nor addresses are shown.
    """
    asked = states or _SHOWN
    with stored(shell) as store:
        counts = store.outbox_counts(asked, channel=channel)
        items = store.outbox_lines(asked, channel=channel, limit=limit)
        holds = store.holds(now=MACHINE.clock.now())
    held = held_by_kind(hold for hold in holds if channel in {None, hold.channel})
    if as_json:
        click.echo(json.dumps(document(counts, items, held), indent=2, default=datetime.isoformat))
        return
    for line in (*_counted(counts), *_held(held), *_listed(items, counts)):
        click.echo(line)
    if not counts and not held:
        click.echo("Nothing waits, and nothing went wrong.", err=True)


def held_by_kind(holds: Iterator[Hold]) -> Sequence[Held]:
    """Sum up closed lanes by kind: a lane's own key is nobody's business."""
    found: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    for hold in holds:
        found[hold.channel, kind_of(hold.key)].append(hold.until)
    return [
        Held(channel=channel, lane=lane, count=len(until), until=max(until))
        for (channel, lane), until in sorted(found.items())
    ]


def document(
    counts: Sequence[OutboxCount], items: Sequence[OutboxLine], held: Sequence[Held]
) -> Mapping[str, object]:
    """Return what programs read."""
    return {
        "counts": [asdict(each) for each in counts],
        "held": [asdict(each) for each in held],
        "items": [asdict(each) for each in items],
    }


def _counted(counts: Sequence[OutboxCount]) -> Iterator[str]:
    for each in counts:
        why = f" ({each.failure})" if each.failure else ""
        yield f"{each.channel}: {each.count} {each.state}{why}"


def _held(held: Sequence[Held]) -> Iterator[str]:
    for each in held:
        lanes = f"{each.count} lanes of kind {each.lane} are" if each.count > 1 else f"{each.lane} is"
        yield f"{each.channel}: {lanes} held until {each.until:%Y-%m-%d %H:%M:%S} UTC"


def _listed(items: Sequence[OutboxLine], counts: Sequence[OutboxCount]) -> Iterator[str]:
    if items:
        yield ""
    width = max((len(each.channel) for each in items), default=0)
    for each in items:
        at, when = (each.due_at, "due") if each.settled_at is None else (each.settled_at, "since")
        tries = f"{each.attempts} {'try' if each.attempts == 1 else 'tries'}"
        yield (
            f"{each.id}  {each.channel:<{width}}  {each.state:<7}  {when:<5} {at:%Y-%m-%d %H:%M:%S} UTC  "
            f"priority {each.priority}  {tries}" + (f"  {each.failure}" if each.failure else "")
        )
    more = sum(each.count for each in counts) - len(items)
    if items and more > 0:
        yield f"... and {more} more; --limit shows them."
