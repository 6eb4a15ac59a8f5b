"""The simulation of the demo, for people at a terminal: begun, gone on with, or done already."""

import asyncio
from datetime import timedelta

import click

from bot.simulation.living import SITTING, simulate
from bot.simulation.marker import Marker
from bot.simulation.place import InUse, Place
from bot.terminal.progress import progress
from config.settings import Settings
from feedback.clock import SystemClock

CUSTOMERS, DAYS, SEED = 150, 35, 5
"""What is simulated where nothing else is asked for."""


class Wanted:
    """What the visitor asked for; None is whatever is there, else the usual."""

    def __init__(self, customers: int | None, days: int | None, seed: int | None) -> None:
        self._asked = {"customers": customers, "days": days, "seed": seed}
        self.customers, self.days, self.seed = customers or CUSTOMERS, days or DAYS, seed or SEED

    def differs_from(self, marker: Marker) -> bool:
        """Say whether something else was asked for than was begun."""
        begun = {"customers": marker.customers, "days": marker.days, "seed": marker.seed}
        return any(value not in {None, begun[name]} for name, value in self._asked.items())

    def marker(self) -> Marker:
        """Return the marker of a simulation that is about to begin."""
        until = SystemClock().now().replace(microsecond=0) - SITTING - timedelta(minutes=1)
        return Marker(seed=self.seed, customers=self.customers, days=self.days, until=until)


def live(place: Place, settings: Settings, wanted: Wanted) -> None:
    """Simulate what is still to be simulated."""
    marker = place.begun()
    if marker is not None and wanted.differs_from(marker):
        click.echo(
            f"The demo in {place.folder} was begun with {marker.customers} customers over {marker.days} days "
            f"(seed {marker.seed}) and stays so; for another one: rm -r {place.folder}",
            err=True,
        )
    if marker is not None and marker.is_done:
        return
    try:
        with place.alone():
            _live_on(place, settings, place.begun() or wanted.marker())
    except InUse:
        raise click.ClickException(
            f"another demo is simulating in {place.folder}; wait for it, or name another folder with --folder"
        ) from None


def _live_on(place: Place, settings: Settings, marker: Marker) -> None:
    place.keep(marker)
    click.echo(
        f"{marker.customers} simulated customers live through {marker.days} days with a shop. "
        "This happens once and takes about half a minute.",
        err=True,
    )
    try:
        with progress("Asking, listening, scoring") as told:
            asyncio.run(simulate(settings, marker, reached=place.keep, told=told))
    except KeyboardInterrupt:
        click.echo("The same command goes on from here.", err=True)
        raise
