"""`aftertouch dry-run`: whom a policy would have asked."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import click

from bot.app import App
from bot.shell import Shell
from bot.terminal.given import a_day
from bot.terminal.opening import opened
from bot.terminal.policy_file import read_policy
from feedback.dry_run import PastInteraction, rehearse, tell
from feedback.records import Asked, Customer, Interaction
from feedback.work import Snapshot, Wanted

_AT_ONCE = 500
"""How many customers are looked up in one query."""


@click.command("dry-run")
@click.option(
    "--since", type=a_day, metavar="DAY", default="30d", show_default=True,
    help="From when on: 2026-05-01, or 30d for a month back.",
)  # fmt: skip
@click.option(
    "--policy",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The policy to try: a journey file, or a file with just a policy section; else the one in force.",
)
@click.pass_obj
def command(shell: Shell, *, since: date, policy: Path | None) -> None:
    """Tell whom a policy would have asked, over what has really happened; nothing is written or sent."""
    with opened(shell) as app:
        journey = app.loaded.journey if policy is None else read_policy(policy, journey=app.loaded.journey)
        start = datetime.combine(since, time(), tzinfo=UTC)
        interactions = app.store.interactions_since(app.loaded.journey.id, since=start)
        known = Known(app, interactions)
        rehearsal = rehearse(
            journey,
            known.events(interactions),
            widths=app.cartographer.widths(),
            history=known.histories,
            answer_share=known.answer_share,
        )
    click.echo(tell(rehearsal), nl=False)


class Known:
    """What is known today of the customers that some interactions were with."""

    def __init__(self, app: App, interactions: Sequence[Interaction]) -> None:
        """Look everything up, some customers at a time."""
        self._asked = app.store.asked_about([each.id for each in interactions])
        self._customers: dict[str, Customer] = {}
        self._reachable: set[str] = set()
        self.histories: dict[str, tuple[Asked, ...]] = {}
        ids = sorted({each.customer for each in interactions})
        for start in range(0, len(ids), _AT_ONCE):
            some = frozenset(ids[start : start + _AT_ONCE])
            self._note(app.store.load(Wanted(customers=some, histories=some)))

    def events(self, interactions: Sequence[Interaction]) -> Iterator[PastInteraction]:
        """Return each interaction with what is known around it; who imported them knew no addresses."""
        for each in interactions:
            yield PastInteraction(
                customer=self._customers[each.customer],
                interaction=each,
                reachable=each.imported or each.customer in self._reachable,
                asked=None if each.imported else each.id in self._asked,
            )

    @property
    def answer_share(self) -> float:
        """Which share of those who were asked answered."""
        asked = [each for history in self.histories.values() for each in history]
        return sum(each.answered for each in asked) / len(asked) if asked else 0.0

    def _note(self, found: Snapshot) -> None:
        self._customers |= found.customers
        self.histories |= found.histories
        for customer, addresses in found.addresses_of.items():
            if any(address.gone_at is None for address in addresses):
                self._reachable.add(customer)
